import datetime as dt

import pytest
from django.core import mail
from django.utils.timezone import localdate
from django_tasks_db.models import DBTaskResult

from linhai_portal.accounts.models import Notice
from linhai_portal.calendar import work_calendar
from linhai_portal.calendar_moves import moves_under
from linhai_portal.models import SpecialDay
from linhai_portal.search.models import Entry
from linhai_portal.workflow import InvalidMove
from participation import answering, asking, correcting, extending, merging
from participation.inquiry_dates import first_in_time, keep_dates
from participation.inquiry_figures import narrowed, of_units, tabs
from participation.models import Inquiry
from participation.telling_askers import answered_task, remind_of_inquiries, to_be_called
from tests.make import make_organization, make_user
from tests.make_participation import make_answered, make_handled, make_inquiry, make_submitted
from tests.make_requests import official_calendar

pytestmark = pytest.mark.django_db
Status = Inquiry.Status
# A Wednesday; the National Day holiday of 2026 lies from the 1st to the 7th of October.
DAY = dt.date(2026, 9, 23)


def steps(inquiry):
    return [event.to_status for event in inquiry.events.all()]


def test_it_has_a_number_a_code_and_its_limits():
    official_calendar()
    question, error = make_inquiry(on=DAY), make_inquiry(on=DAY, kind="error", page_address="/help/")
    assert [question.number, error.number] == ["W2026-00001", "W2026-00002"]
    assert len(question.code) == 10 and question.code not in (question.code_index, error.code)
    assert question.accept_due_on == dt.date(2026, 9, 24)
    assert question.answer_due_on == work_calendar().nth_workday_after(DAY, 7)
    assert error.answer_due_on == work_calendar().nth_workday_after(DAY, 3)


def test_number_and_code_open_it_together_only():
    inquiry = make_inquiry()
    with_code = Inquiry.objects.with_code
    assert with_code(f" {inquiry.number.lower()} ", inquiry.code.lower()) == inquiry
    assert with_code(inquiry.number, "") is None and with_code("W2026-99999", inquiry.code) is None


def test_sent_twice_by_one_press_it_is_one():
    facts = {"kind": "question", "title": "几点", "words": "几点开门？", "sent": "one page"}
    first = asking.ask(**facts)
    assert asking.ask(**facts) == first
    assert asking.ask(**facts | {"sent": "another"}) != first
    assert Inquiry.objects.count() == 2


def test_what_was_mended_before_it_was_sent_again_is_not_lost():
    facts = {"kind": "question", "title": "几点", "words": "几点开门？", "sent": "one page", "contact": ""}
    first = asking.ask(**facts)
    assert asking.ask(**facts | {"contact": "0576-123"}) != first


def entered(**facts):
    told = {"channel": "hotline", "received_on": localdate(), "kind": "question", "title": "几点"}
    told |= {"words": "几点开门？", "sent": "one page", "by": make_user("officer")}
    return asking.enter(**told | facts)


def test_what_came_otherwise_runs_by_the_same_clock_from_the_day_it_came():
    day = localdate() - dt.timedelta(days=30)
    inquiry = entered(received_on=day, person_name="示例甲", contact="0576-123")
    assert inquiry.answer_due_on == work_calendar().nth_workday_after(day, 7)
    assert inquiry.is_late(on=localdate()) and inquiry.contact_kind == "other"
    assert inquiry.events.get().by == inquiry.entered_by
    assert entered(received_on=day) != inquiry


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"channel": "online"}, "本人"),
        ({"received_on": localdate() + dt.timedelta(days=1)}, "晚于今天"),
        ({"received_on": dt.date(1, 1, 1)}, "早于一年"),
    ],
)
def test_what_cannot_have_come_so_is_refused(facts, words):
    with pytest.raises(InvalidMove, match=words):
        entered(**facts)


def test_the_course_from_asking_to_the_archive_has_a_row_for_every_step():
    inquiry = make_answered()
    answering.archive(inquiry, by=make_user("officer"))
    assert steps(inquiry) == ["received", "accepted", "handling", "review", "answered", "public", "archived"]
    assert inquiry.published_at and inquiry.answered_on == localdate()


def test_nobody_approves_the_own_answer():
    unit = make_organization()
    person = make_user("officer", unit)
    inquiry = make_submitted(unit, by=person)
    with pytest.raises(InvalidMove, match="另一个人"):
        answering.approve(inquiry, by=person, is_published=True)
    assert Inquiry.objects.get().status == Status.REVIEW


