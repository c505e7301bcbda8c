"""Giving the catalog back: in the national layout as XLSX and CSV, and as JSON with every field."""

import json

from catalog.as_of import numbering
from catalog.exchange.rows import TABLE_FIELDS, record_of
from catalog.layouts.writer import CatalogTable, write_csv, write_xlsx
from catalog.models import Item, ItemRevision

FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}


def export_catalog(target, domains, *, format, only=None, on=None):
    """Write the current items of these domains into a binary file; with a day, their states at its end.

    `only` narrows the items, or the revisions in force on that day.
    """
    if format == "json":
        target.write(json.dumps(catalog_json(domains, only, on), ensure_ascii=False, indent=1).encode())
        return
    write = {"xlsx": write_xlsx, "csv": write_csv}[format]
    write(target, [_table(domain, only, on) for domain in domains])


def _rows(domain, only, on):
    if only is None:
        only = ItemRevision.objects.as_of(on) if on else Item.objects.current()
    return only.in_domain(domain).in_table_order()


def _numbered(domain, only, on):
    """Pairs of 序号 and row; the 序号 of a past day is counted over the whole table of that day."""
    rows = _rows(domain, only, on)
    if on is None:
        return [(item.position, item) for item in rows]
    number_of = numbering(domain, on)
    return [(number_of(state.place), state) for state in rows.select_related("item")]


def _table(domain, only, on):
    rows = _rows(domain, only, on).values_list(*TABLE_FIELDS)
    return CatalogTable(
        domain=domain.name,
        title=domain.title,
        sheet_name=domain.name,
        records=[record_of(values) for values in rows.iterator(chunk_size=5000)],
    )


def catalog_json(domains, only=None, on=None):
    """The catalog as plain data, one entry an item with its code and address."""
    return {
        "domains": [
            {
                "number": domain.number,
                "name": domain.name,
                "title": domain.title,
                "items": [item_json(item, number) for number, item in _numbered(domain, only, on)],
            }
            for domain in domains
        ]
    }


def item_json(item, number):
    return {
        "code": item.code,
        "address": item.get_absolute_url(),
        "sequence": number,
        "level1": item.level1,
        "level2": item.level2,
        "level3": item.level3,
        "content": item.content,
        "legal_basis": item.legal_basis,
        "time_limit": item.time_limit,
        "time_limit_rule": {
            "unit": item.limit_unit,
            "n": item.limit_number,
            "period": item.limit_period,
            "anchor": item.limit_anchor,
        },
        "time_limit_workdays": item.time_limit_workdays,
        "publisher": item.publisher_text,
        "channels": item.channels,
        "other_channel": item.other_channel,
        "to_everyone": item.to_everyone,
        "audience_group": item.audience_group,
        "proactive": item.proactive,
        "on_request": item.on_request,
        "levels": item.levels,
        "attribute": item.attribute,
    }
