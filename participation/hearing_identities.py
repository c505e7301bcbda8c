"""Who registered for a hearing is known as long as it is needed; then it is destroyed, and that it was is written down.

Numbers, categories, places and the seed stay, so the draw can be computed again for ever; minutes and report are records.
"""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from linhai_portal.workflow import InvalidMove
from participation.models import Hearing, HearingRegistration, HearingRegistrationEvent

_NOTHING = dict.fromkeys(
    ("person_name", "contact", "contact_kind", "reason", "remark", "person_index", "code_index"),
    "",
)


@transaction.atomic
def destroy_identities(hearing, *, by):
    """After it, no code opens a registration any more."""
    locked = Hearing.objects.select_for_update().get(pk=hearing.pk)
    due = Hearing.objects.identities_due(on=timezone.localdate()).filter(pk=locked.pk)
    if not due.exists():
        raise InvalidMove("报名人的身份信息还没有到销毁的日子，或者已经销毁。")
    HearingRegistration.objects.filter(hearing=locked).update(**_NOTHING)
    events = HearingRegistrationEvent.objects.filter(subject__hearing=locked)
    events.exclude(to_status=HearingRegistration.Status.REFUSED).update(note="")
    hearing.mark_destroyed(by=by)


def kept_until(hearing):
    """The day from which on they may be destroyed, or None while it is not known."""
    notice, report = hearing.publication, hearing.report
    over_at = (report and report.published_at) or notice.taken_down_at
    if not (over_at and settings.HEARING_IDENTITY_DAYS):
        return None
    return timezone.localdate(over_at) + dt.timedelta(days=settings.HEARING_IDENTITY_DAYS)
