"""The staff at work in a real browser: log in, upload, look, mend, confirm, edit; by mouse and by keyboard."""

import datetime as dt
from pathlib import Path

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from catalog import gate, publishing
from catalog.exchange.uploads import receive
from catalog.models import Item
from linhai_portal.accounts.notices import tell
from linhai_portal.accounts.roles import Role
from linhai_portal.models import SpecialDay
from tests.make import (
    make_domain,
    make_entry,
    make_item,
    make_organization,
    make_publication,
    make_user,
    publish,
    put_on_list,
    put_out,
)
from tests.make_requests import make_case

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LAYOUTS = Path(__file__).parent.parent / "data" / "layouts"
PASSWORD = "yi-ge-chang-mi-ma"
# What stays under the keyboard's eye: the outline of the design, 3 px wide.
OUTLINE = "getComputedStyle(document.activeElement).outlineWidth"


def sign_in(visitor, user, **window):
    user.set_password(PASSWORD)
    user.save()
    page = visitor.page(**window)
    page.goto(visitor.address + reverse("admin:login"))
    page.get_by_label("登录名").fill(user.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/admin/")
    return page


@pytest.fixture
def unit():
    return make_organization("县司法局")


def test_a_unit_uploads_its_table_mends_a_row_and_confirms(visitor, unit):
    make_domain("公共法律服务")
    page = sign_in(visitor, make_user(Role.EDITOR, unit), width=1280)
    page.get_by_role("navigation", name="工作菜单").get_by_role("link", name="目录导入").click()
    page.get_by_role("link", name="上传目录表格").click()
    page.get_by_label("表格文件").set_input_files(LAYOUTS / "with-errors.xlsx")
    page.get_by_role("button", name="上传并读取").click()
    assert page.get_by_role("heading", level=1).inner_text() == "读到 17 行，还没有写入"
    assert Item.objects.count() == 0
    page.get_by_role("link", name="改正这一行 （第 13 行）").click()
    page.get_by_label("主动公开", exact=True).check()
    page.get_by_role("button", name="改好了，重新比对").click()
    assert "这一行已改正" in page.get_by_role("status").inner_text()
    page.get_by_role("link", name="改正这一行 （第 10 行）").click()
    page.get_by_label("一级事项").fill("公共法律服务机构")
    page.get_by_label("二级事项").fill("法律援助机构信息")
    page.get_by_label("公开内容").fill("名称、地址、电话")
    page.get_by_label("公开主体").fill("县司法局")
    page.get_by_label("主动公开", exact=True).check()
    page.get_by_role("button", name="改好了，重新比对").click()
    page.get_by_role("link", name="新增 17").click()
    page.get_by_role("button", name="确认写入").click()
    assert page.get_by_role("heading", level=1).inner_text() == "已写入目录"
    assert Item.objects.count() == 17
    page.goto(visitor.address + reverse("admin:catalog_item_changelist"))
    assert page.get_by_role("link", name="法律援助机构信息").count() == 1


def test_an_item_is_found_and_edited_by_keyboard_alone(visitor, unit):
    item = make_item(level2="招生政策", publisher=unit)
    make_item(level2="学籍管理", publisher=unit)
    page = sign_in(visitor, make_user(Role.EDITOR, unit), width=1280)
    page.goto(visitor.address + reverse("admin:catalog_item_changelist"))
    page.get_by_role("textbox", name="查找目录事项").focus()
    page.keyboard.type("招生")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=*")
    assert "“招生”找到 1 条。" in page.get_by_role("status").first.inner_text()
    page.get_by_role("link", name="招生政策").focus()
    assert page.evaluate(OUTLINE) == "3px"
    page.keyboard.press("Enter")
    page.get_by_label("其他渠道").focus()
    page.keyboard.type("校门口")
    page.get_by_role("button", name="保存", exact=True).focus()
    assert page.evaluate(OUTLINE) == "3px"
    page.keyboard.press("Enter")
    page.get_by_text("成功").wait_for()
    item.refresh_from_db()
    assert item.other_channel == "校门口"


def test_the_office_retires_an_item_after_being_asked(visitor):
    item = make_item(level2="招生政策")
    page = sign_in(visitor, make_user(Role.OFFICER), width=1280)
    page.goto(visitor.address + reverse("admin:catalog_item_changelist"))
    page.locator(".action-select").check()
    page.get_by_label("动作").select_option(label="取消所选事项")
    page.get_by_role("button", name="执行").click()
    assert page.get_by_role("heading", level=1).inner_text() == "取消 1 个事项？"
    page.get_by_role("button", name="取消这 1 项").click()
    page.get_by_text("已取消 1 项").wait_for()
    item.refresh_from_db()
    assert item.retired_on


def test_the_upload_works_without_script(visitor, unit):
    make_domain("公共法律服务")
    page = sign_in(visitor, make_user(Role.EDITOR, unit), width=390, java_script_enabled=False)
    page.goto(visitor.address + reverse("office:import_new"))
    page.get_by_label("表格文件").set_input_files(LAYOUTS / "with-errors.xlsx")
    page.get_by_role("button", name="上传并读取").click()
    page.get_by_role("button", name="行错误并写入").click()
    assert page.get_by_role("heading", level=1).inner_text() == "已写入目录"


@pytest.mark.parametrize("width", [1280, 390])
def test_a_change_of_a_published_catalog_goes_through_two_persons(visitor, axe, unit, width):
    item = make_item(make_domain(), publisher=unit)
    publish(item.domain)
    page = sign_in(visitor, make_user(Role.EDITOR, unit), width=width)
    page.goto(visitor.address + reverse("admin:catalog_item_change", args=[item.pk]))
    page.get_by_label("二级事项").fill("改过的名称")
    page.get_by_role("button", name="保存", exact=True).click()
    assert "这里没有直接改动" in page.get_by_role("status").inner_text()
    faults = axe(page)
    page.get_by_role("button", name="提交审批").click()
    assert "请先写明调整理由和调整依据" in page.get_by_role("status").inner_text()
    faults += axe(page)
    page.get_by_label("调整理由").fill("名称变了")
    page.get_by_label("调整依据").fill("测试文件")
    page.get_by_role("button", name="提交审批").click()
    head = sign_in(visitor, make_user(Role.HEAD), width=width)
    head.get_by_role("link", name="份目录调整等您审批").click()
    head.get_by_role("link", name="目录调整").last.click()
    faults += axe(head)
    head.get_by_role("button", name="批准").click()
    assert "已批准" in head.get_by_role("status").inner_text()
    faults += axe(head)
    assert faults == []
    citizen = visitor.page(width=width)
    citizen.goto(visitor.address + item.get_absolute_url())
    assert citizen.get_by_role("heading", level=1).inner_text() == "改过的名称"


def uploads_of(editor, unit):
    """One upload to confirm with every kind of row, one refused, one that waits for the worker."""
    make_domain("公共法律服务")
    names = ["with-errors.xlsx", "refused-column-plan.xlsx"]
    files = [SimpleUploadedFile(name, (LAYOUTS / name).read_bytes()) for name in names]
    files.append(SimpleUploadedFile("大表.csv", b"x" * 300_001))
    return [receive(file, by=editor, organization=unit) for file in files]


def entries_of(editor, unit):
    """Of the negative list: one to approve, one past its review date, one whose reassessment is to be decided."""
    today = timezone.localdate()
    submitted = make_entry(drafted_by=editor, publisher=unit)
    submitted.submit(by=editor)
    expired = put_on_list(on=today - dt.timedelta(days=500), drafted_by=editor, publisher=unit)
    looked_at = put_on_list(on=today, drafted_by=editor, publisher=unit)
    looked_at.propose("lift", by=editor, reason="已经公开", today=today)
    return submitted, expired, looked_at


def publications_of(editor):
    """A draft with a finding, one for each of the three persons to look at, one published."""
    found = make_publication(drafted_by=editor, title="有号码的", body="<p>电话 13800138000</p>")
    gate.check(found)
    waiting, looked_at = (make_publication(drafted_by=editor) for _ in range(2))
    reviewer = make_user(Role.REVIEWER, editor.organizations().first())
    for each in (waiting, looked_at):
        publishing.submit(each, by=editor)
    publishing.review(looked_at, by=reviewer)
    public = put_out(
        drafted_by=editor, is_policy=True, body="<h2>一、总则</h2><table><tr><th>项</th></tr></table>"
    )
    return found, waiting, looked_at, public


def pages_of_the_staff(unit):
    """Every kind of staff page with something on it: the role that opens it and its address."""
    editor = make_user(Role.EDITOR, unit)
    item = make_item(publisher=unit, evidence="compiled")
    day = SpecialDay.objects.create(date="2026-10-01", kind="holiday", name="国庆节")
    uploads = uploads_of(editor, unit)
    bad = uploads[0].rows.filter(action="bad").first()
    submitted, expired, looked_at = entries_of(editor, unit)
    draft, to_review, to_examine, public = publications_of(editor)
    case = make_case(unit, on=timezone.localdate())
    for subject in ("读过的一条", "没有读的一条"):
        tell([editor], kind="动态调整", subject=subject, text="请补充依据。", place="/office/")
    editor.notices.filter(subject="读过的一条").mark_read()
    pages = {
        Role.EDITOR: [
            reverse("admin:index"),
            reverse("notices:list"),
            reverse("office:imports"),
            reverse("office:import_new"),
            *[upload.get_absolute_url() for upload in uploads],
            reverse("office:import_row", args=[uploads[0].pk, bad.position]),
            reverse("admin:catalog_item_change", args=[item.pk]),
            reverse("admin:password_change"),
            reverse("office:publications"),
            reverse("office:publication_new"),
            draft.get_office_url(),
        ],
        Role.REVIEWER: [to_review.get_office_url()],
        Role.OFFICER: [
            reverse("admin:index"),
            reverse("admin:catalog_item_changelist"),
            reverse("admin:catalog_item_changelist") + "?q=没有的词&presence=retired",
            reverse("admin:catalog_item_add"),
            reverse("admin:catalog_item_history", args=[item.pk]),
            reverse("admin:catalog_domain_changelist"),
            reverse("admin:catalog_domain_change", args=[item.domain_id]),
            reverse("admin:accounts_organization_changelist"),
            reverse("admin:accounts_organization_change", args=[unit.pk]),
            reverse("admin:accounts_organizationgroup_changelist"),
            reverse("admin:portal_specialday_changelist"),
            reverse("admin:portal_specialday_change", args=[day.pk]),
            reverse("admin:portal_specialday_delete", args=[day.pk]),
            reverse("admin:portal_specialday_import"),
            reverse("office:adjustments"),
            reverse("office:negative_list"),
            reverse("office:negative_list_new"),
            reverse("office:publications"),
            reverse("office:due"),
            case.get_office_url(),
            reverse("cases:dates", args=[case.pk]),
            reverse("reports:report", args=[2025, unit.slug]),
            reverse("reports:take_over", args=[2025, unit.slug]),
            expired.get_office_url(),
            to_examine.get_office_url(),
            public.get_office_url(),
        ],
        Role.HEAD: [
            reverse("admin:catalog_item_change", args=[item.pk]),
            submitted.get_office_url(),
            looked_at.get_office_url(),
        ],
        Role.ADMINISTRATOR: [
            reverse("admin:index"),
            reverse("admin:accounts_user_changelist"),
            reverse("admin:accounts_user_add"),
            reverse("admin:accounts_user_change", args=[editor.pk]),
            reverse("admin:accounts_user_activation", args=[editor.pk]),
            reverse("admin:accounts_failedlogin_changelist"),
        ],
        Role.SECURITY: [
            reverse("admin:accounts_membership_changelist"),
            reverse("admin:accounts_membership_add"),
        ],
        Role.AUDITOR: [reverse("admin:index"), reverse("admin:admin_logentry_changelist")],
    }
    own = {Role.EDITOR: editor, Role.REVIEWER: make_user(Role.REVIEWER, unit)}
    people = {role: own.get(role) or make_user(role) for role in pages}
    return [(people[role], addresses) for role, addresses in pages.items()]


@pytest.mark.parametrize("width", [1280, 390])
def test_no_staff_page_has_an_accessibility_fault_or_scrolls_sideways(visitor, axe, unit, width):
    login = visitor.page(width=width)
    login.goto(visitor.address + reverse("admin:login"))
    faults = axe(login)
    for person, addresses in pages_of_the_staff(unit):
        page = sign_in(visitor, person, width=width)
        for address in addresses:
            page.goto(visitor.address + address)
            faults += axe(page)
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                faults.append(f"{address} is wider than {width}")
    assert faults == []


def test_the_pages_of_the_staff_are_valid_html(client, html_errors, unit):
    head = make_user(Role.HEAD)
    key, token = urlsafe_base64_encode(force_bytes(head.pk)), default_token_generator.make_token(head)
    faults = {
        address: html_errors(client.get(address, follow=True).content.decode())
        for address in [reverse("admin:login"), reverse("activate", args=[key, token])]
    }
    for person, addresses in pages_of_the_staff(unit):
        client.force_login(person, backend="linhai_portal.accounts.backends.RoleBackend")
        for address in addresses:
            faults[address] = html_errors(client.get(address).content.decode())
    assert {address: errors for address, errors in faults.items() if errors} == {}


def test_the_locked_out_are_told_how_long(visitor, axe, client):
    make_user(Role.EDITOR, username="chen")
    page = visitor.page(width=1280)
    for _ in range(5):
        page.goto(visitor.address + reverse("admin:login"))
        page.get_by_label("登录名").fill("chen")
        page.get_by_label("密码").fill("cuo-wu-de-mi-ma")
        page.get_by_role("button", name="登录").click()
        page.wait_for_load_state()
    assert page.get_by_role("heading", level=1).inner_text() == "这个登录名暂时锁定"
    assert "15 分钟" in page.inner_text("main")
    assert axe(page) == []
