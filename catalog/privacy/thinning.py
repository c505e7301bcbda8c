"""Large sheets thinned before they are read as XML: rows and texts in which no number can stand are left out.

Only for XML as the usual programs write it; anything else is read whole. What is dropped was checked to be XML all the same.
"""

import re
from xml.parsers import expat

from catalog.privacy.numbers import might_hold

# Comments, prefixes, other quotes, cells and rows without their reference in front.
_UNUSUAL = (
    b"<!",
    b":c ",
    b":c>",
    b":row",
    b":si>",
    b":v>",
    b":t>",
    b" t='",
    b" r='",
    b"<c>",
    b"<c/>",
    b"<c\n",
    b"<row>",
)
_ENCODING = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*<(?:\?xml[^>]*encoding=[\"'](?i:utf-8)[\"']|\?xml(?![^>]*encoding)|\w)"
)
_SHARED = re.compile(rb't="s"[^>]*><v[^>]*>\s*(\d+)')
_LONG = re.compile(rb">[^<]{11}|<r>|<r\s|<extLst")


def thin_sheet(content: bytes, texts: set[bytes]) -> bytes:
    """The sheet with only those rows that have a long value or one of the shared texts."""
    start, end = content.find(b"<sheetData>") + len(b"<sheetData>"), content.rfind(b"</sheetData>")
    if not _is_usual(content) or not len(b"<sheetData>") <= start <= end:
        return content
    rows = content[start:end].split(b"</row>")
    kept = [
        row + b"</row>"
        for row in rows[:-1]
        if _LONG.search(row) or not texts.isdisjoint(_SHARED.findall(row))
    ]
    return b"".join([content[:start], *kept, content[end:]]) if not rows[-1].strip() else content


def thin_texts(content: bytes) -> list[tuple[int, bytes]] | None:
    """Number and XML of those shared texts that might hold a number; None where they must be read one by one."""
    if not _is_usual(content):
        return None
    items = content.split(b"</si>")
    if any(b"<si/>" in item for item in items):
        return None
    return [
        (number, item[item.rfind(b"<si") :] + b"</si>")
        for number, item in enumerate(items[:-1])
        if b"<r>" in item or b"<rPh" in item or b"&#" in item or might_hold(item.decode())
    ]


def _is_usual(content):
    if not _ENCODING.match(content) or any(sign in content for sign in _UNUSUAL):
        return False
    if any(content.count(tag) != content.count(tag + b'r="') for tag in (b"<c ", b"<row ")):
        return False
    try:
        expat.ParserCreate().Parse(content, True)
        content.decode()
    except (expat.ExpatError, UnicodeDecodeError):
        return False
    return True
