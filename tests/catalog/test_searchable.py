"""What of the catalog can be found, and that every door of the catalog keeps the index."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from catalog.exchange.apply import apply_plan, link_unknown_publishers
from catalog.exchange.plan import plan_import
from catalog.item_editing import confirm_items, retire_items, save_item
from catalog.layouts.reader import read
from catalog.models import Item
from catalog.models.domains import domain_names
from catalog.reference import load_reference
from catalog.searchable import domain_changed, organizations_changed
from linhai_portal.accounts.roles import Role
from linhai_portal.search.models import Entry
from linhai_portal.search.query import Question, search
from linhai_portal.search.sources import refresh_source
from tests.make import make_domain, make_item, make_organization, make_user

pytestmark = pytest.mark.django_db
TABLE = "tests/data/layouts/reference.xlsx"


def found(words, **filters):
    hits = search(Question(words, **filters), visitor=AnonymousUser()).hits
    return [(hit.kind, hit.key) for hit in hits]


def test_help_is_found_by_section():
    refresh_source("page")
    addresses = {
        words: search(Question(words), visitor=AnonymousUser()).hits[0].address
        for words in ("Ctrl", "大字本", "网站地图")
    }
    assert addresses == {"Ctrl": "/help/#save", "大字本": "/accessibility/#feedback", "网站地图": "/sitemap/"}


def test_the_reference_data_can_be_found_at_once():
    load_reference()
    assert found("03-05-05")[0] == ("item", "03-05-05")
    assert found("市教育局")[0] == ("unit", "jiaoyuju")
    assert found("义务教育")[0] == ("domain", "3")
    items = Item.objects.current()
    assert Entry.objects.filter(kind="item").count() == items.count()
    before = set(Entry.objects.values_list("pk", flat=True))
    load_reference()
    assert set(Entry.objects.values_list("pk", flat=True)) == before


def test_an_import_is_found_changed_and_retired_with_its_rows():
    load_reference()
    reading = read(TABLE, domain_names=domain_names())
    apply_plan(plan_import(reading))
    item = Item.objects.order_by("pk").last()
    assert ("item", item.code) in found(item.title)
    assert Entry.objects.filter(kind="item").count() == Item.objects.current().count()
    Item.objects.filter(pk=item.pk).update(level2="改过的名字叫鼋鼍", level3="")
    apply_plan(plan_import(reading, domain=item.domain, retire_missing=True))
    assert Entry.objects.filter(kind="item").count() == Item.objects.current().count()
    assert found("鼋鼍") == []


def test_every_deed_by_hand_keeps_the_index():
    unit = make_organization("市民政局")
    item = make_item(make_domain("社会救助"), level2="旧名")
    item.level2, item.publisher_text = "新名", "民政部门"
    save_item(item)
    assert (found("旧名"), found("新名")) == ([], [("item", item.code)])
    unit.aliases = ["民政部门"]
    unit.save()
    organizations_changed()
    link_unknown_publishers()
    assert found("新名", unit=unit.slug) == [("item", item.code)]
    assert found("民政部门")[0] == ("unit", unit.slug)
    confirm_items([item], by=make_user("editor"), on=timezone.localdate())
    item.domain.name = "救助"
    item.domain.save()
    domain_changed(item.domain, renamed=True)
    assert "救助，" in search(Question("新名"), visitor=AnonymousUser()).hits[0].facts
    retire_items([item], on=dt.date(2026, 10, 1))
    assert found("新名") == []


def test_a_unit_renamed_in_the_admin_is_found_by_its_new_name(client):
    unit = make_organization("市旧局")
    organizations_changed()
    client.force_login(make_user(Role.OFFICER))
    address = reverse("admin:accounts_organization_change", args=[unit.pk])
    form = client.get(address).context["adminform"].form
    values = {name: form.get_initial_for_field(field, name) or "" for name, field in form.fields.items()}
    answer = client.post(address, values | {"name": "市新局", "full_name": "临海市新局", "aliases": ""})
    assert answer.status_code == 302
    assert (found("市旧局"), found("市新局")[0]) == ([], ("unit", unit.slug))
