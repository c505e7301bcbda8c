"""Working days with 调休, counted in constant time: the one engine behind every due date.

Pure arithmetic over dates. The special days (a weekday off, a Saturday or Sunday of work) come from a table with
provenance; a year without any special day in the table has no official calendar yet and counts as provisional.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

FIRST_DAY = date(2000, 1, 1)
LAST_DAY = date(2099, 12, 31)

WORKDAY = "workday"
HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True)
class Special:
    """A day on which the week's rule does not hold; `kind` is WORKDAY or HOLIDAY."""

    date: date
    kind: str
    name: str = ""


class OutOfCalendar(ValueError):
    """The date, or the end of the count, lies outside 2000-01-01 to 2099-12-31."""


class WorkCalendar:
    """Which days are workdays; built once from the special days, then every question is a table look-up."""

    def __init__(self, specials: Iterable[Special] = ()):
        self._special = {each.date: each for each in specials}
        self._official_years = {day.year for day in self._special}
        self._count_through = []  # workdays from FIRST_DAY up to and including day i
        self._workday_at = []  # offset of the n-th workday (from 0)
        total = 0
        for offset in range((LAST_DAY - FIRST_DAY).days + 1):
            day = FIRST_DAY + timedelta(days=offset)
            if self._is_workday(day):
                total += 1
                self._workday_at.append(offset)
            self._count_through.append(total)

    def _is_workday(self, day: date) -> bool:
        special = self._special.get(day)
        return special.kind == WORKDAY if special else day.weekday() < 5

    def _offset(self, day: date) -> int:
        if not FIRST_DAY <= day <= LAST_DAY:
            raise OutOfCalendar(f"{day} 不在 2000 年至 2099 年之间，无法计算工作日。")
        return (day - FIRST_DAY).days

    def is_workday(self, day: date) -> bool:
        self._offset(day)
        return self._is_workday(day)

    def nth_workday_after(self, day: date, n: int) -> date:
        """The n-th workday after `day`; the day itself is never counted (期间开始日不计入). n from 1."""
        if n < 1:
            raise ValueError("n 从 1 起")
        place = self._count_through[self._offset(day)] + n - 1
        if place >= len(self._workday_at):
            raise OutOfCalendar(f"从 {day} 起第 {n} 个工作日超出 2099 年。")
        return FIRST_DAY + timedelta(days=self._workday_at[place])

    def workdays_between(self, after: date, through: date) -> int:
        """How many workdays lie after the first date up to and including the second; negative backwards."""
        return self._count_through[self._offset(through)] - self._count_through[self._offset(after)]

    def is_provisional(self, after: date, through: date) -> bool:
        """Whether a day counted lies in a year whose official calendar is not in the table yet."""
        first = after + timedelta(days=1)
        return not self._official_years.issuperset(range(first.year, through.year + 1))

    def why(self, day: date) -> str:
        """One phrase that says why the day counts or not: 工作日, 周六, 国庆节, 国庆节调休，上班."""
        special = self._special.get(day)
        if special and special.kind == WORKDAY:
            return f"{special.name}，上班" if special.name else "调休上班"
        if special:
            return special.name or "放假"
        return "工作日" if day.weekday() < 5 else ("周六", "周日")[day.weekday() - 5]


def days_between(after: date, through: date) -> Iterable[date]:
    """Every day after the first date up to and including the second."""
    return (after + timedelta(days=n) for n in range(1, (through - after).days + 1))
