"""How a case ends without a decision: abandoned, withdrawn."""

from dataclasses import replace

from django.db import transaction

from disclosure_requests.issuing import issue
from disclosure_requests.letter_facts import facts_of
from disclosure_requests.moving import move
from disclosure_requests.telling import tell_office
from disclosure_requests.workflow import Status
from linhai_portal.workflow import InvalidMove

_LETTERS = {"T7": "D23", "T12": "D24", "T23": "D25"}


@transaction.atomic
def close(case, key, *, by, today, outcome, note="", on=None):
    """The year of `closed_on` is that of the result in the annual report; the end of a redo is not counted again."""
    result = {} if case.closed_on else {"closed_on": on or today, "outcome": outcome}
    move(case, key, by=by, today=today, on=on, note=note, **result)
    issue(case, _LETTERS[key], replace(facts_of(case, today=today), decision=outcome), by=by)


@transaction.atomic
def withdraw(case, *, by, today, note=""):
    """By the applicant, who is known by number and code (`by` is None), or by the clerk on a signed paper."""
    if case.status == Status.DRAFT:
        raise InvalidMove("还没有提交，不需要撤回。")
    if by is not None and not note.strip():
        raise InvalidMove("请写明申请人撤回的凭据，例如签名的撤回书。")
    was_received = case.received_on is not None
    if was_received:
        close(case, "T23", by=by, today=today, outcome="O3", note=note)
    else:
        move(case, "T23", by=by, today=today, note=note)
    tell_office(case, f"申请 {case.number or ''} 已由申请人撤回")
