"""One sheet as rows of texts, with merged cells filled in and remembered."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_NONE: dict = {}


@dataclass(slots=True)
class Sheet:
    """Rows with content as `(number from 1, as many texts as columns)`; merged ranges as calamine gives them, from 0."""

    name: str
    rows: Iterable[tuple[int, list[str]]]
    width: int
    merged: list = field(default_factory=list)


@dataclass(slots=True)
class Row:
    """`texts` has every cell, covered ones with the text of the merged cell; `merged` names the merged cell of a column."""

    number: int
    texts: list[str]
    merged: dict[
        int, tuple[int, int]
    ]  # column → the merged cell it belongs to, by its first row number and column

    def own(self, column: int) -> str:
        """The text of a cell that begins in this row, "" when it is covered from above or blank."""
        anchor = self.merged.get(column)
        return self.texts[column] if anchor is None or anchor[0] == self.number else ""

    def cells(self) -> list[tuple[int, str]]:
        """The cells with a text that begin here, each merged cell once."""
        found = []
        for column, text in enumerate(self.texts):
            anchor = self.merged.get(column)
            if text and (anchor is None or anchor == (self.number, column)):
                found.append((column, text))
        return found


def filled_rows(sheet: Sheet) -> Iterator[Row]:
    """The rows of a sheet as they come, in which merged cells speak for every cell they cover."""
    upcoming = sorted(sheet.merged, key=lambda span: span[0], reverse=True)
    active: dict[int, tuple[int, tuple[int, int], str]] = {}  # column → (last row, anchor, text)
    for number, texts in sheet.rows:
        while upcoming and upcoming[-1][0][0] < number:
            _begin(upcoming.pop(), number, texts, active)
        yield Row(number, texts, _fill(number, texts, active) if active else _NONE)


def _begin(span, number, texts, active):
    """A merged cell whose first row is empty holds nothing to fill in."""
    (top, left), (bottom, right) = span
    if bottom + 1 < number or left >= len(texts):
        return
    text = texts[left] if top + 1 == number else ""
    for column in range(left, min(right + 1, len(texts))):
        active[column] = (bottom + 1, (top + 1, left), text)


def _fill(number, texts, active):
    merged = {}
    for column, (last, anchor, text) in list(active.items()):
        if number > last:
            del active[column]
            continue
        texts[column] = text
        merged[column] = anchor
    return merged
