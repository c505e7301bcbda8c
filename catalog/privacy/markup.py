"""HTML and other markup: the text as it is read, and everything inside of tags, comments and scripts."""

import base64
import binascii
import html
import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote, unquote_to_bytes

from catalog.privacy.numbers import might_hold, numbers_in
from catalog.privacy.places import Embedded, Place
from catalog.privacy.texts import Text

# Possessive throughout: an open quote or comment runs to the end once, never again from its middle.
_VALUES = r"(?:[^>\"']|\"[^\"]*+\"|'[^']*+'|[\"'])*+"
_TOKEN = re.compile(
    rf"<!--(?P<comment>.*?)(?:-->|\Z)"
    rf"|<!\[CDATA\[(?P<cdata>.*?)(?:\]\]>|\Z)"
    rf"|<(?P<raw>script|style|xmp|iframe|noembed|noframes)\b(?P<inside>{_VALUES})>(?P<body>.*?)(?=</(?P=raw)\b|\Z)"
    rf"|<(?P<tag>[/!?]?[A-Za-z][^\s/>]*+)(?P<attributes>{_VALUES})(?:>|\Z)"
    rf"|(?P<text>[^<]++|<)",
    re.DOTALL | re.IGNORECASE,
)
_PART = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?|[^&]++|&")
_ATTRIBUTE = re.compile(r"([^\s\"'>/=]++)(?:\s*=\s*(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++)))?")
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "o:p",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "tspan",
        "text:span",
    ]
)
_BLANK = re.compile(r"\s+")
_ESCAPE = re.compile(r"\\u\{?([0-9A-Fa-f]{4,6})\}?|\\x([0-9A-Fa-f]{2})")
_ENCODED = re.compile(r"[%&]|data:", re.IGNORECASE)
_DATA = re.compile(r"data:([^,\"'\s]{0,200}),([A-Za-z0-9+/%=_.~*()!$:@?&;-]+)", re.IGNORECASE)


@dataclass
class _Piece:
    """`literal`: sign by sign as in the source; otherwise one sign for all that stands from start to end."""

    text: str
    start: int
    end: int
    literal: bool = True


class _Flow(Place):
    """A run of text as it is read; every sign knows where in the source it stands."""

    def __init__(self, source, pieces):
        self.source, self.pieces, self.starts = source, pieces, []
        size = 0
        for piece in pieces:
            self.starts.append(size)
            size += len(piece.text)
        super().__init__("", "".join(piece.text for piece in pieces), self.put_stars)

    def where_of(self, number):
        place = bisect_right(self.starts, number.start) - 1
        piece = self.pieces[place]
        return f"第{self.source.line_at(piece.start + (number.start - self.starts[place]) * piece.literal)}行"

    def put_stars(self, changed):
        for start, piece in zip(self.starts, self.pieces, strict=True):
            part = changed[start : start + len(piece.text)]
            if part != piece.text and piece.literal:
                self.source.putting(piece.start, piece.text)(part)
            elif part != piece.text:
                self.source.star(piece.start, piece.end)


class _Target(_Flow):
    """What a link points to stands where its text shows the same number."""

    def __init__(self, source, pieces):
        super().__init__(source, pieces)
        self.shown = {}

    def where_of(self, number):
        return self.shown.get(number.value) or super().where_of(number)


def markup(content: bytes, *, on: date):
    """Places are lines of the source; a line is one place wherever in it the number stands."""
    source = Text(content)
    yield from _Reader(source, on).places(0, len(source.text))
    return source.saved()


