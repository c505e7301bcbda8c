"""Journey 3, the citizen's side: on a phone, without an account, from the guide to the reply in the hand."""

import re

import pytest
from django.utils.timezone import localdate

from disclosure_requests.models import DisclosureRequest, Material
from linhai_portal.context import DISPLAY_COOKIES
from tests.make import make_organization, put_out
from tests.make_requests import official_calendar, replied, with_correction

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def agency(transactional_db, settings):
    settings.SHORTEST_FILLING = 0
    official_calendar()
    return make_organization(name="市建设局", slug="jianshe", kind="department")


class Look:
    """A page as it is shown now: its heading, and what is wrong with it."""

    def __init__(self, page, axe, html_errors):
        self.page, self.axe, self.html_errors, self.faults = page, axe, html_errors, []

    def at(self, heading):
        assert re.search(heading, self.page.get_by_role("heading", level=1).inner_text().replace("\n", ""))
        self.faults += self.axe(self.page) + self.html_errors(self.page.content())
        if self.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            self.faults.append(f"{heading} is wider than the window")

    def press(self, name):
        self.page.get_by_role("button", name=name).click()


@pytest.mark.parametrize("elder", [False, True])
def test_from_the_guide_to_the_reply_on_a_phone(visitor, axe, html_errors, agency, elder):
    put_out(title="2025 年老旧小区加装电梯补助资金公示")
    phone = visitor.page(width=390, height=844, has_touch=True, accept_downloads=True)
    if elder:
        phone.context.add_cookies([{"name": DISPLAY_COOKIES["elder"], "value": "on", "url": visitor.address}])
    look = Look(phone, axe, html_errors)
    phone.goto(f"{visitor.address}/requests/")
    look.at("申请公开政府信息")
    phone.get_by_role("link", name="开始申请").click()
    look.at("您向哪个机关申请")
    phone.get_by_label("受理机关").select_option("市建设局")
    look.press("保存并继续")
    look.at("您是谁")
    phone.get_by_label("姓名或名称").fill("示例甲")
    phone.get_by_label("证件号码", exact=False).first.fill("110105194912310021")
    phone.get_by_label("联系电话").fill("13800000000")
    assert not phone.get_by_label("统一社会信用代码").is_visible()
    look.press("保存并继续")
    look.at("您是谁")
    assert "校验位不对" in phone.get_by_role("alert").inner_text()
    look.press("保存并继续")
    look.at("您需要什么信息")
    phone.get_by_label("信息名称").fill("老旧小区加装电梯补助资金拨付明细")
    phone.get_by_label("时间、地点或其他特征").fill("2025 年，按小区列出台数和金额")
    look.press("存草稿")
    look.at("草稿存好了")
    code = DisclosureRequest.objects.get().code
    assert phone.locator(".code").inner_text() == code
    phone.context.clear_cookies(name="sessionid")
    phone.goto(f"{visitor.address}/requests/resume/")
    look.at("接着填写")
    phone.get_by_label("草稿的查询码").fill(code.lower())
    look.press("接着填写")
    look.at("怎么给您")
    assert phone.get_by_role("link", name="2025 年老旧小区加装电梯补助资金公示").is_visible()
    phone.get_by_label("电子邮件", exact=True).first.check()
    phone.get_by_label("网上获取").check()
    look.press("保存并继续")
    look.at("请核对")
    phone.go_back()
    phone.go_forward()
    look.press("提交申请")
    look.at("申请已经收到")
    case = DisclosureRequest.objects.get()
    assert phone.locator(".code").all_inner_texts() == [case.number, case.code]

    replied(case, on=localdate())
    Material.keep(case, b"given", kind="provided", name="明细.txt", content_type="text/plain")
    phone.context.clear_cookies(name="sessionid")
    phone.goto(f"{visitor.address}/requests/status/")
    look.at("查办理进度")
    phone.get_by_label("申请编号").fill(case.number)
    phone.get_by_label("查询码").fill("AAAAAAAAAA")
    look.press("查进度")
    assert "没有这件申请" in phone.get_by_role("alert").inner_text()
    phone.get_by_label("查询码").fill(code)
    look.press("查进度")
    look.at("已在 .*答复您")
    look.press("打开答复")
    look.at("已在 .*答复您")
    with phone.expect_download() as download:
        phone.get_by_role("link", name="明细.txt").click()
    assert download.value.suggested_filename == "明细.txt"
    look.press("看完了，退出")
    look.at("查办理进度")
    assert look.faults == []


def test_a_correction_is_answered_on_a_wide_screen(visitor, axe, html_errors, agency):
    case = with_correction(on=localdate())
    desk = visitor.page()
    look = Look(desk, axe, html_errors)
    desk.goto(f"{visitor.address}/requests/status/")
    desk.get_by_label("申请编号").fill(case.number)
    desk.get_by_label("查询码").fill(case.code)
    look.press("查进度")
    look.at("请您补正")
    desk.get_by_role("link", name="补正", exact=True).click()
    look.at("您要补正什么")
    desk.get_by_label("补正的内容").fill("2025 年")
    look.press("提交补正")
    look.at("最迟 .*答复您")
    desk.get_by_role("link", name="登记回执").click()
    look.at("申请已经收到")
    assert len(re.findall(rb"/Type /Page\b", desk.pdf(format="A4", prefer_css_page_size=True))) == 1
    desk.go_back()
    desk.get_by_role("link", name="撤回申请").click()
    look.at("确定撤回")
    look.press("确定撤回")
    look.at("您撤回了这份申请")
    assert look.faults == []
