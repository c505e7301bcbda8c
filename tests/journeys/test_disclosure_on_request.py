"""Journey 3, the office's side: registered, corrected, a third party heard, extended, partly disclosed, signed, archived."""

import re

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from disclosure_requests.annual_report.counting import tables_of
from disclosure_requests.models import DisclosureRequest
from linhai_portal.accounts.roles import Role
from tests.journeys.test_staff import sign_in
from tests.make import make_organization, make_user, put_on_list
from tests.make_requests import make_case, official_calendar

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Desk:
    """One member of staff at the case; every page that is shown is checked."""

    def __init__(self, visitor, axe, user, case):
        self.page, self.axe = sign_in(visitor, user, width=1280), axe
        self.address, self.faults = visitor.address + reverse("cases:case", args=[case.pk]), []
        self.open()

    def open(self):
        self.page.goto(self.address)
        self.look()

    def look(self):
        self.faults += self.axe(self.page)
        if self.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            self.faults.append(f"{self.page.url} is wider than the window")

    def follow(self, target):
        """Press what leads to another page, and be there: a page that is being left can't be checked."""
        with self.page.expect_navigation():
            target.click()

    def do(self, name, button="", **told):
        """Open the deed, fill its form, press its button; the case is shown again."""
        self.open()
        self.follow(self.page.get_by_role("link", name=name, exact=True).first)
        self.look()
        for label, value in told.items():
            field = self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}(（可以不填）)?\s*$"))
            if value is True:
                field.check()
            else:
                field.fill(value)
        self.follow(self.page.get_by_role("button", name=button or name, exact=True))
        assert "已办理" in self.page.get_by_role("status").first.inner_text(), self.page.url
        self.look()


def test_from_receipt_to_archive(visitor, axe):
    official_calendar()
    unit = make_organization("市生态环境局")
    people = {role: make_user(role, unit) for role in Role}
    case = make_case(unit, on=localdate(), applicant_name="示例欧阳", title="某船舶公司排污报告")
    entry = put_on_list(on=localdate(), ground="N4", words="排污", title="企业的工艺参数")
    desks = {
        role: Desk(visitor, axe, people[role], case)
        for role in (Role.OFFICER, Role.HEAD, Role.HANDLER, Role.REVIEWER, Role.ARCHIVIST)
    }
    clerk, head, handler = desks[Role.OFFICER], desks[Role.HEAD], desks[Role.HANDLER]
    today = localdate().isoformat()

    clerk.do("登记并审核", 自然人=True)
    clerk.do("补正告知", 需要补正的事项="没有写明年度。", 指导和释明="写明哪一年。")
    head.do("批准")
    clerk.do("发出")
    clerk.do("登记送达", 日期=today)
    clerk.do("登记补正材料", 收到补正的日期=today)
    clerk.do("转交办理", 承办单位=unit.name)
    handler.do("签收")

    handler.do(
        "征求意见",
        第三方=True,
        名称="示例船舶公司",
        所涉信息概要="2025 年报告",
        **{"可能损害的权益，或者要问的事": "商业秘密"},
    )
    head.do("批准")
    clerk.do("发出")
    clerk.do("登记送达", 日期=today)
    clerk.do("登记意见", 收到意见的日期=today, 同意部分公开=True, 对方的理由="工艺参数是商业秘密")
    handler.do("延期答复", 延期几个工作日="10", 延期的原因="需要逐页区分处理")
    head.do("批准")
    clerk.do("发出")

    write_the_reply(handler)
    handler.do("提交审核")
    desks[Role.REVIEWER].do("合法性和保密审查", 审查意见="依据合法，不涉密。")
    head.do("签发")
    case.refresh_from_db()
    letters = {each.code: each for each in case.letters.all()}
    assert set(letters) == {"D02", "D06", "D06R", "D07", "D04", "D11"}

    clerk.do("发出答复")
    assert list(case.decisions.get().entries.all()) == [entry]
    faults = draft_for_everybody(visitor, axe, people[Role.EDITOR])
    clerk.do("登记送达", 日期=today)
    desks[Role.ARCHIVIST].do("归档")
    case.refresh_from_db()
    assert (case.status, case.outcome) == ("archived", "P")
    assert case.dossier.pages > len(letters)
    figures = tables_of(localdate().year, unit)
    assert figures["table3"]["R3.2"]["natural"] == 1
    assert "示例欧阳" not in clerk.page.content()
    assert faults + [fault for desk in desks.values() for fault in desk.faults] == []
    assert DisclosureRequest.objects.count() == 1


def write_the_reply(handler):
    """补不补 … 怎么答, one question a page, then the words of a part given and a part withheld."""
    page = handler.page
    handler.open()
    handler.follow(page.get_by_role("link", name="起草答复"))
    for answer in ("明确，能据此检索", "是政府信息公开申请", "本机关制作", "有", "一部分不能公开"):
        handler.look()
        page.get_by_role("radio", name=re.compile(f"^{answer}")).first.check()
        handler.follow(page.get_by_role("button", name="下一问"))
    handler.look()
    page.get_by_label("予以公开的部分").fill("排放量和监测数据。")
    page.get_by_role("button", name=re.compile("^用这一条")).click()
    handler.look()
    withheld = page.get_by_label(re.compile("^不予公开的部分及理由"))
    withheld.fill(f"{withheld.input_value()}工艺参数属于商业秘密。")
    page.get_by_label(re.compile("^提供的材料")).fill("2025 年报告（节选）｜12")
    page.get_by_role("button", name="保存答复").click()
    assert "答复已保存" in page.get_by_role("status").first.inner_text()


def draft_for_everybody(visitor, axe, editor):
    """Who drafts it sees the proposal, never the case; gives the faults of the pages."""
    page = sign_in(visitor, editor, width=1280)
    page.goto(visitor.address + reverse("cases:proposals"))
    faults = axe(page)
    page.get_by_role("link", name="某船舶公司排污报告").click()
    faults += axe(page)
    page.get_by_role("button", name="起草", exact=True).click()
    assert page.get_by_label("标题", exact=True).input_value() == "某船舶公司排污报告"
    assert "示例欧阳" not in page.content()
    return faults + axe(page)
