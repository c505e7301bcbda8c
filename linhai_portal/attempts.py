"""How often somebody may try something that costs us or could be guessed: counted in the database, for all workers.

Only a blind index of who it was is kept, and not longer than the while it counts for.
"""

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from linhai_portal.crypto import blind_index
from linhai_portal.models import Attempt

HOUR = dt.timedelta(hours=1)


def tries(deed, who):
    """How often within the while that runs now."""
    rows = Attempt.objects.filter(key=_key(deed, who), until__gt=timezone.now())
    return rows.values_list("tries", flat=True).first() or 0


@transaction.atomic
def count(deed, who, *, within=HOUR):
    """One more; a while begins with its first try."""
    now, rows = timezone.now(), Attempt.objects.filter(key=_key(deed, who))
    Attempt.objects.bulk_create([Attempt(key=_key(deed, who), until=now + within)], ignore_conflicts=True)
    rows.filter(until__lte=now).update(tries=0, until=now + within)
    rows.update(tries=F("tries") + 1)


def forget(*, today):
    Attempt.objects.filter(until__lt=timezone.now()).delete()


def _key(deed, who):
    return blind_index(f"{deed}\0{who}", purpose="attempt")
