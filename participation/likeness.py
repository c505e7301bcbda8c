"""Which texts say about the same as one: advice with its reason for the person who sorts, never more.

Pure: knows no framework. Pairs of characters are compared, as in the search; a pair counts the more, the fewer texts hold it,
so 建议 and 应当 count little. Nothing is stored.
"""

import math
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

_RUN = re.compile(r"\w+")
_MOST_PAIRS = 24  # of one text; the rarest that others hold too
_SAMPLED = 500  # texts from which is seen how rare a pair is
_LEAST_SHARED = 2  # pairs
_LEAST_SHARE = 0.3  # of what the pairs weigh
_SAME_CLAUSE = 0.15  # as much nearer is what is said of the same clause
_MOST_REASONS = 3


@dataclass(frozen=True, slots=True)
class Like:
    """`percent` of the weight of the words is shared; `shared` are the longest pieces that both hold, the weightiest first."""

    key: int
    percent: int
    shared: tuple[str, ...]
    is_same_clause: bool


def pairs_of(text: str) -> list[str]:
    """The pairs of neighbouring characters within words, in their order, each once."""
    runs = _RUN.findall(text)
    return list(dict.fromkeys(a + b for run in runs for a, b in pairwise(run)))


def common_pairs(summary: str, texts: list[str]) -> list[str]:
    """The pairs of a summary, and those that at least a third of its texts hold, and two."""
    held = Counter(pair for text in texts for pair in pairs_of(text))
    often = [pair for pair, times in held.items() if times >= max(2, len(texts) / 3)]
    return list(dict.fromkeys([*pairs_of(summary), *often]))


def alike(pairs: list[str], clause: str, others: list[tuple[int, str, str]], *, most: int) -> list[Like]:
    """Of `others` (key, clause, text) up to `most`, the most alike first; linear in how many there are."""
    weights = _weights(pairs, [text for _, _, text in others])
    if len(weights) < _LEAST_SHARED:
        return []
    whole, weighed = sum(weights.values()), [*weights.items()]
    found = []
    for key, of_clause, text in others:
        shared = [weight for pair, weight in weighed if pair in text]
        if len(shared) >= _LEAST_SHARED and sum(shared) >= _LEAST_SHARE * whole:
            found.append((sum(shared) / whole, of_clause == clause, key, text))
    found.sort(key=lambda each: (-each[0] - _SAME_CLAUSE * each[1], -each[2]))
    return [
        Like(key, round(100 * share), _pieces(pairs, weights, text), is_same)
        for share, is_same, key, text in found[:most]
    ]


def _weights(pairs, texts):
    """How much each pair counts; one that no text of the sample holds tells nothing apart."""
    sample = texts[:: max(1, len(texts) // _SAMPLED)]
    holding = {pair: sum([pair in text for text in sample]) for pair in pairs}
    weights = {pair: math.log(1 + len(sample) / times) for pair, times in holding.items() if times}
    rarest = sorted(weights, key=weights.get, reverse=True)[:_MOST_PAIRS]
    return {pair: weights[pair] for pair in weights if pair in {*rarest}}


def _pieces(pairs, weights, text):
    """Pairs that stand one after the other in both, put together."""
    pieces, weighs = [], Counter()
    for pair in pairs:
        if pair not in text:
            continue
        if pieces and pieces[-1][-1] == pair[0] and pieces[-1] + pair[1] in text:
            pieces[-1] += pair[1]
        else:
            pieces.append(pair)
        weighs[len(pieces) - 1] += weights.get(pair, 0)
    order = sorted(range(len(pieces)), key=lambda place: (-weighs[place], place))
    return tuple(dict.fromkeys(pieces[place] for place in order if weighs[place]))[:_MOST_REASONS]
