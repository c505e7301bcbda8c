import datetime as dt

import pytest

from linhai_portal.accounts.models import Notice
from linhai_portal.calendar import work_calendar
from linhai_portal.workflow import InvalidMove
from participation import answering, extending, merging
from participation.inquiry_dates import explained
from participation.inquiry_figures import narrowed
from participation.models import Inquiry
from tests.make import make_organization, make_user
from tests.make_participation import make_handled, make_inquiry
from tests.make_requests import official_calendar

pytestmark = pytest.mark.django_db


def asked(**facts):
    inquiry = make_handled(**facts)
    extending.ask_extension(inquiry, by=make_user("editor", inquiry.organization), reason="要会同两个部门")
    return inquiry


def test_one_asks_and_another_grants_it_once():
    inquiry = asked()
    before = inquiry.answer_due_on
    assert [*narrowed(Inquiry.objects.all(), "extension", today=before)] == [inquiry]
    extending.extend(inquiry, by=make_user("reviewer", inquiry.organization))
    assert inquiry.answer_due_on == work_calendar().nth_workday_after(inquiry.received_on, 15) > before
    assert "延长" in explained(inquiry, work_calendar()).rule
    assert Notice.objects.filter(recipient=inquiry.extension_asked_by, subject__contains="批准延期").exists()
    with pytest.raises(InvalidMove, match="一次"):
        extending.ask_extension(inquiry, by=make_user("editor"), reason="再延")


def test_nobodys_number_gets_into_words_that_others_read():
    inquiry = make_handled()
    words = "请打王某 13800138000（示例）"
    with pytest.raises(InvalidMove, match="个人信息"):
        extending.ask_extension(inquiry, by=make_user("editor", inquiry.organization), reason=words)
    with pytest.raises(InvalidMove, match="个人信息"):
        answering.refuse(make_inquiry(), by=make_user("officer"), reason=words)


def test_nobody_grants_the_own_extension():
    inquiry, officer = make_handled(), make_user("officer")
    extending.ask_extension(inquiry, by=officer, reason="要会同")
    with pytest.raises(InvalidMove, match="另一个人"):
        extending.extend(inquiry, by=officer)
    assert Inquiry.objects.get().extended_on is None


def test_nothing_is_granted_that_nobody_asked_for_and_it_is_asked_once():
    with pytest.raises(InvalidMove, match="没有人申请"):
        extending.extend(make_handled(), by=make_user("head"))
    inquiry = asked()
    with pytest.raises(InvalidMove, match="已经申请"):
        extending.ask_extension(inquiry, by=make_user("editor"), reason="再说一遍")


def test_it_is_declined_with_a_reason_and_may_be_asked_for_again():
    inquiry = asked()
    with pytest.raises(InvalidMove, match="请写明"):
        extending.decline_extension(inquiry, by=make_user("head"), reason=" ")
    extending.decline_extension(inquiry, by=make_user("head"), reason="不复杂")
    assert not inquiry.extension_is_asked and inquiry.extended_on is None
    extending.ask_extension(inquiry, by=make_user("editor"), reason="还要现场看")
    assert inquiry.extension_is_asked


def test_it_goes_with_the_unit_that_asked():
    inquiry = asked()
    answering.hand_on(inquiry, by=make_user("officer"), organization=make_organization())
    assert not inquiry.extension_is_asked


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"kind": "error", "page_address": "/help/"}, "不能延期"),
        ({"on": dt.date(2026, 1, 5)}, "过了答复期限"),
    ],
)
def test_what_may_not_be_extended_says_why(facts, words):
    with pytest.raises(InvalidMove, match=words):
        extending.ask_extension(make_handled(**facts), by=make_user("editor"), reason="要会同")


def test_a_reason_is_asked_for():
    with pytest.raises(InvalidMove, match="请写明"):
        extending.ask_extension(make_handled(), by=make_user("editor"), reason=" ")


def test_what_was_merged_into_it_waits_as_long():
    inquiry, again = make_handled(), make_inquiry()
    merging.merge(again, by=make_user("officer"), into=inquiry)
    extending.ask_extension(inquiry, by=make_user("editor"), reason="要会同")
    extending.extend(inquiry, by=make_user("reviewer"))
    again.refresh_from_db()
    assert again.answer_due_on == inquiry.answer_due_on


def test_the_limits_pass_over_holidays_and_into_a_year_without_a_calendar():
    official_calendar()
    before_the_holiday = make_inquiry(on=dt.date(2026, 9, 29))
    assert before_the_holiday.accept_due_on == dt.date(2026, 9, 30)
    assert before_the_holiday.answer_due_on == work_calendar().nth_workday_after(dt.date(2026, 9, 29), 7)
    assert before_the_holiday.answer_due_on > dt.date(2026, 10, 8)
    at_new_year = make_inquiry(on=dt.date(2026, 12, 30))
    due = explained(at_new_year, work_calendar())
    assert due.due_on.year == 2027 and due.years_unknown == (2027,)
