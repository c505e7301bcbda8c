"""Who gave an opinion, asked at an event or booked a seat is known as long as it is needed; then name and contact go.

What was said and every figure made of it stay, and by whom and when it was destroyed stands with what it was sent to.
"""

import datetime as dt
from functools import reduce
from operator import or_

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from linhai_portal.workflow import InvalidMove
from participation.models import (
    Consultation,
    Event,
    EventQuestion,
    Opinion,
    Registration,
    RegistrationEvent,
)

_SENT_TO = {Consultation: [Opinion], Event: [EventQuestion, Registration]}
_NOTHING = dict.fromkeys(("person_name", "contact", "contact_kind"), "")


def due_for_destruction(rows, *, on):
    """Of consultations or events, those that were over so many days ago and hold names; 0 days: never."""
    days = settings.PARTICIPATION_IDENTITY_DAYS
    if not days:
        return rows.none()
    is_sent_to = reduce(or_, map(Exists, _sent_to(rows.model, OuterRef("pk"))))
    over = rows.over_by(on - dt.timedelta(days=days))
    return over.filter(is_sent_to, identities_destroyed_at=None)


def _sent_to(model, key):
    return [each.objects.filter(**{model._meta.model_name: key}) for each in _SENT_TO[model]]


@transaction.atomic
def destroy_identities(thing, *, by):
    model = type(thing)
    locked = model.objects.select_for_update().get(pk=thing.pk)
    due = due_for_destruction(model.objects.filter(pk=locked.pk), on=timezone.localdate())
    if not due.exists():
        raise InvalidMove("身份信息还没有到销毁的日子，或者已经销毁。")
    for rows in _sent_to(model, locked.pk):
        rows.update(**_NOTHING)
    if model is Event:  # why somebody can't come
        RegistrationEvent.objects.filter(subject__event=locked).update(note="")
    thing.mark_destroyed(by=by)
