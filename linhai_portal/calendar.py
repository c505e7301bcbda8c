"""The working-day calendar of this installation, built from the table of special days."""

from functools import lru_cache

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Max

from linhai_portal.catching_up import catch_up_task
from linhai_portal.data_version import bump
from linhai_portal.models import SpecialDay
from linhai_portal.workdays import Special, WorkCalendar


@lru_cache(maxsize=2)
def _built_from(state):
    return WorkCalendar(
        Special(date=day, kind=kind, name=name)
        for day, kind, name in SpecialDay.objects.values_list("date", "kind", "name")
    )


def work_calendar():
    """The calendar as the table stands now; rebuilt only when a row was added, changed or removed."""
    state = SpecialDay.objects.aggregate(Count("pk"), Max("changed_at"))
    return _built_from(tuple(state.items()))


def soon(on):
    """Up to which due day a thing is due soon, as seen on a day."""
    return work_calendar().nth_workday_after(on, settings.DUE_SOON_WORKDAYS)


def calendar_changed():
    """After special days were added, changed or removed: pages count anew at once, what is kept in the background."""
    bump()
    transaction.on_commit(catch_up_task.enqueue)


# The State Council gives the next year's days off in November.
_NEXT_CALENDAR_MONTH = 11


def year_missing(*, today):
    """The year whose official calendar should be in the table by now and is not: this one, or in November the next."""
    wanted = [today.year, today.year + 1] if today.month >= _NEXT_CALENDAR_MONTH else [today.year]
    known = {day.year for day in SpecialDay.objects.dates("date", "year")}
    return next((year for year in wanted if year not in known), None)
