import datetime as dt

import pytest
from django.utils.timezone import localdate

from linhai_portal.accounts.models import Notice
from linhai_portal.catching_up import catch_up
from participation import hearing_list, holding, registering
from participation.hearing_reminders import due
from tests.make import make_user
from tests.make_hearings import (
    drawn,
    held,
    kept_too_long,
    later,
    listed,
    make_hearing,
    make_registering,
    materials,
    register,
    reported,
)

pytestmark = pytest.mark.django_db


def keys(hearing, *, on=None):
    hearing.refresh_from_db()
    return [key for key, _ in due(hearing, on=on or localdate())]


def test_nothing_is_due_while_people_register():
    assert keys(make_registering()) == []


def test_a_draw_that_was_not_made_is_due_on_its_day():
    hearing = make_registering()
    assert keys(later(hearing, days=21)) == []
    assert keys(later(hearing, days=1)) == ["draw"]


def test_then_the_list_then_its_correction():
    hearing = drawn()
    assert keys(hearing) == ["list"]
    by_order = make_registering(method="order")
    assert keys(later(by_order, days=21)) == ["list"]
    hearing = listed()
    assert keys(hearing) == []
    registering.withdraw(hearing.registrations.seated().first())
    assert keys(hearing) == ["changed0"]
    hearing_list.draft_list(hearing, by=make_user("editor", hearing.organization))
    assert keys(hearing) == ["changed1"]


@pytest.mark.parametrize(("days_before", "expected"), [(11, []), (10, ["materials"]), (7, ["materials"])])
def test_materials_are_due_from_three_days_before_their_last_day(days_before, expected):
    hearing = listed()
    on = hearing.held_on - dt.timedelta(days=days_before)
    assert keys(hearing, on=on) == expected
    materials(hearing)
    assert keys(hearing, on=on) == []


def test_late_materials_and_a_hearing_nobody_marked_are_said_once_more():
    hearing = listed()
    assert keys(hearing, on=hearing.held_on - dt.timedelta(days=6)) == ["materials late"]
    assert keys(hearing, on=hearing.held_on + dt.timedelta(days=1)) == ["materials late", "held"]


def test_a_week_after_the_hearing_minutes_confirmations_and_report_are_due():
    hearing = held(minutes="")
    week = hearing.held_on + dt.timedelta(days=7)
    assert keys(hearing, on=week - dt.timedelta(days=1)) == []
    assert keys(hearing, on=week) == ["minutes"]
    holding.keep_minutes(hearing, text="笔录", by=make_user("editor"))
    assert keys(hearing, on=week) == ["confirming"]
    for each in hearing.registrations.parties():
        holding.confirm(each, way="signed")
    assert keys(hearing, on=week) == ["report"]


def test_every_morning_the_unit_is_told_once_and_nobody_else():
    make_hearing()
    hearing = make_registering()
    register(hearing, person_name="示例欧阳")
    later(hearing, days=22)
    clerk, stranger = make_user("editor", hearing.organization), make_user("editor")
    for _ in range(2):
        catch_up(today=localdate())
    notice = Notice.objects.get(recipient=clerk, kind="听证会")
    assert "还没有抽" in notice.subject and notice.place == hearing.get_office_url()
    assert "示例欧阳" not in notice.subject + notice.text
    assert not Notice.objects.filter(recipient=stranger, kind="听证会").exists()


def test_who_may_destroy_is_told_when_the_time_is_over():
    hearing = kept_too_long(reported())
    reviewer, clerk = make_user("reviewer", hearing.organization), make_user("editor", hearing.organization)
    catch_up(today=localdate())
    assert "请销毁" in Notice.objects.get(recipient=reviewer, kind="听证会").subject
    assert not Notice.objects.filter(recipient=clerk, kind="听证会").exists()
