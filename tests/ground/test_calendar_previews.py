"""What a calendar would move is computed once: at once where it is little, else by the worker, with its progress seen."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django_tasks_db.models import DBTaskResult

from disclosure_requests.models import DisclosureRequest
from linhai_portal import calendar_previews as previews
from linhai_portal.accounts.roles import Role
from linhai_portal.calendar_loading import load
from linhai_portal.models import CalendarPreview, SpecialDay
from linhai_portal.workdays import HOLIDAY, Special
from tests.make import make_user
from tests.make_requests import in_handling, official_calendar
from tests.test_load_calendar import off

pytestmark = pytest.mark.django_db
Status = CalendarPreview.Status


@pytest.fixture(autouse=True)
def calendar(db):
    official_calendar()


@pytest.fixture
def officer(client):
    client.force_login(make_user(Role.OFFICER))


@pytest.fixture
def in_background(settings, calendar):
    """With something to look at."""
    settings.CALENDAR_AT_ONCE = 0
    in_handling(on=localdate())


def hand_in(client):
    facts = {"notice": "国办发明电〔2026〕99号", "lines": f"{off()},holiday,示例假"}
    return client.post(reverse("calendar:new"), facts, follow=True)


def draft():
    return CalendarPreview.objects.get()


def tasks():
    return list(DBTaskResult.objects.values_list("task_path", flat=True).order_by("enqueued_at"))


def text_of(answer):
    return answer.content.decode()


def test_a_page_of_the_preview_costs_the_same_however_much_moves(client, officer):
    def asked():
        hand_in(client)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("calendar:preview")).status_code == 200
        return len(queries)

    in_handling(on=localdate())
    few = asked()
    for _ in range(8):
        in_handling(on=localdate())
    assert asked() == few < 20


def test_nothing_is_computed_anew_when_a_page_is_turned(client, officer, monkeypatch):
    in_handling(on=localdate())
    hand_in(client)
    monkeypatch.setattr("linhai_portal.calendar_moves._movers", [])
    assert draft().moved == len(client.get(reverse("calendar:preview")).context["moves"]) > 0


def test_much_is_left_to_the_worker_and_its_progress_is_seen(
    client, officer, in_background, django_capture_on_commit_callbacks
):
    case = in_handling(on=localdate())
    with django_capture_on_commit_callbacks(execute=True):
        page = hand_in(client)
    assert "正在计算" in text_of(page) and page.headers["Refresh"]
    assert tasks()[-1].endswith("previewing_task")
    previews.previewing_task.call(draft().pk)
    assert case.number in text_of(client.get(reverse("calendar:preview")))
    assert draft().percent == 100


def test_writing_much_is_left_to_the_worker_too(
    client, officer, in_background, django_capture_on_commit_callbacks
):
    case = in_handling(on=localdate())
    before = case.reply_due_on
    hand_in(client)
    previews.previewing_task.call(draft().pk)
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(reverse("calendar:confirm"), follow=True)
    assert "正在写入工作日历" in text_of(page)
    assert "没有等您确认" in text_of(client.post(reverse("calendar:confirm"), follow=True))
    for _ in range(2):
        previews.writing_task.call(draft().pk)
    assert DisclosureRequest.objects.get(pk=case.pk).reply_due_on > before
    assert "已写入工作日历" in text_of(client.get(reverse("calendar:preview"), follow=True))
    assert client.get(reverse("calendar:preview"))["Location"] == reverse("calendar:calendar")


def test_a_worker_that_was_stopped_half_way_starts_over(client, officer, in_background):
    in_handling(on=localdate())
    hand_in(client)
    previews.previewing_task.call(draft().pk)
    moved = draft().moved
    CalendarPreview.objects.update(status=Status.WORKING)
    previews.previewing_task.call(draft().pk)
    assert (draft().status, draft().moved, draft().pages.count()) == (Status.READY, moved, 1)


def test_what_goes_wrong_is_said_with_a_number_and_nothing_is_written(
    client, officer, in_background, monkeypatch
):
    hand_in(client)
    previews.previewing_task.call(draft().pk)
    client.post(reverse("calendar:confirm"))
    monkeypatch.setattr(
        "linhai_portal.calendar_moves._movers", [("tests.nowhere.x", "tests.nowhere.y", "tests.nowhere.z")]
    )
    previews.writing_task.call(draft().pk)
    assert not SpecialDay.objects.filter(name="示例假").exists()
    page = text_of(client.get(reverse("calendar:preview"), follow=True))
    assert "没有写入，什么也没有改，编号" in page


def test_days_that_no_longer_fit_are_refused_when_they_are_written(client, officer):
    days = [Special(dt.date(2027, 1, 1), HOLIDAY, "元旦")]
    made = previews.start(days, notice="示例", today=localdate())
    CalendarPreview.objects.filter(pk=made.pk).update(days=[["2029-01-01", "holiday", "元旦"]])
    made.refresh_from_db()
    assert previews.confirm(made)
    assert made.status == Status.FAILED and "缺少 2027 年" in made.outcome


def test_what_a_lost_worker_left_is_given_up_and_old_ones_go(client, officer, in_background):
    hand_in(client)
    CalendarPreview.objects.update(touched_at=timezone.now() - dt.timedelta(hours=2))
    previews.tidy(today=localdate())
    assert draft().status == Status.FAILED
    assert "中途停下" in text_of(client.get(reverse("calendar:preview"), follow=True))
    CalendarPreview.objects.update(touched_at=timezone.now() - dt.timedelta(days=8))
    previews.tidy(today=localdate())
    assert not CalendarPreview.objects.exists()


def test_an_older_page_does_not_confirm_what_was_handed_in_since(client, officer):
    hand_in(client)
    shown = draft()
    facts = {"notice": "另一个通知", "lines": f"{off()},holiday,另一个假"}
    client.post(reverse("calendar:new"), facts)
    assert f'name="draft" value="{shown.pk}"' not in text_of(client.get(reverse("calendar:preview")))
    page = client.post(reverse("calendar:confirm"), {"draft": shown.pk}, follow=True)
    assert "没有写入" in text_of(page) and "另一个通知" in text_of(page)
    assert not SpecialDay.objects.filter(name__in=["示例假", "另一个假"]).exists()


def test_days_that_another_loaded_meanwhile_are_not_overwritten_unseen(client, officer):
    case = in_handling(on=localdate())
    hand_in(client)
    day = off()
    load([Special(day, HOLIDAY, "另一个通知的假")], notice="另一个通知", today=localdate())
    due = DisclosureRequest.objects.get(pk=case.pk).reply_due_on
    page = text_of(client.post(reverse("calendar:confirm"), follow=True))
    assert "没有写入" in page and "请重新上传" in page
    assert SpecialDay.objects.get(date=day).name == "另一个通知的假"
    assert DisclosureRequest.objects.get(pk=case.pk).reply_due_on == due
