"""The 序号 of a domain's items: always 1, 2, 3 … without a gap, so that page k of a list is a range of numbers."""

from django.db.models import Case, F, When

from catalog.models import Item

_MOST_RUNS = 200


def place_new_items(domain, sequence):
    """Number the current items of a domain again, the new ones standing where the table has them.

    `sequence` is the table's order: pairs (pk of an existing item or None, new Item or None). A new item comes after
    the row above it in the table (before the row below it when it stands first), or at the end when the table names no
    existing item; existing items keep their order. New items get their `position` and
    are not saved here.
    """
    existing = list(
        Item.objects.current().in_domain(domain).order_by("position", "pk").values_list("pk", "position")
    )
    before, after, rest = _neighbours(sequence)
    order = []
    for pk, old_position in existing:
        order += before.get(pk, [])
        order.append((pk, old_position))
        order += after.get(pk, [])
    moves = []
    for position, each in enumerate([*order, *rest], start=1):
        if isinstance(each, Item):
            each.position = position
        else:
            moves.append((*each, position))
    _move(domain, moves)


def _neighbours(sequence):
    """New items by the existing item above them; those above the first one by it; those beside none."""
    before, after, waiting, above = {}, {}, [], None
    for pk, item in sequence:
        if item is not None:
            waiting.append(item)
            continue
        if above is None:
            before[pk] = waiting
        else:
            after.setdefault(above, []).extend(waiting)
        waiting, above = [], pk
    if above is None:
        return before, after, waiting
    after.setdefault(above, []).extend(waiting)
    return before, after, []


def _move(domain, moves):
    """Shift the numbers in one statement, run by run; a scattered reordering goes row by row."""
    runs = []
    for _, before, after in moves:
        shift = after - before
        if runs and runs[-1][2] == shift:
            runs[-1][1] = before
        else:
            runs.append([before, before, shift])
    runs = [run for run in runs if run[2]]
    if len(runs) > _MOST_RUNS:
        items = [Item(pk=pk, position=after) for pk, before, after in moves if before != after]
        Item.objects.bulk_update(items, ["position"], batch_size=500)
    elif runs:
        shifts = [When(position__range=(a, b), then=F("position") + shift) for a, b, shift in runs]
        moved = Item.objects.current().in_domain(domain).filter(position__gte=runs[0][0])
        moved.update(
            position=Case(*shifts, default=F("position"), output_field=Item._meta.get_field("position"))
        )
