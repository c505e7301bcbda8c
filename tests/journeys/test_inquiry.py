"""Somebody asks on a phone, the office hands it on, two persons answer, it is found, looked up and rated; a duplicate goes along."""

import re

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from linhai_portal.accounts.roles import Role
from participation.models import Inquiry
from participation.telling_askers import answered_task
from tests.journeys.test_consultation import follow, said
from tests.journeys.test_staff import sign_in
from tests.make import make_organization, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def no_waiting(settings):
    settings.SHORTEST_FILLING = 0


class Desk:
    """One member of staff at a desk; every page that was acted on is looked at by axe."""

    def __init__(self, visitor, axe, faults, role, unit=None):
        self.person = make_user(role, *([unit] if unit else []))
        self.page, self.address = sign_in(visitor, self.person, width=1280), visitor.address
        self.axe, self.faults = axe, faults

    def open(self, inquiry):
        self.page.goto(self.address + inquiry.get_office_url())

    def do(self, name, **told):
        """Unfold the step of this name, fill what it asks, press its button."""
        step = self.page.locator("details.panel").filter(
            has=self.page.locator("summary", has_text=re.compile(f"^{name}$"))
        )
        if step.get_attribute("open") is None:
            step.locator("summary").click()
        self.faults += self.axe(self.page)
        for label, value in told.items():
            box = step.get_by_label(re.compile(f"^{label}"))
            fill = box.select_option if box.evaluate("box => box.tagName") == "SELECT" else box.fill
            fill(value)
        follow(self.page, step.get_by_role("button", name=name, exact=True))
        self.faults += self.axe(self.page)
        return said(self.page)


def ask(phone, title, words, contact=""):
    phone.get_by_label("一句话说是什么事").fill(title)
    phone.get_by_label("具体内容").fill(words)
    phone.get_by_label(re.compile("^联系方式")).fill(contact)
    follow(phone, phone.get_by_role("button", name="提交"))
    assert "收到了" in phone.get_by_role("heading", level=1).inner_text()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    return Inquiry.objects.get(title=title)


def asked(phone, visitor, axe, faults):
    """A question, the same question again, and an error from the foot of a page."""
    phone.goto(visitor.address + reverse("participation:inquiries"))
    faults += axe(phone)
    follow(phone, phone.get_by_role("link", name="我要提问").first)
    follow(phone, phone.get_by_role("button", name="提交"))
    assert "请选一样" in phone.content()
    faults += axe(phone)
    phone.get_by_label("咨询", exact=True).check()
    question = ask(phone, "老年食堂外地户口能去吃吗", "打 13800001234 告诉我。", "a@example.com")
    faults += axe(phone)
    phone.goto(visitor.address + reverse("participation:inquiry_new"))
    phone.get_by_label("咨询", exact=True).check()
    again = ask(phone, "外地老人能去食堂吗", "能去吃吗？")
    phone.goto(visitor.address + "/help/")
    follow(phone, phone.get_by_role("link", name="我为政府网站找错"))
    assert phone.get_by_label("我为政府网站找错").is_checked()
    assert phone.get_by_label(re.compile("^哪一页有错")).input_value() == "/help/"
    faults += axe(phone)
    return question, again, ask(phone, "电话少了一位", "打不通。")


def answered(desk, inquiry):
    """What is offered to the public has its numbers masked; one wording is replaced by hand."""
    desk.open(inquiry)
    assert "138****1234" in desk.page.get_by_label("公开的问题").input_value()
    desk.page.get_by_label("答复", exact=True).fill("可以，带身份证登记一次。")
    desk.page.get_by_label("公开的问题").fill("外地户口的老人能去吃吗？")
    follow(desk.page, desk.page.get_by_role("button", name="提交审核"))
    desk.faults += desk.axe(desk.page)
    assert "等审核" in said(desk.page)


def test_from_the_question_to_the_rating(visitor, axe, mailoutbox):
    unit, faults = make_organization("市民政局"), []
    make_organization("市教育局")
    editor = Desk(visitor, axe, faults, Role.EDITOR, unit)
    reviewer = Desk(visitor, axe, faults, Role.REVIEWER, unit)
    officer = Desk(visitor, axe, faults, Role.OFFICER)
    phone = visitor.page(width=390)
    question, again, error = asked(phone, visitor, axe, faults)

    officer.open(question)
    assert "已受理" in officer.do("受理", 转给哪个单位="市教育局（还没有填报员）")
    assert "已转办" in officer.do("转办", 转给哪个单位="市民政局")
    officer.open(again)
    assert "已并入" in officer.do("并入同样的提问", 并入哪一件=question.number)
    officer.open(error)
    assert "写明理由" in officer.do("不受理", 理由="这个电话归 12345。")

    editor.open(question)
    assert "等另一个人批准" in editor.do("申请延期", 理由="要问两个部门。")
    reviewer.open(question)
    assert "已延期" in reviewer.do("批准延期")
    answered(editor, question)
    reviewer.open(question)
    reviewer.page.get_by_label("公开：谁都能看到、搜到").check()
    assert "已答复" in reviewer.do("审核通过")
    answered_task.func(question.pk)
    assert [letter.to for letter in mailoutbox] == [["a@example.com"]]

    phone.goto(visitor.address + "/search/?q=老年食堂")
    follow(phone, phone.get_by_role("link", name=re.compile("老年食堂外地户口")).first)
    assert "带身份证登记一次" in phone.content() and "1234" not in phone.locator("main").inner_text()
    faults += axe(phone)
    looked_up(phone, visitor, axe, faults, again)
    corrected(editor, reviewer, question)
    phone.goto(visitor.address + question.get_absolute_url())
    assert f"{localdate():%-d} 日更正：少写了社保卡" in phone.locator("main").inner_text()
    faults += axe(phone)
    phone.goto(visitor.address + reverse("participation:inquiry_figures"))
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    faults += axe(phone)
    assert faults == []


def looked_up(phone, visitor, axe, faults, inquiry):
    """On somebody else's phone: number and code open it, the answer is rated, and it is let go."""
    phone.context.clear_cookies()
    phone.goto(visitor.address + reverse("participation:inquiry_status"))
    phone.get_by_label("编号").fill(inquiry.number)
    phone.get_by_label("查询码").fill("2222222222")
    follow(phone, phone.get_by_role("button", name="查答复"))
    assert "查询码不对" in phone.content()
    faults += axe(phone)
    phone.get_by_label("查询码").fill(inquiry.code.lower())
    follow(phone, phone.get_by_role("button", name="查答复"))
    assert "带身份证登记一次" in phone.content() and "已经有人问过" in phone.content()
    faults += axe(phone)
    phone.get_by_label("满意", exact=True).check()
    follow(phone, phone.get_by_role("button", name="提交评价"))
    assert Inquiry.objects.get(pk=inquiry.pk).rating == 4
    faults += axe(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    follow(phone, phone.get_by_role("button", name="看完了，退出"))
    assert "带身份证登记一次" not in phone.content()


def corrected(editor, reviewer, inquiry):
    editor.open(inquiry)
    told = {"答复": "可以，带身份证或者社保卡登记一次。", "更正了什么": "少写了社保卡"}
    assert "等另一个人审核" in editor.do("更正答复", **told)
    reviewer.open(inquiry)
    assert "已更正" in reviewer.do("更正通过")
