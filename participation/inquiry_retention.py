"""保存期限: who asked is forgotten when the time is over; the question with its numbers masked, the answer and the figures stay."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from catalog.privacy.numbers import masked_text
from linhai_portal.bulk import batches, insert_rows, update_values
from linhai_portal.workflow import InvalidMove
from participation.inquiry_steps import said
from participation.models import Inquiry, InquiryCorrection, InquiryEvent
from participation.models.inquiries import SEALED

_FORGOTTEN = {"person_name": "", "contact": "", "contact_kind": "", "code": "", "code_index": ""}
_MASKED = ["title", "words", "answer"]
_MASKED_OF_CORRECTION = ["answer", "earlier_answer", "earlier_title", "earlier_words"]
MOST_AT_ONCE = 5000


def due_for_destruction(rows, *, on):
    """Answered or refused so many days ago that who asked need not be known any more; 0 days: never."""
    days = settings.INQUIRY_RETENTION_DAYS
    return rows.to_be_forgotten(before=on - dt.timedelta(days=days)) if days else rows.none()


@transaction.atomic
def destroy_identities(rows, *, by, reason, today):
    """Those of the rows that are due, each with a row in its course. Gives how many."""
    reason = said(reason, "请写明依据，例如哪一份保管期限表。")
    due = due_for_destruction(rows, on=today)
    locked = due.select_for_update(of=["self"]).order_by("pk")
    keys = list(locked.values_list("pk", flat=True)[:MOST_AT_ONCE])
    if not keys:
        raise InvalidMove("没有到期的，或者别人刚刚已经销毁。")
    rows = Inquiry.objects.filter(pk__in=keys)
    _mask(rows.defer(*SEALED), _MASKED)
    _mask(InquiryCorrection.objects.filter(inquiry__in=keys), _MASKED_OF_CORRECTION)
    rows.update(**_FORGOTTEN, destroyed_at=timezone.now())
    note = f"销毁身份信息：{reason}"
    insert_rows(
        InquiryEvent,
        [
            InquiryEvent(subject_id=pk, from_status=status, to_status=status, by=by, note=note)
            for pk, status in rows.values_list("pk", "status")
        ],
    )
    return len(keys)


def _mask(rows, names):
    """What people wrote of themselves in figures goes with their names."""
    for batch in batches(rows.order_by("pk")):
        masked = [(each.pk, *(masked_text(getattr(each, name)) for name in names)) for each in batch]
        update_values(rows.model, names, masked)
