"""Is it public, and was it in time: of a domain and of a unit, with every number opening to its rows."""

from dataclasses import replace

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog.judged_rows import RESULTS, JudgedRows
from catalog.listings import TIMELINESS
from catalog.models import Domain
from catalog.timeliness_kept import scope_of_domain, scope_of_unit, summary_of, summary_of_domain
from catalog.views.domains import SECTIONS, TRAILS
from catalog.views.organizations import place_of
from linhai_portal.accounts.models import Organization
from linhai_portal.formats import answer
from linhai_portal.page_tags import column_tags
from linhai_portal.paging import PAGE_SIZE, check_page, last_page, page_links, page_number


@require_safe
def domain_timeliness(request, number):
    domain, today = get_object_or_404(Domain, number=number), timezone.localdate()
    page = {
        "section": SECTIONS[domain.kind],
        "subject": domain.name,
        "trail": [TRAILS[domain.kind], (domain.name, domain.get_absolute_url())],
        "place": f"/domains/{domain.number}/timeliness",
    }
    scope, summary = scope_of_domain(domain, on=today), summary_of_domain(domain, on=today)
    return _page(request, page, scope, summary, today)


@require_safe
def unit_timeliness(request, slug):
    unit, today = get_object_or_404(Organization, slug=slug), timezone.localdate()
    section, trail = place_of(unit)
    page = {
        "section": section,
        "subject": unit.full_name,
        "trail": [trail, (unit.name, unit.get_absolute_url())],
        "place": f"/organizations/{unit.slug}/timeliness",
    }
    scope = scope_of_unit(unit, on=today)
    return _page(request, page, scope, summary_of(scope, on=today), today)


@require_safe
def domain_timeliness_file(request, number, format):
    domain, today = get_object_or_404(Domain, number=number), timezone.localdate()
    total = _total(summary_of_domain(domain, on=today), _result(request))
    return _file(request, format, scope_of_domain(domain, on=today), domain.name, total)


@require_safe
def unit_timeliness_file(request, slug, format):
    unit = get_object_or_404(Organization, slug=slug)
    return _file(request, format, scope_of_unit(unit, on=timezone.localdate()), unit.full_name)


def _file(request, format, scope, name, total=None):
    rows = JudgedRows(scope, on=timezone.localdate(), result=_result(request), total=total)
    return answer(request, format, replace(TIMELINESS, title=f"{name}公开是否按时"), rows)


def _page(request, page, scope, summary, today):
    result, number = _result(request), page_number(request.GET)
    last = last_page(_total(summary, result))
    check_page(number, last)
    start = (number - 1) * PAGE_SIZE
    title = f"{page['subject']}公开是否按时"
    page |= {
        "title": f"{title}，第 {number} 页" if number > 1 else title,
        "tags": column_tags(title, f"{page['subject']}：哪些信息按时公开、迟了或者还没有公开"),
        "summary": summary,
        "result": result,
        "tabs": _tabs(summary, result),
        "rows": JudgedRows(scope, on=today, result=result)[start : start + PAGE_SIZE],
        "links": page_links(request.GET, number, last),
        "query": f"result={result}" if result else "",
    }
    return render(request, "catalog/timeliness.html", page)


def _total(summary, result):
    return getattr(summary, {"": "due", "met": "in_time"}.get(result, result))


def _result(request):
    result = request.GET.get("result", "")
    return result if result in RESULTS else ""


def _tabs(summary, chosen):
    counts = {"met": summary.in_time, "late": summary.late, "missing": summary.missing} | {
        "uncovered": summary.uncovered
    }
    every = [
        ("", "全部到期的", summary.due),
        *((value, words, counts[value]) for value, words in RESULTS.items()),
    ]
    return [
        (words, f"?result={value}" if value else "?", count, value == chosen) for value, words, count in every
    ]
