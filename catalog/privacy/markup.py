"""A web page: what it shows, and what only its source holds. A place is a line of the source.

Read by a tokenizer that keeps where each sign stands in the source, so that a copy can be masked without being rewritten.
"""

import base64
import binascii
import re
from bisect import bisect_right
from html import unescape
from urllib.parse import unquote

from catalog.privacy.numbers import find, hidden_positions
from catalog.privacy.plain import decoded, encoded, lines
from catalog.privacy.report import Unreadable

_TOKEN = re.compile(
    r"<!--(?P<comment>.*?)(?:-->|--!>|\Z)"
    r"|<!\[CDATA\[(?P<cdata>.*?)(?:\]\]>|\Z)"
    r"|<(?P<raw>script|style|xmp)(?P<raw_attributes>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*+)>(?P<source>.*?)(?:</(?P=raw)\s*[^>]*>|\Z)"
    r"|<(?P<end>/?)(?P<tag>[a-zA-Z][^\s/>]*)(?P<attributes>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*+)>"
    r"|<[!?/](?P<other>[^>]*)>",
    re.S | re.I,
)
_ATTRIBUTE = re.compile(r"([^\s\"'>/=]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))")
_SPECIAL = re.compile(
    r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);?|[ \t\r\n\f]*[\t\r\n\f][ \t\r\n\f]*|  +"
)
_KEPT_LINES = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);?")
_ESCAPE = re.compile(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([0-7]{2,3})|([\"'/-]))|\\\r?\n|[\"'`]\s*\+\s*[\"'`]"
)
_LINE_END = re.compile(r"\r\n|\r|\n")
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])", re.I
)
_INLINE_STYLE = re.compile(r"display\s*:\s*inline|float\s*:\s*left", re.I)
_DATA_URI = re.compile(r"data:[\w/+.-]*(?:;[\w=-]+)*;base64,([A-Za-z0-9+/=\s]+)", re.I)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "audio",
        "blockquote",
        "body",
        "br",
        "button",
        "canvas",
        "caption",
        "center",
        "col",
        "colgroup",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "embed",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "frame",
        "frameset",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "hgroup",
        "hr",
        "html",
        "iframe",
        "img",
        "input",
        "legend",
        "li",
        "link",
        "main",
        "map",
        "marquee",
        "menu",
        "meta",
        "nav",
        "object",
        "ol",
        "optgroup",
        "option",
        "p",
        "param",
        "picture",
        "pre",
        "section",
        "select",
        "source",
        "summary",
        "svg",
        "table",
        "tbody",
        "td",
        "template",
        "textarea",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
        "video",
    ]
)
_EMPTY = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)
_ASIDE = frozenset(["sup", "sub", "del", "s", "strike", "rt", "rp"])
_SMALL, _INSERTED = 1, 2


class Flow:
    """A text put together from pieces of the source; knows where in the source each sign stands."""

    def __init__(self, *, shown=False):
        self.pieces, self.starts, self.length, self.shown = [], [], 0, shown

    def add(self, text, start, end=None):
        """`end` is given for a piece that is spelt differently in the source, such as an entity."""
        if text == " " and self.pieces and self.pieces[-1][0].endswith(" "):
            return
        self.starts.append(self.length)
        self.pieces.append((text, start, end))
        self.length += len(text)

    def text(self):
        return "".join(text for text, _, _ in self.pieces)

    def span(self, position):
        """Where in the source the sign at `position` begins and ends."""
        place = bisect_right(self.starts, position) - 1
        _text, start, end = self.pieces[place]
        offset = position - self.starts[place]
        return (start + offset, start + offset + 1) if end is None else (start, end)


