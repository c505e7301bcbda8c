import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from catalog.ending import take_down
from linhai_portal.workflow import InvalidMove
from participation import booking, event_counts, rescheduling, transcribing
from participation.models import Event, EventChange, Registration
from participation.rescheduling import tell_registered_task, to_be_called
from tests.make import make_user
from tests.make_participation import (
    begun,
    make_event,
    make_public_event,
    make_question,
    make_registration,
    make_row,
    over,
)

pytestmark = pytest.mark.django_db
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)


def public(name, *args):
    return reverse(f"participation:{name}", args=args)


def office(name, *args):
    return reverse(f"participation_office:{name}", args=args)


def later(event, *, by=DAY, reason="台风", **facts):
    times = {"starts_at": event.starts_at + by, "ends_at": event.ends_at + by}
    return rescheduling.move(event, by=make_user("editor"), reason=reason, **times | facts)


def off(event, reason="台风"):
    return rescheduling.call_off(event, by=make_user("editor"), reason=reason)


def calendar_lines(client, event):
    answer = client.get(public("event_calendar", event.pk))
    return answer.content.replace(b"\r\n ", b"").decode().split("\r\n")


def test_a_moved_event_says_so_wherever_it_stands_and_in_the_calendar_file(client):
    event = make_public_event()
    was = calendar_lines(client, event)
    later(event)
    event.refresh_from_db()
    new = timezone.localtime(event.starts_at)
    page = client.get(event.get_absolute_url()).text
    assert "改期了" in page and f"{new:%H:%M}" in page and "台风" in page
    assert "改到" in client.get(event.publication.get_absolute_url()).text
    lines = calendar_lines(client, event)
    assert "SEQUENCE:0" in was and "SEQUENCE:1" in lines and "STATUS:CONFIRMED" in lines
    assert f"DTSTART;TZID=Asia/Shanghai:{new:%Y%m%dT%H%M%S}" in lines
    assert [line for line in was if line.startswith("UID")] == [
        line for line in lines if line.startswith("UID")
    ]


def test_what_is_called_off_takes_neither_seats_nor_questions_and_is_cancelled_in_the_calendar(client):
    event = make_public_event()
    code = booking.code_of(make_registration(event))
    off(event)
    lines = calendar_lines(client, event)
    assert "STATUS:CANCELLED" in lines and "SEQUENCE:1" in lines
    page = client.get(event.get_absolute_url()).text
    assert "已经取消，请不要前往" in page and "报名参加" not in page and "事先提问" not in page
    for name in ("register", "ask"):
        assert "活动已经取消" in client.get(public(name, event.pk)).text
    with pytest.raises(InvalidMove):
        make_registration(event)
    with pytest.raises(InvalidMove):
        make_question(Event.objects.get())
    assert "已取消。" in client.get(public("events")).text and "已取消" in client.get(public("start")).text
    assert "已取消" in client.get(event.publication.get_absolute_url()).text
    assert "已取消报名" in client.post(public("cancel", event.pk), {"code": code}).text


def test_a_day_later_it_was_not_held(client):
    event = over(make_public_event())
    off(event)
    today = timezone.localdate()
    assert event_counts.held(year=timezone.localdate(event.starts_at).year, on=today)[0].count == 0
    assert str(event) not in client.get(public("events")).text
    with pytest.raises(InvalidMove, match="已经取消"):
        transcribing.enter(Event.objects.get(), by=make_user("editor"), speaker="主持人", words="好。")
    with pytest.raises(InvalidMove, match="已经取消"):
        transcribing.draft_transcript(event, by=make_user("editor"))


def test_seats_and_questions_close_no_later_than_an_event_that_is_held_earlier():
    event = make_public_event()
    later(event, by=-DAY)
    event.refresh_from_db()
    assert event.registration_until == event.starts_at and event.questions_until <= event.ends_at


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"by": -3 * DAY}, "在现在以后"),
        ({"by": 0 * DAY}, "没有变"),
        ({"reason": " "}, "写明原因"),
        ({"reason": "问 13800001234"}, "个人信息"),
        ({"ends_at": timezone.now()}, "晚于开始时间"),
    ],
)
def test_a_time_or_a_reason_that_will_not_do_is_refused_in_words(facts, words):
    event = make_public_event()
    with pytest.raises(InvalidMove, match=words):
        later(event, **facts)
    assert not EventChange.objects.exists()


