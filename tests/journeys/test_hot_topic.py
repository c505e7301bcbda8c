"""A hot topic: recorded, confirmed, traced to what was asked, answered by three persons, read by the public, evaluated."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from linhai_portal.accounts.roles import Role
from participation.models import HotTopic
from tests.journeys.test_event import fill, follow, press, said
from tests.journeys.test_staff import sign_in
from tests.make import make_item, make_organization, make_user
from tests.make_participation import make_answered

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "关于崇和门外路段积水的情况说明"


def test_from_the_first_word_of_it_to_its_evaluation(visitor, axe, settings):
    settings.SHORTEST_FILLING = 0
    unit, faults = make_organization("市水利局"), []
    editor, reviewer = make_user(Role.EDITOR, unit), make_user(Role.REVIEWER, unit)
    item, inquiry = make_item(publisher=unit), make_answered(unit, title="崇和门外为什么积水")
    desk = sign_in(visitor, editor, width=1280)
    topic = recorded(desk, faults, axe, visitor)

    desk.goto(visitor.address + inquiry.get_office_url())
    desk.get_by_label(re.compile("^热点")).select_option(str(topic.pk))
    press(desk, "记到热点里")
    assert "已保存" in said(desk)
    faults += axe(desk)

    publication = answered(desk, faults, axe, topic, item, visitor)
    approved(publication, faults, axe, visitor, reviewer)

    phone = visitor.page(width=390)
    phone.goto(visitor.address + reverse("participation:responses"))
    faults += axe(phone)
    follow(phone, phone.get_by_role("link", name=TITLE))
    assert "网友发视频" not in phone.content() and "内部事由" not in phone.content()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    faults += axe(phone)
    follow(phone, phone.get_by_role("link", name="崇和门外为什么积水"))
    faults += axe(phone)
    follow(phone, phone.get_by_role("link", name=re.compile("看这件事的全部回应")))
    follow(phone, phone.get_by_role("link", name=TITLE))
    assert "已经排完" in phone.content()

    desk.goto(visitor.address + topic.get_office_url())
    assert "按时" in desk.content()
    desk.get_by_label(re.compile("^评估")).fill("三小时内回应，说清了原因。")
    faults += axe(desk)
    press(desk, "办结")
    assert "已办结" in said(desk)
    faults += axe(desk)
    assert HotTopic.objects.get().status == HotTopic.Status.CLOSED
    assert faults == []


def recorded(desk, faults, axe, visitor):
    desk.goto(visitor.address + reverse("participation_office:hot_topic_new"))
    press(desk, "登记")
    assert "请用一句话写是什么事" in desk.content()
    faults += axe(desk)
    fill(desk, {"事由": "内部事由：崇和门外积水", "情况": "网友发视频说车开不过去。"})
    for label, value in (("来源", "network"), ("级别", "major")):
        desk.get_by_label(label, exact=True).select_option(value)
    desk.get_by_label("责任单位").select_option(label="市水利局")
    press(desk, "登记")
    faults += axe(desk)
    press(desk, "核实")
    assert "已核实" in said(desk) and "还剩 4 小时" in desk.content()
    return HotTopic.objects.get()


def answered(desk, faults, axe, topic, item, visitor):
    """Drafted and handed in by the editor."""
    desk.goto(visitor.address + topic.get_office_url())
    follow(desk, desk.get_by_role("link", name="起草回应"))
    fill(desk, {"公开事项": item.code, "标题": TITLE, "成文日期": timezone.localdate().isoformat()})
    desk.get_by_role("textbox", name="正文").and_(desk.locator("[contenteditable]")).focus()
    desk.keyboard.type("积水已经排完，没有人员受伤。")
    faults += axe(desk)
    press(desk, "保存草稿")
    faults += axe(desk)
    publication = topic.responses.get().publication
    desk.goto(visitor.address + publication.get_office_url())
    press(desk, "提交审核")
    assert "等单位审核" in said(desk)
    return publication


def approved(publication, faults, axe, visitor, reviewer):
    """The second and the third person."""
    page = sign_in(visitor, reviewer, width=1280)
    page.goto(visitor.address + publication.get_office_url())
    faults += axe(page)
    press(page, "审核通过")
    page = sign_in(visitor, make_user(Role.OFFICER), width=1280)
    page.goto(visitor.address + publication.get_office_url())
    page.get_by_label("可以公开", exact=True).check()
    page.get_by_label("审查意见和依据").fill("不涉及不予公开的信息（条例第十四、十五条）")
    press(page, "记录审查意见")
    assert "审查意见已记录" in said(page)
