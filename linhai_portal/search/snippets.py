"""The place in a text where the words stand, escaped and marked; the databases' own highlighters know no Chinese words."""

import re
import unicodedata

from django.utils.html import escape
from django.utils.safestring import mark_safe

from linhai_portal.search.tokens import CJK, is_cjk, normal, words_of

_LENGTH = 120
_BEFORE = 24
_LETTER = rf"[^\W_{CJK}]"


def highlighted(text, words):
    """The whole text as HTML, every word of the query in <mark>."""
    return _marked(text, _places(text, words))


def snippet(text, words):
    """About 120 characters around the first place where a word of the query stands, else the beginning."""
    text = " ".join(text.split())
    places = _places(text, words)
    start = max(0, places[0][0] - _BEFORE) if places and places[0][1] > _LENGTH else 0
    end = start + _LENGTH
    inside = [(a - start, b - start) for a, b in places if start <= a and b <= end]
    html = _marked(text[start:end], inside)
    return mark_safe(("…" if start else "") + html + ("…" if end < len(text) else ""))  # noqa: S308


def _marked(text, places):
    parts, end = [], 0
    for start, stop in places:
        parts += [escape(text[end:start]), "<mark>", escape(text[start:stop]), "</mark>"]
        end = stop
    return mark_safe("".join([*parts, escape(text[end:])]))  # noqa: S308


def _places(text, words):
    """Pairs (start, end) in the text as it is, in order and without overlap."""
    wanted = sorted(words_of(words), key=len, reverse=True)
    if not wanted:
        return []
    plain, origin = _plain(text)
    found = re.finditer("|".join(map(_pattern, wanted)), plain)
    places, end = [], 0
    for match in found:
        start, stop = origin[match.start()], origin[match.end() - 1] + 1
        if start >= end:
            places.append((start, stop))
            end = stop
    return places


def _pattern(word):
    """Letters and digits match as whole words, characters anywhere."""
    before = "" if is_cjk(word[0]) else rf"(?<!{_LETTER})"
    after = "" if is_cjk(word[-1]) else rf"(?!{_LETTER})"
    return before + re.escape(word) + after


def _plain(text):
    """The text as the index reads it, and for each of its characters the place in the text it comes from."""
    plain = normal(text)
    if len(plain) == len(text) and unicodedata.is_normalized("NFKC", text):
        return plain, range(len(text))
    parts, origin = [], []
    for place, character in enumerate(text):
        part = normal(character)
        parts.append(part)
        origin += [place] * len(part)
    return "".join(parts), origin
