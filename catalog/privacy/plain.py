"""A text without format in whatever coding: each line is a place."""

import codecs
import re

from catalog.privacy.numbers import masked_text
from catalog.privacy.report import Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NO_TEXT = re.compile("[\x00-\x06\x0e-\x1a\x1c-\x1f]")
_LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x1e\u0085\u2028\u2029]")


def decoded(content):
    """The text and the coding that gives the same bytes back: UTF-8, UTF-16, UTF-32 or GB18030.

    One broken sign in a hundred is borne (the coding is then None): the digits around it are still somebody's.
    """
    codings = _codings(content)
    for coding in codings:
        try:
            text = content.decode(coding)
        except UnicodeDecodeError:
            continue
        if not _NO_TEXT.search(text):
            return text, coding
    texts = [content.decode(coding, "replace") for coding in codings]
    text = min(texts, key=lambda text: text.count("\ufffd"))
    if text.count("\ufffd") * 100 > len(text) or len(_NO_TEXT.findall(text)) * 100 > len(text):
        raise Unreadable
    return text, None


def encoded(text, coding):
    if coding is None:
        raise ValueError("这个文件的文字编码有损坏，不能制作脱敏副本。请另存为 UTF-8 编码后重新上传。")
    return text.encode(coding)


def _codings(content):
    for mark, coding in _MARKS:
        if content.startswith(mark):
            return (coding,)
    if b"\x00" not in content:
        return "utf-8", "gb18030"
    even, odd = content[0::2].count(0), content[1::2].count(0)
    if max(even, odd) * 20 < len(content) // 2 or min(even, odd) * 4 > max(even, odd):
        return "utf-8", "gb18030"
    return ("utf-16-le",) if odd > even else ("utf-16-be",)


def lines(text):
    return enumerate(_LINE_END.split(text), start=1)


def add_places(content, places, **_):
    text, _coding = decoded(content)
    for number, line in lines(text):
        places.add(("第", str(number), "行"), line, shown=True)


def masked(content):
    text, coding = decoded(content)
    return encoded(masked_text(text), coding)
