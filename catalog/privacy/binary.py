"""Parts without a known format: whatever in them looks like text, in the codings Office programs write."""

import re

_ASCII = re.compile(rb"[\x20-\x7e\x80-\xff]{6,}")
_WIDE = re.compile(rb"(?:[\x20-\x7e\xa0]\x00|[\x00-\xff][\x20\x4e-\x9f\xff]){6,}")
_STARTS = (b"PK\x03\x04", b"%PDF-", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_MOST_BESIDE = 1 << 18
_TEXTS = (".txt", ".csv", ".htm", ".html", ".mht", ".xhtml")


def is_document(content, name):
    return content.startswith(_STARTS[:2]) or name.lower().rstrip("~").endswith(_TEXTS)


def is_ole(content):
    return content.startswith(_STARTS[2])


def add_places(content, places, where="内部数据", copy=0):
    """One place for the part: a number in two codings of it is one number."""
    places.add(where, "\n".join(texts_in(content)), copy=copy)


def texts_in(content):
    for match in _ASCII.finditer(content):
        yield match[0].decode("gb18030", "replace")
    for start in (0, 1):
        for match in _WIDE.finditer(content, start):
            if (match.start() - start) % 2 == 0 or start:
                yield match[0].decode("utf-16-le", "replace")


def beside_image(content):
    """What a JPEG or PNG stores besides its pixels: EXIF, descriptions, the place it was taken."""
    if content.startswith(b"\xff\xd8"):
        return content[: max(content.rfind(b"\xff\xda", 0, _MOST_BESIDE), 0)]
    if not content.startswith(b"\x89PNG"):
        return b""
    chunks, at = [], 8
    while at + 8 <= len(content):
        size = int.from_bytes(content[at : at + 4])
        if content[at + 4 : at + 8] != b"IDAT":
            chunks.append(content[at + 8 : at + 8 + size])
        at += 12 + size
    return b"\0".join(chunks)
