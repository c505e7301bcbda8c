"""The lines of a list of publications: their facts without the objects, and their HTML (docs/adr/0004)."""

from collections import namedtuple
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.timezone import get_current_timezone

from catalog.models import Publication
from catalog.page_queries import IN_FORCE_BY
from linhai_portal.addresses import address_of
from linhai_portal.compiled_queries import compiled
from linhai_portal.fragments import fragment
from linhai_portal.paging import PAGE_SIZE, rows_between

_LINE = ["index_number", "title", "organization__name", "document_number", "display_until", "published_at"]


class Line(namedtuple("Line", [name.replace("organization__name", "unit") for name in _LINE] + IN_FORCE_BY)):
    """What a line says of a publication, and what its 有效性 follows from."""

    __slots__ = ()
    Validity = Publication.Validity
    validity, badge = Publication.validity, Publication.badge


def lines_between(rows, start, stop):
    found = rows_between(rows, start, stop).values_list(*_LINE, *IN_FORCE_BY)
    return [Line._make(row) for row in found]


def page_of(questions, on, start):
    """The lines from `start` of a list whose rows the last of the questions gives for a day, the others what comes first.

    What comes first an index has in order, so a page full of it spares the database the sorting of the whole. The SQL of
    a page is written once per process.
    """
    for rows_of in questions:
        found = _question(rows_of, start)(on)
        if len(found) == PAGE_SIZE:
            break
    return [Line._make(row) for row in found]


@lru_cache(maxsize=200)
def _question(rows_of, start):
    @compiled
    def page(on):
        return rows_between(rows_of(on), start, start + PAGE_SIZE).values_list(*_LINE, *IN_FORCE_BY)

    return page


def as_html(lines, *, on):
    """Every part escapes what it was given."""
    zone = get_current_timezone()
    return mark_safe("".join(_line(each, on, zone) for each in lines))  # noqa: S308


def _line(line, on, zone):
    badge = line.badge(on=on)
    mark = f" {fragment('validity', validity=badge)}" if badge else ""
    link = (
        f'<a href="{escape(address_of("catalog:publication", line.index_number))}">{escape(line.title)}</a>'
    )
    when = f'<p class="when">{line.published_at.astimezone(zone).date()}</p>'
    return f"<li><div>{link}{mark}</div>\n<p>{_facts(line)}</p>{when}</li>\n"


def _facts(line):
    facts = [_repeated(line.unit)]
    if line.document_number:
        facts.append(escape(line.document_number))
    if day := line.effective_on:
        facts.append(f"{day:%Y} 年 {day.month} 月 {day.day} 日起施行")
    if day := line.display_until:
        facts.append(f"公示到 {day.month} 月 {day.day} 日")
    return " · ".join(facts)


_repeated = lru_cache(maxsize=1000)(escape)
