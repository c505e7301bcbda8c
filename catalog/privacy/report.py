"""What a scan answers: findings by place, never a number in full."""

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import NamedTuple

from catalog.privacy.numbers import find, masked_text

_BETWEEN = "\n"  # no number and no address goes over the end of a line

KIND_WORDS = {
    "identity_card": "身份证号",
    "bank_card": "银行卡号",
    "mobile_phone": "手机号",
    "email": "电子邮箱",
}


class Unreadable(Exception):
    """The file is damaged, encrypted, or of a kind that cannot be read."""


class Finding(NamedTuple):
    kind: str
    masked: str
    where: str


@dataclass
class Report:
    findings: list = field(default_factory=list)
    unreadable: bool = False
    hints: list = field(default_factory=list)

    def as_json(self):
        """What is unreadable in part tells no findings here, by contract; staff pages show both."""
        findings = [
            {"kind": finding.kind, "masked": finding.masked, "where": finding.where}
            for finding in self.findings
            if not self.unreadable
        ]
        return {"findings": findings, "unreadable": self.unreadable}


class Places:
    """The texts of a file, each at its place; texts added with the same `where` stand at one place.

    `where` is a text, a tuple of texts (two hundred thousand cells should not each build a sentence), or says for a
    position in the text where that is.
    """

    def __init__(self, *, for_index=False, in_full=False):
        self.for_index = for_index  # only what a reader sees is taken
        self.in_full = in_full or for_index  # also the texts in which no number can stand
        self.hints = []
        self.has_unread = False  # a member that nobody but a person can read
        self.ranks = {}  # of the texts that are stored copies of what stands elsewhere in the file
        self._wheres, self._texts = [], []

    def add(self, where, text, *, copy=0, shown=False):
        """`copy` ranks stored copies: a number counts where the rank is lowest, at the things themselves (0) if there."""
        if text and (shown or not self.for_index):
            if copy:
                self.ranks[len(self._texts)] = copy
            self._wheres.append(where)
            self._texts.append(text)

    def extend(self, wheres, texts):
        self._wheres += wheres
        self._texts += texts

    def include(self, member, places):
        """Take over the places of a file inside this one."""
        head = f"{_masked_label(member).rstrip('：')}：" if member else ""
        self.hints += [head + hint for hint in places.hints]
        self.has_unread = self.has_unread or places.has_unread
        self.ranks |= {place + len(self._texts): rank for place, rank in places.ranks.items()}
        self._texts += places._texts
        self._wheres += [partial(_inside, member, where) for where in places._wheres]

    def add_cut(self, wheres):
        """One hint for all numbers of a sheet or table that lost digits; their last ones are nowhere to be judged."""
        if wheres:
            more = f"等 {len(wheres)} 处" if len(wheres) > 1 else ""
            self.hints.append(
                f"{_words(wheres[0], 0)}{more}像身份证号、银行卡号或者手机号，但存成数字时后几位已丢失。"
                "请人工核对，删去或者改成打码的文本。"
            )

    def as_copies(self, rank):
        self.ranks = {place: self.ranks.get(place, 0) + rank for place in range(len(self._texts))}
        return self

    def text(self):
        return "\n".join(self._texts)

    def findings(self, today=None):
        """One finding for each number at each place, in the order of the file; a copy counts for what is nowhere else."""
        found = {}
        for number, place, offset in self._numbers(today):
            where = _words(self._wheres[place], offset)
            note = _note(self._wheres[place], offset)
            by_rank = found.setdefault((number.kind, number.digits), {})
            at_rank = by_rank.setdefault(self.ranks.get(place, 0), {})
            at_rank.setdefault(where, (place, offset, number.masked, note))
        rows = [
            (place, offset, kind, masked, where + note)
            for (kind, _), by_rank in found.items()
            for where, (place, offset, masked, note) in by_rank[min(by_rank)].items()
        ]
        rows.sort()
        return [Finding(kind, masked, where) for _, _, kind, masked, where in rows]

    def _numbers(self, today):
        """All numbers with the text they stand in and where in it."""
        starts, start = [], 0
        for text in self._texts:
            starts.append(start)
            start += len(text) + len(_BETWEEN)
        for number in find(_BETWEEN.join(self._texts), today=today):
            place = bisect_right(starts, number.start) - 1
            yield number, place, number.start - starts[place]


def _note(where, position):
    if isinstance(where, partial):  # of a file inside
        return _note(where.args[1], position)
    return where.note(position) if hasattr(where, "note") else ""


def _words(where, position):
    """A sheet, a member or a property may itself be named after a number."""
    if isinstance(where, tuple):
        return "".join((_masked_label(where[0]), *where[1:]))
    return masked_text(where(position) if callable(where) else where)


@lru_cache(maxsize=1000)
def _masked_label(label):
    return masked_text(label)


def _inside(member, where, position):
    return f"{_masked_label(member)} {_words(where, position)}".lstrip()
