"""Which reader a file needs, told by its content, and the three things asked of it."""

import re
from importlib import import_module

from catalog.privacy.numbers import masked_text
from catalog.privacy.report import Places, Report, Unreadable

_ZIP, _OLE = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_READERS = {  # loaded when needed: the PDF reader alone costs 0.2 s
    "txt": "catalog.privacy.plain",
    "csv": "catalog.privacy.tables",
    "html": "catalog.privacy.markup",
    "zip": "catalog.privacy.archive",
    "pdf": "catalog.privacy.pdf",
    "ole": "catalog.privacy.ole",
}
_NOT_READ = (
    b"{\\rtf",
    b"MIME-Version:",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"II*\x00",
    b"MM\x00*",
)
_TAG = re.compile(
    rb"<(?:!--|!doctype html|html|head|body|div|p|span|table|tr|td|a|b|br|font|form|input|script|style|iframe|img|meta|title|textarea|template|ul|ol|li|h[1-6]|i|u|em|strong|del|ins)[\s>/-]",
    re.I,
)


def places_of(content, name="", depth=0, **wanted):
    """All texts of a file by their places, as `wanted` of Places; raises Unreadable."""
    places = Places(**wanted)
    _reader(content, name).add_places(content, places, name=name, depth=depth)
    return places


def scan_here(content, name):
    """The report on a file, read in this very process."""
    places = places_of(content, name)
    return Report(places.findings(), places.has_unread, places.hints)


def texts_here(content, name):
    """What a reader sees of it; numbers have no place in an index."""
    return masked_text(places_of(content, name, for_index=True).text())


def every_text_here(content, name):
    """All that is stored in it, seen or not, for finding names; nothing of it is shown or kept."""
    return places_of(content, name, in_full=True).text()


def masked_copy_here(content, name):
    """The masked copy, and whether the gate would pass it: a copy is not given before it was scanned itself."""
    copy = masked(content, name)
    report = scan_here(copy, name)
    if report.findings or report.unreadable:
        raise ValueError("这个文件里有的号码无法自动遮盖，请在原文件中改好以后重新上传。")
    return copy


def masked(content, name):
    return _reader(content, name).masked(content)


def _reader(content, name):
    return import_module(_READERS[kind_of_file(content, name)])


def kind_of_file(content, name=""):
    """A key of the readers; the name only tells a .csv from a .txt, which look the same."""
    start = content[:1024]
    if start.startswith(_ZIP):
        return "zip"
    if start.startswith(_OLE):
        return "ole"
    if b"%PDF-" in start:
        return "pdf"
    if start.startswith(_NOT_READ):
        raise Unreadable("这种文件读不出来，请人工查看。")
    return _kind_of_text(content, name.lower())


def _kind_of_text(content, name):
    if name.endswith((".csv", ".tsv")):
        return "csv"
    if name.endswith((".html", ".htm", ".xhtml", ".shtml")) or _TAG.search(content.replace(b"\x00", b"")):
        return "html"
    return "txt"
