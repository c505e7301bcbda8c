"""Whoever changes something public counts on the version, else a kept page would hide the change."""

import datetime as dt

import pytest
from django.urls import reverse

from catalog.adjusting import propose_publication, propose_retirement
from catalog.item_editing import confirm_items, note_review, retire_items, save_item
from catalog.reference import load_reference
from catalog.taking_effect import send_back, take_effect
from linhai_portal.accounts.models import OrganizationGroup
from linhai_portal.accounts.roles import Role
from linhai_portal.data_version import current
from tests.make import make_item, make_organization, make_user, publish, put_through

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 2)


def save(item):
    save_item(item)


def confirm(item):
    confirm_items([item], by=make_user(Role.EDITOR), on=DAY)


def retire(item):
    retire_items([item], on=DAY)


def review(item):
    note_review(item, rule_reviewed=True, on=DAY)


def publish_first(item):
    publish(item.domain)


def announced(item):
    publish(item.domain, on=DAY)
    officer = make_user(Role.OFFICER)
    later = DAY + dt.timedelta(days=9)
    return put_through(propose_retirement([item], by=officer), by=officer, on=later, today=DAY)


def test_each_deed_on_an_announced_adjustment_counts():
    versions = [current().number]
    sheet = announced(make_item())
    versions.append(current().number)
    send_back(sheet, by=make_user(Role.HEAD), reason="暂缓")
    versions.append(current().number)
    other = announced(make_item())
    before = current().number
    take_effect(other)
    assert versions == sorted(set(versions)) and current().number > before


def test_what_happens_to_a_draft_is_not_public_and_does_not_count():
    item, officer, head = make_item(), make_user(Role.OFFICER), make_user(Role.HEAD)
    before = current()
    draft = propose_publication([item.domain], by=officer)
    draft.revise(by=officer, reason="理由", basis="依据")
    draft.submit(by=officer)
    send_back(draft, by=head, reason="再核对")
    draft.withdraw(by=officer)
    assert current() == before


@pytest.mark.parametrize("deed", [save, confirm, retire, review, publish_first])
def test_each_deed_on_the_catalog_counts(deed):
    item = make_item()
    before = current()
    deed(item)
    assert current().number > before.number
    assert current().changed_at > before.changed_at


def test_loading_the_reference_counts_only_when_it_wrote_something():
    load_reference()
    before = current()
    load_reference()
    assert current() == before


@pytest.mark.parametrize("kind", ["organization", "organizationgroup", "domain"])
def test_saving_in_the_admin_counts(client, kind):
    item = make_item(publisher=make_organization())
    group = OrganizationGroup.objects.create(slug="group", name="测试组")
    rows = {"organization": item.publishers.get(), "organizationgroup": group, "domain": item.domain}
    app = "catalog" if kind == "domain" else "accounts"
    client.force_login(make_user(Role.ADMINISTRATOR if app == "accounts" else Role.OFFICER))
    address = reverse(f"admin:{app}_{kind}_change", args=[rows[kind].pk])
    form = client.get(address).context["adminform"].form
    facts = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    before = current().number
    assert client.post(address, facts | {"name": "新的名称"}).status_code == 302
    assert current().number > before
