"""延期: asked for by whoever handles it, granted once by another person, while the limit is not over; the asker reads why."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from linhai_portal.calendar import work_calendar
from linhai_portal.workflow import InvalidMove
from participation.inquiry_dates import keep_limits, limits
from participation.inquiry_steps import check, check_told, note_down, said, tell_people, tell_who_may
from participation.models import Inquiry

Status, Kind = Inquiry.Status, Inquiry.Kind


@transaction.atomic
def ask_extension(inquiry, *, by, reason):
    reason = said(reason, "请写明为什么要延期，提问人会看到。")
    check_told(reason)
    _check(inquiry)
    if inquiry.extension_asked_by_id:
        raise InvalidMove("已经申请延期，等另一个人批准。")
    _update(inquiry, extension_asked_by=by, extension_reason=reason)
    note_down(inquiry, by=by, note=f"申请延期：{reason}")
    tell_who_may(inquiry, "approve", f"{inquiry}申请延期，请批准", reason)


@transaction.atomic
def extend(inquiry, *, by):
    """The second person's word; what was merged into it waits as long, and is told the same reason."""
    _check(inquiry)
    _check_asked(inquiry)
    if inquiry.extension_asked_by_id == by.pk:
        raise InvalidMove("延期是您申请的，请另一个人批准。")
    today = timezone.localdate()
    inquiry.extended_on = today
    kept = limits(inquiry, work_calendar())
    note = f"延期：{inquiry.extension_reason}"
    inquiry.move(Status.HANDLING, by=by, note=note, extended_on=today, extended_by=by, **kept)
    inquiry.duplicates.update(extended_on=today)
    keep_limits(inquiry.duplicates.order_by("pk"))
    _tell_who_asked(inquiry, inquiry.extension_asked_by, "批准延期")


@transaction.atomic
def decline_extension(inquiry, *, by, reason):
    reason = said(reason, "请写明为什么不同意延期。")
    check(inquiry, Status.HANDLING)
    _check_asked(inquiry)
    asked_by = inquiry.extension_asked_by
    _update(inquiry, extension_asked_by=None, extension_reason="")
    note_down(inquiry, by=by, note=f"不同意延期：{reason}")
    _tell_who_asked(inquiry, asked_by, f"不同意延期：{reason}")


def _check(inquiry):
    check(inquiry, Status.HANDLING)
    if inquiry.kind == Kind.ERROR:
        raise InvalidMove(f"网站找错在 {settings.INQUIRY_ERROR_WORKDAYS} 个工作日内处理，不能延期。")
    if inquiry.extended_on:
        raise InvalidMove("已经延期过一次，不能再延。")
    if inquiry.answer_due_on and inquiry.answer_due_on < timezone.localdate():
        raise InvalidMove("已经过了答复期限，不能延期。请马上答复。")


def _check_asked(inquiry):
    if not inquiry.extension_is_asked:
        raise InvalidMove("没有人申请延期，或者已经批过了。请刷新页面查看最新情况。")


def _update(inquiry, **facts):
    Inquiry.objects.filter(pk=inquiry.pk).update(**facts)
    inquiry.refresh_from_db()


def _tell_who_asked(inquiry, person, words):
    if person.is_active:
        tell_people([person], f"{inquiry}{words}", "", inquiry)
