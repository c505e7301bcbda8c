"""The screens of publishing many at once: errors named before anything is stored, then the steps of three persons."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalog import bulk_publishing
from catalog.layouts.records import Refused
from catalog.models import Publication, PublicationBatch
from catalog.publication_table import read_table
from tests.make import make_batch, make_item, make_user

pytestmark = pytest.mark.django_db
NEW = "/office/publications/batches/new/"


def signed_in(user):
    client = Client()
    client.force_login(user, backend="linhai_portal.accounts.backends.RoleBackend")
    return client


def upload(client, *rows, name="处罚.csv"):
    text = "\n".join(["标题,文号,成文日期,事项编码,内容概述,栏目", *rows])
    file = SimpleUploadedFile(name, text.encode())
    return client.post(NEW, {"title": "三月处罚", "file": file}, follow=True)


def page(answer):
    return answer.content.decode()


@pytest.fixture
def editor():
    return make_user("editor")


def press(user, batch, deed, **facts):
    batch.refresh_from_db()
    address = reverse(f"office:publication_batch_{deed}", args=[batch.pk])
    return page(signed_in(user).post(address, {"step": batch.step()} | facts, follow=True))


def test_a_table_with_errors_stores_nothing_and_the_mended_one_becomes_a_batch(editor):
    code, client = make_item(publisher=editor.organizations().get()).code, signed_in(editor)
    answer = page(upload(client, f"甲,1号,2026-03-02,{code},罚款,6", "乙,2号,三月,99,罚款,6"))
    assert "读到 2 行，1 行有错误" in answer
    assert "第 3 行" in answer and "C 列“成文日期”" in answer and "认不出这个日期" in answer
    assert not Publication.objects.exists() and not PublicationBatch.objects.exists()
    answer = page(upload(client, f"甲,1号,2026-03-02,{code},罚款,6", f"乙,2号,2026-03-03,{code},罚款,6"))
    assert "共 2 条" in answer and "提交审核" in answer
    assert Publication.objects.count() == 2


def test_a_file_that_is_no_table_is_said_beside_the_field(editor):
    file = SimpleUploadedFile("处罚.xlsx", b"PK\x03\x04 broken")
    answer = page(signed_in(editor).post(NEW, {"title": "三月", "file": file}))
    assert "已经损坏" in answer and "有错误：" in answer


def test_the_template_opens_as_a_table_without_rows(editor, tmp_path):
    answer = signed_in(editor).get("/office/publications/batches/template/")
    path = tmp_path / "template.xlsx"
    path.write_bytes(b"".join(answer.streaming_content))
    with pytest.raises(Refused, match="没有内容"):
        read_table(path)


def test_three_persons_publish_through_the_screens(editor):
    batch = make_batch(drafted_by=editor, count=3)
    reviewer, officer = make_user("reviewer", batch.organization), make_user("officer")
    assert "已提交" in press(editor, batch, "submit")
    row = batch.rows().first()
    address = reverse("office:publication_batch_drop", args=[batch.pk, row.pk])
    facts = {"step": batch.step(), "reason": "文号写错了"}
    assert "其余的照常办理" in page(signed_in(reviewer).post(address, facts, follow=True))
    assert "转公开审查" in press(reviewer, batch, "review", note="属实")
    assert "请写明审查意见" in press(officer, batch, "examine", ground="")
    assert "整批发布" in press(officer, batch, "examine", ground="可以公开")
    assert Publication.objects.listed(on=row.formed_on).count() == 2
    assert "不能由您办理" in press(officer, batch, "examine", ground="可以公开")


def test_a_word_holds_for_the_rows_the_page_showed(editor):
    batch = make_batch(drafted_by=editor, count=3)
    bulk_publishing.submit(batch, by=editor)
    shown = batch.step()
    bulk_publishing.drop(batch.rows().first(), by=make_user("officer"), reason="改")
    answer = press(make_user("reviewer", batch.organization), batch, "review", step=shown)
    assert "有了变化" in answer


def test_another_unit_finds_no_batch_and_the_own_page_of_a_row_leads_to_it(editor):
    batch = make_batch(drafted_by=editor)
    bulk_publishing.submit(batch, by=editor)
    assert signed_in(make_user("reviewer")).get(batch.get_absolute_url()).status_code == 404
    reviewer = signed_in(make_user("reviewer", batch.organization))
    answer = page(reviewer.get(batch.rows().first().get_office_url()))
    assert "这是批次" in answer and "审核通过" not in answer
    waiting = page(reviewer.get("/admin/"))
    assert "批信息等您审核" in waiting and "条信息等您审核" not in waiting


def test_the_drafter_withdraws_all_or_takes_one_out(editor):
    batch = make_batch(drafted_by=editor, count=2)
    address = reverse("office:publication_batch_take_out", args=[batch.pk, batch.rows().first().pk])
    assert "单独提交" in page(signed_in(editor).post(address, follow=True))
    assert "一条也不会发布" in press(editor, batch, "withdraw")
    assert sorted(Publication.objects.values_list("status", flat=True)) == ["draft", "withdrawn"]


@pytest.mark.parametrize("place", ["list", "batch"])
def test_a_page_costs_the_same_however_many_rows(editor, place):
    batches = [make_batch(drafted_by=editor, count=2)]
    client = signed_in(make_user("officer"))

    def statements():
        address = batches[0].get_absolute_url() if place == "batch" else "/office/publications/batches/"
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    statements()
    few = statements()
    batches += [make_batch(drafted_by=editor) for _ in range(5)]
    Publication.objects.exclude(batch=batches[0]).update(batch=batches[0])
    assert statements() == few
