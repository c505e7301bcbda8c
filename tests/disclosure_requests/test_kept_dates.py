"""The dates kept with the cases: every morning and after a change of the calendar, of all open ones at once."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from disclosure_requests import approving, consulting, correcting, extending
from disclosure_requests.case_dates import dates_of_case
from disclosure_requests.kept_dates import KEPT, foresee, keep_all
from disclosure_requests.models import Correction, DisclosureRequest
from linhai_portal.accounts.models import Notice
from linhai_portal.calendar import work_calendar
from linhai_portal.models import SpecialDay
from linhai_portal.workdays import HOLIDAY, Special, WorkCalendar
from linhai_portal.workflow import InvalidMove
from tests.make import make_organization, make_user, official_special_days
from tests.make_requests import (
    MONDAY,
    in_handling,
    make_case,
    registered,
    replied,
    with_correction,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("official_days")]


def day(month, number, year=2026):
    return dt.date(year, month, number)


def kept_of(case):
    return DisclosureRequest.objects.filter(pk=case.pk).values(*KEPT).get()


def add_day(on, kind="holiday"):
    return SpecialDay.objects.create(date=on, kind=kind, name="示例", source="示例")


def consulted(case, *, on, delivered_on=None):
    draft = consulting.propose_consultation(
        case, by=case.officer, today=on, party="third_party", reason="示例", question="示例", name="示例公司"
    )
    approving.approve(draft, by=make_user("head"), today=on)
    consulting.send_consultation(draft, by=case.officer, today=on)
    if delivered_on:
        consulting.consultation_delivered(draft, by=case.officer, today=delivered_on, on=delivered_on)
    return case


def extended(case, *, on, workdays=10):
    draft = extending.propose_extension(case, by=case.officer, today=on, reason="示例", workdays=workdays)
    approving.approve(draft, by=make_user("head"), today=on)
    extending.send_extension(draft, by=case.officer, today=on)
    return case


def cases_of_every_kind():
    """Open ones in every state the clock knows, and an answered one."""
    return [
        make_case(),
        registered(make_case(on=day(1, 27)), on=day(1, 27)),
        in_handling(on=day(1, 28)),
        with_correction(),
        consulted(in_handling(), on=day(1, 29), delivered_on=day(1, 30)),
        consulted(in_handling(), on=day(1, 29)),
        extended(in_handling(), on=day(2, 3)),
        replied(sent_on=day(2, 2)),
    ]


def test_a_limit_that_lapsed_gives_way_to_the_next_one_in_the_morning():
    case = make_case()
    assert (case.limit_kind, case.limit_on) == ("notice", day(2, 4))
    keep_all(today=day(2, 4))
    assert kept_of(case)["limit_kind"] == "notice"
    keep_all(today=day(2, 5))
    assert (kept_of(case)["limit_kind"], kept_of(case)["limit_on"]) == ("reply", case.reply_due_on)
    assert not Notice.objects.filter(subject__contains="期限由").exists()  # nothing was moved


days_of_year = st.dates(day(1, 27), day(5, 31))


@given(st.dictionaries(days_of_year, st.sampled_from(["holiday", "workday"]), max_size=12), days_of_year)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_keeping_all_gives_the_dates_of_each_case_computed_anew(changes, today):
    if not DisclosureRequest.objects.exists():
        cases_of_every_kind()
    SpecialDay.objects.all().delete()
    merged = {each.date: each.kind for each in official_special_days()} | changes
    SpecialDay.objects.bulk_create(SpecialDay(date=on, kind=kind, name="示例") for on, kind in merged.items())
    foreseen = {
        (move.name, move.unit, move.limit): (move.before, move.after)
        for move in foresee(work_calendar(), today=today, looked=abs)
    }
    before = {case.pk: case for case in DisclosureRequest.objects.all()}
    keep_all(today=today)
    for case in DisclosureRequest.objects.open():
        deadline = case.deadline(work_calendar())
        assert (case.reply_due_on, case.is_provisional) == (deadline.reply_due, deadline.provisional)
        if case.reply_due_on and case.reply_due_on != before[case.pk].reply_due_on:
            key = (case.number, case.organization.name, "答复")
            assert foreseen[key] == (before[case.pk].reply_due_on, case.reply_due_on)
    assert not list(foresee(work_calendar(), today=today, looked=abs))


def test_a_date_is_provisional_until_the_calendar_of_its_year_is_known():
    case = make_case(on=day(12, 15))  # its reply is due in January 2027
    assert case.is_provisional and case.reply_due_on.year == 2027
    add_day(day(1, 1, 2027))
    keep_all(today=day(12, 16))
    assert not kept_of(case)["is_provisional"]


def test_keeping_a_second_time_writes_nothing_and_tells_nobody():
    cases_of_every_kind()
    add_day(day(2, 10))
    keep_all(today=day(2, 3))
    told = Notice.objects.count()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        keep_all(today=day(2, 3))
    assert not [each for each in asked if each["sql"].startswith(("UPDATE", "INSERT"))]
    assert Notice.objects.count() == told


def test_each_person_at_work_is_told_once_of_all_that_moved():
    officer, unit = make_user("officer"), make_organization()
    handler = make_user("handler", unit)
    first = in_handling(unit=unit, by=officer)
    in_handling(unit=unit, by=officer)
    other = registered(make_case(), by=make_user("officer"))
    Notice.objects.all().delete()
    add_day(day(2, 10))
    keep_all(today=day(2, 6))
    told = {notice.recipient: notice for notice in Notice.objects.all()}
    assert set(told) == {officer, handler, other.officer}
    assert "2 件申请" in told[officer].subject and first.number in told[officer].text
    words = f"申请 {other.number} 的答复期限由 {day(2, 28)} 改为 {day(3, 2)}"
    assert told[other.officer].subject == words and told[other.officer].place == other.get_office_url()


def test_an_answered_case_keeps_the_dates_it_was_judged_by():
    case = replied(sent_on=day(2, 2))
    before = kept_of(case)
    add_day(day(2, 10))
    keep_all(today=day(2, 3))
    assert kept_of(case) == before


def test_a_case_whose_facts_cannot_be_does_not_stop_the_others():
    broken, sound = with_correction(), make_case()
    Correction.objects.filter(case=broken).update(sent_on=day(1, 5))  # before it was received
    add_day(day(2, 10))
    keep_all(today=day(2, 3))
    assert kept_of(sound)["reply_due_on"] == sound.deadline(work_calendar()).reply_due


@pytest.mark.parametrize(
    "work", [keep_all, lambda *, today: list(foresee(WorkCalendar(), today=today, looked=abs))]
)
def test_many_cases_take_as_many_statements_as_few(work):
    def statements():
        with CaptureQueriesContext(connection) as asked:
            work(today=day(2, 5))
        return len(asked)

    unit, officer = make_organization(), make_user("officer")
    make_user("handler", unit)
    for _ in range(2):
        in_handling(unit=unit, by=officer)
    add_day(day(2, 10))
    few = statements()
    for _ in range(6):
        in_handling(unit=unit, by=officer)
    add_day(day(2, 11))
    assert statements() == few


def test_what_the_head_approved_but_nobody_sent_moves_nothing():
    case = registered(make_case())
    draft = correcting.propose_correction(
        case, by=case.officer, today=MONDAY, reason="请写明年份", guidance="示例"
    )
    approving.approve(draft, by=make_user("head"), today=MONDAY)
    keep_all(today=MONDAY)
    assert kept_of(case)["clock"] == "running"


def test_the_time_to_correct_moves_with_the_calendar_and_is_provisional_beyond_it():
    case = with_correction()
    notice = case.corrections.get()
    correcting.correction_delivered(notice, by=case.officer, today=day(1, 27), on=day(1, 27))
    case = DisclosureRequest.objects.get()
    assert (case.limit_kind, case.limit_on, case.is_provisional) == ("correction", day(2, 24), False)
    later = WorkCalendar([*official_special_days(), Special(day(2, 10), HOLIDAY)])
    (move,) = foresee(later, today=day(1, 28), looked=lambda number: None)
    assert (move.limit, move.before, move.after) == ("申请人补正", day(2, 24), day(2, 25))
    add_day(day(2, 10))
    keep_all(today=day(1, 28))
    case.refresh_from_db()
    assert case.limit_on == day(2, 25)
    with pytest.raises(InvalidMove, match="2 月 25 日"):
        correcting.abandon_uncorrected(case, by=case.officer, today=day(2, 25))
    _, others = dates_of_case(case, work_calendar())
    strip = next(each for each in others if each.name == "补正")
    assert (strip.due_on, [each.number for each in strip.days if each.counts][-1]) == (day(2, 25), 15)


def test_what_the_applicant_has_to_do_in_an_unknown_year_is_provisional():
    case = with_correction(make_case(on=day(12, 14)), on=day(12, 14))
    notice = case.corrections.get()
    correcting.correction_delivered(notice, by=case.officer, today=day(12, 21), on=day(12, 21))
    case = DisclosureRequest.objects.get()
    assert (case.limit_kind, case.limit_on.year, case.is_provisional) == ("correction", 2027, True)
