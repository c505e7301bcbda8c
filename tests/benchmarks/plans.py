"""No public page reads a whole large table: the plan of every statement behind every address at 1,000,000 items."""

import re
from urllib.parse import urlencode

from django.db import connection
from django.test import Client, override_settings
from django.urls import URLResolver, get_resolver, reverse
from django.utils.timezone import localdate

from catalog.judged_rows import RESULTS
from catalog.models import (
    Adjustment,
    Attachment,
    Checklist,
    Domain,
    Item,
    LifeEvent,
    NegativeListEntry,
    Obligation,
    Publication,
)
from catalog.models.revisions import ELEMENTS
from catalog.views.domains import choices
from linhai_portal.accounts.models import Organization
from linhai_portal.formats import CONTENT_TYPES
from linhai_portal.page_cache import pages
from tests.benchmarks.history import come_to_rest, seed_history
from tests.benchmarks.publications import seed_publications
from tests.benchmarks.report import Finding
from tests.benchmarks.seed import seed_catalog
from tests.make_requests import make_published_report

ITEMS, LARGE = 1_000_000, 10_000
BIG, SMALL = "3", "2"
_ENDED_EARLY = 0.01
_REPORT_YEAR = 2024
_NOT_PUBLIC = {"admin", "calendar", "cases", "office", "notices", "reports"} | {
    "participation",  # its tables do not grow with the items; measured by the part `consultation`
    "participation_files",
    "participation_office",
}
# The notice page takes an address sealed by the page it stands on, and asks the database nothing.
_NOT_PAGES = {"activate", "display", "healthz", "leave"}
# What an applicant sees of the own case: found by the key in the session, different for each.
_OWN_CASE = {
    "dates",
    "deed",
    "discard",
    "draft",
    "file",
    "found",
    "letter",
    "open",
    "receipt",
    "receipt_letter",
    "resume",
    "step",
}
# All 1,000,000 items in one file: it is the statement of one domain's file, once for each domain. And all that is published:
# whoever asks for every row of a table reads the table.
_EVERYTHING = {f"catalog:domains_{format}" for format in ("json", "csv", "xlsx")} | {
    f"catalog:publications_{format}" for format in ("csv", "xlsx")
}
_WHOLE_FILES = ("_csv", "_xlsx", ":domain_json", ":domain_as_of_json")
_SQL = re.compile(r"\s*\(?(SELECT|WITH|INSERT|UPDATE|DELETE)\b", re.IGNORECASE)


def measure(database_url):
    seed_catalog(ITEMS)
    seed_history(ELEMENTS)
    seed_publications()
    make_published_report(_REPORT_YEAR)
    come_to_rest()
    yield from plans()


@override_settings(PAGE_CACHE_BYTES=0)
def plans():
    """What is found in the database as it is, one line for each scan and one for all."""
    pages.clear()
    client, large, asked, explained, missed = Client(SERVER_NAME="localhost"), large_tables(), 0, 0, 0
    for address in public_addresses():
        asked += 1
        for sql, values in statements_behind(client, address):
            explained += 1
            for table, plan in scans(sql, values, large):
                missed += 1
                yield _finding(f"{address}: {plan}", f"reads {table}", False)
    yield _finding(f"{asked} public addresses at {ITEMS:,} items", f"{explained} plans", not missed)


def _finding(work, value, met):
    return Finding("plans", work, f"> {LARGE:,} rows", value, "no seq scan", met)


def public_addresses(items=ITEMS):
    """Every address a visitor can open, with an example for each argument and each filter of it."""
    codes = _codes(items)
    arguments, queries = _arguments(codes), _queries(codes, items)
    for name, takes in _public_names(get_resolver().url_patterns):
        page = name.rpartition(":")[2]
        base = re.sub(f"_({'|'.join(CONTENT_TYPES)})$", "", page)
        examples = arguments[base] if takes else [()]
        if name.endswith(_WHOLE_FILES):
            examples = examples[-1:]
        for example in examples:
            yield reverse(name, args=example)
        if not name.endswith(_WHOLE_FILES):
            yield from (f"{reverse(name, args=examples[0])}?{query}" for query in queries.get(page, []))


def _public_names(patterns, namespace=""):
    for each in patterns:
        if isinstance(each, URLResolver):
            if each.namespace not in _NOT_PUBLIC:
                yield from _public_names(each.url_patterns, f"{each.namespace}:" if each.namespace else "")
        elif each.name not in _NOT_PAGES | _OWN_CASE and namespace + each.name not in _EVERYTHING:
            yield namespace + each.name, bool(each.pattern.converters)


