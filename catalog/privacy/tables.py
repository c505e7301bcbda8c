"""A .csv: each field is a place."""

import csv
import io
import re

from catalog.privacy.numbers import is_cut, masked_text
from catalog.privacy.plain import decoded, encoded
from catalog.privacy.sheets import digits_of

_NUMBER = r"(?:[1-9][0-9]{10,18}\.0|[1-9]\.[0-9]{8,18}[eE]\+?0?1[0-8])"
_STORED = re.compile(rf"\s*{_NUMBER}\s*")
_STORED_INSIDE = re.compile(rf"(?<![^,\t;|\"\n\r]){_NUMBER}(?![^,\t;|\"\n\r])")


def add_places(content, places, **_):
    text, _coding = decoded(content)
    delimiter = _delimiter(text)
    cut = []
    for number, row in enumerate(_rows(text, delimiter), start=1):
        for column, field in enumerate(row, start=1):
            where = ("第", str(number), "行第", str(column), "列")
            places.add(where, as_typed(field), shown=True)
            if "E" in field.upper() and is_cut(field.strip()):
                cut.append(where)
    places.add_cut(cut)


def as_typed(field):
    """A number as programs write it, 13800005086.0 or 1.3800005086E+10, in plain digits."""
    return digits_of(field.strip()) if _STORED.fullmatch(field) else field


def masked(content):
    """Only signs inside numbers change: quotes, separators and line ends stay where they are."""
    text, coding = decoded(content)
    text = _STORED_INSIDE.sub(lambda match: masked_text(as_typed(match[0])), text)
    return encoded(masked_text(text), coding)


def _rows(text, delimiter):
    """What the csv reader refuses is taken line by line, so nothing stays unread."""
    csv.field_size_limit(1 << 30)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        return [line.split(delimiter) for line in text.splitlines()]


def _delimiter(text):
    """The separator that the first line uses most; a blank between two fields is never one."""
    return max(",\t;|", key=text[:4000].partition("\n")[0].count)
