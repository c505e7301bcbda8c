"""Journey 1: a county's own table goes in; a citizen finds an item on the phone, reads it, takes the table away."""

from pathlib import Path

import openpyxl
import pytest
from django.urls import reverse

from catalog.models import Domain, Item
from catalog.reference import load_reference
from linhai_portal.accounts.models import Organization
from linhai_portal.accounts.roles import Role
from tests.make import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TABLE = Path(__file__).parent.parent / "data/layouts/three-levels.xlsx"
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
