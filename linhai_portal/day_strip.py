"""Why each day counted or not, from the day after the anchor to the due date: the strip behind every date shown."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from linhai_portal.workdays import WorkCalendar, days_between


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


@dataclass(frozen=True, slots=True)
class DueDate:
    """`from_day` says in words what happened on the day of the anchor, which is never counted.

    `years_unknown`: counted days lie in these years, whose official calendar is not known; the date is provisional.
    """

    name: str
    due_on: date
    anchor: date
    from_day: str
    rule: str
    years_unknown: tuple[int, ...]
    days: tuple[Day, ...]
    unit: str = "个工作日"

    @property
    def runs(self) -> list[Run]:
        return [*runs_of(self.days)]

    @property
    def taken_out(self) -> list[Run]:
        """The days of consultations, as against those off."""
        return [run for run in self.runs if run.first.taken_out]


def plain(name: str, due_on: date, anchor: date, from_day: str, rule: str, calendar: WorkCalendar) -> DueDate:
    """A period of workdays from which nothing is taken out."""
    days = tuple(workdays_of(anchor, due_on, calendar))
    return DueDate(name, due_on, anchor, from_day, rule, years_unknown(days, calendar), days)


def workdays_of(anchor: date, last: date, calendar: WorkCalendar) -> Iterator[Day]:
    """Every day of a period of workdays from which nothing is taken out: 补正告知, an opinion, a payment."""
    return counted(anchor, last, calendar)


def counted(
    anchor: date, last: date, calendar: WorkCalendar, why_not: Callable[[date], str] = lambda day: ""
) -> Iterator[Day]:
    """`why_not` says why a day is taken out of the period, nothing where it is not."""
    number = 0
    for day in days_between(anchor, last):
        excluded = why_not(day)
        if excluded or not calendar.is_workday(day):
            yield Day(day, None, excluded or calendar.why(day), taken_out=bool(excluded))
        else:
            number += 1
            yield Day(day, number, calendar.why(day))


def runs_of(days: Iterable[Day]) -> Iterator[Run]:
    for _, run in groupby(days, key=lambda day: (day.counts, day.why)):
        first, *rest = run
        yield Run(first, rest[-1] if rest else first)


def years_unknown(days: Iterable[Day], calendar: WorkCalendar) -> tuple[int, ...]:
    """The years of counted days for which no official calendar is known."""
    return unofficial((day.date.year for day in days if day.counts), calendar)


def unofficial(years: Iterable[int], calendar: WorkCalendar) -> tuple[int, ...]:
    """Of these years those for which no official calendar is known."""
    return tuple(
        year for year in sorted({*years}) if calendar.is_provisional(date(year, 1, 1), date(year, 1, 2))
    )
