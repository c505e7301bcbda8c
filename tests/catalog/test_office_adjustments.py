"""The adjustment sheets as people use them: draft by editing, hand in, approve, return; nothing written before."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from catalog.adjusting import propose_change
from catalog.models import Adjustment, CatalogImport, Item
from linhai_portal.accounts.roles import Role
from tests.make import make_domain, make_item, make_organization, make_user, publish

pytestmark = pytest.mark.django_db
BACKEND = "linhai_portal.accounts.backends.RoleBackend"


@pytest.fixture
def unit():
    return make_organization()


@pytest.fixture
def item(unit):
    item = make_item(make_domain(), publisher=unit)
    publish(item.domain)
    return Item.objects.get(pk=item.pk)


def sign_in(client, role, unit=None):
    user = make_user(role, unit)
    client.force_login(user, backend=BACKEND)
    return user


def posted(client, item, **changes):
    """The admin's form of the item, as the browser sends it back."""
    address = reverse("admin:catalog_item_change", args=[item.pk])
    form = client.get(address).context["adminform"].form
    data = {name: value for name in form.fields if (value := form[name].value()) not in (None, False)}
    return client.post(address, data | changes, follow=True)


def test_editing_a_published_item_drafts_and_writes_nothing(client, unit, item):
    editor = sign_in(client, Role.EDITOR, unit)
    page = posted(client, item, level2="改过的名称").content.decode()
    assert "这里没有直接改动" in page and "改过的名称" in page
    assert Item.objects.get(pk=item.pk).level2 == item.level2
    draft = Adjustment.objects.get(drafted_by=editor)
    assert draft.lines.get().after["level2"] == "改过的名称" and draft.status == "draft"


def test_a_sheet_is_handed_in_and_approved_by_two_persons(client, unit, item):
    editor = sign_in(client, Role.EDITOR, unit)
    posted(client, item, level2="改过的名称")
    sheet = Adjustment.objects.get(drafted_by=editor)
    refused = client.post(sheet.get_office_url(), {"reason": "", "basis": "", "submit": "yes"}, follow=True)
    assert "请先写明调整理由和调整依据" in refused.content.decode()
    client.post(sheet.get_office_url(), {"reason": "名称变了", "basis": "上级文件", "submit": "yes"})
    sign_in(client, Role.HEAD)
    address = reverse("office:adjustment_approve", args=[sheet.pk])
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    page = client.post(address, {"effective_on": yesterday}).content.decode()
    assert "生效日期不能早于今天" in page and Item.objects.get(pk=item.pk).level2 == item.level2
    client.post(address, {"effective_on": timezone.localdate()})
    assert Item.objects.get(pk=item.pk).level2 == "改过的名称"
    again = client.post(address, {"effective_on": timezone.localdate()}, follow=True).content.decode()
    assert "现在不能由您审批" in again


def test_a_returned_sheet_says_why_and_can_be_handed_in_again(client, unit, item):
    editor = sign_in(client, Role.EDITOR, unit)
    item.level2 = "改过的名称"
    sheet = propose_change(item, by=editor)
    client.post(sheet.get_office_url(), {"reason": "理由", "basis": "依据", "submit": "yes"})
    sign_in(client, Role.HEAD)
    address = reverse("office:adjustment_return", args=[sheet.pk])
    assert "请写明退回理由" in client.post(address, {"reason": ""}).content.decode()
    client.post(address, {"reason": "依据写文号"})
    client.force_login(editor, backend=BACKEND)
    assert "依据写文号" in client.get(sheet.get_office_url()).content.decode()
    client.post(sheet.get_office_url(), {"reason": "理由", "basis": "临政发〔2026〕1号", "submit": "yes"})
    sheet.refresh_from_db()
    assert sheet.status == "submitted"


def test_another_units_sheet_does_not_exist(client, unit, item):
    sheet = propose_change(item, by=make_user(Role.EDITOR, unit))
    sign_in(client, Role.EDITOR, make_organization())
    assert client.get(sheet.get_office_url()).status_code == 404


def test_a_table_for_a_published_catalog_becomes_one_sheet_and_only_once(client, tmp_path, unit, item):
    from_export = client.get(f"/domains/{item.domain.number}.csv")
    table = tmp_path / "目录.csv"
    text = b"".join(from_export.streaming_content).decode("utf-8-sig").replace(item.content, "新的内容要素")
    table.write_text(text, encoding="utf-8")
    sign_in(client, Role.OFFICER)
    for _ in range(2):
        with table.open("rb") as file:
            data = {"file": file, "organization": make_organization().pk, "domain": item.domain.pk}
            data["organization"] = (
                client.get(reverse("office:import_new")).context["form"].fields["organization"].queryset[0].pk
            )
            client.post(reverse("office:import_new"), data)
        upload = CatalogImport.objects.first()
        client.post(reverse("office:import_confirm", args=[upload.pk]))
        CatalogImport.objects.filter(pk=upload.pk).update(uploaded_at=timezone.now() - dt.timedelta(hours=1))
    sheets = Adjustment.objects.filter(kind="items")
    assert [line.after["content"] for line in sheets.get().lines.all()] == ["新的内容要素"]
    assert Item.objects.get(pk=item.pk).content == item.content
    upload.refresh_from_db()
    assert "同样的调整已经在办理" in upload.outcome


def test_a_sheet_costs_the_same_number_of_queries_however_long(client, django_assert_max_num_queries, unit):
    items = [make_item(make_domain(), publisher=unit) for _ in range(12)]
    publish(*[item.domain for item in items])
    editor = sign_in(client, Role.EDITOR, unit)
    for item in items:
        item.level2 = "改过的名称"
        sheet = propose_change(item, by=editor)
    with django_assert_max_num_queries(16):
        client.get(sheet.get_office_url())
    with django_assert_max_num_queries(14):
        client.get(reverse("office:adjustments"))


def test_a_word_given_to_what_stood_there_before_does_not_count_for_what_stands_there_now(client, unit, item):
    editor, colleague = make_user(Role.EDITOR, unit), make_user(Role.HEAD)
    item.level2 = "改过的名称"
    sheet = propose_change(item, by=editor)
    sheet.revise(by=editor, reason="理由", basis="依据")
    sheet.submit(by=editor)
    sign_in(client, Role.HEAD)
    step = client.get(sheet.get_office_url()).context["sheet"].step()
    sheet.send_back(by=colleague, reason="再改")
    sheet.submit(by=editor)
    address = reverse("office:adjustment_approve", args=[sheet.pk])
    facts = {"effective_on": timezone.localdate().isoformat()}
    answer = client.post(address, facts | {"step": step}, follow=True)
    assert "有了变化" in answer.text
    sheet.refresh_from_db()
    assert sheet.status == Adjustment.Status.SUBMITTED
    client.post(address, facts | {"step": sheet.step()})
    sheet.refresh_from_db()
    assert sheet.status == Adjustment.Status.EFFECTIVE
