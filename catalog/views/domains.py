"""The list of domains and a domain's table."""

from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from catalog.filters import AUDIENCES, DISCLOSURES, MODES, ItemFilter
from catalog.layouts.vocabulary import CHANNELS, LEVELS
from catalog.models import Domain, Item
from catalog.models.negative_list import coverage
from catalog.page_queries import domain_with_lead, table_rows
from catalog.table import COLUMNS, CatalogRow, catalog_table
from catalog.timeliness_kept import summary_of_domain
from linhai_portal.addresses import address_of
from linhai_portal.fragments import fragment
from linhai_portal.page_tags import column_tags
from linhai_portal.paging import PAGE_SIZE, check_page, last_page, page_links, page_number

NATIONAL_PAGE_SIZE = 200
DOWNLOADS = ["XLSX", "CSV", "JSON", "Atom"]


@require_safe
def domains(request):
    rows = list(Domain.objects.of_the_plan().select_related("lead"))
    page = {
        "section": "domains",
        "title": "标准目录",
        "tags": column_tags(
            "标准目录", "各领域基层政务公开标准目录", keywords=["政务公开", "标准目录", "领域"]
        ),
        "domains": rows,
        "item_total": sum(domain.item_count for domain in rows),
    }
    return render(request, "catalog/domains.html", page)


@require_safe
def domain(request, number):
    domain = domain_with_lead(number)
    if domain is None:
        raise Http404("没有这个领域")
    national = request.GET.get("layout") == "national"
    chosen = [(name, request.GET[name]) for name in ItemFilter.base_filters if request.GET.get(name)]
    filtered, kept = bool(chosen), f"?{urlencode(chosen)}" if chosen else ""
    number = page_number(request.GET)
    rows, total, last = rows_of(
        domain, request.GET, number, filtered, NATIONAL_PAGE_SIZE if national else PAGE_SIZE
    )
    page = {
        "section": SECTIONS[domain.kind],
        "title": page_title(domain, national, number),
        "tags": column_tags(
            domain.title, f"{domain.title}：谁公开、公开什么、何时公开", keywords=[domain.name]
        ),
        "domain": domain,
        "trail": (TRAILS[domain.kind],),
        "national": national,
        "filtered": filtered,
        "words": request.GET.get("q", ""),
        "total": total,
        "table": catalog_table(
            rows, marks_unconfirmed=request.user.is_authenticated and request.user.is_staff
        ),
        "has_rows": bool(rows),
        "links": page_links(request.GET, number, last),
        "disclosure": [] if national else disclosure(domain),
        "timeliness": "" if national else timeliness_sentence(domain),
        "outline": [] if filtered or national else outline(domain),
        "downloads": [
            (words, address_of(f"catalog:domain_{words.lower()}", domain.number) + kept)
            for words in DOWNLOADS
        ],
        "choices": [] if national else choices(request.GET, domain),
    }
    return render(request, "catalog/domain.html", page)


def rows_of(domain, params, number, filtered, size):
    """A page of the table, the total and the last page's number.

    Without a filter the page is a range of 序号 and the total is the kept one: every page of any table costs the same.
    """
    start = (number - 1) * size
    if filtered:
        items = ItemFilter(params, Item.objects.current().in_domain(domain).order_by("position")).qs
        total, rows = items.count(), items.values_list(*COLUMNS)[start : start + size]
    else:
        total, rows = domain.item_count, table_rows(domain.pk, start + 1, start + size)
    last = last_page(total, size)
    check_page(number, last)
    return [CatalogRow._make(row) for row in rows], total, last


SECTIONS = {
    Domain.Kind.DOMAIN: "domains",
    Domain.Kind.VILLAGE: "villages",
    Domain.Kind.PUBLIC_BODY: "public_bodies",
}
TRAILS = {
    Domain.Kind.DOMAIN: ("标准目录", "/domains/"),
    Domain.Kind.VILLAGE: ("村（居）务公开", "/villages/"),
    Domain.Kind.PUBLIC_BODY: ("公共企事业单位", "/public-bodies/"),
}


def page_title(domain, national, number):
    layout = "（国家版式）" if national else ""
    return f"{domain.title}{layout}，第 {number} 页" if number > 1 else f"{domain.title}{layout}"


def outline(domain):
    """The 一级事项 with their counts and the address of their first row, in the order of the table."""
    return [(level1 or "其他", total, _address_of_row(first)) for level1, first, total in domain.outline]


def _address_of_row(position):
    page = (position - 1) // PAGE_SIZE + 1
    return f"?page={page}#p{position}" if page > 1 else f"#p{position}"


def disclosure(domain):
    """Each kind of disclosure that the domain has items of: the words, how many, the address that lists exactly these."""
    counts = coverage(domain, on=localdate())
    return [(words, counts[value], f"?disclosure={value}") for value, words in DISCLOSURES if counts[value]]


def timeliness_sentence(domain):
    """Rendered once for the same numbers; the page is a hot one."""
    summary = summary_of_domain(domain, on=localdate())
    place = f"{domain.get_absolute_url()}timeliness"
    return (
        fragment("timeliness_sentence", summary=summary, place=place) if summary.must or summary.due else ""
    )


def choices(params, domain):
    """The selects of the filter form: name, label, options and the chosen one."""
    offered = [
        ("unit", "公开主体", tuple(map(tuple, domain.publisher_choices))),
        ("audience", "公开对象", tuple(AUDIENCES)),
        ("mode", "公开方式", tuple(MODES)),
        ("disclosure", "公开属性", tuple(DISCLOSURES)),
        ("level", "公开层级", tuple((level, level) for level in LEVELS[1:])),
        ("channel", "公开渠道", tuple((channel, channel) for channel in CHANNELS)),
    ]
    return tuple((name, label, options, params.get(name, "")) for name, label, options in offered)
