"""Which due dates a request has, and the words that say how each came about."""

import datetime as dt

import pytest

from disclosure_requests.due_dates import due_dates
from disclosure_requests.facts import (
    Consultation,
    CorrectionNotice,
    CorrectionReceived,
    Extension,
    FeeNotice,
    FeePaid,
)
from linhai_portal.workdays import WorkCalendar
from tests.make import official_special_days

day = dt.date.fromisoformat
CALENDAR = WorkCalendar(official_special_days())
R = day("2026-01-26")
NOTICED, CORRECTED = CorrectionNotice(day("2026-01-29")), CorrectionReceived(day("2026-02-04"))
ASKED, PAID = FeeNotice(day("2026-01-30")), FeePaid(day("2026-02-04"))
THIRD_PARTY = Consultation(day("2026-02-04"), day("2026-02-06"))
AGENCY = Consultation(day("2026-02-02"), day("2026-02-02"), third_party=False)


def test_the_limits_on_the_way_stand_in_their_order():
    found = due_dates(R, [THIRD_PARTY, AGENCY, ASKED, PAID], CALENDAR)
    assert [(each.name, f"{each.due_on}") for each in found.others] == [
        ("补正告知", "2026-02-04"),
        ("其他机关提出意见", "2026-02-28"),
        ("第三方提出意见", "2026-03-05"),
        ("缴费", "2026-03-05"),
    ]
    assert all(each.days[-1].date == each.due_on and each.rule.endswith("）") for each in found.others)


@pytest.mark.parametrize(
    ("facts", "from_day"),
    [
        ([], "收到申请"),
        ([NOTICED, CORRECTED], "收到补正"),
        ([ASKED, PAID], "缴费"),
        ([NOTICED, CORRECTED, ASKED, PAID], "收到补正、缴费"),
    ],
)
def test_a_restart_is_named_as_what_the_days_are_counted_from(facts, from_day):
    assert due_dates(R, facts, CALENDAR).reply.from_day == from_day


def test_the_rule_of_the_reply_names_what_lengthened_it():
    assert due_dates(R, [], CALENDAR).reply.rule == "20 个工作日内答复（条例第三十三条）"
    longer = due_dates(R, [THIRD_PARTY, Extension(day("2026-02-28"), 10)], CALENDAR).reply
    assert longer.rule.endswith("，延期 10 个工作日，征求意见的日子不计入")
    (held,) = longer.taken_out
    assert (f"{held.first.date}", f"{held.last.date}") == ("2026-02-05", "2026-03-05")


def test_the_years_without_a_calendar_are_named_for_each_date():
    late = due_dates(day("2026-12-04"), [], CALENDAR)
    assert late.reply.years_unknown == (2027,) and late.others[0].years_unknown == ()
    assert late.deadline.provisional


def test_an_open_letter_leaves_no_reply_date_and_no_limit_for_the_opinion():
    undelivered = due_dates(R, [Consultation(day("2026-02-04"))], CALENDAR)
    assert undelivered.reply is None and [each.name for each in undelivered.others] == ["补正告知"]
