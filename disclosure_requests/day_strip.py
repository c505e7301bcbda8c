"""The days of the periods that only the regulation knows: those with consultations, extended, or counted by the calendar."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from disclosure_requests.clock import Deadline
from linhai_portal.day_strip import Day, counted
from linhai_portal.workdays import WorkCalendar, days_between


def days_of(deadline: Deadline, calendar: WorkCalendar) -> Iterator[Day]:
    """Every day of the period, none while the due date is not known."""
    last = deadline.reply_due or deadline.anchor
    for day in counted(deadline.anchor, last, calendar, lambda day: _why_excluded(day, deadline.exclusions)):
        longer = _why_longer(day.number, deadline) if day.counts else ""
        yield replace(day, why=day.why + longer)


def calendar_days_of(anchor: date, ends_on: date, last: date, calendar: WorkCalendar) -> Iterator[Day]:
    """Every day counts; where the last one is off, the period ends with the next workday（民事诉讼法第八十五条）."""
    for number, day in enumerate(days_between(anchor, last), 1):
        if day <= ends_on:
            yield Day(day, number, "按自然日计算")
        else:
            yield Day(day, None, f"期满那天休息，顺延到下一个工作日（{calendar.why(day)}）")


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
