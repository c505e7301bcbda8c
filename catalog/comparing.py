"""What became of a published catalog between two days."""

from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce

from catalog.as_of import states
from catalog.models.revisions import ELEMENTS, differences

_NULLABLE = "limit_number"


class Comparison:
    """The items that came, changed and left between the ends of two days, in the order of the table.

    Only what began or ended between the days is looked at. An item that changed and changed back is the same.
    """

    def __init__(self, domain, first, second):
        self._before = states(domain, first)
        after = states(domain, second)
        new, old = after.filter(valid_from__gt=first), self._before.filter(valid_to__lte=second)
        self.added = _told(new.exclude(_has_one_in(self._before)))
        self.changed = _told(new.filter(_has_one_in(self._before)).exclude(_has_the_same_in(self._before)))
        self.retired = _told(old.exclude(_has_one_in(after)))
        self.counts = [rows.count() for rows in (self.added, self.changed, self.retired)]

    def part(self, start, size):
        """Rows of the three lists one after the other: added, pairs (state, differences) of changed, retired."""
        parts = []
        for rows, total in zip((self.added, self.changed, self.retired), self.counts, strict=True):
            parts.append(list(rows[max(start, 0) : max(start + size, 0)]))
            start -= total
        added, changed, retired = parts
        return added, self._with_differences(changed), retired

    def _with_differences(self, changed):
        before = {
            state.item_id: state for state in self._before.filter(item__in=[each.item_id for each in changed])
        }
        return [(state, differences(before[state.item_id], state)) for state in changed]


def _told(rows):
    return rows.in_table_order().select_related("item")


def _has_one_in(rows):
    return Exists(rows.filter(item=OuterRef("item")))


def _has_the_same_in(rows):
    """A number of days that is not there equals one that is not there, other than in SQL."""
    same = {name: OuterRef(name) for name in ELEMENTS if name != _NULLABLE}
    rows = rows.alias(number_of_days=Coalesce(_NULLABLE, 0))
    return Exists(rows.filter(item=OuterRef("item"), number_of_days=Coalesce(OuterRef(_NULLABLE), 0), **same))
