"""The working-day calendar of this installation, built from the table of special days."""

from functools import lru_cache

from django.conf import settings
from django.db.models import Count, Max

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
