"""征求第三方（条例第三十二条）and other agencies（第三十四条、第十一条）; several may run side by side.

Days after the sending do not count until the opinion is in or fifteen workdays after its delivery are over.
"""

from django.db import transaction
from django.utils import timezone

from disclosure_requests.approving import check_approved, propose, sent
from disclosure_requests.clock import opinion_due, rules_on
from disclosure_requests.issuing import issue
from disclosure_requests.letter_facts import facts_of, of_consultation
from disclosure_requests.models import Consultation
from disclosure_requests.moving import check_day, move, note_down
from disclosure_requests.telling import tell_handlers
from disclosure_requests.workflow import Status
from linhai_portal.calendar import work_calendar
from linhai_portal.workflow import InvalidMove


def propose_consultation(
    case, *, by, today, party, reason, question, name="", is_person=False, address="", agency=None
):
    """Only what goes outside the agency is one: its own departments give their opinion without stopping the clock."""
    is_third_party = party == Consultation.Party.THIRD_PARTY
    if is_third_party and not name.strip():
        raise InvalidMove("请填第三方的名称。")
    if not is_third_party and agency is None and not name.strip():
        raise InvalidMove("请选择或填写其他机关。")
    if agency is not None and agency == case.organization:
        raise InvalidMove("向本机关内部征求意见不停止计时，请用“会商”。")
    told = {"party": party, "reason": reason, "question": question, "address": address, "agency": agency}
    row = Consultation(
        case=case, name=name or agency.full_name, is_person=is_person and is_third_party, **told
    )
    return propose(row, by=by, today=today, key="T14" if is_third_party else "T16")


@transaction.atomic
def send_consultation(consultation, *, by, today):
    """To a third party with a reply slip, and the applicant is told that the time does not count."""
    check_approved(consultation)
    case, is_third_party = consultation.case, consultation.is_third_party
    facts = of_consultation(consultation, facts_of(case, today=today))
    move(case, "T14" if is_third_party else "T16", by=by, today=today, record=sent(consultation, today))
    for code in ("D06", "D06R", "D07") if is_third_party else ("D09",):
        issue(case, code, facts, by=consultation.approved_by)
    consultation.refresh_from_db()


@transaction.atomic
def consultation_delivered(consultation, *, by, today, on):
    check_day(consultation.case, on, today=today, since=consultation.sent_on, what="送达日期")
    Consultation.objects.filter(pk=consultation.pk).update(delivered_on=on)
    note_down(consultation.case, "征求意见书送达", by=by, today=today, on=on)
    consultation.refresh_from_db()


@transaction.atomic
def opinion_received(consultation, *, by, today, on, opinion, reason=""):
    since = consultation.delivered_on or consultation.sent_on
    check_day(consultation.case, on, today=today, since=since, what="收到意见的日期")
    if opinion != Consultation.Opinion.AGREES and not reason.strip():
        raise InvalidMove("不同意公开的，要写明对方的理由（条例第三十二条）。")
    row = Consultation.objects.get(pk=consultation.pk)
    row.answered_on, row.opinion, row.opinion_reason = on, opinion, reason
    row.save(update_fields=["answered_on", "opinion", "opinion_reason"])
    _end(consultation, by=by, today=today, on=on, note=row.get_opinion_display())


def silent(consultation, *, by, today):
    """Fifteen workdays are over without a word: a third party leaves it to the agency, a co-producer has agreed."""
    if not consultation.delivered_on:
        raise InvalidMove("征求意见书还没有送达，期限没有开始，请改用其他方式送达。")
    case = consultation.case
    due = opinion_due(consultation.delivered_on, rules_on(case.received_on), work_calendar())
    if today <= due:
        raise InvalidMove(f"征求意见的期限到 {due}，还没有过。")
    is_deemed = consultation.party == Consultation.Party.CO_PRODUCER
    words = "期满没有意见，视为同意公开（条例第三十四条）" if is_deemed else "期满没有意见，由本机关决定"
    _end(consultation, by=by, today=today, on=due, note=words)


@transaction.atomic
def _end(consultation, *, by, today, on, note):
    """With the last one the case goes on; while another is open, it shows that one."""
    case = consultation.case
    rows = Consultation.objects.filter(pk=consultation.pk, ended_at=None).exclude(sent_on=None)
    if not rows.update(ended_at=timezone.now()):
        raise InvalidMove("这次征求意见已经结束，或者还没有发出。请刷新页面查看最新情况。")
    consultation.refresh_from_db()
    case.refresh_from_db()
    key = "T15" if consultation.is_third_party else "T17"
    open_ones = [each for each in case.consultations.all() if each.is_open]
    if not open_ones and case.status in (Status.THIRD_PARTY, Status.AGENCY_CONSULT):
        move(case, key, by=by, today=today, on=on, note=note)
    else:
        if open_ones:
            _show(case, open_ones)
        note_down(case, "收到意见", by=by, today=today, on=on, note=note)
    tell_handlers(case, f"申请 {case.number} 征求的意见已收到或者期满")


def _show(case, open_ones):
    shown = Status.THIRD_PARTY if any(each.is_third_party for each in open_ones) else Status.AGENCY_CONSULT
    if shown != case.status and case.status in (Status.THIRD_PARTY, Status.AGENCY_CONSULT):
        case.swap(shown)
