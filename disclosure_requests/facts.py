"""What can happen to a disclosure request and bear on its time: the facts from which every due date follows.

`turn` orders facts of one day, so that the order in which they are told never matters: a notice comes before its
answer, a restart before the extension of the new period, the reply last.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar


class ImpossibleFact(ValueError):
    """The facts contradict each other or the statute; the message is one Chinese sentence that says what to do.

    `fact` is the one that cannot be, None where it could not even be made; `name` the day or number of it that is
    wrong, empty for the day it happened. So a form can say it beside the field.
    """

    def __init__(self, words, fact=None, *, name=""):
        super().__init__(words)
        self.fact, self.name = fact, name


@dataclass(frozen=True, slots=True)
class CorrectionNotice:
    """补正告知，条例第三十条."""

    on: date
    turn: ClassVar[int] = 0


@dataclass(frozen=True, slots=True)
class CorrectionReceived:
    """The corrected application, on the day it was received."""

    on: date
    turn: ClassVar[int] = 2


@dataclass(frozen=True, slots=True)
class FeeNotice:
    """信息处理费收费通知, on the day the applicant received it; 国办函〔2020〕109号."""

    on: date
    turn: ClassVar[int] = 1


@dataclass(frozen=True, slots=True)
class FeePaid:
    on: date
    turn: ClassVar[int] = 3


@dataclass(frozen=True, slots=True)
class Consultation:
    """征求第三方意见（条例第三十二条）, or that of another agency（条例第三十四条）; never one inside the agency."""

    sent_on: date
    delivered_on: date | None = None
    answered_on: date | None = None
    third_party: bool = True

    def __post_init__(self):
        if self.delivered_on and self.delivered_on < self.sent_on:
            raise ImpossibleFact("征求意见书的送达日期早于送出日期，请核对。", name="delivered_on")
        if self.answered_on and self.answered_on < (self.delivered_on or self.sent_on):
            raise ImpossibleFact(
                "收到意见的日期早于征求意见书送出或者送达的日期，请核对。", name="answered_on"
            )

    @property
    def on(self) -> date:
        return self.sent_on

    @property
    def turn(self) -> int:
        return 5 if self.is_undelivered else 4

    @property
    def is_undelivered(self) -> bool:
        """An opinion that came proves that the letter arrived."""
        return not self.delivered_on and not self.answered_on


@dataclass(frozen=True, slots=True)
class Extension:
    """延期答复, on the day it was granted and told; 条例第三十三条第二款."""

    on: date
    workdays: int
    turn: ClassVar[int] = 6


@dataclass(frozen=True, slots=True)
class Delay:
    """延迟答复 of a reasonable but massive request: the promised day replaces the period; 条例第三十五条."""

    on: date
    promised_on: date
    turn: ClassVar[int] = 7

    def __post_init__(self):
        if self.promised_on < self.on:
            raise ImpossibleFact("延迟答复所告知的答复日期早于告知之日，请核对。", name="promised_on")


@dataclass(frozen=True, slots=True)
class Replied:
    """The reply, on the day it was handed in, posted or sent electronically."""

    on: date
    turn: ClassVar[int] = 8


Fact = (
    CorrectionNotice | CorrectionReceived | FeeNotice | FeePaid | Consultation | Extension | Delay | Replied
)
