"""A hearing: its notice goes out, citizens register on a telephone, seats are drawn, minutes are confirmed, the report follows."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from linhai_portal.accounts.roles import Role
from participation.models import Hearing, HearingRegistration
from tests.journeys.test_consultation import follow, said
from tests.journeys.test_staff import sign_in
from tests.make import attach, make_item, make_organization, make_user, put_out
from tests.make_hearings import later, register, written

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NUMBER = "03 09 12 18 22 31 + 07"


def day(number):
    return (localdate() + dt.timedelta(days=number)).isoformat()


def test_from_the_notice_to_the_report(visitor, axe, settings):
    settings.SHORTEST_FILLING = 0
    unit = make_organization("市发展和改革局")
    item = make_item(publisher=unit)
    desk, phone, faults = (
        sign_in(visitor, make_user(Role.EDITOR, unit), width=1280),
        visitor.page(width=390),
        [],
    )
    hearing = announced(desk, faults, axe, item, visitor)
    office = visitor.address + hearing.get_office_url()
    number, code = registered(phone, faults, axe, visitor)
    traders = hearing.categories.get(name="经营者")
    for _ in range(2):
        register(hearing, category=traders)
    later(hearing, days=22)

    desk.goto(office)
    faults += axe(desk)
    desk.get_by_label("公布出来的公共数字").fill(NUMBER)
    desk.get_by_label("再填一遍").fill(NUMBER)
    follow(desk, desk.get_by_role("button", name="抽签", exact=True))
    assert "抽签完成" in said(desk)
    phone.goto(visitor.address + hearing.get_absolute_url())
    phone.get_by_text("怎么抽、怎么自己验算").click()
    assert "|03091218223107:7" in phone.locator("details code").inner_text()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    faults += axe(phone)

    follow(desk, desk.get_by_role("button", name="起草参加人名单"))
    hearing.refresh_from_db()
    put_out(hearing.participants)
    told = {"材料": "方案草案", "送出日期": day(0), "全部送达日期": day(0), "怎么送的": "当面送交"}
    for label, value in told.items():
        desk.get_by_label(label, exact=True).fill(value)
    follow(desk, desk.get_by_role("button", name="登记", exact=True))
    later(hearing, days=20)
    desk.goto(office)
    follow(desk, desk.get_by_role("button", name="已经举行"))
    desk.get_by_label("笔录", exact=True).fill("参加人一：同意。")
    follow(desk, desk.get_by_role("button", name="保存笔录"))
    faults += axe(desk)

    confirmed(phone, faults, axe, visitor, hearing, number, code)
    other = hearing.registrations.parties().get(category=traders)
    desk.goto(visitor.address + other.get_office_url())
    desk.get_by_label("参加人对笔录").select_option("signed")
    follow(desk, desk.get_by_role("button", name="登记"))
    faults += axe(desk)
    desk.goto(office)
    follow(desk, desk.get_by_role("button", name="起草听证报告"))
    hearing.refresh_from_db()
    hearing.report.revise(by=hearing.report.drafted_by, body=written(hearing.report.body))
    put_out(hearing.report)

    phone.goto(visitor.address + hearing.get_absolute_url())
    assert phone.locator(".course .next, .course .now").count() == 0
    faults += axe(phone)
    follow(phone, phone.get_by_role("link", name="听证报告"))
    assert "2 位参加人确认" in phone.content()
    assert faults == []


def announced(desk, faults, axe, item, visitor):
    """Drafted in the browser with its seats, put out by the two others."""
    desk.goto(visitor.address + reverse("participation_office:hearing_new"))
    faults += axe(desk)
    told = {
        "公开事项": item.code,
        "标题": "关于召开水价听证会的公告",
        "成文日期": day(0),
        "举行时间": f"{day(40)}T09:00",
        "地点": "市行政中心 1 号楼",
        "主持人": "市发展和改革局副局长",
        "联系电话": "0576-80000000",
        "报名开始": day(0),
        "报名截止": day(20),
        "遴选办法说明": "本市居民都可以报名。",
        "抽签日期": day(22),
        "用哪个公共数字抽签": "双色球第 2026138 期开奖号码，红球由小到大，再写蓝球，各写两位",
    }
    for label, value in told.items():
        desk.get_by_label(re.compile(rf"^{label}(（可以不填）)?$")).fill(value)
    follow(desk, desk.get_by_role("button", name="保存草稿"))
    hearing = Hearing.objects.get()
    for name in ("消费者", "经营者"):
        desk.get_by_label("类别", exact=True).fill(name)
        desk.get_by_label("名额", exact=True).fill("1")
        follow(desk, desk.get_by_role("button", name="加一类"))
    faults += axe(desk)
    notice = hearing.publication
    notice.revise(by=notice.drafted_by, body=f"<p>公告。{desk.locator('blockquote').inner_text()}</p>")
    attach(notice, "方案草案和说明.txt")
    put_out(notice)
    hearing.refresh_from_db()
    return hearing


def registered(phone, faults, axe, visitor):
    """From the start page to the receipt; gives number and code as the page shows them."""
    phone.goto(visitor.address + reverse("participation:start"))
    follow(phone, phone.get_by_role("link", name="关于召开水价听证会的公告"))
    faults += axe(phone)
    follow(phone, phone.get_by_role("link", name="我要报名"))
    follow(phone, phone.get_by_role("button", name="报名", exact=True))
    assert phone.get_by_role("alert").get_by_role("link").count() == 3
    faults += axe(phone)
    phone.get_by_label(re.compile("消费者")).check()
    phone.get_by_label("姓名或者单位名称").fill("示例欧阳")
    phone.get_by_label("联系电话").fill("0576-12345678")
    follow(phone, phone.get_by_role("button", name="报名", exact=True))
    assert phone.get_by_role("heading", level=1).inner_text() == "报名收到了"
    faults += axe(phone)
    return phone.locator(".panel .answer b").all_inner_texts()


def confirmed(phone, faults, axe, visitor, hearing, number, code):
    phone.goto(visitor.address + hearing.get_absolute_url())
    follow(phone, phone.get_by_role("link", name="我报过名，看结果"))
    phone.get_by_label("报名编号").fill(number)
    phone.get_by_label("查询码").fill(code.lower())
    follow(phone, phone.get_by_role("button", name="查看"))
    assert "参加人一：同意。" in phone.content()
    faults += axe(phone)
    follow(phone, phone.get_by_role("button", name="记错了，不确认"))
    assert "请写明笔录哪里不对" in phone.content()
    follow(phone, phone.get_by_role("button", name="笔录没有记错，我确认"))
    assert HearingRegistration.objects.get(number=number).confirmation == "online"
    faults += axe(phone)
