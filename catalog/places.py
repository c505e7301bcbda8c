"""Where a revision stands among all revisions of its domain, so that the table of any day keeps the order it had.

序号 is counted over the items of one day; a place is given once, when an item comes in or comes back, and holds for every later
revision. Between two neighbours there is room left, as between line numbers.
"""

from itertools import groupby

from catalog.models import ItemRevision
from linhai_portal.bulk import batches

ROOM = 2**32  # between two rows of a first publication
_STEP = 2**20  # the next new item often comes right behind this one: most of the room stays there


def next_places(domain, items):
    """The place of each item's next revision, by its key; the items hold their 序号 among the current ones."""
    known = _known_places([item.pk for item in items])
    new = sorted((item for item in items if item.pk not in known), key=lambda item: item.position)
    runs = [[item for _, item in run] for _, run in groupby(enumerate(new), _start_of_run)]
    beside = _places_beside(domain, runs)
    for run in runs:
        lower, upper = beside.get(run[0].position - 1, 0), beside.get(run[-1].position + 1)
        if upper is not None and upper - lower <= len(run):
            _make_room(domain)
            return next_places(domain, items)
        step = ROOM if upper is None else min((upper - lower) // (len(run) + 1), _STEP)
        known.update((item.pk, lower + step * n) for n, item in enumerate(run, start=1))
    return known


def _start_of_run(numbered):
    """The same for all items that stand next to each other."""
    number, item = numbered
    return item.position - number


def _known_places(pks):
    current = ItemRevision.objects.current()
    return {
        item: place
        for batch in batches(pks)
        for item, place in current.filter(item__in=batch).values_list("item", "place")
    }


def _places_beside(domain, runs):
    """By 序号, the places of the items above and below each run."""
    wanted = sorted({position for run in runs for position in (run[0].position - 1, run[-1].position + 1)})
    current = ItemRevision.objects.current().in_domain(domain)
    return {
        position: place
        for batch in batches(wanted)
        for position, place in current.filter(item__position__in=batch).values_list("item__position", "place")
    }


def _make_room(domain):
    """Spread all revisions again in the order they have; hardly ever needed."""
    rows = list(ItemRevision.objects.in_domain(domain).in_table_order().only("pk"))
    for number, revision in enumerate(rows, start=1):
        revision.place = number * ROOM
    ItemRevision.objects.bulk_update(rows, ["place"], batch_size=500)
