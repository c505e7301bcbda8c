"""Whatever is put before the gate gets an answer, in bounded time and memory, and never a crash."""

import random
import struct
import time
import zipfile
import zlib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.privacy.reading import Reading
from catalog.privacy.scan import scan
from tests.catalog.privacy import files
from tests.catalog.privacy.files import letter, package, paragraph, pdf, shown
from tests.catalog.privacy.numbers import PHONE

DATA = Path(__file__).parents[2] / "data" / "privacy"
DAY = date(2026, 11, 25)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZEROS = package({"a": b"0" * (60 << 20)})
LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def matryoshka(levels):
    content = PHONE.encode()
    for level in range(levels):
        content = package({f"{level}.zip" if level else "a.txt": content})
    return content


def lying_package():
    """Says that its member is small."""
    return ZEROS.replace(struct.pack("<I", 60 << 20), struct.pack("<I", 10))


def encrypted_member():
    content = bytearray(package({"a.txt": PHONE}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    content[6] |= 1
    return bytes(content)


def locked_pdf():
    return pdf(shown(PHONE), change=lambda writer: writer.encrypt("secret", algorithm="RC4-128"))


def bomb_pdf():
    packed = zlib.compress(b"(a) Tj " * (60 << 20), 9)
    stream = b"4 0 obj\n<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream\nendobj\n" % (
        len(packed),
        packed,
    )
    head = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
    return (
        head
        + b"3 0 obj\n<</Type/Page/Parent 2 0 R/Contents 4 0 R>>\nendobj\n"
        + stream
        + b"trailer<</Root 1 0 R>>\n%%EOF"
    )


UNREADABLE = {
    "bombs": lambda: package({f"{number}.zip": ZEROS for number in range(4)}),
    "a package that lies": lying_package,
    "archives in archives": lambda: matryoshka(20),
    "a member with a password": encrypted_member,
    "half a package": lambda: letter(paragraph(PHONE))[:300],
    "billion laughs": lambda: letter("", **{"word/document.xml": f"{LAUGHS}<a>&b;</a>"}),
    "an entity from outside": lambda: letter("", **{"word/document.xml": f"{OUTSIDE}<a>&x;</a>"}),
    "broken XML": lambda: letter("", **{"word/document.xml": "<a><b></a>"}),
    "deep XML": lambda: letter("", **{"word/document.xml": "<a>" * 50_000 + "</a>" * 50_000}),
    "a package without its main part": lambda: letter("", **{"_rels/.rels": files.relations()}),
    "a locked PDF": locked_pdf,
    "an empty PDF page": lambda: pdf(),
    "a PDF of nothing": lambda: b"%PDF-1.7\n" + b"x" * 5000,
    "half a PDF": lambda: pdf(shown(PHONE))[:200],
    "a PDF that unpacks to gigabytes": bomb_pdf,
    "a broken compound file": lambda: OLE + b"\xff" * 3000 + "Workbook".encode("utf-16-le"),
    "a locked workbook": lambda: OLE + "EncryptedPackage".encode("utf-16-le") + bytes(2000),
    "an old letter": lambda: OLE + "WordDocument".encode("utf-16-le") + bytes(2000),
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(100),
    "an OFD": lambda: package({"OFD.xml": "<a/>"}),
    "bytes": lambda: random.Random(1).randbytes(50_000),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_for_a_person(name):
    start = time.monotonic()
    report = scan(UNREADABLE[name](), on=DAY)
    assert (report.findings, report.unreadable) == ([], True)
    assert report.hints[-1].endswith("。")
    assert time.monotonic() - start < 60


SLOW = {
    "unclosed tags": (b"<p>" + b'<a "' * 300_000, "a.html"),
    "unclosed comments": (b"<p>" + b"<!-- " * 300_000, "a.html"),
    "ampersands": (b"<p>" + b"&" * 500_000, "a.html"),
    "blanks": (b"<p>" + b" " * 2_000_000 + b"x", "a.html"),
    "groups": (b"1 " * 100_000, "a.txt"),
    "one long number": (b"1" * 5_000_000, "a.txt"),
    "letters and at signs": (b"a@" * 1_000_000, "a.txt"),
    "local parts": (b"a" * 3_000_000 + b"@", "a.txt"),
    "letters and digits": (b"12345678901a" * 100_000, "a.txt"),
    "quotes": (b'"' * 1_000_001, "a.csv"),
}


@pytest.mark.parametrize("name", SLOW)
def test_a_text_made_to_be_slow_is_read_in_time(name):
    start = time.monotonic()
    report = scan(*SLOW[name], on=DAY)
    assert not report.unreadable and report.findings == []
    assert time.monotonic() - start < 30


@pytest.mark.parametrize(
    "name", ["relief-list.xlsx", "tracked-draft.docx", "land-compensation.pdf", "village-bulletin.html"]
)
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(changes=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_damaged_file_gives_an_answer_or_an_exception_of_python(name, changes):
    """What escapes here, `process.py` takes for an answer; nothing may hang or abort."""
    content = bytearray((DATA / name).read_bytes())
    for place, value in changes:
        content[int(place * len(content))] = value
    try:
        Reading(DAY).read(bytes(content), name)
    except Exception as error:
        assert not isinstance(error, MemoryError)


def test_a_number_never_leaves_in_full():
    with zipfile.ZipFile(DATA / "relief-list.xlsx") as workbook:
        sheet = workbook.read("xl/worksheets/sheet1.xml").decode()
    printed = str(scan((DATA / "relief-list.xlsx").read_bytes(), "名单.xlsx", on=DAY))
    assert "13300006927" in sheet and "13300006927" not in printed and "133****6927" in printed
