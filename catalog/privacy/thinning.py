"""Large sheets thinned before they are read as XML: rows and texts in which no number can stand are left out.

Only for XML as the usual programs write it; anything else is read whole. What is dropped was checked to be XML all the same.
"""

import re
from xml.parsers import expat

from catalog.privacy.numbers import candidates_in

_ENCODING = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*<(?:\?xml[^>]*encoding=[\"'](?i:utf-8)[\"']|\?xml(?![^>]*encoding)|\w)"
)
_SHARED = re.compile(rb't="s"[^>]*><v[^>]*>\s*(\d+)')
_LONG = re.compile(rb">[^<]{11}")
_RUNS = (b"<r>", b"<r ", b"='")  # a text in runs may be short in each; with other quotes no cell is told
_OPEN, _CLOSE = b"<sheetData>", b"</sheetData>"
_RICH = re.compile("<r>|<rPh|&#")


def thin_sheet(content: bytes, texts: set[bytes]) -> bytes:
    """The sheet with only those rows that have a long value or one of the shared texts."""
    start, end = content.find(_OPEN) + len(_OPEN), content.rfind(_CLOSE)
    if not len(_OPEN) <= start <= end or not _is_usual(content) or any(sign in content for sign in _RUNS):
        return content
    if content.count(b"<row") != content.count(b'<row r="'):
        return content
    spots = [match.start() for match in _LONG.finditer(content, start, end)]
    if texts:
        spots += [match.start() for match in _SHARED.finditer(content, start, end) if match[1] in texts]
    kept, done = [content[:start]], start
    for spot in sorted(spots):
        if spot >= done:
            row = content.rfind(b"<row ", done, spot)
            done = content.find(b"</row>", spot, end) + len(b"</row>")
            if row < 0 or done < spot:
                return content
            kept.append(content[row:done])
    return b"".join([*kept, content[end:]])


def thin_texts(content: bytes) -> tuple[list[int], list[bytes]] | None:
    """Numbers and XML of those shared texts that might hold a number; None where they must be read one by one."""
    if not _is_usual(content) or b"<si/>" in content:
        return None
    text = content.decode()
    spots = sorted([*candidates_in(text), *(match.start() for match in _RICH.finditer(text))])
    numbers, items, number, done = [], [], 0, 0
    for spot in spots:
        if spot >= done:
            number += text.count("</si>", done, spot)
            start, end = text.rfind("<si>", done, spot), text.find("</si>", spot)
            if start >= 0 and end >= 0:
                numbers.append(number)
                items.append(text[start : end + 5].encode())
                number, done = number + 1, end + 5
    return numbers, items


def _is_usual(content):
    """XML in UTF-8 without comments, sections and declarations inside."""
    if not _ENCODING.match(content):
        return False
    odd = []
    parser = expat.ParserCreate()
    parser.CommentHandler = odd.append
    parser.StartCdataSectionHandler = lambda: odd.append("")
    parser.StartDoctypeDeclHandler = lambda *_: odd.append("")
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        return False
    return not odd
