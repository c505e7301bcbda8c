"""What a change alters, element by element, in the words of the table and with the differing words marked."""

import re
from difflib import SequenceMatcher
from itertools import takewhile
from operator import eq

from django.utils.html import format_html, format_html_join

from catalog.layouts.vocabulary import CHANNELS, LEVELS
from catalog.models.elements import ItemElements, names_of

_MOST_COMPARED = 1_000_000  # pairs of signs; where more could differ, both texts are shown whole
_SIGN = re.compile(r"[0-9]+|[^0-9]")  # a number changes as a whole: 20 did not become 10 by its first digit
_MARKS = {"": "{}", "del": "<del>{}</del>", "ins": "<ins>{}</ins>"}
_VOCABULARY = {"channel_flags": CHANNELS, "level_flags": LEVELS}
_FIELDS = {field.name: field for field in ItemElements._meta.fields}


def title_of(name):
    return str(_FIELDS[name].verbose_name)


def words_of(name, value):
    """The value of an element as people read it; an empty value is said, not shown as nothing."""
    if name in _VOCABULARY:
        value = "、".join(names_of(value, _VOCABULARY[name]))
    elif _FIELDS[name].choices:
        value = dict(_FIELDS[name].choices).get(value, value)
    elif isinstance(value, bool):
        value = "是" if value else "否"
    elif isinstance(value, list):
        value = "\n".join(value)
    return str(value or "（空）")


def changes_in_words(changes):
    """Triples (what, before, after) as HTML for `changes`, triples (field, before, after)."""
    return [
        (title_of(name), *marked(words_of(name, before), words_of(name, after)))
        for name, before, after in changes
    ]


def marked(before, after):
    """Both texts as HTML, what is gone in <del> and what is new in <ins>."""
    pieces = _pieces(before, after)
    left = [(old, "del" if old != new else "") for old, new in pieces]
    right = [(new, "ins" if old != new else "") for old, new in pieces]
    return _joined(left), _joined(right)


def merged(before, after):
    """One text as HTML: what is gone in <del> where it stood, and what took its place in <ins> after it."""
    pieces = []
    for old, new in _pieces(before, after):
        pieces += [(old, "")] if old == new else [(old, "del"), (new, "ins")]
    return _joined(pieces)


def _pieces(before, after):
    """Pairs of what stood in both texts at one place; equal where nothing was changed."""
    old, new = _SIGN.findall(before), _SIGN.findall(after)
    start = _same_at_start(old, new)
    end = _same_at_start(old[start:][::-1], new[start:][::-1])
    gone, come = old[start : len(old) - end], new[start : len(new) - end]
    if len(gone) * len(come) > _MOST_COMPARED or not set(old) & set(new):
        return [(before, after)]
    steps = SequenceMatcher(None, gone, come, autojunk=False).get_opcodes()
    first, last = "".join(old[:start]), "".join(old[len(old) - end :])
    changed = [("".join(gone[a:b]), "".join(come[c:d])) for _, a, b, c, d in steps]
    return [(first, first), *changed, (last, last)]


def _same_at_start(old, new):
    return sum(takewhile(bool, map(eq, old, new)))


def _joined(pieces):
    return format_html_join("", "{}", ((format_html(_MARKS[mark], text),) for text, mark in pieces if text))


def all_in_words(elements):
    """Pairs (what, value) of every element that says something, in the order of the table."""
    return [
        (title_of(name), words_of(name, value))
        for name, value in elements.items()
        if value not in ("", [], None, 0, False)
    ]
