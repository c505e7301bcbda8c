"""起草、审查、签发、发出、送达 of the reply."""

from dataclasses import replace

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from disclosure_requests.going_public import propose
from disclosure_requests.guards import (
    disclosure_notices,
    objections,
    outdated,
    overrules_third_party,
)
from disclosure_requests.issuing import issue, reply_code, reply_facts
from disclosure_requests.letter_facts import about_third_party
from disclosure_requests.models import Decision, Letter
from disclosure_requests.moving import check_day, move, note_down
from disclosure_requests.outcomes import DECIDED, GIVING
from disclosure_requests.telling import tell_checkers, tell_heads, tell_office, tell_person
from disclosure_requests.workflow import Status
from linhai_portal.calendar import work_calendar
from linhai_portal.workflow import InvalidMove

# Where words for the reply may be written, also before it can be handed in.
WRITABLE = [
    Status.HANDLING,
    Status.THIRD_PARTY,
    Status.AGENCY_CONSULT,
    Status.DELAYED,
    Status.DRAFTING,
    Status.REDO,
]
_STARTS = {Status.HANDLING: "T19", Status.DELAYED: "T28", Status.REDO: "T30"}


def current(case):
    return case.decisions.filter(is_current=True).first()


@transaction.atomic
def write(case, *, by, today, entries=(), seen=None, **facts):
    """Keep what is written so far; it need not be whole yet. Written anew, nobody has checked it.

    `entries` are those of the negative list that it refers to; `seen` is the version of the reply that the page showed.
    The form goes on from the words that stand there, so who wrote some of them stays an author, also where the reply is
    a new one.
    """
    case.lock()
    case.refresh_from_db()
    if case.status not in WRITABLE:
        raise InvalidMove(f"现在是“{case.get_status_display()}”，不能再改答复。")
    decision = current(case) or Decision(case=case)
    if seen is not None and decision.pk and decision.drafted_by_id != by.pk and seen != decision.version:
        raise InvalidMove(
            f"您打开这一页以后，{decision.drafted_by}改过这份答复。您写的还在下面，没有保存。"
            "请另开一页看过现在的答复；要改成您写的，再点一次“保存答复”。"
        )
    authors = {by, *decision.authors.all()} if decision.pk else {by}
    if decision.signed_at:
        Decision.objects.filter(pk=decision.pk).update(is_current=False)
        decision = Decision(case=case)
    for name, value in facts.items():
        setattr(decision, name, value)
    if decision.outcome and decision.outcome not in DECIDED[case.kind]:
        raise InvalidMove("这一类答复不能用在这件申请上，或者不由承办人选择。")
    if words := outdated(entries, today):
        raise InvalidMove(words)
    decision.drafted_by = by
    decision.checked_by = decision.checked_at = None
    decision.check_words = ""
    decision.save()
    decision.entries.set(entries)
    decision.authors.set(authors)
    return decision


def start(case, *, by, today):
    move(case, _STARTS.get(Status(case.status), "T19"), by=by, today=today)


@transaction.atomic
def hand_in(case, *, by, today):
    """To the check; what contradicts itself is refused. From HANDLING it passes DRAFTING on the way."""
    case.refresh_from_db()
    if case.status != Status.DRAFTING:
        start(case, by=by, today=today)
    move(case, "T20-1", by=by, today=today)
    tell_checkers(case, f"申请 {case.number} 的答复等您审查", but=by)


@transaction.atomic
def check(case, *, by, today, words):
    """合法性审查 and 公开审查（条例第十七条）by one who wrote nothing of it."""
    decision = current(case)
    if case.status != Status.CHECK or not decision:
        raise InvalidMove(f"现在是“{case.get_status_display()}”，没有等待审查的答复。")
    if decision.is_written_by(by):
        raise InvalidMove("自己起草或者改过的答复，要由没有写过它的人审查。")
    if not words.strip():
        raise InvalidMove("请写明审查意见：依据是否合法，是否涉及秘密、第三方权益和个人信息。")
    Decision.objects.filter(pk=decision.pk).update(
        checked_by=by, checked_at=timezone.now(), check_words=words
    )
    note_down(case, "合法性和保密审查", by=by, today=today, note=words)
    tell_heads(case, f"申请 {case.number} 的答复等您签发", but=by)


@transaction.atomic
def send_back(case, *, by, today, reason):
    if not reason.strip():
        raise InvalidMove("退回要写明理由，起草人才知道改什么。")
    move(case, "T20-2", by=by, today=today, note=reason)
    decision = current(case)
    Decision.objects.filter(pk=decision.pk).update(checked_by=None, checked_at=None, check_words="")
    tell_person(decision.drafted_by, case, f"申请 {case.number} 的答复已退回，请修改", text=reason)


@transaction.atomic
def sign(case, *, by, today):
    """The letter is numbered, dated and stored now; what goes out later is this file."""
    decision = current(case)
    if decision and decision.is_written_by(by):
        raise InvalidMove("自己起草或者改过的答复，不能自己签发。")
    move(case, "T20-3", by=by, today=today)
    letter = issue(case, reply_code(decision), reply_facts(case, decision, today=today), by=by)
    Decision.objects.filter(pk=decision.pk).update(signed_by=by, signed_at=timezone.now(), letter=letter)
    if overrules_third_party(case, decision):
        _tell_third_parties(case, decision, by=by, today=today)
    if decision.outcome == "C3":
        _pass_on(case, decision, by=by, today=today)
    tell_office(case, f"申请 {case.number} 的答复已签发，请发出")


def _tell_third_parties(case, decision, *, by, today):
    """D06N to each that objects: what will be disclosed, why, and when; so that it can still be stopped（条例第三十二条）."""
    opens_on = work_calendar().nth_workday_after(today, settings.OBJECTION_WORKDAYS + 1)
    facts = replace(reply_facts(case, decision, today=today), disclosure_after=opens_on)
    for each in objections(case):
        issue(case, "D06N", replace(facts, **about_third_party(each)), by=by)


@transaction.atomic
def third_party_served(case, *, by, today, letter, on, way):
    """送达 of D06N: from this day on the third party may have the disclosure stopped."""
    check_day(case, on, today=today, since=letter.dated, what="送达日期")
    if not disclosure_notices(case).filter(pk=letter.pk, served_on=None).update(served_on=on, served_way=way):
        raise InvalidMove("这份公开决定告知书的送达已经登记，或者不是这次答复的。请刷新页面查看最新情况。")
    note = f"{letter.number}，{Letter.Way(way).label}"
    note_down(case, "公开决定告知书送达第三方", by=by, today=today, on=on, note=note)


def _pass_on(case, decision, *, by, today):
    """D28T goes with the evidence to the agency that can correct the record（条例第四十一条）."""
    facts = reply_facts(case, decision, today=today)
    issue(case, "D28T", replace(facts, consulted_agency=facts.responsible_agency), by=by)


@transaction.atomic
def send(case, *, by, today):
    """The day it is handed in, posted or sent electronically is the day of the reply; the clock ends with it."""
    decision = current(case)
    again = {} if case.closed_on else {"closed_on": today, "outcome": decision.outcome if decision else ""}
    move(case, "T21", by=by, today=today, replied_on=case.replied_on or today, **again)
    if decision and decision.suggest_proactive and decision.outcome in GIVING:
        propose(case, today=today)


@transaction.atomic
def delivered(case, *, by, today, on):
    check_day(case, on, today=today, since=case.last_replied_on, what="送达日期")
    move(case, "T22", by=by, today=today, on=on, delivered_on=on)
