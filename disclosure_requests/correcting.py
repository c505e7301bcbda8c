"""补正（条例第三十条）: told once, within seven workdays; the period starts anew with what comes back."""

from django.conf import settings
from django.db import transaction

from disclosure_requests.approving import check_approved, propose, sent
from disclosure_requests.ending import close
from disclosure_requests.issuing import issue
from disclosure_requests.letter_facts import facts_of, of_correction
from disclosure_requests.models import Correction
from disclosure_requests.moving import check_day, move, note_down
from disclosure_requests.telling import tell_office
from linhai_portal.calendar import work_calendar
from linhai_portal.workflow import InvalidMove


def propose_correction(case, *, by, today, reason, guidance, answer_workdays=None):
    days = answer_workdays or settings.CORRECTION_WORKDAYS
    row = Correction(case=case, reason=reason, guidance=guidance, answer_workdays=days)
    return propose(row, by=by, today=today, key="T5")


@transaction.atomic
def send_correction(correction, *, by, today):
    check_approved(correction)
    case = correction.case
    facts = of_correction(correction, facts_of(case, today=today))
    move(case, "T5", by=by, today=today, note=correction.reason, record=sent(correction, today))
    issue(case, "D02", facts, by=correction.approved_by)
    correction.refresh_from_db()


@transaction.atomic
def correction_delivered(correction, *, by, today, on):
    """From the day the applicant has it runs the time given for the answer."""
    check_day(correction.case, on, today=today, since=correction.sent_on, what="送达日期")
    Correction.objects.filter(pk=correction.pk).update(delivered_on=on)
    note_down(correction.case, "补正告知书送达", by=by, today=today, on=on)
    correction.refresh_from_db()


@transaction.atomic
def correction_received(correction, *, by, today, on, late_because=""):
    """In time, or late for a good reason that the clerk writes down; `by` is None when the applicant does it online."""
    check_day(correction.case, on, today=today, since=correction.sent_on, what="收到补正的日期")
    due = correction.answer_due(work_calendar())
    if due and on > due and not late_because.strip():
        raise InvalidMove("已超过补正期限：要写明逾期的正当理由，才能接受（条例第三十条）。")
    Correction.objects.filter(pk=correction.pk).update(answered_on=on, late_because=late_because)
    move(correction.case, "T6", by=by, today=today, on=on)
    tell_office(correction.case, f"申请 {correction.case.number} 收到补正，期限重新计算")
    correction.refresh_from_db()


def abandon_uncorrected(case, *, by, today):
    close(case, "T7", by=by, today=today, outcome="O1")
