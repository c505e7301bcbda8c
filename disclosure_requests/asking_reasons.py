"""数量、频次明显超过合理范围的（条例第三十五条）: reasons are asked for, and the head judges them; the clock runs on."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from disclosure_requests.approving import check_approved, propose, sent
from disclosure_requests.issuing import issue
from disclosure_requests.letter_facts import facts_of, of_delay, of_reasons
from disclosure_requests.models import ReasonsRequest
from disclosure_requests.moving import check_day, move, note_down
from disclosure_requests.telling import tell_heads
from linhai_portal.workflow import InvalidMove

Judgement = ReasonsRequest.Judgement
_LONGEST_DELAY = timedelta(days=731)  # beyond it is a slip in the year, which would fill the page with days
_MOVES = {
    Judgement.UNREASONABLE: "T9-1",
    Judgement.REASONABLE: "T9-2",
    Judgement.IN_TIME_IMPOSSIBLE: "T9-3",
}


def propose_reasons(case, *, by, today, reason, request_count, counted_since, answer_workdays=None):
    days = answer_workdays or settings.REASONS_WORKDAYS
    told = {"request_count": request_count, "counted_since": counted_since, "answer_workdays": days}
    return propose(ReasonsRequest(case=case, reason=reason, **told), by=by, today=today, key="T8")


@transaction.atomic
def send_reasons(request_for_reasons, *, by, today):
    check_approved(request_for_reasons)
    case = request_for_reasons.case
    facts = of_reasons(request_for_reasons, facts_of(case, today=today))
    move(case, "T8", by=by, today=today, record=sent(request_for_reasons, today))
    issue(case, "D03", facts, by=request_for_reasons.approved_by)
    request_for_reasons.refresh_from_db()


@transaction.atomic
def reasons_received(request_for_reasons, *, by, today, on, answer):
    case = request_for_reasons.case
    check_day(case, on, today=today, since=request_for_reasons.sent_on, what="收到说明的日期")
    ReasonsRequest.objects.filter(pk=request_for_reasons.pk).update(answered_on=on, answer=answer)
    note_down(case, "收到申请人的说明", by=by, today=today, on=on)
    tell_heads(case, f"申请 {case.number} 的申请人说明了理由，请认定")
    request_for_reasons.refresh_from_db()


@transaction.atomic
def judge(request_for_reasons, judgement, *, by, today, note, promised_on=None):
    """Without an answer the head chooses too: silence is never taken for an unreasonable reason by itself."""
    is_delay = judgement == Judgement.IN_TIME_IMPOSSIBLE
    if not note.strip():
        raise InvalidMove("请写明认定的理由。")
    if is_delay and (promised_on is None or promised_on <= today):
        raise InvalidMove("延迟答复要告知答复的日期，必须晚于今天（条例第三十五条）。")
    if is_delay and promised_on - today > _LONGEST_DELAY:
        raise InvalidMove("延迟答复的日期离今天超过两年，请核对年份。")
    row = ReasonsRequest.objects.filter(pk=request_for_reasons.pk, judgement="")
    facts = {
        "judgement": judgement,
        "judged_by": by,
        "judged_on": today,
        "promised_on": promised_on if is_delay else None,
    }

    def record():
        if not row.update(**facts):
            raise InvalidMove("已经认定过。请刷新页面查看最新情况。")

    case = request_for_reasons.case
    move(case, _MOVES[judgement], by=by, today=today, note=note, record=record)
    request_for_reasons.refresh_from_db()
    if is_delay:
        facts = of_delay(request_for_reasons, facts_of(case, today=today), why=note)
        issue(case, "D05", facts, by=by)
