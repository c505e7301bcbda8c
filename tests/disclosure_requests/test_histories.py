"""Random histories: whatever is tried in whatever order, what is refused changes nothing and what is done keeps every law."""

import datetime as dt
import itertools

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from disclosure_requests import (
    approving,
    asking_reasons,
    charging,
    consulting,
    correcting,
    deciding,
    ending,
    extending,
    registering,
)
from disclosure_requests.clock import deadline_of
from disclosure_requests.kept_dates import KEPT, dates_of
from disclosure_requests.models import DisclosureRequest
from disclosure_requests.outcomes import OUTCOMES
from disclosure_requests.workflow import MOVES, MOVES_BY_KEY, OPEN, Status
from linhai_portal.calendar import work_calendar
from linhai_portal.workflow import InvalidMove
from tests.make import make_organization, make_user
from tests.make_requests import MONDAY, make_case, official_calendar, write_decision

pytestmark = pytest.mark.django_db


class Office:
    """The people of an office, who may try anything on any day."""

    def __init__(self):
        self.clerk, self.head, self.handler = make_user("officer"), make_user("head"), make_user("handler")
        self.reviewer, self.unit = make_user("reviewer"), make_organization()

    def approved(self, draft, day):
        approving.approve(draft, by=self.head, today=day)
        return draft


def last(rows):
    row = rows.last()
    if row is None:
        raise InvalidMove("没有")
    return row


TRIES = {
    "register": lambda o, c, d: registering.register(c, by=o.clerk, today=d, applicant_class="natural"),
    "assign": lambda o, c, d: registering.assign(c, by=o.clerk, today=d, units=[o.unit]),
    "correct": lambda o, c, d: correcting.send_correction(
        o.approved(correcting.propose_correction(c, by=o.clerk, today=d, reason="示例", guidance="示例"), d),
        by=o.clerk,
        today=d,
    ),
    "corrected": lambda o, c, d: correcting.correction_received(last(c.corrections), by=None, today=d, on=d),
    "extend": lambda o, c, d: extending.send_extension(
        o.approved(extending.propose_extension(c, by=o.clerk, today=d, workdays=10, reason="示例"), d),
        by=o.clerk,
        today=d,
    ),
    "consult": lambda o, c, d: consulting.send_consultation(
        o.approved(
            consulting.propose_consultation(
                c, by=o.clerk, today=d, party="third_party", name="示例公司", reason="示例", question="示例"
            ),
            d,
        ),
        by=o.clerk,
        today=d,
    ),
    "opinion": lambda o, c, d: consulting.opinion_received(
        last(c.consultations), by=o.clerk, today=d, on=d, opinion="agrees"
    ),
    "charge": lambda o, c, d: charging.send_fee(
        o.approved(
            charging.propose_fee(
                c, by=o.clerk, today=d, basis="pages", pages=40, reason="示例", payment_way="示例"
            ),
            d,
        ),
        by=o.clerk,
        today=d,
    ),
    "paid": lambda o, c, d: charging.fee_paid(
        last(c.fee_notices), by=o.clerk, today=d, on=d, receipt_number="示例"
    ),
    "reasons": lambda o, c, d: asking_reasons.send_reasons(
        o.approved(
            asking_reasons.propose_reasons(
                c, by=o.clerk, today=d, reason="示例", request_count=60, counted_since=MONDAY
            ),
            d,
        ),
        by=o.clerk,
        today=d,
    ),
    "judge": lambda o, c, d: asking_reasons.judge(
        last(c.reasons_requests), "reasonable", by=o.head, today=d, note="示例"
    ),
    "write": lambda o, c, d: write_decision(c, by=o.handler, on=d),
    "hand in": lambda o, c, d: deciding.hand_in(c, by=o.handler, today=d),
    "check": lambda o, c, d: deciding.check(c, by=o.reviewer, today=d, words="示例"),
    "return": lambda o, c, d: deciding.send_back(c, by=o.reviewer, today=d, reason="示例"),
    "sign": lambda o, c, d: deciding.sign(c, by=o.head, today=d),
    "send": lambda o, c, d: deciding.send(c, by=o.clerk, today=d),
    "delivered": lambda o, c, d: deciding.delivered(c, by=o.clerk, today=d, on=d),
    "withdraw": lambda o, c, d: ending.withdraw(c, by=None, today=d),
    "abandon": lambda o, c, d: correcting.abandon_uncorrected(c, by=o.clerk, today=d),
}


def state(case):
    case = DisclosureRequest.objects.get(pk=case.pk)
    return case.status, case.events.count(), case.letters.count(), [getattr(case, name) for name in KEPT]


def check_laws(case, today):
    case = DisclosureRequest.objects.get(pk=case.pk)
    events = list(case.events.order_by("pk"))
    for one, following in itertools.pairwise(events):
        assert one.to_status == following.from_status
        is_move = following.from_status != following.to_status
        assert not is_move or Status(following.to_status) in MOVES[Status(following.from_status)]
        assert not following.move or Status(following.from_status) in MOVES_BY_KEY[following.move].sources
    assert events[-1].to_status == case.status
    computed = deadline_of(case.received_on, case.facts(), work_calendar())
    assert case.reply_due_on == computed.reply_due
    kept = {name: getattr(case, name) for name in KEPT}
    assert kept == dates_of(case, work_calendar(), today=today)
    assert (case.limit_on is None) or case.status in OPEN
    assert bool(case.closed_on) == bool(case.outcome)
    assert not case.outcome or case.outcome in OUTCOMES
    assert not case.outcome or case.status not in OPEN
    numbers = [each.number for each in case.letters.all() if each.number]
    assert len(set(numbers)) == len(numbers)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(sorted(TRIES)), st.integers(0, 9)), min_size=4, max_size=24))
def test_whatever_is_tried_keeps_every_law(history):
    with transaction.atomic():
        official_calendar()
        office, case, day = Office(), make_case(on=MONDAY), MONDAY
        begun = [("register", 0), ("assign", 0)] if len(history) % 2 else []
        for name, wait in [*begun, *history]:
            day += dt.timedelta(days=wait)
            before = state(case)
            try:
                with transaction.atomic():
                    TRIES[name](office, DisclosureRequest.objects.get(pk=case.pk), day)
            except InvalidMove as refusal:
                assert str(refusal)
                assert state(case) == before
            else:
                check_laws(case, day)
        transaction.set_rollback(True)
