"""Who is told what of an inquiry: whoever left a mail address that there is an answer, at most once; the unit what is due.

The letter leads to the page that number and code open; neither question nor answer stands in it (docs/adr/0012).
"""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from linhai_portal.accounts.models import User
from linhai_portal.accounts.notices import absolute, tell
from linhai_portal.calendar import soon, work_calendar
from participation.models import Inquiry
from participation.models.inquiries import SEALED
from participation.writing import write_to

Status = Inquiry.Status
# Who may do the next step of what waits.
_NEXT = {Status.RECEIVED: "accept", Status.ACCEPTED: "accept", Status.REVIEW: "approve"}


@task
def answered_task(pk):
    """The one that was answered or refused, and all that were merged into it."""
    for inquiry in _untold(pk, Inquiry.ContactKind.MAIL).iterator(chunk_size=500):
        _tell_asker(inquiry)


def _untold(pk, kind):
    rows = Inquiry.objects.untold(kind).filter(Q(pk=pk) | Q(merged_into=pk))
    return rows.order_by("pk")


def to_be_called(inquiry):
    """Those who asked the same, left something else than a mail address, and were not told yet."""
    return _untold(inquiry.pk, Inquiry.ContactKind.OTHER)


def _tell_asker(inquiry):
    mine = Inquiry.objects.filter(pk=inquiry.pk, told_at=None)
    if not mine.update(told_at=timezone.now()):
        return
    facts = {"inquiry": inquiry, "address": absolute(reverse("participation:inquiry_status"))}
    words = "答复" if inquiry.answered_on else "回音"
    told = (f"您的提问有了{words}", "emails/inquiry.txt", facts)
    if not write_to(inquiry.contact, *told, what=f"inquiry {inquiry.pk}"):
        Inquiry.objects.filter(pk=inquiry.pk).update(told_at=None)


def remind_of_inquiries(*, today):
    """Each morning of a workday: who has the next step is told once when it is nearly due, and once when it is over."""
    if not work_calendar().is_workday(today):
        return
    rows = Inquiry.objects.due_by(soon(today)).select_related("organization")
    for inquiry in rows.defer(*SEALED, "words").iterator(chunk_size=500):
        _remind(inquiry, today)


def _remind(inquiry, today):
    due, deed = inquiry.limit_on, _NEXT.get(inquiry.status, "answer")
    is_over = due < today
    words = f"已过期限（{due}），请马上办理" if is_over else f"快到期限（{due}）"
    tell(
        User.objects.who_may(f"participation.{deed}_inquiry", organization=inquiry.organization),
        kind="提问",
        subject=f"{inquiry}{words}",
        place=inquiry.get_office_url(),
        once=f"inquiry:{inquiry.pk}:{due}:{'over' if is_over else 'soon'}",
    )
