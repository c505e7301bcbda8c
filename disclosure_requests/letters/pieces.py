"""The pieces a letter is made of, and how facts are spoken in them.

A piece is text with names in braces. A name of a fact without value refuses the letter and says which fact it is, so a
piece needs no list of what it needs. `{你}` is 你 or 你单位, `{条例}` is cited in full only the first time.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from disclosure_requests.letters.facts import (
    FACTS,
    CannotCompose,
    LetterFacts,
    Opinion,
    is_missing,
)
from disclosure_requests.letters.grounds import GROUNDS
from disclosure_requests.receipt import Channel
from linhai_portal.letters.page import Block, Cell, Paragraph, Row, Table, day, printable

Question = Callable[[LetterFacts], bool]

REGULATION = "《中华人民共和国政府信息公开条例》（以下简称《条例》）"
REGULATION_AGAIN = "《条例》"
_REGULATION = re.compile("《(中华人民共和国)?(政府信息公开)?条例》")
# How an application came, which item of 条例第三十一条 names its day of receipt, and what day that is.
WAYS = {
    Channel.IN_PERSON: ("当面提交的方式", "第三十一条第（一）项", "提交之日"),
    Channel.EMS: ("邮政特快专递", "第三十一条第（二）项", "行政机关签收之日"),
    Channel.REGISTERED_MAIL: ("挂号信", "第三十一条第（二）项", "行政机关签收之日"),
    Channel.ORDINARY_MAIL: ("平常信函", "第三十一条第（二）项", "双方确认之日"),
    Channel.INTERNET: ("互联网渠道", "第三十一条第（三）项", "双方确认之日"),
    Channel.EMAIL: ("电子邮件", "第三十一条第（三）项", "双方确认之日"),
    Channel.FAX: ("传真", "第三十一条第（三）项", "双方确认之日"),
    Channel.ORAL: ("口头申请、由工作人员代为填写的方式", "第二十九条第一款", "确认代填申请内容之日"),
}


def given(*names: str) -> Question:
    return lambda facts: not any(is_missing(getattr(facts, name)) for name in names)


def not_given(name: str) -> Question:
    return lambda facts: is_missing(getattr(facts, name))


def about_own_records(facts: LetterFacts) -> bool:
    return facts.is_own_records


def about_information(facts: LetterFacts) -> bool:
    return not facts.is_own_records


def decided(*codes: str) -> Question:
    return lambda facts: facts.decision in codes


def said(opinion: Opinion) -> Question:
    return lambda facts: facts.third_party_opinion is opinion


@dataclass(frozen=True, slots=True)
class Piece:
    """`facts` are those an officer may write; the rest of the text is locked. `joins` carries the paragraph before on.

    `each` is a fact with several values: one paragraph for each, numbered where there are several.
    """

    text: str
    facts: tuple[str, ...] = ()
    when: Question | None = None
    joins: bool = False
    each: str = ""

    def paragraphs(self, words: "Words") -> Iterator[Paragraph]:
        for text in self._texts(words):
            ended = _ended(printable(text)) if self.facts else text
            for line in ended.split("\n"):
                yield Paragraph(line, facts=self.facts)

    def _texts(self, words):
        if not self.each:
            yield self.text.format_map(words)
            return
        values = [each for each in words.value(self.each) if not is_missing(each)]
        for number, value in enumerate(values, 1):
            text = self.text.format_map(words.about(value))
            yield f"{number}.{text}" if len(values) > 1 else text


def _ended(text):
    """With the full stop that a person forgot; an address of the web stays as it can be copied."""
    is_address = "://" in text.rsplit("\n", 1)[-1]
    return text if is_address or text.endswith(("。", "；", "：", "！", "？", "”")) else f"{text}。"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of labels and values, texts with names in braces, each so many lines high."""

    rows: tuple[tuple[str, str, float], ...]
    when: Question | None = None
    facts: tuple[str, ...] = ()
    joins: bool = False

    def table(self, words: "Words") -> Table:
        rows = (
            Row((Cell(label, is_label=True), Cell(value.format_map(words))), lines)
            for label, value, lines in self.rows
        )
        return Table((2, 5), tuple(rows))


