"""The hook to ClamAV: clamd's INSTREAM over its socket where one is configured (settings.CLAMD_ADDRESS)."""

import socket
import struct

from django.conf import settings

_CHUNK = 64 * 1024
_TIMEOUT = 60  # seconds


class Infected(ValueError):
    """A virus was found; the message names it."""


class ScannerDown(ValueError):
    """A scanner is configured and does not answer: nothing is taken unscanned."""


def scan_for_viruses(content: bytes) -> None:
    """Raise Infected or ScannerDown; without a configured scanner, or with a clean answer, nothing happens."""
    if not settings.CLAMD_ADDRESS:
        return
    try:
        answer = _ask(content)
    except OSError as error:
        raise ScannerDown("病毒查杀服务没有响应，文件没有保存。请稍后再传，或者联系系统管理员。") from error
    if answer.endswith("FOUND"):
        name = answer.removeprefix("stream:").removesuffix("FOUND").strip()
        raise Infected(f"文件里有病毒（{name}），没有保存。请先在电脑上查杀。")
    if not answer.endswith("OK"):
        raise ScannerDown("病毒查杀服务出错，文件没有保存。请稍后再传，或者联系系统管理员。")


def _ask(content):
    with _connected() as connection:
        connection.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), _CHUNK):
            chunk = content[start : start + _CHUNK]
            connection.sendall(struct.pack("!I", len(chunk)) + chunk)
        connection.sendall(struct.pack("!I", 0))
        with connection.makefile("rb") as answer:
            return answer.read().decode(errors="replace").strip("\0\n ")


def _connected():
    """`/run/clamav/clamd.ctl` is a path, `host:3310` a network address."""
    address = settings.CLAMD_ADDRESS
    if address.startswith("/"):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(_TIMEOUT)
        connection.connect(address)
        return connection
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=_TIMEOUT)
