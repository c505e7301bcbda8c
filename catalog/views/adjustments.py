"""The public side of the adjustments: what changed or will change in the published catalogs, and why."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from catalog.adjusting import changes_of
from catalog.adjustment_filter import AdjustmentFilter
from catalog.adjustment_words import deeds_in_words, deeds_of, heading, total_of
from catalog.change_words import all_in_words, changes_in_words
from catalog.listings import ADJUSTMENTS
from catalog.models import Adjustment, AdjustmentLine, Domain
from linhai_portal.accounts.roles import Role
from linhai_portal.formats import answer
from linhai_portal.page_tags import article_tags, column_tags
from linhai_portal.paging import PAGE_SIZE, check_page, last_page, page_links, page_number, rows_between

TRAIL = ("动态调整", "/adjustments/")
LINES_A_PAGE = 20  # each is compared word by word
Action = AdjustmentLine.Action


@require_safe
def adjustments(request):
    found = AdjustmentFilter(request.GET, Adjustment.objects.public()).qs
    total, number = found.count(), page_number(request.GET)
    last = last_page(total)
    check_page(number, last)
    start = (number - 1) * PAGE_SIZE
    # What they do is counted for the page only, not for all the sheets before it.
    sheets = rows_between(found.newest_first(), start, start + PAGE_SIZE).with_what_they_do()
    page = {
        "section": "adjustments",
        "title": f"动态调整，第 {number} 页" if number > 1 else "动态调整",
        "tags": column_tags("动态调整", "标准目录改了什么、为什么改", keywords=["标准目录", "调整", "理由"]),
        "rows": [(sheet, heading(sheet)) for sheet in sheets],
        "total": total,
        "filtered": any(request.GET.get(name) for name in AdjustmentFilter.base_filters),
        "choices": _choices(request.GET),
        "links": page_links(request.GET, number, last),
    }
    return render(request, "catalog/adjustments.html", page)


def _choices(params):
    """The selects: the catalogs that are published, for these only can be adjusted, and the years in which any was."""
    domains = Domain.objects.exclude(published_on=None)
    days = Adjustment.objects.public().dates("effective_on", "year", order="DESC")
    years = [(str(day.year), f"{day.year} 年") for day in days]
    return [
        ("domain", "领域", list(domains.values_list("number", "name")), params.get("domain", "")),
        ("year", "生效年份", years, params.get("year", "")),
        ("kind", "处理", Action.choices, params.get("kind", "")),
    ]


@require_safe
def adjustments_file(request, format):
    sheets = Adjustment.objects.public().newest_first().with_what_they_do()
    return answer(request, format, ADJUSTMENTS, AdjustmentFilter(request.GET, sheets).qs)


@require_safe
def adjustment(request, number):
    """What it alters line by line, before and after; units and offices stand for it, not persons."""
    sheet = get_object_or_404(Adjustment.objects.public().with_what_they_do(), number=number)
    total, number = total_of(sheet), page_number(request.GET)
    last = last_page(total, LINES_A_PAGE)
    check_page(number, last)
    start = (number - 1) * LINES_A_PAGE
    lines = sheet.lines.select_related("domain", "item")[start : start + LINES_A_PAGE]
    part = f"，第 {number} 页" if number > 1 else ""
    page = {
        "section": "adjustments",
        "title": f"目录调整 {sheet.number}：{deeds_in_words(sheet)}{part}",
        "tags": article_tags(
            str(sheet), column="动态调整", published_at=sheet.approved_at, source=sheet.organization.name
        ),
        "trail": [TRAIL],
        "sheet": sheet,
        "deeds": deeds_of(sheet),
        "approver": Role.HEAD.label,
        "total": total,
        "lines": [(line, *_in_words(line)) for line in lines],
        "links": page_links(request.GET, number, last),
    }
    return render(request, "catalog/adjustment.html", page)


def _in_words(line):
    """The changes of a line that changes something; of any other the whole item, as it comes or goes."""
    if line.action == Action.CHANGE:
        return changes_in_words(changes_of(line)), []
    return [], all_in_words(line.after or line.before)