def _arguments(codes):
    """By the name of the page, the first the largest there is; a new page with arguments needs a line here."""
    domains, items = [(BIG,), (SMALL,)], [(code,) for code in codes]
    units = [("zonghexingzhengzhifaju",), ("jiaoyuju",), ("gucheng",)]
    published = Publication.objects.listed(on=localdate())
    return {
        "domain": domains,
        "domain_history": domains,
        "domain_as_of": domains,
        "domain_compare": domains,
        "item": items,
        "item_history": items,
        "adjustment": [(Adjustment.objects.public().latest("pk").number,)],
        "domain_timeliness": domains,
        "item_publications": [(_published_code(),)],
        "organization": units,
        "unit_timeliness": units,
        "life_event": [(LifeEvent.objects.published().latest("pk").slug,)],
        "checklist": [(Checklist.objects.published().latest("pk").slug,)],
        "publication": [(published.latest("published_at").index_number,)],
        "attachment": [(Attachment.objects.filter(publication__in=published).earliest("pk").pk,)],
        "column": [("1",), ("15",)],
        "annual_report": [(_REPORT_YEAR, "all")],
        "file": [(_REPORT_YEAR, "all", "xlsx")],
        "version": [(_REPORT_YEAR, "all", 1)],
        "item_period": [_period()],
        "negative_list_entry": [(NegativeListEntry.objects.numbered().earliest("pk").number,)],
    }


def _codes(items):
    big = Item.objects.filter(domain__number=BIG)
    return [big.get(position=items // 5).code, big.withheld().earliest("position").code]


def _period():
    """A period of an item; the table is empty until a morning has passed."""
    item, today = Item.objects.current().order_by("pk").first(), localdate()
    found, _ = Obligation.objects.get_or_create(
        item=item,
        organization=Organization.objects.get(slug="jiaoyuju"),
        starts_on=today,
        defaults={"domain": item.domain, "ends_on": today, "due_on": today},
    )
    return item.code, found.starts_on.isoformat()


def _published_code():
    """An item with publications."""
    return Item.objects.filter(publication_count__gt=0).latest("pk").code


def _queries(codes, items):
    published_code, judged = _published_code(), [{"result": result} for result in RESULTS]
    filters = [
        *(
            {name: value}
            for name, _, options, _ in choices({}, Domain.objects.get(number=BIG))
            for value, _ in options
        ),
        *({"q": words} for words in ("信息", "没有的词", codes[0])),
    ]
    deep = [{"page": 200}, {"page": items * 4 // 10 // 50}]
    past = {"on": "2025-01-01"}
    sheets = [{"domain": BIG}, {"year": "2025"}, {"kind": "change"}, {"kind": "retire"}]
    sought = {"q": "补贴"}
    search = [
        *({"q": words} for words in ("补贴", "公开", "车", "法规公文", "学驱", "没有的词", "03-01-01")),
        *(
            sought | {name: value}
            for name, value in [
                ("page", 2),
                ("kind", "item"),
                ("kind", "adjustment"),
                ("domain", BIG),
                ("unit", "jiaoyuju"),
                ("since", "2026-01-01"),
            ]
        ),
    ]
    queries = {
        "domain": [
            *filters,
            *deep,
            {"level": "县级", "page": 200},
            {"layout": "national"},
            {"layout": "national", "page": 200},
        ],
        "domain_atom": filters,
        "domain_as_of": [past | each for each in ({}, *filters, *deep)],
        "domain_compare": [{"from": "2025-01-01", "to": to} for to in ("2025-02-01", "2025-12-31")],
        "adjustments": [*sheets, {"page": 200}],
        "adjustments_json": [*sheets, {"page": 100}],
        "adjustments_atom": sheets,
        "organization": [{"page": 2}, {"page": 200}],
        "organization_json": [{"page": 200}],
        "villages": [{"town": "gucheng"}],
        "public_bodies": [{"service": "schools"}],
        "negative_list": [{"domain": SMALL}, {"unit": "jiaoyuju"}, {"page": 2}],
        "publications": [
            {"page": 2},
            {"page": 200},
            {"column": "1"},
            {"unit": "jiaoyuju"},
            {"year": 2024},
            {"item": published_code},
        ],
        "publications_json": [{"page": 200}, {"item": published_code}],
        "policies": [{"page": 2}, *({"validity": each} for each in Publication.Validity.values)],
        "column": [{"page": 2}, {"unit": "jiaoyuju"}],
        "domain_timeliness": judged,
        "unit_timeliness": judged,
        "calculator": [{"channel": "in_person", "arrived_on": "2026-09-18"}],
        "search": search,
        "search_json": [sought],
        "search_atom": [sought],
    }
    return {page: [urlencode(each) for each in chosen] for page, chosen in queries.items()}


def statements_behind(client, address):
    found = []

    def note(execute, sql, values, many, context):
        if _SQL.match(sql) and not many:
            found.append((sql, values))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(note):
        answer = client.get(address)
        if answer.streaming:
            next(iter(answer.streaming_content))
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answers {answer.status_code}")
    answer.close()
    return found


def large_tables():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > %s", [LARGE])
        return {name for (name,) in cursor.fetchall()}


def scans(sql, values, large):
    """Pairs (table, what of it is looked for) of the sequential scans of large tables in the plan of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", values)
        found = cursor.fetchone()[0]
    return [
        (node["Relation Name"], f"{node['Node Type']}, {node.get('Filter', 'no condition')[:160]}")
        for node in _nodes(found[0]["Plan"])
        if node["Node Type"] == "Seq Scan" and node["Relation Name"] in large
    ]


def _nodes(plan):
    """A scan that a limit ends at its first rows, as that of a word found everywhere, reads no table."""
    yield plan
    for part in plan.get("Plans", []):
        if not (plan["Node Type"] == "Limit" and plan["Total Cost"] < part["Total Cost"] * _ENDED_EARLY):
            yield from _nodes(part)
