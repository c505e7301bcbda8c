"""Why each day counted or not, from the day after the anchor to the due date: the strip behind every date shown."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from disclosure_requests.clock import Deadline, days_between
from linhai_portal.workdays import WorkCalendar


@dataclass(frozen=True, slots=True)
class Day:
    """`number` is the place among the counted days, None where the day does not count; `taken_out` by a consultation."""

    date: date
    number: int | None
    why: str
    taken_out: bool = False

    @property
    def counts(self) -> bool:
        return self.number is not None


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring days that count, or do not count, for one reason: a sentence of the explanation in words."""

    first: Day
    last: Day

    @property
    def is_one_day(self) -> bool:
        return self.first == self.last


def days_of(deadline: Deadline, calendar: WorkCalendar) -> Iterator[Day]:
    """Every day of the period, none while the due date is not known."""
    last = deadline.reply_due or deadline.anchor
    for day in _counted(deadline.anchor, last, calendar, deadline.exclusions):
        longer = _why_longer(day.number, deadline) if day.counts else ""
        yield replace(day, why=day.why + longer)


def workdays_of(anchor: date, last: date, calendar: WorkCalendar) -> Iterator[Day]:
    """Every day of a period of workdays from which nothing is taken out: 补正告知, an opinion, a payment."""
    return _counted(anchor, last, calendar, ())


def calendar_days_of(anchor: date, ends_on: date, last: date, calendar: WorkCalendar) -> Iterator[Day]:
    """Every day counts; where the last one is off, the period ends with the next workday（民事诉讼法第八十五条）."""
    for number, day in enumerate(days_between(anchor, last), 1):
        if day <= ends_on:
            yield Day(day, number, "按自然日计算")
        else:
            yield Day(day, None, f"期满那天休息，顺延到下一个工作日（{calendar.why(day)}）")


def runs_of(days: Iterable[Day]) -> Iterator[Run]:
    for _, run in groupby(days, key=lambda day: (day.counts, day.why)):
        first, *rest = run
        yield Run(first, rest[-1] if rest else first)


def _counted(anchor, last, calendar, exclusions):
    number = 0
    for day in days_between(anchor, last):
        excluded = _why_excluded(day, exclusions)
        if excluded or not calendar.is_workday(day):
            yield Day(day, None, excluded or calendar.why(day), taken_out=bool(excluded))
        else:
            number += 1
            yield Day(day, number, calendar.why(day))


def _why_excluded(day, exclusions):
    asked = {each.third_party for each in exclusions if each.after < day <= each.through}
    if not asked:
        return ""
    whose = "、".join(name for third, name in ((True, "第三方"), (False, "其他机关")) if third in asked)
    return f"征求{whose}意见，不计入（条例第三十三条）"


def _why_longer(number, deadline):
    if number <= deadline.period:
        return ""
    if number <= deadline.workdays:
        return "，延期（条例第三十三条）"
    return "，延迟答复（条例第三十五条）"