class Source:
    """The flows of a page: what a reader sees in its order, attributes, comments, scripts."""

    def __init__(self, source, base=0, depth=0):
        self.source, self.base, self.depth = source, base, depth
        self.flows, self.inner = [], []
        self._segments = []  # (text, start, end, classes of the elements around)
        self._open = []  # (tag, class)
        self._links = []
        self._read()
        self._close_flows()

    def _read(self):
        position = 0
        for token in _TOKEN.finditer(self.source):
            self._text(position, token.start())
            position = token.end()
            if token["tag"]:
                self._tag(token)
            elif token["raw"]:
                self._attributes(token["raw"].lower(), token["raw_attributes"], token.start("raw_attributes"))
                self._script(token["source"], token.start("source"))
            else:
                self._aside(token)
        self._text(position, len(self.source))

    def _text(self, start, end):
        if start == end:
            return
        kept = any(tag in ("pre", "textarea") for tag, _ in self._open)
        classes = 0
        for _, kind in self._open:
            classes |= kind
        for piece in _pieces(self.source[start:end], start + self.base, _KEPT_LINES if kept else _SPECIAL):
            self._segments.append((*piece, classes))
        text = self.source[start:end]
        if self._links and not text.isspace():
            self._place_links(start + len(text) - len(text.lstrip()))

    def _place_links(self, start):
        """A target stands where the text of its link begins."""
        for link in self._links:
            link.setdefault("at", start + self.base)

    def _tag(self, token):
        tag = token["tag"].lower()
        attributes = token["attributes"]
        style = _HIDING.search(attributes) if "style" in attributes.lower() else None
        if tag in _BLOCKS and not _INLINE_STYLE.search(attributes):
            self._segments.append(("\n", token.start() + self.base, token.end() + self.base, 0))
        if token["end"]:
            self._close(tag)
            return
        link = {} if tag in ("a", "area") else None
        self._attributes(tag, attributes, token.start("attributes"), link)
        if tag in _EMPTY or (
            attributes.endswith("/") and tag not in ("a", "span", "p", "div", "b", "i", "td")
        ):
            return
        hidden = style or re.search(
            r"(?<![\w-])hidden(?![\w-])(?!\s*=\s*[\"']?false)", _ATTRIBUTE.sub(" ", attributes), re.I
        )
        kind = _SMALL if hidden or tag in _ASIDE else _INSERTED if tag == "ins" else 0
        self._open.append((tag, kind))
        if link is not None:
            self._links.append(link)

    def _close(self, tag):
        if tag == "a":
            self._links.clear()
        for place in range(len(self._open) - 1, max(len(self._open) - 60, -1), -1):
            if self._open[place][0] == tag:
                del self._open[place:]
                return

    def _attributes(self, tag, attributes, start, link=None):
        for match in _ATTRIBUTE.finditer(attributes):
            group = next(number for number in (2, 3, 4) if match[number] is not None)
            value, at = match[group], start + match.start(group)
            if len(value) < 6:
                continue
            place = link if link is not None and match[1].lower() == "href" else None
            self._add_value(value, at, place)
            if match[1].lower() == "srcdoc" and self.depth < 3:
                self.inner.append((unescape(value), at + self.base))

        self._leftover(attributes, start)

    def _leftover(self, attributes, start):
        """What stands in a tag without being a value, as behind a quotation mark too many."""
        flow = Flow()
        flow.add(_ATTRIBUTE.sub(lambda match: " " * len(match[0]), attributes), start + self.base)
        self.flows.append((flow, None))

    def _add_value(self, value, at, link):
        flow = Flow()
        for piece in _pieces(value, at + self.base, _KEPT_LINES):
            flow.add(*piece)
        self.flows.append((flow, link))
        text = flow.text()
        other = unquote(text) if "%" in text else text
        if "\\" in text:
            other = _ESCAPE.sub(_unescaped, other)
        if found := _DATA_URI.search(text):
            other = f"{other}\n{_decoded_base64(found[1])}"
        if other != text:
            whole = Flow()
            whole.add(other, at + self.base, at + self.base + len(value))
            self.flows.append((whole, link))

    def _script(self, source, start):
        flow = Flow()
        flow.add(source, start + self.base)
        self.flows.append((flow, None))
        if "\\" in source or "+" in source:
            spelt, position = Flow(), 0
            for match in _ESCAPE.finditer(source):
                spelt.add(source[position : match.start()], start + self.base + position)
                spelt.add(
                    _unescaped(match), start + self.base + match.start(), start + self.base + match.end()
                )
                position = match.end()
            spelt.add(source[position:], start + self.base + position)
            self.flows.append((spelt, None))
        if "<" in source and self.depth < 3:
            self.inner.append((source, start + self.base))

    def _aside(self, token):
        """A comment stands outside the text around it, and may hold a page of its own."""
        name = (
            "comment" if token["comment"] is not None else "cdata" if token["cdata"] is not None else "other"
        )
        content, start = token[name], token.start(name)
        flow = Flow()
        flow.add(content, start + self.base)
        self.flows.append((flow, None))
        if ("<" in content or "&" in content) and self.depth < 3:
            self.inner.append((content, start + self.base))

    def _close_flows(self):
        """The same text as the eye may take it: all of it, without what is hidden or raised, only that, without insertions."""
        segments = self._segments
        mixed = any(classes for *_, classes in segments)
        self._flow(segments, shown=self.depth == 0 and not mixed)
        if mixed:
            self._flow((each for each in segments if not each[3] & _SMALL), shown=self.depth == 0)
            self._flow(each for each in segments if not each[3] & _INSERTED)
            self._flow(each if each[3] & _SMALL else ("\n", each[1], each[2], 0) for each in segments)

    def _flow(self, segments, *, shown=False):
        flow = Flow(shown=shown)
        for text, start, end, _ in segments:
            flow.add(text, start, end)
        self.flows.append((flow, None))

    def all_flows(self):
        yield from self.flows
        for inner, at in self.inner:
            if self.source[at - self.base : at - self.base + len(inner)] == inner:
                yield from Source(inner, at, self.depth + 1).all_flows()
            else:  # spelt with entities: only its beginning has a place
                for flow, _ in Source(inner, 0, self.depth + 1).all_flows():
                    whole = Flow()
                    whole.add(flow.text(), at, at + 1)
                    yield whole, None


