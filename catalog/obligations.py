"""What is due regularly, kept as rows: one for each period of an item and each unit that must publish it.

Everything is derived and may be made anew at any time; only a day that has passed is not moved afterwards, neither by
the calendar nor by another rule of the item.
"""

import datetime as dt
from collections import defaultdict

from django.db import transaction

from catalog.models import Item, ItemPublisher, Obligation, Publication
from catalog.periods import periods
from catalog.timeliness import Done, matched
from linhai_portal.accounts.models import OrganizationGroup
from linhai_portal.bulk import batches
from linhai_portal.calendar import work_calendar
from linhai_portal.workdays import OutOfCalendar

# Rows are made ahead of their period, so that none is missing when the daily work has not run for weeks.
_AHEAD = dt.timedelta(days=100)
_ITEMS_A_BATCH = 200
_WRITTEN = ["ends_on", "due_on", "publication", "met_on"]


def keep_obligations(items, *, today):
    """Make the rows of these items say what holds now; safe to run twice."""
    for batch in batches(items, _ITEMS_A_BATCH):
        with transaction.atomic():
            _keep(batch, today)


def regular_items():
    """Those with a declared period, and those that had one."""
    return Item.objects.filter(limit_unit=Item.LimitUnit.PERIODIC) | Item.objects.filter(
        pk__in=Obligation.objects.order_by().values("item")
    )


def foresee_periods(calendar, *, today, looked):
    """Pairs of a period still to come and the day it would be due on by another calendar, where that is another day."""
    for batch in batches(regular_items().order_by("pk").iterator(), _ITEMS_A_BATCH):
        rows = Obligation.objects.filter(item__in=[item.pk for item in batch], due_on__gte=today)
        rows = rows.select_related("item", "organization").order_by("item", "organization", "starts_on")
        for row in rows:
            due_on = _due_on(row, calendar) if _is_regular(row.item) else None
            if due_on and due_on != row.due_on:
                yield row, due_on
        looked(len(rows))


def _due_on(row, calendar):
    found = _periods(row.item, row.starts_on, row.starts_on, calendar)
    return next((period.due_on for period in found if period.start == row.starts_on), None)


def _keep(items, today):
    keys = [item.pk for item in items]
    list(Item.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    calendar, units, held, done = work_calendar(), _units(keys), _held(keys), _done(keys)
    new, changed, void = [], [], []
    for item in items:
        of_units = held[item.pk]
        for unit in units[item.pk] if _is_regular(item) else []:
            before = {row.pk: _facts(row) for row in of_units.get(unit, [])}
            rows, obsolete = _rows(item, unit, of_units, today, calendar)
            void += obsolete
            _match(rows, done[item.pk, unit])
            new += [row for row in rows if row.pk is None]
            changed += [row for row in rows if row.pk and _facts(row) != before[row.pk]]
        gone = of_units.keys() - set(units[item.pk] if _is_regular(item) else [])
        void += [row for unit in gone for row in of_units[unit] if item.retired_on or row.due_on >= today]
    Obligation.objects.filter(pk__in=[row.pk for row in void]).delete()
    Obligation.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)
    Obligation.objects.bulk_update(changed, _WRITTEN, batch_size=500)


def _is_regular(item):
    return (
        item.limit_unit == Item.LimitUnit.PERIODIC
        and item.attribute == Item.Attribute.PROACTIVE
        and item.retired_on is None
    )


def _units(items):
    """The units that must publish each item: named, or members of a group named (各村民委员会)."""
    found, members = defaultdict(dict), {}
    for link in ItemPublisher.objects.filter(item__in=items).order_by("pk"):
        if link.organization_id:
            found[link.item_id][link.organization_id] = None
            continue
        if link.group_id not in members:
            group = OrganizationGroup.objects.get(pk=link.group_id)
            members[link.group_id] = list(group.members().order_by("pk").values_list("pk", flat=True))
        found[link.item_id].update(dict.fromkeys(members[link.group_id]))
    return defaultdict(list, {item: list(units) for item, units in found.items()})


def _held(items):
    found = defaultdict(lambda: defaultdict(list))
    for row in Obligation.objects.filter(item__in=items).order_by("starts_on"):
        found[row.item_id][row.organization_id].append(row)
    return found


def _done(items):
    found = defaultdict(list)
    public = Publication.objects.filter(status=Publication.Status.PUBLISHED, items__in=items)
    facts = public.order_by("published_at", "pk").values_list(
        "items", "organization", "pk", "formed_on", "published_at__date"
    )
    for item, unit, *done in facts:
        found[item, unit].append(Done(*done))
    return found


def _facts(row):
    return row.ends_on, row.due_on, row.publication_id, row.met_on


def _rows(item, unit, of_units, today, calendar):
    """The rows of one unit in the order of their periods, new ones unsaved, and those that are not wanted any more.

    Nothing is due that was due before the item stood in the catalog, or before the unit came to an item others have
    long been judged by.
    """
    mine = of_units.get(unit, [])
    judged = [row for row in mine if row.due_on < today]
    is_new_here = not judged and any(row.due_on < today for rows in of_units.values() for row in rows)
    since = judged[-1].ends_on + dt.timedelta(days=1) if judged else item.created_on
    open_rows = {row.starts_on: row for row in mine if row.due_on >= today}
    rows = list(judged)
    for period in _periods(item, since, today + _AHEAD, calendar):
        if period.due_on < (today if is_new_here else item.created_on):
            continue
        row = open_rows.pop(period.start, None) or Obligation(
            item=item, domain_id=item.domain_id, organization_id=unit, starts_on=period.start
        )
        row.ends_on, row.due_on = period.end, period.due_on
        rows.append(row)
    return rows, list(open_rows.values())


def _periods(item, since, through, calendar):
    try:
        yield from periods(item.limit_period, item.time_limit, since, through, calendar)
    except OutOfCalendar:
        return


def _match(rows, done):
    met = matched([(row.starts_on, row.due_on) for row in rows], done)
    for row, by in zip(rows, met, strict=True):
        row.publication_id, row.met_on = (by.key, by.published_on) if by else (None, None)
