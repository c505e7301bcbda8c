"""The version of everything public: one number that grows with each change and that a page can be kept by.

Whoever changes something public calls `bump` in the transaction of the change. It is a counter and not the largest key
of a log, because keys are given out before the commit: of two transactions the one with the smaller key may commit last, and
its change would hide behind a version already seen. The row stays locked to the end of the transaction, so the versions
become visible in their order, each together with its change. Rows of the catalog are locked before it and the search
index after it, by everybody, so that nobody waits for nobody.
"""

import datetime as dt
from typing import NamedTuple

from django.db import transaction
from django.db.models import DateTimeField, F
from django.db.models.functions import Greatest
from django.utils import timezone

from linhai_portal.compiled_queries import compiled
from linhai_portal.models import DataVersion

_ONLY_ROW = 1


class Version(NamedTuple):
    """`changed_at` tells apart two histories of one number, as after a restored backup."""

    number: int
    changed_at: dt.datetime


BEFORE_ANYTHING = Version(0, dt.datetime(2000, 1, 1, tzinfo=dt.UTC))


@transaction.atomic
def bump():
    """`changed_at` runs ahead of the clock rather than say one second twice: Last-Modified knows no shorter time."""
    row, now = DataVersion.objects.filter(pk=_ONLY_ROW), timezone.now()
    later = Greatest(now, F("changed_at") + dt.timedelta(seconds=1), output_field=DateTimeField())
    if not row.update(number=F("number") + 1, changed_at=later):
        DataVersion.objects.bulk_create([DataVersion(pk=_ONLY_ROW, changed_at=now)], ignore_conflicts=True)
        row.update(number=F("number") + 1)


def current():
    rows = _row()
    return Version(*rows[0]) if rows else BEFORE_ANYTHING


@compiled
def _row():
    return DataVersion.objects.values_list("number", "changed_at")