def test_an_answer_is_not_handed_in_empty():
    with pytest.raises(InvalidMove, match="先写答复"):
        answering.submit(make_handled(), by=make_user("editor"), answer=" ")


def test_a_returned_answer_is_written_anew_by_its_drafter():
    inquiry = make_submitted()
    answering.send_back(inquiry, by=make_user("reviewer"), reason="写明时间")
    assert inquiry.status == Status.HANDLING and inquiry.answer
    assert Notice.objects.filter(recipient=inquiry.drafted_by, subject__contains="退回").exists()


def test_a_unit_hands_back_what_is_not_its_own():
    inquiry = make_handled()
    answering.hand_back(inquiry, by=make_user("editor", inquiry.organization), reason="归民政局")
    assert (inquiry.status, inquiry.organization) == (Status.ACCEPTED, None)


@pytest.mark.parametrize(
    "deed",
    [
        lambda inquiry, by: answering.accept(inquiry, by=by),
        lambda inquiry, by: extending.ask_extension(inquiry, by=by, reason="x"),
        lambda inquiry, by: extending.extend(inquiry, by=by),
        lambda inquiry, by: correcting.draft_correction(inquiry, by=by, reason="x", answer="x"),
        lambda inquiry, by: answering.hand_back(inquiry, by=by, reason="x"),
        lambda inquiry, by: answering.send_back(inquiry, by=by, reason="x"),
        lambda inquiry, by: answering.approve(inquiry, by=by, is_published=False),
        lambda inquiry, by: answering.take_down(inquiry, by=by, reason="x"),
        lambda inquiry, by: answering.draft(inquiry, by=by, answer="x"),
    ],
)
def test_a_deed_out_of_its_turn_changes_nothing(deed):
    inquiry = make_inquiry()
    answering.accept(inquiry, by=make_user("officer"))
    with pytest.raises(InvalidMove):
        deed(inquiry, make_user("officer"))
    assert steps(inquiry) == ["received", "accepted"]


@pytest.mark.parametrize("deed", ["refuse", "hand_back", "send_back", "take_down"])
def test_what_the_asker_reads_has_a_reason(deed):
    inquiry = {
        "refuse": make_inquiry,
        "hand_back": make_handled,
        "send_back": make_submitted,
        "take_down": make_answered,
    }[deed]()
    with pytest.raises(InvalidMove, match="请写明"):
        getattr(answering, deed)(inquiry, by=make_user("officer"), reason=" ")


def test_what_is_public_is_masked_and_a_number_in_it_stops_it():
    inquiry = make_submitted(words="打 13800001234 找我。")
    assert inquiry.public_words == "打 138****1234 找我。"
    leaking = make_submitted(answer="请打经办人 13800001234。")
    with pytest.raises(InvalidMove, match=r"答复里的手机号 138\*\*\*\*1234"):
        answering.approve(leaking, by=make_user("reviewer"), is_published=True)
    answering.approve(leaking, by=make_user("reviewer"), is_published=False)
    assert leaking.status == Status.KEPT


def test_whoever_did_not_want_it_public_is_not_overruled():
    inquiry = make_submitted(keep_private=True)
    with pytest.raises(InvalidMove, match="不要公开"):
        answering.approve(inquiry, by=make_user("reviewer"), is_published=True)
    assert not Inquiry.objects.public().exists()


def test_its_drafter_does_not_publish_it_afterwards_either():
    officer = make_user("officer")
    inquiry = make_submitted(by=officer)
    answering.approve(inquiry, by=make_user("reviewer"), is_published=False)
    with pytest.raises(InvalidMove, match="另一个人"):
        answering.publish(inquiry, by=officer)
    assert inquiry.published_at is None


def test_what_one_unit_wrote_is_nothing_to_the_next():
    inquiry, other = make_handled(words="原来的问题。"), make_organization()
    answering.draft(inquiry, by=make_user("editor"), answer="一稿", public_words="别人的字")
    answering.hand_on(inquiry, by=make_user("officer"), organization=other)
    assert (inquiry.answer, inquiry.public_words, inquiry.drafted_by) == ("", "", None)
    answering.submit(inquiry, by=make_user("editor", other), answer="二稿")
    assert inquiry.public_words == "原来的问题。"


