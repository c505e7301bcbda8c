"""Giving the catalog back: in the national layout as XLSX and CSV, and as JSON with every field."""

import json

from catalog.exchange.rows import TABLE_FIELDS, record_of
from catalog.layouts.writer import CatalogTable, write_csv, write_xlsx
from catalog.models import Item

FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}


def export_catalog(target, domains, *, format, only=None):
    """Write the current items of these domains into a binary file; `only` narrows the items, in table order."""
    if format == "json":
        target.write(json.dumps(catalog_json(domains, only), ensure_ascii=False, indent=1).encode())
        return
    write = {"xlsx": write_xlsx, "csv": write_csv}[format]
    write(target, [_table(domain, only) for domain in domains])


def _items(domain, only):
    items = Item.objects.current() if only is None else only
    return items.in_domain(domain).order_by("position")


def _table(domain, only):
    rows = _items(domain, only).values_list(*TABLE_FIELDS)
    return CatalogTable(
        domain=domain.name,
        title=domain.title,
        sheet_name=domain.name,
        records=[record_of(values) for values in rows.iterator(chunk_size=5000)],
    )


def catalog_json(domains, only=None):
    """The catalog as plain data, one entry an item with its code and address."""
    return {
        "domains": [
            {
                "number": domain.number,
                "name": domain.name,
                "title": domain.title,
                "items": [item_json(item) for item in _items(domain, only)],
            }
            for domain in domains
        ]
    }


def item_json(item):
    return {
        "code": item.code,
        "address": item.get_absolute_url(),
        "sequence": item.position,
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
