"""A list page's own rows as JSON, CSV, XLSX and Atom: one list of columns, read by all four writers.

A list joins with a `Listing`, a view of one line, `return answer(request, format, LISTING, rows)`, and one line in its urls,
`*in_formats("villages", villages_file, LISTING)`, which also puts it into the description of the open data.
"""

import csv
import io
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

import xlsxwriter
from django.conf import settings
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import path
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.http import content_disposition_header

from linhai_portal.data_version import current
from linhai_portal.paging import check_page, last_page, page_number, rows_between
from linhai_portal.spreadsheets import MAX_CELL, guarded

CONTENT_TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "atom": "application/atom+xml; charset=utf-8",
}
ROWS_A_PAGE = 100  # of JSON; CSV and XLSX give all rows, Atom the newest
NEWEST = 50
_BATCH = 2000
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Column:
    """`name` is the key in JSON and never changes; `label` stands above the column; `type` is one of JSON schema."""

    name: str
    label: str
    value: Callable
    type: str | tuple = "string"


@dataclass(frozen=True)
class Listing:
    """The first column is the stable identifier. `updated_at` gives a row's time; without it the time of the last change
    of the portal's data stands for it."""

    title: str
    columns: tuple = ()
    name_of: Callable = str
    summary_of: Callable = lambda row: ""
    address_of: Callable = lambda row: row.get_absolute_url()
    updated_at: Callable | None = None


@dataclass(frozen=True)
class OpenList:
    """A list that is offered, where, in which formats and by which parameters it is narrowed."""

    place: str
    listing: Listing
    formats: tuple
    parameters: tuple


published = {}


def in_formats(place, view, listing, *, name=None, formats=tuple(CONTENT_TYPES), parameters=()):
    """The addresses `place.json` and so on, for urlpatterns; `view` gets the format. Named like the place, or `name`."""
    published[place] = OpenList(place, listing, tuple(formats), tuple(parameters))
    name = name or place.replace("-", "_")
    return [path(f"{place}.{each}", view, {"format": each}, name=f"{name}_{each}") for each in formats]


def answer(request, format, listing, rows):
    """The rows, a queryset or a list, in one of the formats; for Atom in the order of the feed."""
    writers = {"json": _json, "csv": _csv, "xlsx": _xlsx, "atom": _atom}
    return writers[format](request, listing, rows)


def record(request, listing, row):
    """A row as plain data, its absolute address last."""
    facts = {column.name: column.value(row) for column in listing.columns}
    return facts | {"address": request.build_absolute_uri(listing.address_of(row))}


def _json(request, listing, rows):
    total = rows.count() if isinstance(rows, QuerySet) else len(rows)
    number = page_number(request.GET)
    last = last_page(total, ROWS_A_PAGE)
    check_page(number, last)
    start, stop = (number - 1) * ROWS_A_PAGE, number * ROWS_A_PAGE
    shown = rows_between(rows, start, stop) if isinstance(rows, QuerySet) else rows[start:stop]
    return json_page(request, listing, shown, total=total, number=number, last=last)


def json_page(request, listing, shown, *, total, number, last):
    """One page of rows; `next` is the address of the following one, or null."""
    return JsonResponse(
        {
            "title": listing.title,
            "total": total,
            "page": number,
            "next": _address_of_page(request, number + 1) if number < last else None,
            "rows": [record(request, listing, row) for row in shown],
        },
        json_dumps_params={"ensure_ascii": False},
    )


def _address_of_page(request, number):
    kept = [(name, value) for name, value in request.GET.items() if name != "page" and value]
    return request.build_absolute_uri(f"{request.path}?{urlencode([*kept, ('page', number)])}")


def _cells(request, listing, rows):
    """Headings, then the rows, each a list of texts; read from the database bit by bit."""
    yield [*(column.label for column in listing.columns), "网址"]
    for row in rows.iterator(chunk_size=_BATCH) if isinstance(rows, QuerySet) else rows:
        yield [_text(value) for value in record(request, listing, row).values()]


def _text(value):
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "\n".join(value)
    return "" if value is None else str(value)


def _csv(request, listing, rows):
    lines = _csv_lines(_cells(request, listing, rows))
    return _attached(StreamingHttpResponse(lines, content_type=CONTENT_TYPES["csv"]), listing, "csv")


def _csv_lines(cells):
    """With a mark in front by which spreadsheets know UTF-8; a text like a formula runs nowhere."""
    yield "\ufeff"
    for row in cells:
        line = io.StringIO(newline="")
        csv.writer(line).writerow([guarded(text) for text in row])
        yield line.getvalue()


def _xlsx(request, listing, rows):
    target = tempfile.TemporaryFile()  # noqa: SIM115  (the response closes it)
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(_cells(request, listing, rows)):
            for place, text in enumerate(row):
                sheet.write_string(number, place, text[:MAX_CELL])
    target.seek(0)
    return _attached(FileResponse(target, content_type=CONTENT_TYPES["xlsx"]), listing, "xlsx")


def _attached(response, listing, format):
    response["Content-Disposition"] = content_disposition_header(True, f"{listing.title}.{format}")
    return response


def _atom(request, listing, rows):
    changed_at = current().changed_at
    feed = Atom1Feed(
        listing.title,
        request.build_absolute_uri(request.path.removesuffix(".atom") + "/"),
        "",
        language="zh-CN",
        author_name=settings.SITE["site_name"],
        feed_url=request.build_absolute_uri(),
    )
    for row in rows[:NEWEST]:
        address = request.build_absolute_uri(listing.address_of(row))
        feed.add_item(
            _NOT_XML.sub(" ", listing.name_of(row)),
            address,
            escape(_NOT_XML.sub(" ", listing.summary_of(row))),  # Django says that it is HTML
            unique_id=address,
            updateddate=listing.updated_at(row) if listing.updated_at else changed_at,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=CONTENT_TYPES["atom"])