def _pieces(text, start, special):
    position = 0
    for match in special.finditer(text):
        spelt = match[0]
        sign = unescape(spelt) if spelt[0] == "&" else " "
        if sign == spelt:
            continue
        if position < match.start():
            yield text[position : match.start()], start + position, None
        yield sign, start + match.start(), start + match.end()
        position = match.end()
    if position < len(text):
        yield text[position:], start + position, None


def _unescaped(match):
    number = match[1] or match[2] or match[3]
    if number:
        return chr(min(int(number, 16), 0x10FFFF))
    if match[4]:
        return chr(int(match[4], 8))
    return match[5] or ""


def _decoded_base64(text):
    try:
        return decoded(base64.b64decode(text))[0]
    except (binascii.Error, Unreadable):
        return ""


def add_places(content, places, *, name="", **_):
    source, _coding = decoded(content)
    add_source(source, places)
    if not name.lower().endswith((".html", ".htm", ".xhtml", ".shtml")):
        for number, line in lines(source):  # a text that only speaks of tags
            places.add(f"第{number}行", line, copy=1)


def add_source(source, places, where=None):
    """`where` says for a position in the source what it is called; without it that is the line."""
    line_ends = [match.end() for match in _LINE_END.finditer(source)]
    for flow, link in Source(source).all_flows():
        places.add(_Lines(flow, link or {}, line_ends, where), flow.text(), shown=flow.shown)


class _Lines:
    """Which line a sign of a flow stands on."""

    def __init__(self, flow, link, line_ends, words):
        self.flow, self.link, self.line_ends, self.words = flow, link, line_ends, words

    def __call__(self, position):
        at = self.link.get("at", self.flow.span(position)[0])
        return self.words(at) if self.words else f"第{bisect_right(self.line_ends, at) + 1}行"


def masked(content):
    source, coding = decoded(content)
    return encoded(mask_text(source), coding)


def mask_text(text):
    """The text or fragment of a page with stars in its numbers, also in those that tags or entities break."""
    for _ in range(3):
        spans = _spans_to_hide(text)
        if not spans:
            break
        for start, end in sorted(spans, reverse=True):
            text = f"{text[:start]}*{text[end:]}"
    return text


def _spans_to_hide(source):
    spans = set()
    for flow, _ in Source(source).all_flows():
        text = flow.text()
        for number in find(text):
            spans.update(flow.span(place) for place in hidden_positions(text, number))
    return spans
