"""A .csv: each field is a place."""

import csv
import io

from catalog.privacy.numbers import masked_text
from catalog.privacy.plain import decoded, encoded


def add_places(content, places, **_):
    text, _coding = decoded(content)
    delimiter = _delimiter(text)
    for number, row in enumerate(_rows(text, delimiter), start=1):
        for column, field in enumerate(row, start=1):
            places.add(("第", str(number), "行第", str(column), "列"), field, shown=True)


def masked(content):
    """Only signs inside numbers change: quotes, separators and line ends stay where they are."""
    text, coding = decoded(content)
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
