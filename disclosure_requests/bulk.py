"""One deed for many cases: each by the verb of the single deed and in a transaction of its own, so none is half done."""

from dataclasses import dataclass

from django.db import transaction

from disclosure_requests.deeds import BY_SLUG
from disclosure_requests.models import DisclosureRequest
from linhai_portal.workflow import InvalidMove

DEEDS = [BY_SLUG[slug] for slug in ("assign", "accept", "hand-over")]
MOST = 50  # the rows of a page


@dataclass(frozen=True, slots=True)
class Line:
    """A case of the list and why it cannot be done, or was not; empty when it can, or was. `step` says what the page showed."""

    case: DisclosureRequest
    why_not: str
    step: int


def foreseen(deed, cases, *, by, today):
    return [Line(case, deed.why_not(case, by, today), case.step()) for case in cases]


def carry_out(deed, cases, steps, *, by, today, facts):
    """What became of each; `steps` are those the confirmed page showed, by key."""
    return [
        Line(case, _refusal(deed, case, steps.get(case.pk), by, today, facts), case.step()) for case in cases
    ]


def _refusal(deed, case, step, by, today, facts):
    try:
        with transaction.atomic():
            case.lock()
            case.refresh_from_db()
            if step != str(case.step()):
                raise InvalidMove("打开确认页以后，这件申请有了变化，没有办。请看过现在的情况再办。")
            if reason := deed.why_not(case, by, today):
                raise InvalidMove(reason)
            deed.verb(case, by=by, today=today, **facts)
    except InvalidMove as refusal:
        return str(refusal)
    return ""
