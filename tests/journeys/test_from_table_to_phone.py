"""Journey 1: a county's own table goes in; a citizen finds an item on the phone, reads it, takes the table away."""

from pathlib import Path

import openpyxl
import pytest
from django.urls import reverse

from catalog.models import Domain, Item
from catalog.reference import load_reference
from linhai_portal.accounts.models import Organization
from linhai_portal.accounts.roles import Role
from tests.make import make_user, publish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LAYOUTS = Path(__file__).parent.parent / "data/layouts"
TABLE, WITH_ERRORS = LAYOUTS / "three-levels.xlsx", LAYOUTS / "with-errors.xlsx"
PASSWORD = "yi-ge-chang-mi-ma"


def test_from_a_countys_own_table_to_a_citizens_phone(visitor, axe, tmp_path):
    load_reference()
    officer = make_user(Role.OFFICER, Organization.objects.get(slug="zhengwugongkaiban"), password=PASSWORD)

    office = visitor.page()
    office.goto(visitor.address + reverse("admin:login"))
    office.get_by_label("登录名").fill(officer.username)
    office.get_by_label("密码").fill(PASSWORD)
    office.get_by_role("button", name="登录").click()
    office.goto(visitor.address + reverse("office:import_new"))
    before = Item.objects.count()
    office.get_by_label("表格文件").set_input_files(TABLE)
    office.get_by_role("button", name="上传并读取").click()
    assert "还没有写入" in office.get_by_role("heading", level=1).inner_text()
    assert Item.objects.count() == before and axe(office) == []
    office.get_by_role("button", name="确认写入").click()
    assert office.get_by_role("heading", level=1).inner_text() == "已写入目录"
    assert Item.objects.count() > before

    item = Item.objects.exclude(level3="").order_by("pk").last()
    phone = visitor.page(width=390, height=844, has_touch=True, accept_downloads=True)
    phone.goto(visitor.address)
    phone.get_by_role("searchbox").first.fill(item.level3[1:3])
    phone.get_by_role("button", name="搜索").click()
    phone.get_by_role("link", name=item.level3).first.click()
    assert phone.get_by_role("heading", level=1).inner_text() == item.level3
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390 and axe(phone) == []

    phone.goto(visitor.address + Domain.objects.get(pk=item.domain_id).get_absolute_url())
    with phone.expect_download() as download:
        phone.get_by_role("link", name="XLSX").click()
    download.value.save_as(tmp_path / "table.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "table.xlsx").active
    assert sheet["A1"].value == item.domain.title
    assert item.level3 in [cell.value for row in sheet.iter_rows() for cell in row]


def sign_in(visitor, user):
    page = visitor.page(width=1280)
    page.goto(visitor.address + reverse("admin:login"))
    page.get_by_label("登录名").fill(user.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/admin/")
    return page


def test_a_department_adds_to_its_published_catalog_and_a_citizen_takes_it_away(visitor, axe, tmp_path):
    load_reference()
    domain = Domain.objects.get(name="公共法律服务")
    publish(domain)
    bureau = Organization.objects.get(name="市司法局")
    bureau.aliases.append("县司法局")  # as it calls itself in its own table
    bureau.save()
    editor = make_user(Role.EDITOR, bureau, password=PASSWORD)
    head = make_user(Role.HEAD, Organization.objects.get(slug="zhengwugongkaiban"), password=PASSWORD)
    before, faults = domain.items.current().count(), []

    def seen(page, heading):
        assert page.get_by_role("heading", level=1).inner_text() == heading
        faults.extend(axe(page))

    unit = sign_in(visitor, editor)
    unit.goto(visitor.address + reverse("office:import_new"))
    seen(unit, "上传目录表格")
    unit.get_by_label("表格文件").set_input_files(WITH_ERRORS)
    unit.get_by_role("button", name="上传并读取").click()
    seen(unit, "读到 17 行，还没有写入")
    unit.get_by_role("link", name="改正这一行 （第 13 行）").click()
    faults += axe(unit)
    unit.get_by_label("主动公开", exact=True).check()
    unit.get_by_role("button", name="改好了，重新比对").click()
    seen(unit, "读到 17 行，还没有写入")
    unit.get_by_role("link", name="改正这一行 （第 10 行）").click()
    unit.get_by_label("一级事项").fill("公共法律服务机构")
    unit.get_by_label("二级事项").fill("鉴真工作室名单")
    unit.get_by_label("公开内容").fill("名称、地址、电话")
    unit.get_by_label("公开主体").fill("县司法局")
    unit.get_by_label("主动公开", exact=True).check()
    unit.get_by_role("button", name="改好了，重新比对").click()
    unit.get_by_role("button", name="确认写入").click()
    faults += axe(unit)
    assert domain.items.current().count() == before
    unit.get_by_role("link", name="打开调整单，写明理由后提交").click()
    faults += axe(unit)
    unit.get_by_label("调整理由").fill("新设公共法律服务机构")
    unit.get_by_label("调整依据").fill("测试文件〔2026〕1号")
    unit.get_by_role("button", name="提交审批").click()
    assert "已提交" in unit.get_by_role("status").inner_text()
    assert unit.get_by_role("button", name="批准").count() == 0
    faults += axe(unit)

    office = sign_in(visitor, head)
    office.get_by_role("link", name="份目录调整等您审批").click()
    faults += axe(office)
    office.get_by_role("link", name="目录调整").last.click()
    faults += axe(office)
    assert domain.items.current().count() == before
    office.get_by_role("button", name="批准").click()
    assert "已批准" in office.get_by_role("status").inner_text()
    faults += axe(office)
    assert domain.items.current().count() > before

    phone = visitor.page(width=390, height=844, has_touch=True, accept_downloads=True)
    phone.goto(visitor.address)
    phone.get_by_role("searchbox").first.fill("鉴真")
    phone.get_by_role("button", name="搜索").click()
    faults += axe(phone)
    phone.get_by_role("link", name="鉴真工作室名单").first.click()
    seen(phone, "鉴真工作室名单")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.get_by_role("navigation", name="位置").get_by_role("link", name=domain.name).click()
    seen(phone, domain.title)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    with phone.expect_download() as download:
        phone.get_by_role("link", name="XLSX").click()
    download.value.save_as(tmp_path / "table.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "table.xlsx").active
    assert "鉴真工作室名单" in [cell.value for row in sheet.iter_rows() for cell in row]
    assert faults == []
