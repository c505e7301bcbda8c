"""Measures on the way — correction, extension, fee, reasons, consultation — drafted by one person, approved by another."""

from django.db import transaction
from django.utils import timezone

from disclosure_requests.guards import why_not
from disclosure_requests.moving import note_down
from disclosure_requests.telling import tell_heads, tell_office, tell_person
from linhai_portal.workflow import InvalidMove


@transaction.atomic
def propose(measure, *, by, today, key):
    """`measure` is an unsaved row; `key` the move it is meant for, which must be possible now."""
    case = measure.case
    case.lock()
    case.refresh_from_db()
    if reason := why_not(case, key, today=today):
        raise InvalidMove(reason)
    if not measure.reason.strip():
        raise InvalidMove("请写明理由。")
    name = measure._meta.verbose_name
    if type(measure).objects.filter(case=case).waiting().exists():
        raise InvalidMove(f"已经有一份{name}在等待批准。")
    measure.drafted_by = by
    measure.save()
    note_down(case, f"起草{name}", by=by, today=today, note=measure.reason)
    tell_heads(case, f"申请 {case.number} 的{name}等您批准", text=measure.reason, but=by)
    return measure


@transaction.atomic
def approve(measure, *, by, today):
    name = measure._meta.verbose_name
    if measure.drafted_by_id == by.pk:
        raise InvalidMove("自己起草的不能自己批准，请另一位负责人批准。")
    if not _waiting(measure).update(approved_by=by, approved_at=timezone.now()):
        raise InvalidMove(f"这份{name}已经批准或退回。请刷新页面查看最新情况。")
    note_down(measure.case, f"批准{name}", by=by, today=today)
    tell_office(measure.case, f"申请 {measure.case.number} 的{name}已批准，请发出")
    measure.refresh_from_db()


@transaction.atomic
def send_back(measure, *, by, today, reason):
    name = measure._meta.verbose_name
    if not reason.strip():
        raise InvalidMove("退回要写明理由，起草人才知道改什么。")
    if not _waiting(measure).update(returned_at=timezone.now(), return_reason=reason):
        raise InvalidMove(f"这份{name}已经批准或退回。请刷新页面查看最新情况。")
    note_down(measure.case, f"退回{name}", by=by, today=today, note=reason)
    tell_person(measure.drafted_by, measure.case, f"申请 {measure.case.number} 的{name}已退回", text=reason)
    measure.refresh_from_db()


def _waiting(measure):
    return type(measure).objects.filter(pk=measure.pk).waiting()


def check_approved(measure):
    if not measure.approved_at:
        raise InvalidMove(f"{measure._meta.verbose_name}还没有批准，不能发出。")
    if measure.sent_on:
        raise InvalidMove(f"{measure._meta.verbose_name}已经在 {measure.sent_on} 发出。")


def sent(measure, on):
    """Writes that it went out on this day; of two who send it at once one is told."""

    def record():
        if not type(measure).objects.filter(pk=measure.pk, sent_on=None).update(sent_on=on):
            raise InvalidMove(f"{measure._meta.verbose_name}刚刚已由他人发出。请刷新页面查看最新情况。")

    return record
