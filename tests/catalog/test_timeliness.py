"""The due day by the item's rule: worked tables of rules catalog §2 and laws over all days."""

import datetime as dt
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.timeliness import Done, Rule, due_on, explain_due, matched
from linhai_portal.workdays import Special, WorkCalendar
from tests.ground.test_workdays import CALENDAR

PLAIN = WorkCalendar()
day = dt.date.fromisoformat
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31))
RULES = st.one_of(
    st.builds(Rule, st.sampled_from(["workday", "day"]), st.integers(1, 60)),
    st.builds(Rule, st.sampled_from(["realtime", "periodic", "standing", "unknown"])),
)


def item(unit="unknown", number=None, code="03-01-01"):
    return SimpleNamespace(limit_unit=unit, limit_number=number, code=code)


@pytest.mark.parametrize(
    ("formed", "unit", "number", "due"),
    [
        ("2026-02-10", "workday", 20, "2026-03-16"),  # over the Spring Festival, with make-up Saturdays
        ("2025-09-29", "workday", 7, "2025-10-15"),  # 行政处罚决定, over the National Day
        ("2026-01-20", "day", 20, "2026-02-09"),  # 预算法第十四条: calendar days, no day off moves them
        ("2026-09-01", "workday", 2, "2026-09-03"),  # 采购结果
        ("2026-03-02", "workday", 15, "2026-03-23"),  # 征收土地公告
        ("2026-03-02", "realtime", None, "2026-03-30"),  # 及时 does not lengthen the general limit
        ("2026-03-02", "unknown", None, "2026-03-30"),
        ("2026-03-02", "periodic", None, "2026-03-30"),
        ("2026-02-13", "workday", 1, "2026-02-14"),  # the Saturday worked before the Spring Festival counts
    ],
)
def test_worked_table(formed, unit, number, due):
    assert due_on([item(unit, number)], day(formed), CALENDAR) == day(due)


def test_of_several_items_the_strictest_holds_and_of_none_the_general_limit():
    formed = day("2026-03-02")
    assert due_on([item("workday", 20), item("workday", 7)], formed, CALENDAR) == day("2026-03-11")
    assert due_on([], formed, CALENDAR) == day("2026-03-30")


@given(RULES, DAYS)
def test_never_on_or_before_the_day_of_forming(rule, formed):
    assert rule.last_day(formed, CALENDAR) > formed


@given(RULES, DAYS, DAYS)
def test_formed_later_is_never_due_earlier(rule, one, other):
    earlier, later = sorted([one, other])
    assert rule.last_day(earlier, CALENDAR) <= rule.last_day(later, CALENDAR)


@given(st.integers(1, 60), DAYS)
def test_workdays_end_on_the_workday_of_their_number_make_up_days_counted(number, formed):
    due = Rule("workday", number).last_day(formed, CALENDAR)
    assert CALENDAR.is_workday(due)
    assert CALENDAR.workdays_between(formed, due) == number


@given(st.integers(2, 40), DAYS)
def test_a_make_up_day_within_brings_the_end_forward(number, formed):
    saturday = next(
        formed + dt.timedelta(days=n) for n in range(1, 8) if (formed + dt.timedelta(days=n)).weekday() == 5
    )
    made_up = WorkCalendar([Special(saturday, "workday", "调休")])
    rule = Rule("workday", number)
    assert rule.last_day(formed, made_up) <= rule.last_day(formed, PLAIN)


@given(RULES, DAYS)
def test_the_explanation_tells_every_day_once_and_ends_on_the_due_day(rule, formed):
    told = explain_due([item(rule.unit, rule.number)], formed, CALENDAR)
    assert [each.date for each in told.days] == [
        formed + dt.timedelta(days=n) for n in range(1, (told.due_on - formed).days + 1)
    ]
    assert [each.number for each in told.days if each.counts] == list(range(1, told.rule.days + 1))
    assert all(("条例第二十六条" in each.why) is not each.counts for each in told.days)


def test_the_explanation_names_the_holiday_the_make_up_day_and_the_rule():
    told = explain_due([item("workday", 7, "03-02-01")], day("2025-09-29"), CALENDAR)
    why = {each.date: each.why for each in told.days}
    assert "国庆节" in why[day("2025-10-02")]
    assert why[day("2025-10-11")].endswith("上班")
    assert str(told.rule) == "信息形成或者变更之日起7个工作日内（事项 03-02-01 的公开时限）"
    assert not told.provisional


def test_the_general_rule_names_the_regulation():
    told = explain_due([item("realtime", code="03-02-01")], day("2026-03-02"), CALENDAR)
    assert str(told.rule) == "信息形成或者变更之日起20个工作日内（条例第二十六条）"


def test_a_count_into_a_year_without_a_calendar_is_provisional_but_calendar_days_never_are():
    formed = day("2026-12-20")
    assert explain_due([item("workday", 20)], formed, CALENDAR).provisional
    assert not explain_due([item("day", 20)], formed, CALENDAR).provisional
    assert not explain_due([item("workday", 3)], formed, CALENDAR).provisional


QUARTERS = [
    (day("2026-01-01"), day("2026-04-29")),
    (day("2026-04-01"), day("2026-07-28")),
    (day("2026-07-01"), day("2026-11-03")),
]


@pytest.mark.parametrize(
    ("published", "met"),
    [
        (["2026-04-10", "2026-07-10", "2026-10-20"], [1, 2, 3]),  # each after the end of its quarter
        (["2026-03-20", "2026-06-20", "2026-09-20"], [1, 2, 3]),  # each within its quarter
        (["2026-05-20"], [None, 1, None]),  # the first quarter was missed; this one is in time for the second
        (["2026-04-10", "2026-04-11"], [1, 2, None]),
        (["2026-07-10", "2026-07-12", "2026-08-20"], [3, 1, 2]),  # nothing left in time: the gap is made up
        (["2025-12-30"], [None, None, None]),  # before any period
        ([], [None, None, None]),
    ],
)
def test_which_publication_meets_which_period(published, met):
    done = [Done(n, day(each), day(each)) for n, each in enumerate(published, start=1)]
    assert [each and each.key for each in matched(QUARTERS, done)] == met


@given(st.lists(st.tuples(DAYS, st.integers(0, 90)), max_size=12))
def test_no_publication_meets_two_periods_or_one_that_had_not_begun(facts):
    done = [Done(n, formed, formed + dt.timedelta(days=wait)) for n, (formed, wait) in enumerate(facts)]
    met = matched(QUARTERS, done)
    used = [each.key for each in met if each]
    assert len(used) == len(set(used))
    assert all(
        each is None or start <= each.formed_on for (start, _), each in zip(QUARTERS, met, strict=True)
    )
