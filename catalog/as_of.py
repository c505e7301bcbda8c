"""A published catalog as it was at the end of a day."""

from bisect import bisect_right
from functools import partial

from django.db.models import Exists, OuterRef

from catalog.models import Domain, ItemRevision
from catalog.table import COLUMNS, CatalogRow
from linhai_portal.paging import rows_between

_OF_THE_ITEM = {"position": "place", "code": "item__code", "evidence": "item__evidence"}
_COLUMNS = [_OF_THE_ITEM.get(each, each) if isinstance(each, str) else each for each in COLUMNS]


class NotThere(Exception):
    """There is no catalog of that day; the message says why and which days there are."""


def check_day(domain, on, *, today):
    if domain.published_on is None:
        raise NotThere("这张目录还在试行，没有正式发布过，所以没有以前的版本。")
    first = f"{domain.published_on:%Y-%m-%d}"
    if on < domain.published_on:
        raise NotThere(f"这张目录 {first} 首次发布，那以前没有正式的目录。请选 {first} 或以后的日期。")
    if on > today:
        raise NotThere(f"{on:%Y-%m-%d} 还没有到。请选今天或以前的日期。")


def published_tables(on, *, today):
    """The domains that had a published catalog on this day."""
    if on > today:
        raise NotThere(f"{on:%Y-%m-%d} 还没有到。请选今天或以前的日期。")
    rows = ItemRevision.objects.as_of(on).filter(domain=OuterRef("pk"))
    tables = Domain.objects.filter(Exists(rows))
    if not tables:
        raise NotThere(f"{on:%Y-%m-%d} 还没有正式发布的目录。请选首次发布那一天或以后的日期。")
    return tables


def states(domain, on):
    return ItemRevision.objects.in_domain(domain).as_of(on)


def numbering(domain, on):
    """The function that gives the 序号 of a place, counted over all rows of the table on that day."""
    places = list(states(domain, on).in_table_order().values_list("place", flat=True))
    return partial(bisect_right, places)


def catalog_rows(chosen, start, size, number_of=None):
    """A part of the chosen states as the rows of a table; without a numbering they are counted as they stand."""
    found = rows_between(chosen.in_table_order(), start, start + size).values_list(*_COLUMNS)
    rows = [CatalogRow._make(row) for row in found]
    return [
        row._replace(position=number_of(row.position) if number_of else start + number)
        for number, row in enumerate(rows, start=1)
    ]
