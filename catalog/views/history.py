"""A domain's table through time: the days it changed, the table of one day, two days side by side."""

from urllib.parse import urlencode

from django.db.models import Count, Q
from django.http import HttpResponseNotFound
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from catalog.as_of import catalog_rows, numbering, states
from catalog.change_words import all_in_words, changes_in_words
from catalog.comparing import Comparison
from catalog.filters import ItemFilter
from catalog.history_forms import DayForm, TwoDaysForm
from catalog.models import Adjustment, AdjustmentLine, Domain, ItemRevision
from catalog.models.revisions import elements_of
from catalog.table import catalog_table
from catalog.views.domains import SECTIONS, TRAILS, choices
from catalog.views.downloads import table_file
from linhai_portal.addresses import address_of
from linhai_portal.page_tags import column_tags
from linhai_portal.paging import PAGE_SIZE, check_page, last_page, page_links, page_number

COMPARED_A_PAGE = 20
DOWNLOADS = ("xlsx", "csv", "json")
Action = AdjustmentLine.Action


@require_safe
def domain_history(request, number):
    """The days on which the table changed, newest first, with what each brought."""
    domain, today = _domain(number), localdate()
    days = _days_of_change(domain)
    page, total = page_number(request.GET), days.count()
    last = last_page(total)
    check_page(page, last)
    facts = {
        "day": DayForm({"on": today}, domain, today=today),
        "days": TwoDaysForm({"from": domain.published_on, "to": today}, domain, today=today),
        "versions": list(days[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]),
        "total": total,
        "links": page_links(request.GET, page, last),
    }
    return _show(request, "catalog/domain_history.html", domain, "历次变化", facts)


def _days_of_change(domain):
    of = {
        action.value: Count("pk", filter=Q(action=action))
        for action in (Action.PUBLISH, Action.ADD, Action.CHANGE, Action.RETIRE, Action.RESTORE)
    }
    lines = AdjustmentLine.objects.filter(domain=domain, adjustment__status=Adjustment.Status.EFFECTIVE)
    days = lines.order_by("-adjustment__effective_on").values("adjustment__effective_on")
    return days.annotate(**of)


@require_safe
def domain_as_of(request, number):
    """The table of one day with the filters of the live page; without a day, of today."""
    domain, form = _day_of(request, number)
    if not form.is_valid():
        return _show(request, "catalog/domain_as_of.html", domain, "以前的目录", {"form": form})
    on = form.cleaned_data["on"]
    chosen = _chosen(request)
    query = urlencode([("on", f"{on}"), *chosen])
    rows, total, links = _rows_of(domain, on, request, filtered=bool(chosen))
    facts = {
        "form": form,
        "on": on,
        "filtered": bool(chosen),
        "words": request.GET.get("q", ""),
        "total": total,
        "table": catalog_table(rows, page="catalog:item_history"),
        "has_rows": bool(rows),
        "links": links,
        "downloads": [
            (each.upper(), f"{address_of(f'catalog:domain_as_of_{each}', domain.number)}?{query}")
            for each in DOWNLOADS
        ],
        "choices": choices(request.GET, domain),
    }
    return _show(request, "catalog/domain_as_of.html", domain, f"{on:%Y-%m-%d} 的目录", facts)


@require_safe
def as_of_file(request, number, format):
    """The table of one day for taking away; a program reads in the answer why there is none."""
    domain, form = _day_of(request, number)
    if not form.is_valid():
        return HttpResponseNotFound(form.errors["on"][0], content_type="text/plain; charset=utf-8")
    on = form.cleaned_data["on"]
    rows = ItemFilter(request.GET, ItemRevision.objects.as_of(on), on=on).qs
    return table_file([domain], format, f"{domain.title}（{on}）", only=rows, on=on)


@require_safe
def domain_compare(request, number):
    """What came, changed and left between two days, each change field by field."""
    domain, today = _domain(number), localdate()
    asked = request.GET if {"from", "to"} & set(request.GET) else {"from": domain.published_on, "to": today}
    form = TwoDaysForm(asked, domain, today=today)
    if not form.is_valid():
        return _show(request, "catalog/domain_compare.html", domain, "两天对比", {"form": form})
    first, second = form.days()
    found, page = Comparison(domain, first, second), page_number(request.GET)
    last = last_page(sum(found.counts), COMPARED_A_PAGE)
    check_page(page, last)
    added, changed, retired = found.part((page - 1) * COMPARED_A_PAGE, COMPARED_A_PAGE)
    facts = {
        "form": form,
        "first": first,
        "second": second,
        "counts": found.counts,
        "total": sum(found.counts),
        "added": [(state, all_in_words(elements_of(state))) for state in added],
        "changed": [(state, changes_in_words(changes)) for state, changes in changed],
        "retired": [(state, all_in_words(elements_of(state))) for state in retired],
        "links": page_links(request.GET, page, last),
    }
    title = f"{first:%Y-%m-%d} 和 {second:%Y-%m-%d} 的对比"
    return _show(request, "catalog/domain_compare.html", domain, title, facts)


def _domain(number):
    return get_object_or_404(Domain, number=number)


def _day_of(request, number):
    domain, today = _domain(number), localdate()
    return domain, DayForm({"on": request.GET.get("on", today)}, domain, today=today)


def _chosen(request):
    return [(name, request.GET[name]) for name in ItemFilter.base_filters if request.GET.get(name)]


def _rows_of(domain, on, request, *, filtered):
    """A page of the table, the total and the links; a filtered page has the 序号 of the whole table."""
    rows, page = ItemFilter(request.GET, states(domain, on), on=on).qs, page_number(request.GET)
    total = rows.count()
    last = last_page(total)
    check_page(page, last)
    number_of = numbering(domain, on) if filtered else None
    shown = catalog_rows(rows, (page - 1) * PAGE_SIZE, PAGE_SIZE, number_of)
    return shown, total, page_links(request.GET, page, last)


def _show(request, template, domain, words, facts):
    page = page_number(request.GET)
    title = f"{domain.title}：{words}"
    heads = {
        "section": SECTIONS[domain.kind],
        "title": f"{title}，第 {page} 页" if page > 1 else title,
        "tags": column_tags(title, f"{domain.title}以前的版本和变化", keywords=[domain.name]),
        "trail": (TRAILS[domain.kind], (domain.name, domain.get_absolute_url())),
        "domain": domain,
    }
    return render(request, template, heads | facts)
