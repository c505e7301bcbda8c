"""The periods of an item that is published regularly: each is due although nobody has written anything.

Pure, like timeliness.py.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from catalog.timeliness import GENERAL_WORKDAYS
from linhai_portal.workdays import WorkCalendar

_MONTHS = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}
_MONTH = r"(?P<month>1[0-2]|0?[1-9])月(?:份)?"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])[日号]"
_BEFORE = r"(?:以?前|之前)"
# 每年3月31日前, 每年6月底前, 每年底前, 年底前; of a month 每月10日前, 每月底前.
_OF_YEAR = re.compile(rf"{_MONTH}(?:{_DAY}|(?P<end>底|末)){_BEFORE}")
_END_OF_YEAR = re.compile(rf"年(?:底|末|终){_BEFORE}")
_OF_MONTH = re.compile(rf"(?<!\d)月(?:{_DAY}|(?P<end>底|末)){_BEFORE}")
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Period:
    start: date
    end: date
    due_on: date

    def __str__(self):
        return period_words(self.start, self.end)


def period_words(start: date, end: date) -> str:
    """2026 年, 2026 年第三季度, 2026 年上半年, 2026 年 9 月."""
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    year = f"{start.year} 年"
    if months == 3:
        return f"{year}第{'一二三四'[start.month // 3]}季度"
    if months == 6:
        return f"{year}{'上' if start.month == 1 else '下'}半年"
    return year if months == 12 else f"{year} {start.month} 月"


def periods(
    period: str, time_limit: str, since: date, through: date, calendar: WorkCalendar
) -> Iterator[Period]:
    """The periods of `period` (monthly … yearly) that touch the days from `since` to `through`, in order.

    What was formed in a period is due by the general limit after its end (条例第二十六条). Where the printed limit names a
    day (每年3月31日前), it is due by that day of each year or month, and the period is the year or month of that day.
    """
    months = _MONTHS[period]
    start = date(since.year, (since.month - 1) // months * months + 1, 1)
    while start <= through:
        following = _first_of_month(start, months)
        end = following - timedelta(days=1)
        yield Period(start, end, _named_day(period, time_limit, start) or _general(end, calendar))
        start = following


def is_provisional(end: date, due_on: date, calendar: WorkCalendar) -> bool:
    """Whether the last day of a period may still move; one that the printed limit names does not."""
    return calendar.is_provisional(end, due_on) and due_on == _general(end, calendar)


def _general(end, calendar):
    return calendar.nth_workday_after(end, GENERAL_WORKDAYS)


def _first_of_month(day, months_later):
    months = day.month - 1 + months_later
    return date(day.year + months // 12, months % 12 + 1, 1)


def _named_day(period, time_limit, start):
    """The day of the year or month that the limit prints; None when it prints none, or one no calendar has."""
    named = _named(period, time_limit[:_LONGEST])
    if named is None:
        return None
    month, day = named
    month = month or start.month
    return date(start.year, month, min(day, monthrange(start.year, month)[1]))


@lru_cache(maxsize=1024)
def _named(period, text):
    """(month or None, day); the last of a month is day 31."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    if period == "yearly" and (found := _OF_YEAR.search(text)):
        return int(found["month"]), 31 if found["end"] else int(found["day"])
    if period == "yearly" and _END_OF_YEAR.search(text):
        return 12, 31
    if period == "monthly" and (found := _OF_MONTH.search(text)):
        return None, 31 if found["end"] else int(found["day"])
    return None
