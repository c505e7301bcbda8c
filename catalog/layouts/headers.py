"""Finding the header of a table and what each of its columns stands for.

A header is one to four rows. Every column is read by its own words first, whatever stands to its left or right; what is
wrong, doubled or blank there is read by its place in the national table (placing.py) and reported.
"""

import re
from dataclasses import dataclass, field

from catalog.layouts.evidence import leaves_spoken_for
from catalog.layouts.grid import Row
from catalog.layouts.header_words import (
    AUDIENCE,
    BASIS,
    CHANNEL,
    CONTENT,
    GROUPS,
    ITEMS,
    PUBLISHER,
    SEQUENCE,
    TIME_LIMIT,
    Meaning,
    is_other_column,
    meaning_of,
)
from catalog.layouts.placing import Heading, place
from catalog.layouts.titles import is_note, is_title

MAX_HEADER_ROWS = 5
SAMPLE_ROWS = 40
_HINT = re.compile(
    r"事\s*项|内\s*容|要\s*素|依\s*据|[时期]\s*限|主\s*体|渠\s*道|载\s*体|途\s*径|对\s*象|方\s*式|层\s*级|单\s*位"
)
_TEXT_COLUMNS = {CONTENT, BASIS, TIME_LIMIT, PUBLISHER, CHANNEL}


@dataclass(slots=True)
class Header:
    """`end` is the index of the first row behind it; `headings` has the columns of the table."""

    end: int
    headings: list[Heading]
    wrong: list[tuple[int, str, str]] = field(
        default_factory=list
    )  # row number, column, what is printed there

    @property
    def is_catalog(self) -> bool:
        """Whether it names the items, 公开内容 and 公开渠道: without them it is some other table.

        One of them may be read by its place, but then 公开对象, which other catalogs do not have, must be printed.
        """
        needed = [each for each in self.headings if each.meaning.group in (ITEMS, CONTENT, CHANNEL)]
        if {each.meaning.group for each in needed} != {ITEMS, CONTENT, CHANNEL}:
            return False
        printed = {each.group if each.is_placed else each.meaning.group for each in self.headings}
        return AUDIENCE in printed or {ITEMS, CONTENT, CHANNEL} <= printed


def looks_like_header(row: Row) -> bool:
    """Whether the row has enough different words of a catalog header, and hardly anything else."""
    if sum(len(text) <= 40 and _HINT.search(text) is not None for text in row.texts) < 3:
        return False
    cells = row.cells()
    meanings = [meaning for _, text in cells if (meaning := meaning_of(text))]
    leaves = {meaning.group for meaning in meanings}
    enough = len(leaves) >= 4 or leaves >= {ITEMS, CONTENT, CHANNEL}
    return enough and len(leaves & _TEXT_COLUMNS) >= 2 and 2 * len(meanings) >= len(cells)


def repeats_header(row: Row) -> bool:
    """Whether nothing but header words stand in the row, as when only the lower header row is printed again."""
    cells = row.cells()
    return len(cells) >= 3 and all(meaning_of(text) for _, text in cells)


def begins_other_table(row: Row) -> bool:
    """序号 beside words that are none of ours: the header of some other table."""
    meanings = [meaning_of(text) for _, text in row.cells()]
    return len(meanings) > 1 and meanings[0] == Meaning(SEQUENCE) and sum(map(bool, meanings)) < 3


def header_at(rows: list[Row], index: int, floor: int) -> Header:
    """The header around a row that looks like one; it may begin in the rows above, down to `floor`."""
    first = _first_row(rows, index, floor)
    end = _end(rows, index)
    headings = _headings([row for row in rows[first:end] if not _is_numbering(row)])
    body = [row for row in rows[end : end + SAMPLE_ROWS] if not looks_like_header(row)]
    wrong = []
    _judge(headings, wrong)
    for heading in headings:
        heading.speaks_for = leaves_spoken_for([row.own(heading.column) for row in body])
    place(headings, wrong)
    return Header(end, [heading for heading in headings if heading.meaning], wrong)


def _first_row(rows, index, floor):
    first = index
    while first > max(floor, index - 2) and _is_group_row(rows[first - 1], rows[first]):
        first -= 1
    return first


def _is_group_row(row, below):
    cells = row.cells()
    if (
        row.number != below.number - 1
        or len(cells) < 2
        or any(is_note(text) or is_title(text) for _, text in cells)
    ):
        return False
    reaches_down = any(anchor[0] == row.number for anchor in below.merged.values())
    return reaches_down or any(meaning_of(text) for _, text in cells)


def _end(rows, index):
    end = index + 1
    while end < min(len(rows), index + MAX_HEADER_ROWS) and _continues(rows[end], rows[end - 1]):
        end += 1
    return end


def _continues(row, above):
    own = [text for column, text in row.cells() if row.own(column)]
    if row.number > above.number + 1 or not own:
        return row.number == above.number + 1 and not own
    if len(own) == 1 and row.texts.count(own[0]) > len(row.texts) / 2:  # a line across the table, no heading
        return False
    known = sum(1 for text in own if meaning_of(text) or is_other_column(text))
    return 5 * known >= 3 * len(own) or _is_numbering(row)


def _is_numbering(row):
    """A row that only counts the columns: 1 2 3 4 …"""
    texts = [text.strip("()（）") for _, text in row.cells()]
    if len(texts) < 5 or not texts[0].isdecimal() or len(texts[0]) > 2:
        return False
    return texts == [str(int(texts[0]) + place) for place in range(len(texts))]


def _headings(rows):
    headings = []
    for column in range(len(rows[0].texts)):
        path = {row.merged.get(column, (row.number, column)): row.texts[column] for row in rows}
        path = [(anchor, text) for anchor, text in path.items() if text]
        headings.append(Heading(column, path, rows[-1].number))
    return headings


def _judge(headings, wrong):
    """Give every heading the meaning of its own words, and note groups printed over the columns of another."""
    for heading in headings:
        meanings = [(anchor, text, meaning_of(text)) for anchor, text in heading.path]
        known = [each for each in meanings if each[2]]
        if not known:
            continue
        _take_words(heading, meanings, known)
        if heading.meaning and not heading.meaning.channel:
            _note_foreign_groups(heading.meaning, known[:-1], wrong)
    _drop_lone_channel_words(headings)


def _take_words(heading, meanings, known):
    (anchor, text, meaning), (_, deepest, last) = known[-1], meanings[-1]
    heading.anchor, heading.text = anchor, text
    if meaning.leaf in GROUPS and not meaning.levels:
        heading.group = meaning.leaf
    elif meaning == Meaning(CHANNEL) and last is None and len(meanings) > 1:
        heading.meaning = Meaning(CHANNEL, channel=deepest)
    else:
        heading.meaning = meaning
        heading.group = next((above.leaf for _, _, above in reversed(known[:-1])), None)


def _note_foreign_groups(meaning, above, wrong):
    for anchor, text, group in above:
        if group.group != meaning.group and (group.leaf in GROUPS or group.leaf in _TEXT_COLUMNS):
            entry = (anchor[0], meaning.leaf if meaning.group == ITEMS else meaning.group, text)
            if entry not in wrong:
                wrong.append(entry)


def _drop_lone_channel_words(headings):
    """A word such as 其他 is a channel column only under 公开渠道 or beside its like."""
    named = [each for each in headings if each.meaning and each.meaning.channel]
    if len(named) < 3:
        for heading in named:
            if heading.group != CHANNEL and len(heading.path) < 2:
                heading.meaning = None
