"""A table for a catalog that is published: its differences become one batch of adjustments, not a change."""

from copy import copy

from catalog.exchange.plan import ADD, CHANGE, RETIRE
from catalog.exchange.rows import fill_item, has_new_limit
from catalog.models import Adjustment, AdjustmentLine, Item, ItemRevision
from catalog.models.revisions import elements_of
from linhai_portal.bulk import insert_rows

_OPEN = [
    Adjustment.Status.DRAFT,
    Adjustment.Status.SUBMITTED,
    Adjustment.Status.RETURNED,
    Adjustment.Status.APPROVED,
]


def draft_rows(rows, *, by, reason):
    """One draft with a line for each planned row that would change a published catalog; None when nothing is new.

    A row that an open adjustment already proposes is not proposed again: the same table twice drafts once.
    """
    lines = _lines(rows)
    proposed = set(map(_identity, _open_lines({line.domain_id for line in lines})))
    new = [line for line in lines if _identity(line) not in proposed]
    if not new:
        return None
    draft = Adjustment.objects.create(
        organization=by.organizations().first(), drafted_by=by, reason=reason[:500]
    )
    for place, line in enumerate(new, start=1):
        line.adjustment, line.position = draft, place
    insert_rows(AdjustmentLine, new)
    return draft


def _lines(rows):
    """In the order of the table; a new row remembers the existing item above it."""
    pks = [row.item_id for row in rows if row.action in (CHANGE, RETIRE)]
    items = Item.objects.in_bulk(pks)
    bases = dict(ItemRevision.objects.current().filter(item__in=pks).values_list("item", "pk"))
    lines, above, domain = [], None, None
    for row in rows:
        if row.domain != domain:
            above, domain = None, row.domain
        if row.action == ADD:
            item = fill_item(Item(domain=row.domain), row.values)
            facts = {"above_id": above, "title": item.title, "after": elements_of(item)}
            lines.append(AdjustmentLine(action=ADD, domain=row.domain, **facts))
        elif row.action in (CHANGE, RETIRE):
            lines.append(_line_for(items[row.item_id], row, bases[row.item_id]))
        above = row.item_id or above
    return lines


def _line_for(item, row, base):
    line = AdjustmentLine(
        action=row.action,
        domain=row.domain,
        item=item,
        base_id=base,
        title=item.title,
        before=elements_of(item),
    )
    if row.action == CHANGE:
        changed = fill_item(copy(item), row.values, propose_rule=has_new_limit(item, row))
        line.after, line.title = elements_of(changed), changed.title
    return line


def _open_lines(domains):
    return AdjustmentLine.objects.filter(domain__in=domains, adjustment__status__in=_OPEN)


def _identity(line):
    after = tuple((name, str(value)) for name, value in sorted(line.after.items()))
    return line.action, line.domain_id, line.item_id, after