def test_a_unit_without_people_is_named_and_the_office_answers_for_it():
    inquiry, unit = make_inquiry(), make_organization()
    answering.accept(inquiry, by=make_user("officer"), organization=unit)
    assert "还没有填报员" in inquiry.events.last().note
    make_user("editor", unit)
    assert "还没有" not in make_handled(unit).events.last().note


def test_whoever_is_refused_is_told_and_told_again_when_it_is_taken_back():
    inquiry, officer = make_inquiry(contact="a@example.com"), make_user("officer")
    answering.refuse(inquiry, by=officer, reason="请打 12345")
    answered_task.call(inquiry.pk)
    assert "回音" in mail.outbox[0].subject and "12345" not in mail.outbox[0].body
    answering.accept(inquiry, by=officer, organization=make_organization())
    answering.submit(inquiry, by=make_user("editor"), answer="周末也开。")
    answering.approve(inquiry, by=make_user("reviewer"), is_published=True)
    answered_task.call(inquiry.pk)
    assert "答复" in mail.outbox[1].subject


@pytest.mark.parametrize("contact", ["a@example.com", "0576-1"])
def test_nobody_is_noted_as_called_before_there_is_an_answer_or_who_gets_a_letter(contact):
    inquiry = make_handled(contact=contact)
    with pytest.raises(InvalidMove, match="还没有答复"):
        answering.told_by_phone(inquiry, by=make_user("editor"))
    assert Inquiry.objects.get().told_at is None


def test_public_answers_are_found_and_taken_down_everywhere_at_once():
    inquiry = make_answered()
    assert Entry.objects.get(kind="inquiry").address == inquiry.get_absolute_url()
    answering.take_down(inquiry, by=make_user("reviewer"), reason="有误")
    assert not Entry.objects.filter(kind="inquiry").exists()
    answering.publish(inquiry, by=make_user("reviewer"))
    assert Entry.objects.filter(kind="inquiry").exists()


def test_one_answer_goes_to_all_who_asked_the_same():
    first, unit = make_inquiry(contact="a@example.com"), make_organization()
    again, third = make_inquiry(contact="b@example.com"), make_inquiry(contact="0576-123")
    officer = make_user("officer")
    merging.merge(third, by=officer, into=again)
    merging.merge(again, by=officer, into=first)
    answering.accept(first, by=officer, organization=unit)
    answering.submit(first, by=make_user("editor", unit), answer="周末也开。")
    answering.approve(first, by=make_user("reviewer", unit), is_published=True)
    answered_task.call(first.pk)
    answered_task.call(first.pk)
    third.refresh_from_db()
    assert third.merged_into == first and third.answered_on == localdate()
    assert sorted(letter.to[0] for letter in mail.outbox) == ["a@example.com", "b@example.com"]
    assert "周末" not in mail.outbox[0].body
    assert [*to_be_called(first)] == [third]
    answering.told_by_phone(third, by=officer)
    assert not to_be_called(first)


def test_what_is_merged_late_is_told_at_once():
    answered, late = make_answered(), make_inquiry(contact="a@example.com")
    before = DBTaskResult.objects.count()
    merging.merge(late, by=make_user("officer"), into=answered)
    assert late.answered_on == answered.answered_on and DBTaskResult.objects.count() == before + 1


def test_nothing_is_merged_into_itself_or_into_a_duplicate():
    first, second = make_inquiry(), make_inquiry()
    officer = make_user("officer")
    with pytest.raises(InvalidMove, match="自己"):
        merging.merge(first, by=officer, into=first)
    merging.merge(first, by=officer, into=second)
    with pytest.raises(InvalidMove, match="不能并到"):
        merging.merge(second, by=officer, into=first)


def test_an_answer_is_rated_once():
    inquiry = make_answered()
    asking.rate(inquiry, rating=5)
    with pytest.raises(InvalidMove):
        asking.rate(inquiry, rating=1)
    with pytest.raises(InvalidMove):
        asking.rate(make_inquiry(), rating=5)
    assert Inquiry.objects.get(pk=inquiry.pk).rating == 5


def test_a_unit_sees_what_it_was_given_and_the_office_all():
    inquiry, other = make_handled(), make_handled()
    assert [*Inquiry.objects.visible_to(make_user("editor", inquiry.organization))] == [inquiry]
    assert {*Inquiry.objects.visible_to(make_user("officer"))} == {inquiry, other}


