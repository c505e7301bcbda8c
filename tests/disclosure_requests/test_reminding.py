"""Reminders: 5, 1 and 0 workdays before a limit, then each workday; each step once."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from disclosure_requests import approving, consulting, registering
from disclosure_requests.kept_dates import keep_all
from disclosure_requests.models import Assignment, DisclosureRequest
from disclosure_requests.reminding import remind, remind_of_limits
from linhai_portal.accounts.models import Notice
from linhai_portal.models import SpecialDay
from tests.make import make_organization, make_user
from tests.make_requests import MONDAY, in_handling, make_case, registered, replied

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("official_days")]

DUE = dt.date(2026, 2, 28)  # a Saturday of work; 20 workdays after MONDAY


@pytest.fixture
def case():
    """Accepted by a handler; nothing of the way there is left among the notices."""
    unit = make_organization()
    handler = make_user("handler", unit)
    case = in_handling(unit=unit)
    registering.accept(case.assignments.get(), by=handler, today=MONDAY)
    Notice.objects.all().delete()
    keep_all(today=dt.date(2026, 2, 6))  # the limit of a correction notice is over
    case.refresh_from_db()
    assert case.limit_on == DUE
    return case


def mornings(first, last):
    for n in range((last - first).days + 1):
        remind(today=first + dt.timedelta(n))


def told(person):
    return list(Notice.objects.filter(recipient=person).order_by("pk").values_list("subject", flat=True))


def test_the_ladder_is_climbed_step_by_step_and_goes_on_daily(case):
    mornings(dt.date(2026, 2, 9), dt.date(2026, 3, 3))
    name = f"申请 {case.number} 的答复期限"
    assert told(case.officer) == [
        f"{name}还有 5 个工作日（{DUE}）",
        f"{name}还有 1 个工作日（{DUE}）",
        f"{name}今天到期",
        *[f"{name}已过 {days} 天（{DUE}），请马上办理" for days in (2, 3)],  # the day after is a Sunday
    ]


def test_an_overdue_case_is_told_of_on_make_up_workdays_and_not_on_days_off(case, settings):
    assert settings.REMINDER_WORKDAYS == [5, 1, 0]
    holiday, make_up = dt.date(2026, 10, 7), dt.date(2026, 10, 10)  # 国庆节, and the Saturday worked for it
    remind(today=holiday)
    assert told(case.officer) == []
    for _ in range(2):
        remind(today=make_up)
    assert [each.split("已过")[0] for each in told(case.officer)] == [f"申请 {case.number} 的答复期限"]


def test_clerk_handler_and_heads_are_told_and_nobody_else(case):
    head, other = make_user("head"), make_user("handler")
    Notice.objects.all().delete()
    remind(today=DUE)
    people = set(Notice.objects.values_list("recipient", flat=True))
    handler = case.assignments.get().handler
    assert people == {case.officer.pk, handler.pk, head.pk} and other.pk not in people


def test_a_second_run_tells_nobody_again_and_one_killed_half_way_only_the_others(case):
    remind(today=DUE)
    handler = case.assignments.get().handler
    before = Notice.objects.count()
    remind(today=DUE)
    assert Notice.objects.count() == before
    Notice.objects.filter(recipient=handler).delete()  # as if it had been killed before this one
    remind(today=DUE)
    assert Notice.objects.count() == before and len(told(case.officer)) == 1


def test_a_step_missed_while_nothing_ran_is_made_up_for(case):
    remind(today=dt.date(2026, 2, 25))
    assert told(case.officer) == [f"申请 {case.number} 的答复期限还有 3 个工作日（{DUE}）"]


def test_a_limit_that_moved_starts_a_ladder_of_its_own(case):
    mornings(dt.date(2026, 2, 24), DUE)
    steps = len(told(case.officer))
    SpecialDay.objects.create(date=dt.date(2026, 2, 27), kind="holiday", name="示例", source="示例")
    keep_all(today=DUE)
    Notice.objects.exclude(kind="期限提醒").delete()
    mornings(DUE, dt.date(2026, 3, 2))
    assert told(case.officer)[steps:] == [
        f"申请 {case.number} 的答复期限还有 1 个工作日（2026-03-02）",
        f"申请 {case.number} 的答复期限今天到期",
    ]


def test_the_steps_are_a_setting(case, settings):
    settings.REMINDER_WORKDAYS = [2]
    mornings(dt.date(2026, 2, 9), DUE)
    assert told(case.officer) == [f"申请 {case.number} 的答复期限还有 2 个工作日（{DUE}）"]


def test_the_reminder_is_mailed_and_names_no_citizen(case):
    case.officer.email = "officer@example.com"
    case.officer.save()
    DBTaskResult.objects.all().delete()
    remind(today=DUE)
    assert DBTaskResult.objects.filter(task_path__endswith="mail_task").count() == 1
    assert case.applicant.name not in "".join(told(case.officer))


def test_an_answered_case_is_left_alone():
    case = replied(sent_on=dt.date(2026, 2, 2))
    Notice.objects.all().delete()
    mornings(DUE, DUE + dt.timedelta(3))
    assert told(case.officer) == []


def test_a_letter_not_delivered_for_three_workdays_is_told_daily_until_it_arrives(case):
    on = dt.date(2026, 2, 6)  # a Friday
    draft = consulting.propose_consultation(
        case, by=case.officer, today=on, party="third_party", reason="示例", question="示例", name="示例公司"
    )
    approving.approve(draft, by=make_user("head"), today=on)
    consulting.send_consultation(draft, by=case.officer, today=on)
    Notice.objects.all().delete()
    mornings(on, dt.date(2026, 2, 12))
    assert [words[len(f"申请 {case.number} 的") :][:13] for words in told(case.officer)] == [
        "征求意见书送出 3 个工作",
        "征求意见书送出 4 个工作",
    ]
    assert "示例公司" not in "".join(told(case.officer))
    consulting.consultation_delivered(
        draft, by=case.officer, today=dt.date(2026, 2, 12), on=dt.date(2026, 2, 12)
    )
    remind(today=dt.date(2026, 2, 13))
    assert len(told(case.officer)) == 2


def test_a_unit_that_has_not_accepted_a_case_is_reminded_after_a_workday_once():
    unit = make_organization()
    handler = make_user("handler", unit)
    case = in_handling(unit=unit)
    friday = timezone.make_aware(dt.datetime(2026, 2, 6, 16))
    Assignment.objects.update(given_at=friday)
    Notice.objects.all().delete()
    mornings(dt.date(2026, 2, 6), dt.date(2026, 2, 8))
    assert told(handler) == []
    mornings(dt.date(2026, 2, 9), dt.date(2026, 2, 11))
    words = f"申请 {case.number} 转到{unit}，还没有人签收"
    assert told(handler).count(words) == told(case.officer).count(words) == 1


def test_a_case_that_every_unit_gave_back_is_told_of_daily_until_a_unit_has_it():
    case = in_handling(unit=make_organization())
    registering.give_back(case.assignments.get(), by=make_user("handler"), today=MONDAY, reason="示例")
    Notice.objects.all().delete()
    mornings(dt.date(2026, 2, 6), dt.date(2026, 2, 9))  # over a weekend
    words = f"申请 {case.number} 没有承办单位，请增加承办单位或者起草答复"
    assert told(case.officer).count(words) == 2
    registering.add_unit(case, by=case.officer, today=MONDAY, unit=make_organization())
    Notice.objects.all().delete()
    mornings(dt.date(2026, 2, 10), dt.date(2026, 2, 10))
    assert words not in told(case.officer)


def test_what_was_told_already_costs_the_same_for_many_cases():
    def statements():
        remind_of_limits(today=DUE)
        with CaptureQueriesContext(connection) as asked:
            remind_of_limits(today=DUE)
        return len(asked)

    unit, officer = make_organization(), make_user("officer")
    registered(make_case(unit), by=officer)
    few = statements()
    for _ in range(5):
        registered(make_case(unit), by=officer)
    assert DisclosureRequest.objects.filter(limit_on__lte=DUE).count() == 6
    assert statements() == few
