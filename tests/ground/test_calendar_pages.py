"""The page of the office for the days of a notice: hand in, see what moves, confirm."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate

from disclosure_requests.models import DisclosureRequest
from linhai_portal.accounts.calendar_alarm import tell_of_missing_calendar
from linhai_portal.accounts.models import Notice
from linhai_portal.accounts.roles import Role
from linhai_portal.admin import waiting_in_portal
from linhai_portal.calendar import year_missing
from linhai_portal.models import SpecialDay
from tests.make import make_user
from tests.make_requests import in_handling, official_calendar
from tests.test_load_calendar import off

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def calendar(db):
    official_calendar()


@pytest.fixture(autouse=True)
def officer(client):
    user = make_user(Role.OFFICER)
    client.force_login(user)
    return user


def hand_in(client, lines="", *, file=None, notice="国办发明电〔2026〕99号"):
    facts = {"notice": notice, "lines": lines} | ({"file": file} if file else {})
    return client.post(reverse("calendar:new"), facts, follow=True)


def text_of(answer):
    return answer.content.decode()


def test_what_would_move_is_shown_and_written_only_when_confirmed(client):
    case, day = in_handling(on=localdate()), off()
    page = hand_in(client, f"{day},holiday,示例假")
    assert case.number in text_of(page) and "新增 1 天" in text_of(page)
    assert not SpecialDay.objects.filter(date=day).exists()
    before = case.reply_due_on
    done = client.post(reverse("calendar:confirm"), follow=True)
    assert (
        "已写入工作日历" in text_of(done)
        and SpecialDay.objects.get(date=day).source == "国办发明电〔2026〕99号"
    )
    assert DisclosureRequest.objects.get(pk=case.pk).reply_due_on > before


def test_confirming_twice_writes_once_and_says_so(client):
    hand_in(client, f"{off()},holiday,示例假")
    client.post(reverse("calendar:confirm"))
    assert "没有等您确认的放假安排" in text_of(client.post(reverse("calendar:confirm"), follow=True))


def test_a_file_is_read_like_typed_lines(client):
    text = f"date,kind,name\n{off()},holiday,示例假\n"
    page = hand_in(client, file=SimpleUploadedFile("2027.csv", text.encode("utf-8-sig")))
    assert "新增 1 天" in text_of(page)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("", "二者选一"),
        ("2027-01-01,假,元旦", "第 1 行：类别“假”不认识"),
        ("2028-01-03,holiday,元旦", "缺少 2027 年的放假安排"),
    ],
)
def test_what_cannot_be_right_is_said_and_nothing_is_kept(client, lines, words):
    assert words in text_of(hand_in(client, lines))
    assert SpecialDay.objects.filter(date__year__gt=2026).count() == 0


def test_the_moves_come_in_pages(client):
    today = localdate()
    for _ in range(51):
        in_handling(on=today)
    page = hand_in(client, f"{off()},holiday,示例假")
    assert len(page.context["moves"]) == 50
    last = client.get(reverse("calendar:preview"), {"page": 2})
    assert len(last.context["moves"]) == last.context["draft"].moved - 50
    assert client.get(reverse("calendar:preview"), {"page": 9}).status_code == 404


def test_the_known_years_are_listed_with_what_they_rest_on(client):
    page = client.get(reverse("calendar:calendar"))
    assert [each["year"] for each in page.context["years"]] == list(range(2026, 2019, -1))


def test_the_head_looks_and_hands_in_nothing(client):
    client.force_login(make_user(Role.HEAD))
    assert "读取并核对" not in text_of(client.get(reverse("calendar:calendar")))


@pytest.mark.parametrize(
    ("today", "year"),
    [
        (dt.date(2026, 10, 31), None),
        (dt.date(2026, 11, 1), 2027),
        (dt.date(2027, 1, 2), 2027),
    ],
)
def test_the_next_year_is_missed_from_november(today, year):
    assert year_missing(today=today) == year


def test_the_keepers_of_the_calendar_are_told_once(officer):
    make_user(Role.EDITOR)
    for day in (1, 2, 15):
        tell_of_missing_calendar(today=dt.date(2026, 11, day))
    notice = Notice.objects.get()
    assert notice.recipient == officer and "2027 年" in notice.subject
    assert notice.place == "/office/calendar/"


def test_nobody_is_told_when_the_year_is_known_or_it_is_too_early(officer):
    tell_of_missing_calendar(today=dt.date(2026, 10, 31))
    SpecialDay.objects.create(date=dt.date(2027, 1, 1), kind="holiday", name="元旦", source="示例")
    tell_of_missing_calendar(today=dt.date(2026, 11, 1))
    assert not Notice.objects.exists()


def test_the_start_page_leads_to_it(officer):
    SpecialDay.objects.all().delete()
    waiting = waiting_in_portal(officer)
    assert [each.address for each in waiting] == ["/office/calendar/"]
