"""A questionnaire: drafted question by question, answered without a script and by keyboard alone, counted, its results public."""

import re

import pytest
from django.urls import reverse

from linhai_portal.accounts.roles import Role
from participation.models import Questionnaire, Response, TextAnswer
from tests.journeys.test_consultation import fill_in_announcement, follow
from tests.journeys.test_staff import sign_in
from tests.make import make_item, make_organization, make_user, put_out
from tests.make_questionnaires import closed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_the_draft_to_the_results(visitor, axe, settings):
    settings.SHORTEST_FILLING = 0
    unit = make_organization("市民政局")
    item = make_item(publisher=unit)
    desk, phone, faults = (
        sign_in(visitor, make_user(Role.EDITOR, unit), width=1280),
        visitor.page(width=390),
        [],
    )
    questionnaire = announced(desk, faults, axe, item, visitor)
    answered_without_script(visitor.page(width=390, java_script_enabled=False), visitor)
    answered_by_keyboard(phone, faults, axe, visitor)

    desk.goto(visitor.address + questionnaire.get_office_url())
    assert "2 份答卷" in desk.content()
    faults += axe(desk)
    follow(desk, desk.get_by_role("link", name="查看，决定能不能公布"))
    desk.get_by_label(re.compile("^选第")).check()
    faults += axe(desk)
    follow(desk, desk.get_by_role("button", name="可以公布"))
    phone.goto(visitor.address + questionnaire.get_absolute_url())
    assert "人回答" not in phone.content() and "太远" not in phone.content()

    closed(questionnaire)
    phone.goto(f"{visitor.address}{questionnaire.get_absolute_url()}?after")
    assert "收到 2 份答卷" in phone.content() and "50%" in phone.content()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    faults += axe(phone)
    follow(phone, phone.get_by_role("link", name="看其中公布的 1 条"))
    assert "太远，打 138****1234" in phone.content()
    faults += axe(phone)
    desk.goto(visitor.address + questionnaire.get_office_url())
    follow(desk, desk.get_by_role("button", name="起草结果应用情况"))
    questionnaire.refresh_from_db()
    assert "收到答卷 2 份" in questionnaire.report.body
    assert faults == []


def announced(desk, faults, axe, item, visitor):
    """Drafted in the browser with two questions, the second for those who chose something; put out by the two others."""
    desk.goto(visitor.address + reverse("participation_office:questionnaire_new"))
    faults += axe(desk)
    fill_in_announcement(desk, item, "老年食堂问卷")
    follow(desk, desk.get_by_role("button", name="保存草稿"))
    follow(desk, desk.get_by_role("link", name="加一题"))
    follow(desk, desk.get_by_role("button", name="保存"))
    assert desk.get_by_role("alert").is_visible()
    faults += axe(desk)
    desk.get_by_label("题型").select_option("single")
    desk.get_by_label("题目").fill("您去过老年食堂吗")
    desk.get_by_label(re.compile("^选项")).fill("去过\n没去过")
    follow(desk, desk.get_by_role("button", name="保存"))
    follow(desk, desk.get_by_role("link", name="加一题"))
    desk.get_by_label("题型").select_option("text")
    desk.get_by_label("题目").fill("为什么没去")
    desk.get_by_label(re.compile("^只问在哪一题")).select_option(label="第 1 题：您去过老年食堂吗")
    desk.get_by_label(re.compile("^选了哪几项的人")).fill("2")
    follow(desk, desk.get_by_role("button", name="保存"))
    faults += axe(desk)
    questionnaire = Questionnaire.objects.get()
    put_out(questionnaire.publication)
    questionnaire.refresh_from_db()
    return questionnaire


def answered_without_script(page, visitor):
    """Back and forth; what was asked on the way that was left does not count."""
    page.goto(visitor.address + reverse("participation:start"))
    follow(page, page.get_by_role("link", name="老年食堂问卷"))
    follow(page, page.get_by_role("link", name="开始答"))
    follow(page, page.get_by_role("button", name="下一页"))
    assert "请选一项" in page.get_by_role("alert").inner_text()
    page.get_by_label("没去过").check()
    follow(page, page.get_by_role("button", name="下一页"))
    page.get_by_label(re.compile("为什么没去")).fill("不要了")
    follow(page, page.get_by_role("button", name="上一页"))
    assert page.get_by_label("没去过").is_checked()
    page.get_by_label("去过", exact=True).check()
    follow(page, page.get_by_role("button", name="下一页"))
    assert "都答完了" in page.content()
    follow(page, page.get_by_role("button", name="交卷"))
    assert page.get_by_role("heading", level=1).inner_text() == "收到了，谢谢您"
    assert Response.objects.count() == 1 and not TextAnswer.objects.exists()


def answered_by_keyboard(page, faults, axe, visitor):
    questionnaire = Questionnaire.objects.get()
    page.goto(visitor.address + reverse("participation:fill", args=[questionnaire.pk]))
    faults += axe(page)
    tab_to(page, "[type=radio]")
    page.keyboard.press("ArrowDown")
    press(page, "button.btn")
    faults += axe(page)
    tab_to(page, "textarea")
    page.keyboard.type("太远，打 13800001234")
    press(page, "button.btn")
    assert page.get_by_role("heading", level=1).inner_text() == "收到了，谢谢您"
    faults += axe(page)
    page.goto(visitor.address + reverse("participation:fill", args=[questionnaire.pk]))
    assert "已经收到了" in page.get_by_role("alert").inner_text()
    faults += axe(page)


def tab_to(page, selector):
    for _ in range(60):
        if page.evaluate("selector => document.activeElement.matches(`main ${selector}`)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {selector}")


def press(page, selector):
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")
