"""Why each day counted or not, from the day after the anchor to the due date: the strip behind every date shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from disclosure_requests.clock import Deadline, days_between
from linhai_portal.workdays import WorkCalendar


@dataclass(frozen=True, slots=True)
class Day:
    """`number` is the place among the counted days; None where the day does not count."""

    date: date
    number: int | None
    why: str

    @property
    def counts(self) -> bool:
        return self.number is not None


def days_of(deadline: Deadline, calendar: WorkCalendar) -> Iterator[Day]:
    """Every day of the period, none while the due date is not known."""
    number = 0
    for day in days_between(deadline.anchor, deadline.reply_due or deadline.anchor):
        excluded = _why_excluded(day, deadline.exclusions)
        if excluded or not calendar.is_workday(day):
            yield Day(day, None, excluded or calendar.why(day))
        else:
            number += 1
            yield Day(day, number, calendar.why(day) + _why_longer(number, deadline))


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
