"""The queue of the office counts its tabs and lists its rows in the same few statements, however many cases there are."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from disclosure_requests import registering
from disclosure_requests.deeds import BY_SLUG
from disclosure_requests.models import DisclosureRequest
from disclosure_requests.queue_steps import STEPS
from disclosure_requests.queue_tabs import OVER, TABS
from disclosure_requests.workflow import MOVES_BY_KEY, QUEUED
from tests.make import make_organization, make_user
from tests.make_requests import in_handling, make_case, registered, with_correction

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
    left = in_handling(on=today)
    registering.give_back(
        left.assignments.get(), by=make_user("handler"), today=today, reason="不是我们制作的（示例）"
    )
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
    assert counts[""] == 5 and counts["unclaimed"] == 3 and counts["overdue"] == counts["stopped"] == 1


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
    assert {row["case"]: row["unclaimed"] for row in rows} == {waiting: "没有签收", accepted: ""}
    waiting.assignments.all().delete()
    rows = client.get("/office/requests/").context["rows"]
    assert {row["case"]: row["unclaimed"] for row in rows}[waiting] == "没有承办单位"


def test_a_date_that_rests_on_no_official_calendar_is_marked(client, officer):
    case = make_case(on=localdate())
    DisclosureRequest.objects.filter(pk=case.pk).update(is_provisional=True)
    assert "暂定" in client.get("/office/requests/").content.decode()
    DisclosureRequest.objects.filter(pk=case.pk).update(is_provisional=False)
    assert "暂定" not in client.get("/office/requests/").content.decode()


def steps(client):
    rows = client.get("/office/requests/").context["rows"]
    return {row["case"]: row["step"] for row in rows}


def test_each_status_of_the_queue_has_a_next_step_that_the_workflow_knows():
    assert set(STEPS) == set(QUEUED)
    for status, step in STEPS.items():
        assert status in MOVES_BY_KEY[step.move].sources
        assert step.page in ("", "decision") or BY_SLUG[step.page].key == step.move


def test_the_next_step_is_a_verb_for_whose_turn_it_is_and_a_look_for_the_others(client, officer):
    new, given = registered(make_case(on=localdate()), on=localdate()), in_handling(on=localdate())
    unit = given.assignments.get().organization
    handler = make_user("handler", unit)
    assert steps(client) == {new: ("分办", f"{new.pk}/assign/"), given: ("看办理", f"{given.pk}/")}
    client.force_login(handler)
    assert steps(client)[given] == ("签收", f"{given.pk}/accept/")
    registering.accept(given.assignments.get(), by=handler, today=localdate())
    assert steps(client)[given] == ("起草答复", f"{given.pk}/decision/")
    client.force_login(make_user("supervisor"))
    assert set(steps(client).values()) == {("看办理", f"{each.pk}/") for each in (new, given)}


def test_a_case_that_every_unit_gave_back_waits_for_the_office(client, officer):
    case = in_handling(on=localdate())
    registering.give_back(case.assignments.get(), by=make_user("handler"), today=localdate(), reason="示例")
    assert steps(client)[case] == ("增加单位", f"{case.pk}/add-unit/")
    assert client.get(f"/office/requests/{case.pk}/add-unit/").status_code == 200


def test_on_the_last_day_for_a_correction_notice_the_next_step_is_to_send_it(client, officer):
    case = registered(make_case(on=localdate()), on=localdate())
    DisclosureRequest.objects.filter(pk=case.pk).update(limit_on=localdate(), limit_kind="notice")
    assert steps(client)[case] == ("今天发补正", f"{case.pk}/correct/")


def test_the_address_of_a_next_step_is_a_page(client, officer):
    case = registered(make_case(on=localdate()), on=localdate())
    page = client.get("/office/requests/").content.decode()
    assert f'href="{case.pk}/assign/">分办</a>' in page
    assert client.get(f"/office/requests/{case.pk}/assign/").status_code == 200
