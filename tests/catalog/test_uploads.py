"""An upload on its way: read, looked at, corrected, confirmed; never half in, whatever happens meanwhile."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from catalog.exchange.uploads import apply_upload, confirm, correct_row, discard, receive
from catalog.models import CatalogImport, Domain, Item
from linhai_portal.accounts.models import Organization
from linhai_portal.accounts.roles import Role
from linhai_portal.workflow import InvalidMove
from tests.make import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

LAYOUTS = Path("tests/data/layouts")
Status = CatalogImport.Status


def upload(name="reference.xlsx", *, by=None, content=None, **facts):
    by = by or make_user(Role.OFFICER, Organization.objects.get(slug="zhengwugongkaiban"))
    content = content if content is not None else (LAYOUTS / name).read_bytes()
    return receive(ContentFile(content, name=name), by=by, organization=by.organizations().first(), **facts)


def test_reading_stores_nothing_and_shows_what_would_happen():
    before = Item.objects.count()
    taken = upload()
    assert taken.status == Status.READ and Item.objects.count() == before
    assert sum(taken.reading["counts"].values()) == taken.rows.count() > 10
    assert {column["leaf"] for column in taken.reading["columns"]} >= {"一级事项", "二级事项", "公开时限"}


def test_confirming_writes_all_of_it_once():
    taken = upload()
    planned = taken.reading["counts"]
    before = Item.objects.count()
    confirm(taken, by=taken.uploaded_by)
    assert taken.status == Status.DONE and Item.objects.count() == before + planned["add"]
    with pytest.raises(InvalidMove):
        confirm(taken, by=taken.uploaded_by)
    apply_upload(taken.pk)
    assert Item.objects.count() == before + planned["add"]


def test_a_table_with_errors_is_confirmed_only_after_mending_or_skipping():
    taken = upload("with-errors.xlsx")
    with pytest.raises(InvalidMove, match="错误"):
        confirm(taken, by=taken.uploaded_by)
    values = {
        "level1": "行政许可",
        "level2": "补写的事项",
        "level3": "",
        "content": "全文",
        "legal_basis": [],
        "time_limit": "及时公开",
        "publisher": "",
        "channels": ["政府网站"],
        "other_channel": "",
        "to_everyone": True,
        "audience_group": "",
        "proactive": True,
        "on_request": False,
        "levels": ["县级"],
    }
    names = iter(["补写甲", "补写乙", "补写丙", "补写丁", "补写戊"])
    while bad := taken.rows.filter(action="bad").first():
        errors = taken.reading["errors"]
        correct_row(bad, values | {"level2": next(names)})
        taken.refresh_from_db()
        assert taken.reading["errors"] < errors
    confirm(taken, by=taken.uploaded_by)
    assert taken.status == Status.DONE and Item.objects.filter(level2="补写甲").exists()


def test_a_catalog_changed_since_the_look_must_be_looked_at_again():
    taken = upload()
    Domain.objects.get(name="生态环境").items_changed()
    before = Item.objects.count()
    with pytest.raises(InvalidMove, match="目录有了变化"):
        confirm(taken, by=taken.uploaded_by)
    assert Item.objects.count() == before
    confirm(taken, by=taken.uploaded_by)
    assert taken.status == Status.DONE


def test_a_refused_file_says_why_and_a_discarded_one_stays_out():
    refused = upload("refused-column-plan.xlsx")
    assert refused.status == Status.REFUSED and refused.outcome.endswith("。")
    taken = upload()
    discard(taken)
    with pytest.raises(InvalidMove):
        confirm(taken, by=taken.uploaded_by)


def test_whatever_goes_wrong_while_writing_nothing_is_half_done(monkeypatch, caplog):
    taken = upload()
    before = list(Item.objects.order_by("pk").values())

    def fails(*rows):
        raise OSError("disk full")

    monkeypatch.setattr("catalog.exchange.apply.link_publishers", fails)
    monkeypatch.setattr("catalog.exchange.apply.place_new_items", fails)
    Item.objects.filter(domain__name="生态环境").update(retired_on="2026-01-01")
    before = list(Item.objects.order_by("pk").values())
    confirm(taken, by=taken.uploaded_by)
    assert taken.status == Status.READ and "编号" in taken.outcome
    assert taken.outcome.split("编号 ")[1][:8] in caplog.text
    assert list(Item.objects.order_by("pk").values()) == before


def test_an_upload_exists_for_the_own_unit_and_the_office_only():
    teacher = make_user(Role.EDITOR, Organization.objects.get(slug="jiaoyuju"))
    doctor = make_user(Role.EDITOR, Organization.objects.get(slug="weijianju"))
    officer = make_user(Role.OFFICER, Organization.objects.get(slug="zhengwugongkaiban"))
    taken = upload(by=teacher)
    seen_by = [
        person for person in (teacher, doctor, officer) if taken in CatalogImport.objects.visible_to(person)
    ]
    assert seen_by == [teacher, officer]
