"""Journey 2: a spreadsheet hides an ID number in a hidden sheet; the gate stops it; a masked copy is published."""

import openpyxl
import pytest
from django.urls import reverse

from linhai_portal.accounts.roles import Role
from tests.journeys.test_staff import sign_in
from tests.make import make_item, make_organization, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

IDENTITY = "331082199001019962"  # 示例号码
TITLE = "2026年第一批公租房保障对象公示"


def workbook_with_a_hidden_sheet(path):
    """What a unit works with: the list for the public, and behind it the register it was made from."""
    book = openpyxl.Workbook()
    book.active.title = "公示"
    book.active.append(["姓名", "房源"])
    book.active.append(["张三", "鲥鱼巷三号楼"])
    register = book.create_sheet("原始登记")
    register.append(["姓名", "身份证号"])
    register.append(["张三", IDENTITY])
    register.sheet_state = "hidden"
    book.save(path)
    return path


def heading(page):
    return page.get_by_role("heading", level=1).inner_text()


def status(page):
    return page.get_by_role("status").first.inner_text()


def test_from_a_hidden_sheet_to_a_public_page(visitor, axe, tmp_path):
    unit = make_organization("市住建局")
    item = make_item(publisher=unit)
    editor, reviewer = make_user(Role.EDITOR, unit), make_user(Role.REVIEWER, unit)
    officer = make_user(Role.OFFICER)
    faults = []

    # The editor drafts it and attaches the workbook.
    office = sign_in(visitor, editor, width=1280)
    office.goto(visitor.address + reverse("office:publication_new"))
    faults += axe(office)
    office.get_by_label("公开事项").fill(item.code)
    office.get_by_label("标题", exact=True).fill(TITLE)
    office.get_by_label("成文日期").fill("2026-03-02")
    editor_of_text = office.get_by_role("textbox", name="正文").and_(office.locator("[contenteditable]"))
    editor_of_text.focus()
    office.keyboard.type("经审核，下列家庭符合条件，名单见附件。")
    office.get_by_role("button", name="保存草稿").click()
    address = office.url
    workbook = workbook_with_a_hidden_sheet(tmp_path / "公租房名单.xlsx")
    office.get_by_label("文件", exact=True).set_input_files(workbook)
    office.get_by_role("button", name="上传", exact=True).click()

    # The gate says where the number is, and lets nothing pass.
    found = office.locator(".check")
    assert "原始登记" in found.inner_text() and "隐藏" in found.inner_text()
    assert IDENTITY not in office.content()
    faults += axe(office)
    office.get_by_role("button", name="提交审核").click()
    assert "公租房名单.xlsx" in office.locator(".messages, [role=alert], [role=status]").first.inner_text()
    assert "打码" in office.content()

    # A masked copy takes the place of the original, and the draft is handed in.
    office.get_by_role("button", name="换成打码副本").click()
    assert "打码的副本" in status(office)
    assert office.locator(".check").count() == 0
    office.get_by_role("button", name="提交审核").click()
    assert "等单位审核" in status(office)
    faults += axe(office)

    # A second and a third person.
    office = sign_in(visitor, reviewer, width=1280)
    office.goto(address)
    faults += axe(office)
    office.get_by_role("button", name="审核通过").click()
    assert "转公开审查" in status(office)
    office = sign_in(visitor, officer, width=1280)
    office.goto(address)
    office.get_by_label("可以公开", exact=True).check()
    office.get_by_label("审查意见和依据").fill("不涉及不予公开的信息（条例第十四、十五条）")
    faults += axe(office)
    office.get_by_role("button", name="记录审查意见").click()
    assert "审查意见已记录" in status(office)

    # A citizen finds it on the phone: by the list, by search for a word of the sheet, and in the feed.
    phone = visitor.page(width=390)
    phone.goto(visitor.address + "/publications/")
    faults += axe(phone)
    phone.get_by_role("link", name=TITLE).click()
    assert heading(phone) == TITLE
    assert "个人信息已打码" in phone.locator("#files").inner_text()
    faults += axe(phone)
    with phone.expect_download() as download:
        phone.get_by_role("link", name="公租房名单.xlsx").click()
    with open(download.value.path(), "rb") as file:
        taken = openpyxl.load_workbook(file)
    texts = [cell for sheet in taken for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "张三" in texts and IDENTITY not in texts
    phone.goto(visitor.address + "/search/?q=鲥鱼巷")
    assert phone.get_by_role("link", name=TITLE).is_visible()
    faults += axe(phone)
    assert TITLE in phone.request.get(visitor.address + "/publications.atom").text()
    assert faults == []
