"""What was to be published by a day, and whether it was: publications and regular periods as rows of one shape.

One shape, so that a list of both is one query with one order, on a page and in every format.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import CharField, DateField, F, Value
from django.db.models.functions import Cast, Coalesce, NullIf, TruncDate

from catalog.periods import period_words
from linhai_portal.addresses import address_of

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


def judged_rows(scope, *, on, result=""):
    """The rows of a scope with this result, as a queryset of dicts for `row_of`; the last due first.

    What is due on one day has an order of its own, so that no row shows on two pages.
    """
    if result == "uncovered":
        return _of_items(scope.uncovered)
    published, missed = scope.publications.filter(due_on__isnull=False), scope.obligations.not_in_time(on=on)
    of_result = {
        "met": lambda: _of_publications(published.in_time()),
        "late": lambda: _of_publications(published.late()),
        "missing": lambda: _of_periods(missed),
        "": lambda: _of_publications(published).union(_of_periods(missed), all=True),
    }
    return of_result[result]().order_by("-row_due_on", "row_kind", "row_id")


def row_of(values):
    return Row(**{name.removeprefix(_PREFIX): value for name, value in values.items()})


def _of_publications(publications):
    return _shaped(
        publications.order_by(),
        kind=PUBLICATION,
        key=F("index_number"),
        title=F("title"),
        unit=F("organization__name"),
        due_on=F("due_on"),
        done_on=TruncDate("published_at"),
    )


def _of_periods(obligations):
    return _shaped(
        obligations.order_by(),
        kind=PERIOD,
        key=F("item__code"),
        title=_title("item__"),
        unit=F("organization__name"),
        due_on=F("due_on"),
        done_on=F("met_on"),
        starts_on=F("starts_on"),
        ends_on=F("ends_on"),
    )


def _of_items(items):
    return _shaped(items, kind=ITEM, key=F("code"), title=_title(""), unit=F("publisher_text"))


def _title(path):
    """The name of the deepest level that has one."""
    deepest = [NullIf(F(f"{path}level{n}"), Value("")) for n in (3, 2)]
    return Coalesce(*deepest, F(f"{path}level1"))


_NO_DAY = Cast(Value(None), DateField())
_DAYS = dict.fromkeys(["due_on", "done_on", "starts_on", "ends_on"], _NO_DAY)
_PREFIX = "row_"  # an annotation may not be called like a column of the model


def _shaped(queryset, *, kind, **facts):
    facts = {"kind": Cast(Value(kind), CharField()), "id": F("pk")} | _DAYS | facts
    names = ("kind", "id", "key", "title", "unit", *_DAYS)
    columns = {_PREFIX + name: facts[name] for name in names}
    return queryset.annotate(**columns).values(*columns)
