"""The day of receipt by the way an application came; rules/requests §2."""

import datetime as dt

import pytest

from disclosure_requests.receipt import Channel, NotConfirmed, is_confirmed_late, received_on
from linhai_portal.workdays import WorkCalendar
from tests.make import official_special_days

day = dt.date.fromisoformat
CALENDAR = WorkCalendar(official_special_days())
FRIDAY, SATURDAY, SUNDAY_OF_WORK, MONDAY = (day(f"2026-09-{n}") for n in (18, 19, 20, 21))


@pytest.mark.parametrize("channel", ["in_person", "ems", "registered_mail", "internet", "email"])
def test_without_a_confirmation_it_is_the_day_of_arrival(channel):
    assert received_on(Channel(channel), SATURDAY) == SATURDAY


@pytest.mark.parametrize("channel", ["ordinary_mail", "fax", "oral"])
def test_where_both_must_confirm_it_is_the_day_they_did(channel):
    assert received_on(Channel(channel), FRIDAY, MONDAY) == MONDAY
    with pytest.raises(NotConfirmed, match="请填确认的日期"):
        received_on(Channel(channel), FRIDAY)


@pytest.mark.parametrize("channel", ["internet", "email"])
def test_a_confirmation_told_for_an_online_application_holds(channel):
    assert received_on(Channel(channel), FRIDAY, SUNDAY_OF_WORK) == SUNDAY_OF_WORK


@pytest.mark.parametrize("channel", ["in_person", "ems", "registered_mail"])
def test_what_was_handed_in_or_signed_for_has_no_confirmation(channel):
    assert received_on(Channel(channel), FRIDAY, FRIDAY) == FRIDAY
    with pytest.raises(NotConfirmed, match="不需要确认"):
        received_on(Channel(channel), FRIDAY, MONDAY)


def test_nothing_is_confirmed_before_it_came():
    with pytest.raises(NotConfirmed, match="早于"):
        received_on(Channel.FAX, MONDAY, FRIDAY)


def test_online_a_confirmation_after_the_next_workday_is_late():
    assert not is_confirmed_late(Channel.EMAIL, FRIDAY, SUNDAY_OF_WORK, CALENDAR)
    assert is_confirmed_late(Channel.EMAIL, FRIDAY, MONDAY, CALENDAR)
    assert not is_confirmed_late(Channel.EMAIL, FRIDAY, None, CALENDAR)
    assert not is_confirmed_late(Channel.ORDINARY_MAIL, FRIDAY, MONDAY, CALENDAR)


@pytest.mark.parametrize("channel", Channel)
def test_every_channel_says_its_rule(channel):
    assert channel.label and "那天是收到申请之日" in channel.rule
