"""Reading headers by their place: a heading that is doubled, blank or wrong stands for the column missing there."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from catalog.layouts.evidence import TICKS, is_clear
from catalog.layouts.header_words import (
    AUDIENCE,
    CHANNEL,
    CONTENT,
    DOMAIN,
    EVERYONE,
    GROUP,
    GROUP_OF,
    ITEMS,
    LEVEL,
    LEVEL1,
    LEVEL2,
    LEVEL3,
    MODE,
    ON_REQUEST,
    ORDER,
    PROACTIVE,
    SEQUENCE,
    Meaning,
    is_other_column,
)
from catalog.layouts.texts import squeeze
from catalog.layouts.vocabulary import LEVELS

_NATIONAL = [leaf for leaf in ORDER if leaf not in (SEQUENCE, LEVEL3, AUDIENCE, MODE, LEVEL, "市级", "村级")]
_RARE = [LEVEL3, AUDIENCE, MODE, LEVEL, "市级", "村级"]
_WHOLE = {AUDIENCE: {EVERYONE, GROUP}, MODE: {PROACTIVE, ON_REQUEST}, LEVEL: set(LEVELS)}
_NEEDED = {LEVEL1, LEVEL2, CONTENT, CHANNEL}


@dataclass(slots=True)
class Heading:
    """One column of a header: the cells printed over it, from top to bottom, and what it came to stand for."""

    column: int
    path: list[tuple[tuple[int, int], str]]
    last_row: int
    meaning: Meaning | None = None
    group: str | None = None
    anchor: tuple[int, int] | None = None
    text: str = ""
    speaks_for: set[str] | None = None
    is_placed: bool = False  # read by its place, not by its words

    @property
    def row(self) -> int:
        """The row of the words that were judged; of the lowest header row where nothing is printed."""
        if self.anchor:
            return self.anchor[0]
        return self.path[-1][0][0] if self.path else self.last_row


def place(headings: list[Heading], wrong: list) -> None:
    """Settle what is unclear, each by the leaf that is missing at its place, and note every such heading."""
    unclear = _groups_without_leaf(headings)
    unclear += _contradicted(headings)
    unclear += _doubled(headings)
    unclear += [each for each in headings if _may_be_ours(each) and each not in unclear]
    for heading in sorted(unclear, key=lambda each: each.column):
        leaf = _best_leaf(heading, headings)
        if leaf:
            heading.meaning = Meaning(leaf, levels=(leaf,) if leaf in LEVELS else ())
            heading.is_placed = True
            wrong.append((heading.row, _reported_as(leaf), heading.text))


def _reported_as(leaf):
    return leaf if GROUP_OF.get(leaf, leaf) in (ITEMS, leaf) else GROUP_OF[leaf]


def _groups_without_leaf(headings):
    """公开对象 and its like over one column hold words; over several they lack their lower row."""
    unclear = []
    missing = _missing(headings)
    for heading in headings:
        if heading.meaning or not heading.group:
            continue
        if not any(GROUP_OF.get(leaf, leaf) == heading.group for leaf in missing if leaf not in _RARE):
            heading.group = None  # all its columns are there: it is printed over another one
            unclear.append(heading)
        elif _has_siblings(heading, headings):
            unclear.append(heading)
        else:
            lone = heading.group == ITEMS
            heading.meaning = Meaning(LEVEL2 if lone else heading.group)
    return unclear


def _has_siblings(heading, headings):
    """Whether the group has more columns: with a leaf of their own, under the same word, or blank beside it."""
    for other in headings:
        if other is heading:
            continue
        if other.meaning and other.meaning.group == heading.group != other.meaning.leaf:
            return True
        if other.meaning is None and other.group == heading.group:
            beside = abs(other.column - heading.column) <= len(LEVELS) and _alike(heading, other)
            if beside or other.anchor == heading.anchor:
                return True
        if not other.path and other.column == heading.column + 1 and _alike(heading, other):
            other.group = heading.group
            return True
    return False


def _alike(heading, other):
    """Two neighbours under the same word: names, or ticks of one group; words such as 主动公开 are another column."""
    return heading.group == ITEMS or not (is_clear(heading.speaks_for) or is_clear(other.speaks_for))


def _contradicted(headings):
    """A heading out of its place over cells that plainly belong to another one, which is missing or just as wrong."""
    suspects = [each for each in headings if _is_suspect(each, headings)]
    settled = [each.meaning for each in headings if each.meaning and each not in suspects]
    named = {name for meaning in settled for name in (*meaning.leaves, meaning.group)}
    wrong = [each for each in suspects if not each.speaks_for & named]
    for each in wrong:
        each.meaning = each.group = None
    return wrong


def _is_suspect(heading, headings):
    meaning = heading.meaning
    if meaning is None or meaning.channel or not is_clear(heading.speaks_for):
        return False
    if meaning.leaf not in ORDER or heading.speaks_for & {meaning.leaf, meaning.group}:
        return False
    return not any(_fits(heading, leaf, headings) for leaf in meaning.leaves)


def _doubled(headings):
    """Of several headings with the same meaning one keeps it; the others are unclear, or unknown where they differ."""
    unclear = []
    for leaf in ORDER:
        same = [
            each
            for each in headings
            if each.meaning and leaf in each.meaning.leaves and not each.meaning.channel
        ]
        if len(same) < 2:
            continue
        keeper = _keeper(same, headings, leaf)
        for each in same:
            if each is keeper or each.anchor == keeper.anchor:
                continue
            if squeeze(each.text) == squeeze(keeper.text) or each.group or leaf in TICKS:
                unclear.append(each)
            each.meaning = each.group = None
    return unclear


def _keeper(same, headings, leaf):
    """The one under which the others find the best places of their own."""

    def fitness(heading):
        others = [
            Heading(each.column, each.path, each.last_row, text=each.text, speaks_for=each.speaks_for)
            for each in same
        ]
        rest = [each for each in headings if each is heading or each not in same]
        places = sum(_best_score(each, rest) for each in others if each.column != heading.column)
        clear = is_clear(heading.speaks_for) and leaf in heading.speaks_for
        exact = squeeze(heading.text).startswith(leaf)
        return places + 2 * _fits(heading, leaf, rest) + 4 * clear + exact

    return max(same, key=fitness)


def _may_be_ours(heading):
    """A heading without known words over cells with content, which is none of the usual additions."""
    if heading.meaning or heading.speaks_for is None:
        return False
    return not any(is_other_column(text) for _, text in heading.path)


def _missing(headings):
    present = {leaf for each in headings if each.meaning for leaf in each.meaning.leaves}
    for whole, parts in _WHOLE.items():
        if whole in present:
            present |= parts
        elif present & parts:
            present.add(whole)
    return [leaf for leaf in (*_NATIONAL, *_RARE) if leaf not in present]


def _best_leaf(heading, headings):
    missing = _missing(headings)
    best = max(missing, key=lambda leaf: _score(heading, leaf, headings), default=None)
    return best if best and _score(heading, best, headings) else None


def _best_score(heading, headings):
    return max((_score(heading, leaf, headings) for leaf in _missing(headings)), default=0)


def _score(heading, leaf, headings):
    """How well a leaf suits a heading, 0 for not at all."""
    speaks = heading.speaks_for
    if speaks is not None and leaf not in speaks:
        return 0
    in_group = heading.group is not None and GROUP_OF.get(leaf, leaf) == heading.group
    if heading.group in _WHOLE and not in_group and not is_clear(speaks):
        return 0
    if heading.group == ITEMS and not in_group:
        return 0
    fits = _fits(heading, leaf, headings)
    clear = is_clear(speaks)
    if not (clear or in_group or (fits and _is_likely(heading, leaf, headings))):
        return 0
    return 4 * clear + 3 * in_group + 2 * fits + (leaf in _NATIONAL)


def _is_likely(heading, leaf, headings):
    """Whether a place alone is enough to go by."""
    if leaf in TICKS:
        return any(_group_of(each) == GROUP_OF[leaf] for each in _neighbours(heading, headings))
    if not heading.path or heading.text:
        return True
    similar = SequenceMatcher(None, squeeze(heading.path[-1][1])[:12], leaf).ratio() >= 0.6
    return similar or leaf in _NEEDED


def _group_of(heading):
    return heading.meaning.group if heading and heading.meaning else None


def _neighbours(heading, headings):
    """The nearest settled columns on the left and on the right, None where there is none."""
    settled = [
        each
        for each in headings
        if each is not heading
        and each.meaning
        and (each.meaning.leaf in ORDER)
        and each.meaning.leaf != DOMAIN
    ]
    left = [each for each in settled if each.column < heading.column]
    right = [each for each in settled if each.column > heading.column]
    return (left[-1] if left else None), (right[0] if right else None)


def _fits(heading, leaf, headings):
    left, right = _neighbours(heading, headings)
    after = left is None or _order(left) < ORDER[leaf]
    return after and (right is None or ORDER[leaf] < _order(right))


def _order(heading):
    return min(ORDER[leaf] for leaf in heading.meaning.leaves)
