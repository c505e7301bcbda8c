import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation import response_clock as clock
from participation.response_clock import after, in_words, nearest, timers

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)


def at(text, zone=SHANGHAI):
    return dt.datetime.fromisoformat(text).replace(tzinfo=zone)


def due(text, *, is_emergency, **facts):
    return [
        f"{each.due_at:%Y-%m-%d %H:%M}"
        for each in timers(is_emergency=is_emergency, detected_at=at(text), **facts)
    ]


@pytest.mark.parametrize(
    ("begun", "authoritative", "conference", "response"),
    [
        ("2026-03-02 09:00", "2026-03-02 14:00", "2026-03-03 09:00", "2026-03-04 09:00"),
        ("2026-03-02 22:40", "2026-03-03 03:40", "2026-03-03 22:40", "2026-03-04 22:40"),  # through a night
        ("2026-02-16 20:00", "2026-02-17 01:00", "2026-02-17 20:00", "2026-02-18 20:00"),  # 除夕 to 初二
        ("2026-09-30 23:59", "2026-10-01 04:59", "2026-10-01 23:59", "2026-10-02 23:59"),  # 国庆节
        ("2026-01-31 20:00", "2026-02-01 01:00", "2026-02-01 20:00", "2026-02-02 20:00"),  # end of a month
        ("2028-02-28 12:00", "2028-02-28 17:00", "2028-02-29 12:00", "2028-03-01 12:00"),  # leap year
        ("2026-12-30 21:00", "2026-12-31 02:00", "2026-12-31 21:00", "2027-01-01 21:00"),  # end of a year
        (
            "2026-10-10 00:00",
            "2026-10-10 05:00",
            "2026-10-11 00:00",
            "2026-10-12 00:00",
        ),  # a make-up Saturday
    ],
)
def test_hours_run_through_nights_holidays_and_the_ends_of_months(begun, authoritative, conference, response):
    assert due(begun, is_emergency=True) == [authoritative, conference]
    assert due(begun, is_emergency=False) == [response]


def test_each_limit_cites_where_it_is_written():
    grounds = [
        each.ground
        for kind in (True, False)
        for each in timers(is_emergency=kind, detected_at=at("2026-03-02 09:00"))
    ]
    assert ["80号" in grounds[0], "61号" in grounds[1], "61号" in grounds[2]] == [True] * 3


def test_an_hour_put_on_or_back_changes_no_limit():
    """Europe in 2026, and China, which had summer time from 1986 to 1991."""
    spring = after(at("2026-03-28 20:00", BERLIN), 24)
    autumn = after(at("2026-10-24 20:00", BERLIN), 24)
    assert (f"{spring:%d %H}", f"{autumn:%d %H}") == ("29 21", "25 19")
    assert f"{after(at('1991-04-13 22:00'), 5):%d %H:%M}" == "14 04:00"


def test_an_emergency_counts_from_its_confirmation_and_until_then_from_the_first_word_of_it():
    facts = {"is_emergency": True}
    assert due("2026-03-02 09:00", **facts)[0] == "2026-03-02 14:00"
    assert due("2026-03-02 09:00", confirmed_at=at("2026-03-02 08:30"), **facts)[0] == "2026-03-02 13:30"
    assert due("2026-03-02 09:00", confirmed_at=at("2026-03-02 10:00"), is_emergency=False) == [
        "2026-03-04 09:00"
    ]


@pytest.mark.parametrize(
    ("now", "state", "words"),
    [
        ("2026-03-02 09:00", clock.RUNNING, "还剩 5 小时"),
        ("2026-03-02 12:59", clock.RUNNING, "还剩 1 小时 1 分"),
        ("2026-03-02 13:00", clock.SOON, "还剩 1 小时"),
        ("2026-03-02 13:59:30", clock.SOON, "还剩 0 分"),
        ("2026-03-02 14:00", clock.SOON, "还剩 0 分"),
        ("2026-03-02 14:00:01", clock.OVER, "超过 0 分"),
        ("2026-03-02 15:05", clock.OVER, "超过 1 小时 5 分"),
    ],
)
def test_amber_in_the_last_fifth_red_from_the_first_second_after(now, state, words):
    timer = timers(is_emergency=True, detected_at=at("2026-03-02 09:00"))[0]
    assert (timer.state(now=at(now)), in_words(timer.left(now=at(now)))) == (state, words)


@pytest.mark.parametrize(
    ("done", "state"),
    [
        ("2026-03-02 13:59", clock.DONE),
        ("2026-03-02 14:00", clock.DONE),
        ("2026-03-02 14:01", clock.LATE),
        ("2026-03-02 18:00", clock.OVER),
    ],
)
def test_what_was_met_stays_met_or_late_and_what_is_only_planned_is_neither(done, state):
    facts = {"detected_at": at("2026-03-02 09:00"), "first_response_at": at(done)}
    assert timers(is_emergency=True, **facts)[0].state(now=at("2026-03-02 16:00")) == state


def test_the_nearest_is_the_first_one_not_met():
    begun, now = at("2026-03-02 09:00"), at("2026-03-02 12:00")
    limits = timers(is_emergency=True, detected_at=begun, first_response_at=at("2026-03-02 11:00"))
    assert nearest(limits, now=now).kind == clock.CONFERENCE
    both = {"first_response_at": begun, "conference_at": begun}
    assert nearest(timers(is_emergency=True, detected_at=begun, **both), now=now) is None


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        timers(is_emergency=False, detected_at=dt.datetime(2026, 3, 2, 9))


@given(
    st.datetimes(dt.datetime(1985, 1, 1), dt.datetime(2100, 1, 1), timezones=st.just(SHANGHAI)),
    st.booleans(),
    st.integers(0, 60 * 60),
)
def test_a_limit_is_exactly_its_hours_away_and_never_comes_back_once_over(begun, is_emergency, minutes):
    now = begun.astimezone(dt.UTC) + minutes * MINUTE
    for timer in timers(is_emergency=is_emergency, detected_at=begun):
        assert timer.due_at.astimezone(dt.UTC) - begun.astimezone(dt.UTC) == timer.hours * HOUR
        assert (timer.state(now=now) == clock.OVER) is (minutes > timer.hours * 60)