class _Reader:
    def __init__(self, source, on, in_comment=False):
        self.source, self.on, self.in_comment, self.pieces = source, on, in_comment, []
        self.targets, self.link_start = [], 0

    def places(self, start, end):
        for match in _TOKEN.finditer(self.source.text, start, end):
            if match["text"] is not None:
                self.pieces += self._read(*match.span("text"))
            elif match["tag"] is not None:
                yield from self._tag(match)
            elif match["comment"] is not None:
                yield self._as_it_stands(*match.span("comment"))
                if not self.in_comment:
                    yield from _Reader(self.source, self.on, in_comment=True).places(*match.span("comment"))
            elif match["cdata"] is not None:
                yield self._as_it_stands(*match.span("cdata"))
                if not self.in_comment:
                    yield from _Reader(self.source, self.on, in_comment=True).places(*match.span("cdata"))
            else:
                yield from self._attributes(*match.span("inside"))
                yield from self._script(*match.span("body"))
        yield from self._end_of_link()
        yield from self._flush()

    def _read(self, start, end):
        """Entities as their signs, any run of blanks as one."""
        for part in _PART.finditer(self.source.text, start, end):
            if part[0].startswith("&"):
                sign = html.unescape(part[0])
                yield _Piece(sign if len(sign) == 1 else "\n", part.start(), part.end(), literal=False)
                continue
            place = part.start()
            for blank in _BLANK.finditer(self.source.text, *part.span()):
                if blank.start() > place:
                    yield self._literal(place, blank.start())
                yield _Piece(" ", *blank.span(), literal=False)
                place = blank.end()
            if place < part.end():
                yield self._literal(place, part.end())

    def _literal(self, start, end):
        return _Piece(self.source.text[start:end], start, end)

    def _as_it_stands(self, start, end):
        return _Flow(self.source, [self._literal(start, end)])

    def _flush(self):
        if self.pieces:
            yield _Flow(self.source, self.pieces)
            self.pieces = []
            self.link_start = 0

    def _tag(self, match):
        name = match["tag"].lower()
        if name == "/a":
            yield from self._end_of_link()
        elif name.lstrip("/") not in _INLINE:
            yield from self._end_of_link()
            yield from self._flush()
        if name == "a":
            yield from self._end_of_link()
            self.link_start = len(self.pieces)
        yield from self._attributes(match.start(), match.end(), is_link=name == "a")

    def _end_of_link(self):
        if self.targets:
            shown = _Flow(self.source, self.pieces[self.link_start :])
            lines = {number.value: shown.where_of(number) for number in numbers_in(shown.text, on=self.on)}
            for target in self.targets:
                target.shown = lines
                yield target
            self.targets = []

    def _attributes(self, start, end, is_link=False):
        """Each value as a browser reads it, decoded like an address, and the tag as it stands."""
        text = self.source.text
        if not (might_hold(text[start:end]) or _ENCODED.search(text, start, end)):
            return
        yield self._as_it_stands(start, end) if not is_link else self._without_values(start, end)
        for match in _ATTRIBUTE.finditer(text, start, end):
            if match.lastindex and match.lastindex > 1:
                yield from self._value(*match.span(match.lastindex), is_link and match[1].lower() == "href")

    def _without_values(self, start, end):
        pieces, place = [], start
        for match in _ATTRIBUTE.finditer(self.source.text, start, end):
            if match.lastindex and match.lastindex > 1:
                pieces.append(self._literal(place, match.start(match.lastindex)))
                place = match.end(match.lastindex)
        return _Flow(self.source, [*pieces, self._literal(place, end)])

    def _value(self, start, end, is_target):
        kind = _Target if is_target else _Flow
        places = [kind(self.source, list(self._read(start, end)))]
        if "%" in places[0].text:
            whole = kind(
                self.source, [_Piece(sign, start, end, literal=False) for sign in unquote(places[0].text)]
            )
            whole.put = lambda _: self.source.star_all(start, end)
            places.append(whole)
        yield from self._files(start, end, places[0].text)
        if is_target:
            self.targets += places
        else:
            yield from places

    def _script(self, start, end):
        yield self._as_it_stands(start, end)
        text = self.source.text[start:end]
        if "\\" in text:
            pieces, place = [], start
            for match in _ESCAPE.finditer(self.source.text, start, end):
                pieces.append(self._literal(place, match.start()))
                code = int(match[1] or match[2], 16)
                pieces.append(_Piece(chr(code) if code < 0x110000 else "\n", *match.span(), literal=False))
                place = match.end()
            yield _Flow(self.source, [*pieces, self._literal(place, end)])
        yield from self._files(start, end, text)

    def _files(self, start, end, text):
        """Files that stand in the page itself as data: addresses."""
        for match in _DATA.finditer(text):
            is_packed = match[1].lower().endswith(";base64")
            try:
                data = unquote_to_bytes(match[2])
                content = base64.b64decode(data + b"==") if is_packed else data
            except binascii.Error:
                continue
            if content and not match[1].lower().startswith(("image/", "font/", "audio/", "video/")):
                where = f"第{self.source.line_at(start)}行内嵌的文件"
                yield Embedded(
                    where,
                    "",
                    content,
                    lambda _, span=(start, end): self.source.star_all(*span),
                    must_be_read=False,
                )
