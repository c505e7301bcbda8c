"""Storing a planned import: all of it in one transaction, or nothing."""

from collections import defaultdict

from django.db import transaction
from django.db.models.base import ModelState
from django.utils import timezone

from catalog.exchange.drafting import draft_rows
from catalog.exchange.plan import ADD, BAD, CHANGE, RETIRE, UNCHANGED
from catalog.exchange.rows import TABLE_FIELDS, fill_item, has_new_limit
from catalog.models import Domain, Item, ItemPublisher
from catalog.positions import place_new_items
from catalog.searchable import items_changed
from linhai_portal.accounts.models import Organization
from linhai_portal.accounts.models.organizations import PublisherNames
from linhai_portal.bulk import batches, insert_rows, insert_values

_FIELDS = list(TABLE_FIELDS)
_DEEDS = (ADD, CHANGE, RETIRE)


class ImportRefused(Exception):
    """Nothing was stored; the message says in Chinese why and `problems` where."""

    def __init__(self, message, problems=()):
        super().__init__(message)
        self.problems = list(problems)


@transaction.atomic
def apply_plan(plan, *, skip_bad_rows=False, by=None, reason=""):
    """Write what the plan says; gives the counts. Refuses the whole when a row is bad, unless those are skipped.

    In a catalog that is published nothing is written: `by` gets a draft of adjustments instead, as `plan.draft`.
    """
    errors = plan.errors()
    if errors and not skip_bad_rows:
        raise ImportRefused(
            f"有 {len(errors)} 处错误，一行也没有写入。请改正后重新导入，或者选择跳过有错误的行。", errors
        )
    list(Domain.objects.select_for_update().filter(pk__in=[each.pk for each in plan.domains]).order_by("pk"))
    _draft(plan, by, reason)
    names = PublisherNames()
    for domain in plan.domains:
        if domain.published_on:
            continue
        rows = [row for row in plan.rows if row.domain == domain and row.action != BAD]
        _retire([row for row in rows if row.action == RETIRE])
        _change([row for row in rows if row.action == CHANGE], names)
        _add(domain, rows, names)
        if any(row.action != UNCHANGED for row in rows):
            domain.items_changed()
    return plan.counts()


def _draft(plan, by, reason):
    rows = [row for row in plan.rows if row.domain and row.domain.published_on and row.action in _DEEDS]
    if rows and by is None:
        names = "、".join(dict.fromkeys(row.domain.name for row in rows))
        raise ImportRefused(
            f"“{names}”的目录已经发布，导入只能起草调整，由另一个人批准。请用 --by 写明起草人的登录名。"
        )
    plan.draft = draft_rows(rows, by=by, reason=reason) if rows else None


def _retire(rows):
    for ids in batches(row.item_id for row in rows):
        Item.objects.filter(pk__in=ids).update(retired_on=timezone.localdate(), edited_by_staff=True)
        items_changed(Item.objects.filter(pk__in=ids))


def _change(rows, names):
    items = Item.objects.in_bulk([row.item_id for row in rows])
    for row in rows:
        item = items[row.item_id]
        fill_item(item, row.values, propose_rule=has_new_limit(item, row))
        item.updated_at, item.edited_by_staff = timezone.now(), True
    fields = [
        *_FIELDS,
        "limit_unit",
        "limit_number",
        "limit_period",
        "limit_anchor",
        "updated_at",
        "edited_by_staff",
    ]
    Item.objects.bulk_update(items.values(), fields, batch_size=200)
    moved = [items[row.item_id] for row in rows if "publisher_text" in row.changed]
    ItemPublisher.objects.filter(item__in=moved).delete()
    link_publishers(moved, names)
    items_changed(items.values())


def _add(domain, rows, names):
    new = [row for row in rows if row.action == ADD]
    if not new and not any(row.action == RETIRE for row in rows):
        return
    codes, blank = NewCodes(domain), Item(domain=domain, evidence=Item.Evidence.UNIT, edited_by_staff=True)
    items = {id(row): _new_item(blank, row, codes.next(row.record.level1)) for row in new}
    place_new_items(domain, [(row.item_id, items.get(id(row))) for row in rows if row.action != RETIRE])
    insert_rows(Item, items.values())
    link_publishers(items.values(), names)
    items_changed(items.values())


def _new_item(blank, row, code):
    item = _copy_of(blank)
    item.code = code
    return fill_item(item, row.values)


def _copy_of(item):
    """An unsaved item with the same facts, at a fifth of what `copy` or a new one costs."""
    copy = Item.__new__(Item)
    copy.__dict__.update(item.__dict__, _state=ModelState())
    return copy


def link_publishers(items, names):
    """Link items to the units and groups their printed 公开主体 names; `names` is a PublisherNames."""
    known, links = {}, []
    for item in items:
        if item.publisher_text not in known:
            known[item.publisher_text] = names.find_all(item.publisher_text)
        for each in known[item.publisher_text]:
            is_unit = isinstance(each, Organization)
            links.append((item.pk, each.pk if is_unit else None, None if is_unit else each.pk))
    insert_values(ItemPublisher, ["item_id", "organization_id", "group_id"], links)


@transaction.atomic
def link_unknown_publishers():
    """After a unit got a new name or alias: link the items whose printed 公开主体 nobody knew before."""
    unknown = list(Item.objects.current().filter(publisher_links=None).exclude(publisher_text=""))
    link_publishers(unknown, PublisherNames())
    items_changed(unknown)


class NewCodes:
    """Codes for new items: domain, 一级事项 and a number, such as 03-05-06; a code once used is never used again."""

    def __init__(self, domain):
        self._prefix = domain.code_prefix
        self._group_of, self._last, self._groups = {}, defaultdict(int), 0
        for code, level1 in Item.objects.filter(domain=domain).order_by("pk").values_list("code", "level1"):
            group, _, number = code.removeprefix(f"{self._prefix}-").partition("-")
            if group.isdigit() and number.isdigit():
                self._group_of.setdefault(level1, group)
                self._last[group] = max(self._last[group], int(number))
                self._groups = max(self._groups, int(group))

    def next(self, level1):
        group = self._group_of.get(level1)
        if group is None:
            self._groups += 1
            group = self._group_of[level1] = f"{self._groups:02d}"
        self._last[group] += 1
        return f"{self._prefix}-{group}-{self._last[group]:02d}"