def test_it_is_moved_before_it_begins_and_called_off_once_as_long_as_nobody_spoke():
    with pytest.raises(InvalidMove, match="还没有发布"):
        off(make_event())
    event = begun()
    with pytest.raises(InvalidMove, match="已经开始"):
        later(event, by=5 * DAY)
    make_row(event)
    with pytest.raises(InvalidMove, match="办过了"):
        off(event)
    other = make_public_event()
    off(other)
    with pytest.raises(InvalidMove, match="已经取消了"):
        off(other)
    with pytest.raises(InvalidMove, match="已经取消了"):
        later(other)


def test_who_left_a_mail_address_gets_one_letter_for_each_change_without_name_or_title(mailoutbox):
    event = make_public_event()
    make_registration(event, contact="a@example.com", person_name="示例欧阳")
    gone = make_registration(event, contact="b@example.com")
    booking.cancel(gone, by=make_user("editor"), reason="来电")
    moved = later(event)
    make_registration(event, contact="late@example.com")
    for _ in range(2):
        tell_registered_task.func(moved.pk)
    assert [letter.to for letter in mailoutbox] == [["a@example.com"]]
    body = mailoutbox[0].body
    assert "改期了" in body and "台风" in body and event.get_absolute_url() in body
    assert "示例欧阳" not in body and str(event) not in body
    tell_registered_task.func(off(event).pk)
    assert sorted(letter.to[0] for letter in mailoutbox[1:]) == ["a@example.com", "late@example.com"]
    assert "请不要前往" in mailoutbox[1].body and "改期" not in mailoutbox[1].subject


def test_a_letter_the_server_did_not_take_leaves_the_person_to_be_called(settings):
    event = make_public_event()
    registration = make_registration(event, contact="a@example.com")
    change = off(event)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there
    tell_registered_task.func(change.pk)
    assert list(to_be_called(event)) == [registration]


def test_all_others_are_called_one_by_one(client):
    clerk = make_user("editor")
    event = make_public_event(by=clerk)
    registration = make_registration(event)
    client.force_login(clerk)
    assert "请打电话" not in client.get(event.get_office_url()).text
    assert "马上公布" in client.post(office("event_call_off", event.pk), {"reason": "台风"}, follow=True).text
    page = client.get(event.get_office_url()).text
    assert "还有 1 个报名没有告诉" in page and "示例甲" not in page
    client.post(office("registration_told", registration.pk))
    assert "请打电话" not in client.get(event.get_office_url()).text
    assert Registration.objects.get().told_of == EventChange.objects.get()


def test_the_office_moves_it_with_a_form_that_says_what_is_missing(client):
    clerk = make_user("editor")
    event = make_public_event(by=clerk)
    client.force_login(clerk)
    assert "请写新的开始时间" in client.post(office("event_move", event.pk), {"reason": "台风"}).text
    told = {"starts_at": "2099-03-02T09:00", "ends_at": "2099-03-02T10:00", "reason": "台风"}
    client.post(office("event_move", event.pk), told)
    event.refresh_from_db()
    assert timezone.localtime(event.starts_at).year == 2099
    assert "改到 3月2日 09:00" in client.get(event.get_office_url()).text
    client.force_login(make_user("editor"))
    assert client.post(office("event_move", event.pk), told).status_code == 404


def test_when_the_announcement_is_taken_down_before_the_day_the_unit_is_told_that_people_come():
    clerk = make_user("editor")
    empty, booked = make_public_event(by=clerk), make_public_event(by=clerk)
    make_registration(booked, people=3)
    for event in (empty, booked):
        facts = {"reason": "有误", "text_stays": False, "now": timezone.now()}
        take_down(event.publication, by=make_user("head"), **facts)
    assert [notice.place for notice in clerk.notices.filter(kind="活动")] == [booked.get_office_url()]
    assert "3 个人" in clerk.notices.get(kind="活动").subject
    event = Event.objects.get(pk=booked.pk)
    assert event.state(now=timezone.now()).label == "公告已撤下"
    off(event)
