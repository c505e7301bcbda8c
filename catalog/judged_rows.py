"""What was to be published by a day, and whether it was: publications and regular periods as rows of one shape.

A list of both has one order, on a page and in every format. A part of it is found by keys that indexes hold, and its rows
are read by these: however long the list, nothing is sorted but keys.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast
from django.utils.timezone import localdate

from catalog.models import Item, Obligation, Publication
from catalog.models.obligations import address_of_period
from catalog.periods import period_words
from linhai_portal.addresses import address_of
from linhai_portal.bulk import batches

PUBLICATION, PERIOD, ITEM = "publication", "period", "item"
# The values of `?result=`; without it everything that had a last day.
RESULTS = {
    "met": "按时公开",
    "late": "迟了",
    "missing": "定期公开没有按时",
    "uncovered": "还没有公开过信息",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One of the rows as read; `key` is the 索引号 of a publication, else the code of the item."""

    kind: str
    id: int
    key: str
    title: str
    unit: str
    due_on: dt.date | None
    done_on: dt.date | None
    starts_on: dt.date | None
    ends_on: dt.date | None

    @property
    def period(self):
        return period_words(self.starts_on, self.ends_on) if self.starts_on else ""

    @property
    def is_period(self):
        return self.kind == PERIOD

    @property
    def late_days(self):
        """Calendar days after the last one; None while nothing is public."""
        return max(0, (self.done_on - self.due_on).days) if self.done_on and self.due_on else None

    @property
    def result(self):
        if self.kind == ITEM:
            return "uncovered"
        if self.kind == PERIOD:
            return "missing"
        return "late" if self.late_days else "met"

    @property
    def identifier(self):
        """What stays the same for good: a period is due once for each unit."""
        return f"{self.kind}-{self.key}" if self.kind != PERIOD else f"{self.kind}-{self.id}"

    @property
    def words(self):
        """What happened, as one would say it."""
        if self.kind == ITEM:
            return "还没有公开过信息"
        if self.done_on is None:
            return f"应于 {self.due_on} 公开，还没有公开"
        done = f"迟了 {self.late_days} 天" if self.late_days else "按时"
        return f"应于 {self.due_on} 公开，{self.done_on} 公开，{done}"

    @property
    def address(self):
        if self.kind == PUBLICATION:
            return address_of("catalog:publication", self.key)
        return address_of("catalog:item", self.key)

    @property
    def explained_at(self):
        """Where one reads how the last day comes about."""
        if self.kind == PERIOD:
            return address_of_period(self.key, self.starts_on)
        return f"{self.address}#due"


class JudgedRows:
    """The rows of a scope with a result, the last due first, as a sequence of `Row` that reads what it is asked for.

    What is due on one day has an order of its own, so that no row shows on two pages. `total` is how many there are,
    where that is known.
    """

    def __init__(self, scope, *, on, result="", total=None):
        self._total, self._on = total, on
        published, missed = scope.judged, scope.obligations.not_in_time(on=on)
        if result == "uncovered":
            self._keys = scope.uncovered.annotate(**_key(ITEM, "pk")).values_list(*_KEY)
            return
        lists = {
            "met": [_publications(published.filter(is_late=False), scope.path)],
            "late": [_publications(published.filter(is_late=True), scope.path)],
            "missing": [_periods(missed)],
            "": [_publications(published, scope.path), _periods(missed)],
        }
        first, *others = lists[result]
        keys = first.union(*others, all=True) if others else first
        self._keys = keys.order_by("-due_on", *_KEY)

    def __len__(self):
        return self._keys.count() if self._total is None else self._total

    def __getitem__(self, part):
        return _rows(list(self._keys[part]), self._on)

    def __iter__(self):
        for keys in batches(self._keys.iterator(), _ROWS_AT_ONCE):
            yield from _rows(keys, self._on)


_ROWS_AT_ONCE = 500
_KEY = ("row_kind", "row_id")  # an annotation may not be called like a column of the model


def _key(kind, id):
    return {"row_kind": Cast(Value(kind), CharField()), "row_id": F(id)}


def _publications(judged, path):
    return judged.order_by().annotate(**_key(PUBLICATION, f"{path}pk")).values_list(*_KEY, "due_on")


def _periods(obligations):
    return obligations.order_by().annotate(**_key(PERIOD, "pk")).values_list(*_KEY, "due_on")


def _rows(keys, on):
    """In the order of the keys; one that is gone since these were read is left out."""
    found = {}
    for kind, read in _READERS.items():
        if ids := [key[1] for key in keys if key[0] == kind]:
            found |= {(kind, row.id): row for row in read(ids, on)}
    return [found[key[:2]] for key in keys if key[:2] in found]


def _read_publications(ids, on):
    """The publication itself has the last word on whether it is listed, whatever a placement says."""
    facts = Publication.objects.listed(on=on).filter(pk__in=ids).order_by()
    names = ("pk", "index_number", "title", "organization__name", "due_on", "published_at")
    for *row, published_at in facts.values_list(*names):
        yield Row(PUBLICATION, *row, localdate(published_at), None, None)


def _read_periods(ids, on):
    periods = Obligation.objects.filter(pk__in=ids).order_by().select_related("item", "organization")
    names = [f"item__{name}" for name in _NAMES] + ["organization__name"]
    for each in periods.only("due_on", "met_on", "starts_on", "ends_on", *names):
        item, days = each.item, (each.due_on, each.met_on, each.starts_on, each.ends_on)
        yield Row(PERIOD, each.pk, item.code, item.title, each.organization.name, *days)


def _read_items(ids, on):
    for item in Item.objects.filter(pk__in=ids).order_by().only(*_NAMES, "publisher_text"):
        yield Row(ITEM, item.pk, item.code, item.title, item.publisher_text, None, None, None, None)


_NAMES = ("code", "level1", "level2", "level3")
_READERS = {PUBLICATION: _read_publications, PERIOD: _read_periods, ITEM: _read_items}
