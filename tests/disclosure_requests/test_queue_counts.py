"""The queue of the office counts its tabs and lists its rows in the same few statements, however many cases there are."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from disclosure_requests import registering
from disclosure_requests.models import DisclosureRequest
from disclosure_requests.queue_tabs import OVER, TABS
from tests.make import make_organization, make_user
from tests.make_requests import in_handling, make_case, with_correction

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("official_days")]


@pytest.fixture
def officer(client):
    user = make_user("officer")
    client.force_login(user)
    return user


def a_few_cases():
    today = localdate()
    in_handling(on=today)
    case = in_handling(on=today)
    case.assignments.create(organization=make_organization(), is_lead=False, given_by=case.officer)
    with_correction(make_case(on=today), on=today)
    late = make_case(on=today)
    DisclosureRequest.objects.filter(pk=late.pk).update(reply_due_on="2026-01-05", limit_on="2026-01-05")
    return late


@pytest.mark.parametrize("tab", TABS)
def test_each_tab_says_how_many_rows_it_opens_to(client, officer, tab):
    a_few_cases()
    page = client.get("/office/requests/", {"tab": tab})
    counts = {key: count for key, _, count in page.context["tabs"]}
    assert page.context["total"] == len(page.context["rows"])
    assert tab in OVER or counts[tab] == page.context["total"]
    assert counts[""] == 4 and counts["unclaimed"] == 2 and counts["overdue"] == counts["stopped"] == 1


def test_the_statements_do_not_grow_with_the_cases(client, officer):
    def statements():
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/office/requests/").status_code == 200
        return len(asked)

    a_few_cases()
    few = statements()
    a_few_cases()
    assert statements() == few <= 15


def test_the_bars_show_what_is_used_and_what_is_over(client, officer):
    make_case(on=localdate())
    late = make_case(on=localdate() - dt.timedelta(days=60))
    page = client.get("/office/requests/").content.decode()
    rows = {row["case"]: row for row in client.get("/office/requests/").context["rows"]}
    assert 'class="late"' in page and "已用 20 个工作日，共 20 个" in rows[late]["used_words"]
    assert [look for look, _ in rows[late]["bars"]] == ["past", "late"]


def test_what_nobody_has_accepted_is_flagged(client, officer):
    waiting, accepted = in_handling(on=localdate()), in_handling(on=localdate())
    registering.accept(accepted.assignments.get(), by=make_user("handler"), today=localdate())
    rows = client.get("/office/requests/").context["rows"]
    assert {row["case"]: row["is_unclaimed"] for row in rows} == {waiting: True, accepted: False}


def test_a_date_that_rests_on_no_official_calendar_is_marked(client, officer):
    case = make_case(on=localdate())
    DisclosureRequest.objects.filter(pk=case.pk).update(is_provisional=True)
    assert "暂定" in client.get("/office/requests/").content.decode()
    DisclosureRequest.objects.filter(pk=case.pk).update(is_provisional=False)
    assert "暂定" not in client.get("/office/requests/").content.decode()
