"""Plain text and CSV: a place is a line or a field."""

import codecs
import re
from bisect import bisect_right
from decimal import Decimal
from functools import partial

from catalog.privacy.places import Place, Unreadable

_BOMS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_FIELD = {
    sign: re.compile(rf'"((?:[^"]|"")*+)"[^{sign}\r\n]*|([^{sign}\r\n]*)') for sign in (",", ";", "\t", "|")
}
_SCIENTIFIC = re.compile(r"\s*(\d(?:\.\d+)?[Ee]\+?\d{1,2})\s*")


def decoded(content: bytes) -> tuple[str, str]:
    """The text and its encoding; what is no text is unreadable."""
    for encoding in _guesses(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _is_binary(text):
            return text, encoding
    raise Unreadable("不是文字文件，或者文字编码认不出来")


def _guesses(content):
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return [encoding]
    if b"\0" in content[:4096]:
        return ["utf-16-le", "utf-16-be"] if len(content) % 2 == 0 else []
    return ["utf-8", "gb18030"]


def _is_binary(text):
    start = text[:65536]
    odd = sum(sign < " " and sign not in "\t\n\r\x0b\x0c\x1a\x1b" for sign in start)
    return odd * 50 > len(start) or "\ufffd" in start or (start.count("\0") > 0)


class Text:
    """A decoded text in which signs may become stars."""

    def __init__(self, content):
        self.text, self.encoding = decoded(content)
        self._breaks = [match.end() for match in _BREAK.finditer(self.text)]
        self._stars = {}

    def line_at(self, position):
        return bisect_right(self._breaks, position) + 1

    def star(self, start, end):
        """One star instead of what stands there: a sign, or an entity for one."""
        self._stars[start] = end

    def putting(self, start, before):
        """What writes a changed piece back that begins at `start`."""

        def put(changed):
            for place, (old, new) in enumerate(zip(before, changed, strict=True), start):
                if old != new:
                    self.star(place, place + 1)

        return put

    def star_all(self, start, end):
        for place in range(start, end):
            self.star(place, place + 1)

    def saved(self):
        if not self._stars:
            return None
        parts, place = [], 0
        for start in sorted(self._stars):
            if start >= place:
                parts += [self.text[place:start], "*"]
                place = self._stars[start]
        return "".join([*parts, self.text[place:]]).encode(self.encoding)


def lines(content: bytes):
    """Each line of a plain text is a place."""
    text = Text(content)
    for match in _LINE.finditer(text.text):
        yield Place(f"第{text.line_at(match.start())}行", match[0], text.putting(match.start(), match[0]))
    return text.saved()


def fields(content: bytes):
    """Each field of a CSV file is a place."""
    text = Text(content)
    for row, column, start, field in _fields(text.text):
        where = f"第{row}行第{column}列"
        yield Place(where, field, text.putting(start, field))
        if scientific := _SCIENTIFIC.fullmatch(field):
            whole = partial(text.star_all, start, start + len(field))
            yield Place(where, plain_digits(scientific[1]), lambda _, whole=whole: whole())
    return text.saved()


def _fields(text):
    delimiter = max(_FIELD, key=lambda sign: (text[:65536].count(sign), sign == ","))
    place, row, column = 0, 1, 1
    while place <= len(text):
        match = _FIELD[delimiter].match(text, place)
        group = 1 if match[1] is not None else 2
        yield row, column, match.start(group), match[group]
        place = match.end() + 1
        column += 1
        if text[match.end() : place] != delimiter:
            row, column = row + 1, 1
            if text.startswith("\r\n", match.end()):
                place += 1


def plain_digits(number: str) -> str:
    """1.3800001111E+10 as a person would write it."""
    return format(Decimal(number), "f")
