"""The hook to ClamAV, against a server on loopback that speaks clamd's INSTREAM."""

import socket
import struct
import threading

import pytest

from linhai_portal.virus_scan import Infected, ScannerDown, scan_for_viruses

# The harmless sample that every scanner knows, in two halves so that none stops at this file.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd:
    """Takes one stream, notes what it got, and answers in two pieces as a network may; `says` overrides the answer."""

    def __init__(self, listener, says=None):
        self.listener, self.says, self.got = listener, says, b""
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        connection, _ = self.listener.accept()
        with connection, connection.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            while size := struct.unpack("!I", stream.read(4))[0]:
                self.got += stream.read(size)
            answer = self.says or (b"stream: Eicar-Signature FOUND" if EICAR in self.got else b"stream: OK")
            connection.sendall(answer[:9])
            connection.sendall(answer[9:] + b"\0")


@pytest.fixture(params=["network", "socket file"])
def listener(request, settings, tmp_path):
    if request.param == "network":
        server = socket.create_server(("127.0.0.1", 0))
        settings.CLAMD_ADDRESS = f"127.0.0.1:{server.getsockname()[1]}"
    else:
        server = socket.socket(socket.AF_UNIX)
        server.bind(str(tmp_path / "clamd.ctl"))
        server.listen()
        settings.CLAMD_ADDRESS = str(tmp_path / "clamd.ctl")
    yield server
    server.close()


def test_a_clean_file_of_many_pieces_passes_and_every_byte_was_looked_at(listener):
    clamd, content = Clamd(listener), bytes(range(256)) * 1000
    scan_for_viruses(content)
    assert clamd.got == content


def test_a_virus_is_named_wherever_it_stands(listener):
    Clamd(listener)
    with pytest.raises(Infected, match="Eicar-Signature"):
        scan_for_viruses(b"0" * 65_530 + EICAR)


@pytest.mark.parametrize("says", [b"INSTREAM size limit exceeded. ERROR", b"x" * 20])
def test_what_the_scanner_does_not_vouch_for_is_not_taken(listener, says):
    Clamd(listener, says)
    with pytest.raises(ScannerDown, match="没有保存"):
        scan_for_viruses(b"text")


def test_a_scanner_that_is_away_lets_nothing_through(settings):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    settings.CLAMD_ADDRESS = f"127.0.0.1:{port}"
    with pytest.raises(ScannerDown, match="没有响应"):
        scan_for_viruses(b"text")


def test_without_a_scanner_nothing_is_asked(settings):
    settings.CLAMD_ADDRESS = ""
    scan_for_viruses(EICAR)
