"""An event: announced, asked about and booked on a phone, moved, followed live, read afterwards, kept in a calendar."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from linhai_portal.accounts.roles import Role
from participation.models import Event
from tests.journeys.test_staff import sign_in
from tests.make import make_item, make_organization, make_user, put_out
from tests.make_participation import moved

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "关于举行老年助餐政府开放日的公告"


def follow(page, target):
    with page.expect_navigation():
        target.click()


def press(page, name):
    follow(page, page.get_by_role("button", name=name, exact=True))


def said(page):
    return page.get_by_role("status").first.inner_text()


def fill(page, told):
    for label, value in told.items():
        page.get_by_label(re.compile(f"^{label}")).fill(value)


def typed(moment):
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}"


def test_from_the_announcement_to_the_transcript(visitor, axe, settings):
    settings.SHORTEST_FILLING = 0
    unit, faults = make_organization("市民政局"), []
    editor, reviewer = make_user(Role.EDITOR, unit), make_user(Role.REVIEWER, unit)
    desk = sign_in(visitor, editor, width=1280)
    event = announced(desk, faults, axe, make_item(publisher=unit), visitor)

    phone = visitor.page(width=390)
    asked_and_booked(phone, faults, axe, visitor)
    moved_by_an_hour(desk, faults, axe, event, visitor)
    phone.goto(visitor.address + event.get_absolute_url())
    assert "改期了" in phone.content() and "台风" in phone.content()
    with phone.expect_download() as download:
        phone.get_by_role("link", name="把手机日历改过来").click()
    calendar = download.value.path().read_text(encoding="utf-8")
    assert "SEQUENCE:1" in calendar and "STATUS:CONFIRMED" in calendar
    faults += axe(phone)

    desk.goto(visitor.address + reverse("participation_office:questions", args=[event.pk]))
    faults += axe(desk)
    follow(desk, desk.get_by_role("link", name=str(event.questions.get().pk), exact=True))
    press(desk, "选定，现场提出")
    moved(Event.objects.get(), days=-2, hours=-1, minutes=-10)
    spoken(desk, faults, axe, event, visitor, checker=reviewer)
    phone.goto(visitor.address + event.get_absolute_url())
    follow(phone, phone.get_by_role("link", name="看现场实录"))
    assert "外地老人能不能来？" in phone.content() and "能，凭居住登记。" in phone.content()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    faults += axe(phone)

    moved(Event.objects.get(), hours=-3)
    desk.goto(visitor.address + event.get_office_url())
    desk.get_by_label(re.compile("^录像地址")).fill("https://www.linhai.gov.cn/video/1")
    press(desk, "起草文字实录")
    assert "文字实录已起草" in said(desk)
    faults += axe(desk)
    put_out(Event.objects.get().transcript)
    phone.goto(visitor.address + reverse("participation:events"))
    faults += axe(phone)
    follow(phone, phone.get_by_role("link", name=TITLE, exact=True))
    assert "能，凭居住登记。" in phone.content() and phone.get_by_role("link", name="看录像").is_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    faults += axe(phone)
    assert faults == []


def announced(desk, faults, axe, item, visitor):
    """Drafted in the browser, put out by the two others."""
    starts_at = timezone.now().replace(second=0, microsecond=0) + dt.timedelta(days=2)
    desk.goto(visitor.address + reverse("participation_office:event_new"))
    told = {
        "公开事项": item.code,
        "标题": TITLE,
        "成文日期": timezone.localdate().isoformat(),
        "开始时间": typed(starts_at),
        "结束时间": typed(starts_at + dt.timedelta(hours=1)),
        "地点": "崇和门助餐点",
        "名额": "5",
        "报名截止": typed(starts_at),
        "提问截止": typed(starts_at),
    }
    fill(desk, told)
    desk.get_by_label("形式", exact=True).select_option("open_day")
    desk.get_by_role("textbox", name="正文").and_(desk.locator("[contenteditable]")).focus()
    desk.keyboard.type("欢迎老人和家属来尝一尝。")
    faults += axe(desk)
    press(desk, "保存草稿")
    faults += axe(desk)
    event = Event.objects.get()
    put_out(event.publication)
    return event


def asked_and_booked(phone, faults, axe, visitor):
    phone.goto(visitor.address + reverse("participation:start"))
    follow(phone, phone.get_by_role("link", name=TITLE))
    faults += axe(phone)
    follow(phone, phone.get_by_role("link", name="事先提问"))
    press(phone, "提交问题")
    assert "请写您想问什么" in phone.content()
    faults += axe(phone)
    phone.get_by_label("您想问什么").fill("外地老人能不能来？")
    press(phone, "提交问题")
    faults += axe(phone)
    follow(phone, phone.get_by_role("link", name="回到活动的页面"))
    follow(phone, phone.get_by_role("link", name="报名参加"))
    fill(phone, {"姓名": "示例欧阳", "电话": "0576-12345"})
    phone.get_by_label(re.compile("^一共几个人")).select_option("2")
    faults += axe(phone)
    press(phone, "报名")
    assert "报名成功，2 个人" in phone.get_by_role("heading", level=1).inner_text()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    faults += axe(phone)
    with phone.expect_download() as download:
        phone.get_by_role("link", name="记到手机日历").click()
    assert "BEGIN:VEVENT" in download.value.path().read_text(encoding="utf-8")


def moved_by_an_hour(desk, faults, axe, event, visitor):
    desk.goto(visitor.address + event.get_office_url())
    desk.locator("summary").filter(has_text="改期").click()
    later = event.starts_at + dt.timedelta(hours=1)
    told = {"新的开始时间": typed(later), "新的结束时间": typed(later + dt.timedelta(hours=1))}
    fill(desk, told)
    desk.get_by_label("原因").first.fill("台风")
    faults += axe(desk)
    press(desk, "改期")
    assert "已改期" in said(desk)
    press(desk, re.compile("^已告诉"))
    faults += axe(desk)


def spoken(desk, faults, axe, event, visitor, *, checker):
    """Typed by one person, let out by another."""
    rows = visitor.address + reverse("participation_office:rows", args=[event.pk])
    desk.goto(rows)
    desk.get_by_label(re.compile("^提征集来的问题")).select_option(index=1)
    desk.get_by_label(re.compile("^谁")).fill("网友")
    press(desk, "录入")
    fill(desk, {"谁": "市民政局副局长", "说了什么": "能，凭居住登记。"})
    press(desk, "录入")
    assert "已录入" in said(desk)
    faults += axe(desk)
    second = sign_in(visitor, checker, width=1280)
    second.goto(rows)
    follow(second, second.get_by_role("button", name="以上 2 段核对无误，公开"))
    assert "已核对" in said(second)
    faults += axe(second)
