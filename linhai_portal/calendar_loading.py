"""Writing an official calendar into the table of special days: what it changes is shown first, then all of it is done."""

from collections import Counter
from dataclasses import dataclass

from django.db import transaction

from linhai_portal.calendar import calendar_changed
from linhai_portal.calendar_file import BadCalendar
from linhai_portal.calendar_moves import Moved, carry_out_moves, moves_under
from linhai_portal.models import SpecialDay
from linhai_portal.workdays import WORKDAY, Special, WorkCalendar

ADDED, CHANGED, UNCHANGED = "added", "changed", "unchanged"
_WEEKDAYS = "一二三四五"


@dataclass(frozen=True)
class Loading:
    """What a file means for the table and for everything that is due; `counts` by ADDED, CHANGED, UNCHANGED."""

    days: list[Special]
    counts: dict[str, int]
    moves: list[Moved]


def foresee(days, *, today):
    """Nothing is written; raises BadCalendar where the days do not fit what is known."""
    check_against_table(days)
    return Loading(days, counts_of(days), list(moves_under(calendar_with(days), today=today)))


def calendar_with(days):
    """The calendar of now with these days in it."""
    return WorkCalendar([*({**_known(), **{day.date: day for day in days}}).values()])


@transaction.atomic
def load(days, *, notice, today):
    """The days, every date that follows from them, and the word to those concerned: all or nothing.

    A day that the table has already keeps its own source, so that loading a file again changes nothing.
    """
    loading, known = foresee(days, today=today), _known()
    written = [day for day in days if known.get(day.date) != day]
    SpecialDay.objects.bulk_create(
        [
            SpecialDay(date=day.date, kind=day.kind, name=day.name, source=notice, edited_by_staff=True)
            for day in sorted(written, key=lambda day: day.date)
        ],
        update_conflicts=True,
        unique_fields=["date"],
        update_fields=["kind", "name", "source", "edited_by_staff", "changed_at"],
    )
    if written:
        carry_out_moves(today=today)
        calendar_changed()
    return loading


def _known():
    rows = SpecialDay.objects.values_list("date", "kind", "name")
    return {date: Special(date, kind, name) for date, kind, name in rows}


def counts_of(days):
    """How many days are new, changed and as they were."""
    known = _known()
    states = (
        ADDED if day.date not in known else UNCHANGED if known[day.date] == day else CHANGED for day in days
    )
    return dict.fromkeys((ADDED, CHANGED, UNCHANGED), 0) | Counter(states)


def check_against_table(days):
    """Raises BadCalendar, a sentence for each day or year that cannot be right."""
    known = _known()
    problems = [
        f"{day.date} 是星期{_WEEKDAYS[day.date.weekday()]}，本来就上班，不用写；放假的写 holiday。"
        for day in days
        if day.kind == WORKDAY and day.date.weekday() < 5 and day.date not in known
    ]
    before, after = {day.year for day in known}, {day.year for day in known} | {day.date.year for day in days}
    for year in sorted(_gaps(after) - _gaps(before)):
        problems.append(
            f"缺少 {year} 年的放假安排，前后的年份都有。请先导入 {year} 年的，或者核对文件里的年份。"
        )
    if problems:
        raise BadCalendar(problems)


def _gaps(years):
    return set(range(min(years), max(years))) - years if years else set()
