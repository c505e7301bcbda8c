"""Two officers on one case, many letters at once: one wins and the other is told; numbers without gap or double."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connection, transaction
from django.test import Client

from disclosure_requests import approving, correcting, deciding, filing, registering
from disclosure_requests.issuing import number_of
from disclosure_requests.letters.compose import LETTERS
from disclosure_requests.models import DisclosureRequest, Letter
from linhai_portal.models import Counter
from linhai_portal.workflow import InvalidMove
from tests.at_once import at_once
from tests.make import make_organization, make_user
from tests.make_requests import (
    MONDAY,
    in_handling,
    make_case,
    make_draft,
    official_calendar,
    registered,
    replied,
    write_decision,
)

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS, LETTERS_IN_ALL = 8, 500


@pytest.fixture(autouse=True)
def calendar(transactional_db):
    official_calendar()


def copies(case, count=2):
    return [DisclosureRequest.objects.get(pk=case.pk) for _ in range(count)]


def row(case):
    return DisclosureRequest.objects.filter(pk=case.pk)


def refused(answers):
    return [each for each in answers if isinstance(each, Exception)]


def test_of_two_who_assign_a_case_one_wins_and_the_other_is_told():
    case = registered(make_case())
    units = [make_organization(), make_organization()]
    deeds = [
        partial(registering.assign, mine, by=case.officer, today=MONDAY, units=[unit])
        for mine, unit in zip(copies(case), units, strict=True)
    ]
    answers = at_once(*deeds, held=[row(case)])
    assert [type(each) for each in refused(answers)] == [InvalidMove]
    assert case.assignments.count() == 1 and case.events.filter(move="T13").count() == 1


def test_of_two_heads_who_sign_one_wins_and_there_is_one_letter():
    case, handler = in_handling(), make_user("handler")
    write_decision(case, by=handler)
    deciding.hand_in(case, by=handler, today=MONDAY)
    deciding.check(case, by=make_user("reviewer"), today=MONDAY, words="合法")
    deeds = [partial(deciding.sign, mine, by=make_user("head"), today=MONDAY) for mine in copies(case)]
    answers = at_once(*deeds, held=[row(case)])
    assert [type(each) for each in refused(answers)] == [InvalidMove]
    assert Letter.objects.filter(code="D10").count() == 1
    assert Counter.objects.get(series__startswith="letter/").last == 1


def test_two_who_send_one_notice_send_it_once():
    case = registered(make_case())
    draft = correcting.propose_correction(case, by=case.officer, today=MONDAY, reason="示例", guidance="示例")
    approving.approve(draft, by=make_user("head"), today=MONDAY)
    rows = [type(draft).objects.get(pk=draft.pk) for _ in range(2)]
    deeds = [partial(correcting.send_correction, mine, by=case.officer, today=MONDAY) for mine in rows]
    answers = at_once(*deeds, held=[row(case)])
    assert [type(each) for each in refused(answers)] == [InvalidMove]
    assert case.letters.count() == 1


def test_a_draft_handed_in_twice_at_once_is_one_case():
    draft = make_draft()
    deeds = [partial(filing.submit, mine, today=MONDAY) for mine in copies(draft)]
    answers = at_once(*deeds, held=[row(draft)])
    assert not refused(answers)
    assert {each.number for each in answers} == {"2026-0001"} and draft.events.count() == 2


def test_a_reply_opened_by_two_taps_is_served_once_and_both_see_it():
    case = replied()
    client = Client()
    client.post("/requests/status/", {"number": case.number, "code": case.code})
    browsers = [Client() for _ in range(2)]
    for each in browsers:
        each.cookies = client.cookies
    answers = at_once(*[partial(each.post, "/requests/status/open/") for each in browsers], held=[row(case)])
    assert [each.status_code for each in answers] == [302, 302]
    assert case.events.filter(move="T22").count() == 1


def test_five_hundred_letters_by_eight_workers_have_numbers_without_a_gap_or_a_double():
    case, letter = make_case(), LETTERS["D10"]

    def number_one(_):
        try:
            with transaction.atomic():
                number = number_of(case.organization, letter, 2026)
                Letter.objects.create(case=case, code="D10", number=number, dated=MONDAY)
            return number
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as workers:
        numbers = list(workers.map(number_one, range(LETTERS_IN_ALL)))
    wanted = {letter.series.number(case.organization.name, 2026, n) for n in range(1, LETTERS_IN_ALL + 1)}
    assert set(numbers) == wanted and len(numbers) == LETTERS_IN_ALL
