"""Advice from earlier applications: what is alike, who asked, how many; never more than advice."""

import datetime as dt

import pytest
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st

from disclosure_requests import deciding
from disclosure_requests.models import DisclosureRequest
from disclosure_requests.similar_cases import advice_on, likeness
from linhai_portal.accounts.models import Notice
from tests.make import make_organization, make_user
from tests.make_requests import MONDAY, in_handling, make_case, official_calendar, write_decision


@given(st.text(), st.text())
def test_likeness_is_a_share_the_same_both_ways(one, other):
    assert 0 <= likeness(one, other) == likeness(other, one) <= 1


@pytest.mark.parametrize(
    ("one", "other", "is_alike"),
    [
        ("2025 年老旧小区加装电梯补助资金拨付明细", "2025年老旧小区加装电梯补助资金拨付明细表", True),
        ("灵江堤防加固工程监理合同", "灵江堤防加固工程施工合同", True),
        ("灵江堤防加固工程监理合同", "义务教育学区划分方案", False),
        ("", "义务教育学区划分方案", False),
    ],
)
def test_what_is_alike(one, other, is_alike):
    assert (likeness(one, other) >= 0.6) is is_alike


@pytest.fixture
def unit(db):
    official_calendar()
    return make_organization()


def ask(unit, number="甲", title="灵江堤防加固工程监理合同", on=MONDAY):
    return make_case(unit, on=on, title=title, applicant_document_number=number)


def test_the_third_applicant_raises_the_hint_of_article_44(unit):
    ask(unit, "甲")
    assert not advice_on(ask(unit, "乙")).is_asked_by_many
    advice = advice_on(ask(unit, "丙"))
    assert advice.is_asked_by_many and len(advice.others) == 2 and not advice.own


def test_an_earlier_application_of_the_same_person_is_told_apart(unit):
    first = ask(unit, "甲")
    ask(unit, "甲", title="别的事情完全不同")
    advice = advice_on(ask(unit, "甲"))
    assert [each.case for each in advice.own] == [first] and advice.own[0].likeness == 100
    assert advice.applicants == 1


def test_other_units_and_old_times_are_left_out(unit):
    ask(make_organization(), "乙")
    ask(unit, "丙", on=MONDAY - dt.timedelta(days=800))
    assert not advice_on(ask(unit, "甲")).similar


def test_more_than_ten_in_a_month_are_many(unit):
    cases = [ask(unit, title=f"第 {n} 件") for n in range(11)]
    assert not advice_on(cases[9]).are_many and advice_on(cases[10]).are_many


def test_the_case_page_shows_the_advice(client, unit):
    for number in ("甲", "乙"):
        ask(unit, number, on=localdate())
    client.force_login(make_user("officer"))
    page = client.get(ask(unit, "丙", on=localdate()).get_office_url()).content.decode()
    assert "条例第四十四条" in page and "仍要单独答复" in page


def test_a_unit_that_was_given_one_case_reads_nothing_of_the_others(client, unit):
    others = [ask(unit, number, on=localdate(), title="王五家的宅基地审批表") for number in ("甲", "乙")]
    case = ask(unit, "丙", on=localdate(), title="宅基地审批表王五家的")
    helper = make_organization()
    in_handling(case, on=localdate(), unit=helper)
    client.force_login(make_user("handler", helper))
    page = client.get(case.get_office_url()).content.decode()
    assert "已有 3 个申请人" in page
    assert not any(other.number in page or other.title in page for other in others)


def test_corrections_of_own_records_are_no_applications_for_the_same_thing(unit):
    for number in ("甲", "乙"):
        correction = ask(unit, number, title="婚姻登记")
        DisclosureRequest.objects.filter(pk=correction.pk).update(kind="own_records")
    advice = advice_on(ask(unit, "丙", title="婚姻登记"))
    assert not advice.similar and not advice.is_asked_by_many


def test_a_reply_that_suggests_it_asks_the_editors_of_the_unit_to_publish(unit):
    editor, other = make_user("editor", unit), make_user("editor")
    case, handler = in_handling(make_case(unit)), make_user("handler")
    write_decision(case, by=handler, suggest_proactive=True)
    deciding.hand_in(case, by=handler, today=MONDAY)
    deciding.check(case, by=make_user("reviewer"), today=MONDAY, words="合法")
    deciding.sign(case, by=make_user("head"), today=MONDAY)
    deciding.send(case, by=case.officer, today=MONDAY)
    told = Notice.objects.filter(subject__contains="建议主动公开")
    assert editor in {each.recipient for each in told} and other not in {each.recipient for each in told}