def test_what_is_due_first_stands_on_top():
    first, second = make_inquiry(on=DAY), make_inquiry(on=DAY, kind="error", page_address="/help/")
    answering.accept(first, by=make_user("officer"))
    third = make_inquiry(on=DAY - dt.timedelta(days=1))
    assert [*Inquiry.objects.by_nearest_limit()] == [third, second, first]


def test_the_veto_and_the_test_question_count_their_rows():
    today = dt.date(2026, 9, 23)
    old = make_inquiry(on=dt.date(2026, 6, 22), kind="suggestion")
    make_inquiry(on=dt.date(2026, 6, 23), kind="suggestion")  # three months to the day
    make_inquiry(on=dt.date(2025, 9, 22), kind="suggestion")  # not of the last year
    refused = make_inquiry(on=dt.date(2026, 6, 1))
    answering.refuse(refused, by=make_user("officer"), reason="广告")
    late = make_inquiry(on=dt.date(2026, 9, 15))
    make_inquiry(on=dt.date(2026, 9, 16))  # its fifth workday is today
    rows = Inquiry.objects.all()
    assert [*narrowed(rows, "veto", today=today)] == [old]
    assert [*narrowed(rows, "test", today=today)] == [late]
    counts = {key: count for key, _, count in tabs(rows, today=today)}
    assert (counts["veto"], counts["test"], counts["waiting"]) == (1, 1, 5)


@pytest.mark.parametrize(
    ("received", "last_day"),
    [
        (dt.date(2026, 6, 23), dt.date(2026, 9, 23)),
        (dt.date(2026, 2, 28), dt.date(2026, 5, 28)),
        (dt.date(2026, 1, 31), dt.date(2026, 4, 30)),
        (dt.date(2025, 11, 30), dt.date(2026, 2, 28)),
    ],
)
def test_the_veto_begins_on_the_day_after_three_months(received, last_day):
    make_inquiry(on=received)
    assert not Inquiry.objects.near_veto(on=last_day).exists()
    assert Inquiry.objects.near_veto(on=last_day + dt.timedelta(days=1)).exists()


@pytest.mark.parametrize("today", [dt.date(2026, 10, 8), dt.date(2026, 9, 27), dt.date(2026, 3, 2)])
def test_the_first_day_in_time_is_the_one_whose_limit_is_not_over(today):
    official_calendar()
    calendar = work_calendar()
    first = first_in_time(calendar, workdays=5, today=today)
    assert calendar.nth_workday_after(first, 5) >= today
    assert calendar.nth_workday_after(first - dt.timedelta(days=1), 5) < today


def test_figures_of_a_unit_open_to_the_rows_they_count():
    unit = make_organization()
    asking.rate(make_answered(unit), rating=4)
    make_handled(unit, on=dt.date(localdate().year, 1, 1))
    year = localdate().year
    lines, total = of_units(Inquiry.objects.all(), year=year)
    counts = dict(lines[0]["counts"])
    assert counts == {
        "received": 2,
        "effective": 2,
        "answered": 1,
        "in_time": 1,
        "public": 1,
        "rated": 1,
        "satisfied": 1,
    }
    for key, _, number in total:
        assert narrowed(Inquiry.objects.all(), key, today=localdate(), year=year).count() == number


def test_who_has_the_next_step_is_reminded_once_when_near_and_once_when_over():
    inquiry = make_inquiry(on=DAY)
    officer = make_user("officer")
    for day in (DAY, DAY, DAY + dt.timedelta(days=2), DAY + dt.timedelta(days=5)):
        remind_of_inquiries(today=day)
    subjects = Notice.objects.filter(recipient=officer).order_by("pk").values_list("subject", flat=True)
    assert [subject[-9:] for subject in subjects] == ["26-09-24）", "24），请马上办理"] or len(subjects) == 2
    assert all(inquiry.number in subject for subject in subjects)


def test_a_changed_calendar_moves_the_limits_of_what_waits():
    official_calendar()
    inquiry, answered = make_inquiry(on=DAY), make_answered(on=DAY)
    before = inquiry.answer_due_on
    SpecialDay.objects.create(date=dt.date(2026, 9, 28), kind="holiday", name="示例")
    moved = [each.name for each in moves_under(work_calendar(), today=DAY) if each.kind == "提问"]
    keep_dates(today=DAY)
    inquiry.refresh_from_db()
    answered.refresh_from_db()
    assert moved == [inquiry.number] and inquiry.answer_due_on > before
    assert answered.answer_due_on == before