@dataclass(frozen=True, slots=True)
class FeeTable:
    """How the fee is reckoned, band by band; 国办函〔2020〕109号."""

    when: Question | None = None
    facts: tuple[str, ...] = ()
    joins: bool = False

    def table(self, words: "Words") -> Table:
        words.value("fee_basis"), words.value("fee_count")
        facts, unit = words.facts, words["unit"]
        head = ("区间", "标准", f"数量（{unit}）", "金额（元）")
        lines = [head]
        for band in facts.fee_bands:
            span = f"第{band.first}至{band.last}{unit}" if band.last > band.first else f"第{band.first}{unit}"
            rate = f"{band.rate}元/{unit}" if band.rate else "不收费"
            lines.append((span, rate, f"{band.last - band.first + 1}", f"{band.amount}"))
        if facts.fee_noticed_before:
            lines.append(
                ("减：本月此前已通知", "", f"{facts.fee_counted_before}", f"-{facts.fee_noticed_before}")
            )
        lines.append(("本次收取", "", "", f"{facts.fee_amount}"))
        return Table(
            (3, 2, 2, 2), tuple(Row(tuple(Cell(text, is_label=True) for text in line)) for line in lines)
        )


Part = Piece | Sheet | FeeTable


def locked(text: str, *, when: Question | None = None, joins: bool = False, each: str = "") -> Piece:
    return Piece(text, when=when, joins=joins, each=each)


def editable(
    text: str, *facts: str, when: Question | None = None, joins: bool = False, each: str = ""
) -> Piece:
    return Piece(text, facts or (each,), when=when, joins=joins, each=each)


class Words:
    """Names in braces → words; remembers whether the regulation was cited in full already."""

    def __init__(self, facts: LetterFacts, *, to_third_party: bool = False, name: str = "告知书"):
        self.facts, self.name = facts, name
        self._is_person = facts.is_third_party_natural if to_third_party else facts.is_natural_person
        self._cited = False
        self._one = None

    def about(self, one) -> "Words":
        """The same, speaking of one of several values."""
        self._one = one
        return self

    def value(self, name: str):
        found = getattr(self.facts, name)
        if is_missing(found):
            raise CannotCompose(f"{self.name}缺少“{FACTS[name].label}”，请补充后再生成。", name)
        return found

    def __getitem__(self, name: str):
        if name in _SPOKEN:
            return _SPOKEN[name](self)
        found = self.value(name)
        return day(found) if isinstance(found, date) else found

    def cite(self) -> str:
        text = REGULATION_AGAIN if self._cited else REGULATION
        self._cited = True
        return text

    def you(self) -> str:
        return "你" if self._is_person else "你单位"

    def one(self):
        return _Spoken(self._one)


class _Spoken:
    """One of several values, its days in words."""

    def __init__(self, value):
        self._value = value

    def __getattr__(self, name):
        found = getattr(self._value, name)
        return day(found) if isinstance(found, date) else found

    def __format__(self, _):
        return str(self._value)


def _cited(name):
    """A legal basis that an officer wrote, the regulation named in it as in the rest of the letter."""
    return lambda words: _REGULATION.sub(lambda _: words.cite(), words.value(name))


def _ground(words):
    return GROUNDS[words.value("decision")]


_SPOKEN = {
    "你": Words.you,
    "条例": Words.cite,
    "公开申请": lambda words: "更正本人信息的请求" if words.facts.is_own_records else "政府信息公开申请",
    "申请公开": lambda words: "请求更正" if words.facts.is_own_records else "申请公开",
    "one": Words.one,
    "legal_basis": _cited("legal_basis"),
    "special_law": _cited("special_law"),
    "prohibiting_law": _cited("prohibiting_law"),
    "way": lambda words: WAYS[words.value("channel")][0],
    "receipt_article": lambda words: WAYS[words.value("channel")][1],
    "receipt_rule": lambda words: WAYS[words.value("channel")][2],
    "finding": lambda words: _ground(words).finding,
    "article": lambda words: _ground(words).article,
    "rule": lambda words: _ground(words).rule,
    "one_finding": lambda words: GROUNDS[words._one.ground].finding,
    "one_article": lambda words: GROUNDS[words._one.ground].article,
    "unit": lambda words: "件" if words.value("fee_basis") == "items" else "页",
    "fee_way": lambda words: "按件" if words.value("fee_basis") == "items" else "按量",
    "fee_amount": lambda words: words.facts.fee_amount,
    "month": lambda words: f"{words.value('received_on').year}年{words.value('received_on').month}月",
    "copies": lambda words: len(words.value("materials")),
    "pages": lambda words: sum(each.pages for each in words.value("materials")),
}


def blocks_of(parts: Iterable[Part], words: Words) -> Iterator[Block]:
    """The blocks of the parts that hold; a joining piece carries the paragraph before it on."""
    before = None
    for part in parts:
        if part.when and not part.when(words.facts):
            continue
        for block in [part.table(words)] if not isinstance(part, Piece) else part.paragraphs(words):
            if part.joins and isinstance(before, Paragraph):
                before = Paragraph(before.text + block.text, facts=before.facts + block.facts)
                continue
            if before:
                yield before
            before = block
    if before:
        yield before
