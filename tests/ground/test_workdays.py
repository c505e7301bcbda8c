import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linhai_portal.workdays import FIRST_DAY, LAST_DAY, OutOfCalendar, WorkCalendar
from tests.make import official_special_days

CALENDAR = WorkCalendar(official_special_days())
DAYS = st.dates(dt.date(2019, 6, 1), dt.date(2028, 6, 1))


def naive_nth(calendar, day, n):
    while n:
        day += dt.timedelta(days=1)
        n -= calendar.is_workday(day)
    return day


@pytest.mark.parametrize(
    ("formed", "n", "due"),
    [
        ("2026-02-10", 20, "2026-03-16"),  # rules: catalog §8
        ("2025-09-29", 7, "2025-10-15"),  # a penalty decision before the long holiday
        ("2026-01-26", 7, "2026-02-04"),
        ("2026-09-18", 20, "2026-10-22"),  # 09-20 and 10-10 are make-up workdays
        ("2020-01-23", 1, "2020-02-03"),  # the spring holiday of 2020 was prolonged
        ("2025-04-25", 1, "2025-04-27"),  # a Sunday of work
        ("2026-12-31", 1, "2027-01-01"),  # no official calendar of 2027 yet: provisional
    ],
)
def test_nth_workday_after(formed, n, due):
    assert CALENDAR.nth_workday_after(dt.date.fromisoformat(formed), n) == dt.date.fromisoformat(due)


@given(DAYS, st.integers(1, 60))
def test_look_up_agrees_with_counting_day_by_day(day, n):
    assert CALENDAR.nth_workday_after(day, n) == naive_nth(CALENDAR, day, n)


@given(DAYS, st.integers(1, 60))
def test_the_nth_workday_is_n_workdays_away(day, n):
    assert CALENDAR.workdays_between(day, CALENDAR.nth_workday_after(day, n)) == n


@given(DAYS, DAYS, DAYS)
def test_counts_of_neighbouring_spans_add_up(a, b, c):
    assert CALENDAR.workdays_between(a, b) + CALENDAR.workdays_between(b, c) == CALENDAR.workdays_between(
        a, c
    )


def test_a_day_says_why_it_counts_or_not():
    said = [CALENDAR.why(dt.date(2026, *day)) for day in [(10, 1), (10, 10), (10, 11), (10, 12)]]
    assert said == ["国庆节", "国庆节调休，上班", "周日", "工作日"]


def test_a_span_is_provisional_only_when_a_counted_day_has_no_official_calendar():
    assert not CALENDAR.is_provisional(dt.date(2026, 12, 1), dt.date(2026, 12, 31))
    assert CALENDAR.is_provisional(dt.date(2026, 12, 31), dt.date(2027, 1, 4))
    assert not CALENDAR.is_provisional(dt.date(2019, 12, 31), dt.date(2020, 1, 2))


def test_leap_day_and_ends_of_the_calendar():
    assert CALENDAR.nth_workday_after(dt.date(2028, 2, 28), 1) == dt.date(2028, 2, 29)
    with pytest.raises(OutOfCalendar):
        CALENDAR.nth_workday_after(LAST_DAY, 1)
    with pytest.raises(OutOfCalendar):
        CALENDAR.is_workday(FIRST_DAY - dt.timedelta(days=1))
    with pytest.raises(ValueError):
        CALENDAR.nth_workday_after(dt.date(2026, 1, 1), 0)
