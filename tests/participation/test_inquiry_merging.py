import datetime as dt

import pytest
from django.utils.timezone import localdate

from linhai_portal.workflow import InvalidMove
from participation import answering, merging
from participation.inquiry_figures import narrowed, of_units
from participation.models import Inquiry
from tests.make import make_organization, make_user
from tests.make_participation import make_answered, make_handled, make_inquiry, make_submitted

pytestmark = pytest.mark.django_db
Status = Inquiry.Status


@pytest.fixture
def officer():
    return make_user("officer")


def test_duplicates_of_duplicates_never_make_a_circle(officer):
    first, second, third = (make_inquiry() for _ in range(3))
    merging.merge(third, by=officer, into=second)
    merging.merge(second, by=officer, into=first)
    for duplicate in (second, third):
        with pytest.raises(InvalidMove, match="不能并到"):
            merging.merge(first, by=officer, into=duplicate)
    assert {each.merged_into for each in Inquiry.objects.filter(status="merged")} == {first}


def test_nobody_waits_longer_by_being_merged(officer):
    early, late = make_inquiry(on=dt.date(2026, 11, 2)), make_inquiry(on=dt.date(2026, 11, 20))
    with pytest.raises(InvalidMove, match="反过来"):
        merging.merge(early, by=officer, into=late)
    merging.merge(late, by=officer, into=early)
    assert late.merged_into == early


def test_a_private_answer_is_for_the_one_who_asked(officer):
    private, kept = make_inquiry(keep_private=True), make_answered(is_published=False)
    for into in (private, kept):
        with pytest.raises(InvalidMove, match="只给本人"):
            merging.merge(make_inquiry(), by=officer, into=into)


def test_an_answer_that_others_read_too_holds_nobody_s_number(officer):
    inquiry = make_submitted(answer="您的手机 13800001234 登记过了。")
    merging.merge(make_inquiry(), by=officer, into=inquiry)
    with pytest.raises(InvalidMove, match="并进来的提问人也会看到"):
        answering.approve(inquiry, by=make_user("reviewer"), is_published=False)
    assert inquiry.status == Status.REVIEW


def test_what_is_merged_late_is_answered_that_day(officer):
    answered, late = make_answered(), make_inquiry()
    Inquiry.objects.filter(pk=answered.pk).update(answered_on=localdate() - dt.timedelta(days=9))
    merging.merge(late, by=officer, into=answered)
    assert late.answered_on == localdate()


def test_a_refusal_holds_for_what_was_merged_into_it(officer):
    first, again = make_inquiry(on=dt.date(2026, 6, 1)), make_inquiry(on=dt.date(2026, 6, 2))
    merging.merge(again, by=officer, into=first)
    answering.refuse(first, by=officer, reason="广告")
    again.refresh_from_db()
    rows, day = Inquiry.objects.all(), dt.date(2026, 11, 26)
    assert not narrowed(rows, "veto", today=day) and not again.is_waiting
    _, total = of_units(rows, year=2026)
    assert {key: number for key, _, number in total}["effective"] == 0
    assert narrowed(rows, "effective", today=day, year=2026).count() == 0
    answering.accept(first, by=officer)
    assert narrowed(rows, "veto", today=day).count() == 2


def test_the_unit_sees_what_was_merged_as_long_as_it_has_the_one(officer):
    first, again, unit = make_inquiry(), make_inquiry(), make_organization()
    merging.merge(again, by=officer, into=first)
    answering.accept(first, by=officer, organization=unit)
    editor = make_user("editor", unit)
    assert Inquiry.objects.visible_to(editor).count() == 2
    answering.hand_back(first, by=editor, reason="不归我们")
    assert not Inquiry.objects.visible_to(editor).exists()


def test_what_is_merged_into_a_handled_one_is_of_its_unit(officer):
    handled, again = make_handled(), make_inquiry()
    merging.merge(again, by=officer, into=handled)
    assert again.organization == handled.organization
