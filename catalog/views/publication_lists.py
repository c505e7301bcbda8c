"""Lists of what is published: all of it, the policy documents, and the standard columns of the disclosure platform."""

from django.db.models import Count
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog.models import Form, PlatformColumn, Publication, Topic
from catalog.publication_filters import PublicationFilter
from catalog.publication_listings import COLUMN_PUBLICATIONS, POLICIES, PUBLICATIONS
from catalog.views.publications import DISCLOSURE
from linhai_portal.accounts.models import Organization
from linhai_portal.formats import answer
from linhai_portal.page_tags import column_tags
from linhai_portal.paging import PAGE_SIZE, check_page, last_page, page_links, page_number, rows_between


def _listed():
    """Without the texts, which are the most of a row and which no list shows."""
    return Publication.objects.listed(on=timezone.localdate()).defer("body", "ending_basis")


def _policies():
    return _listed().policies().in_force_first(on=timezone.localdate())


def _in_column(column):
    if column not in PlatformColumn.values:
        raise Http404("没有这个栏目")
    rows = _listed().in_column(column)
    return rows.in_force_first(on=timezone.localdate()) if column == PlatformColumn.RULES else rows


@require_safe
def publications(request):
    return _list(
        request,
        _listed(),
        place="/publications",
        title="政府信息",
        lead="各单位按标准目录主动公开的信息，新的在前。",
        names=("q", "unit", "column", "year"),
    )


@require_safe
def policies(request):
    return _list(
        request,
        _policies(),
        place="/policies",
        title="政策文件",
        lead="每一份都写明现在有没有效。废止和失效的排在后面，仍可查阅，不再作为依据。",
        names=("q", "unit", "validity", "topic", "form", "year"),
        section="policies",
    )


@require_safe
def column(request, column):
    rows, name = _in_column(column), PlatformColumn(column).label
    return _list(
        request,
        rows,
        place=f"/disclosure/{column}",
        title=name,
        lead="",
        names=("q", "unit", "year"),
        trail=[DISCLOSURE],
        section="disclosure",
    )


def _list(request, rows, *, place, title, lead, names, trail=(), section="publications"):
    chosen = {name: request.GET.get(name, "") for name in names}
    chosen = {name: value for name, value in chosen.items() if value}
    rows = PublicationFilter(request.GET, rows).qs
    total, number = rows.count(), page_number(request.GET)
    last = last_page(total)
    check_page(number, last)
    today, start = timezone.localdate(), (number - 1) * PAGE_SIZE
    shown = rows_between(rows.select_related("organization"), start, start + PAGE_SIZE)
    page = {
        "section": section,
        "title": f"{title}，第 {number} 页" if number > 1 else title,
        "heading": title,
        "lead": lead,
        "trail": trail,
        "tags": column_tags(title, lead or title, keywords=["政府信息公开"]),
        "place": place,
        "query": request.GET.urlencode(),
        "words": chosen.get("q", ""),
        "filtered": bool(chosen),
        "fields": [(*_choices(name), chosen.get(name, "")) for name in names if name in _LABELS],
        "year": chosen.get("year", ""),
        "rows": [(row, row.badge(on=today)) for row in shown],
        "total": total,
        "links": page_links(request.GET, number, last),
    }
    return render(request, "catalog/publications.html", page)


_LABELS = {
    "unit": "单位",
    "column": "栏目",
    "validity": "有效性",
    "topic": "主题分类",
    "form": "体裁",
}
_CHOICES = {
    "column": PlatformColumn.choices,
    "validity": Publication.Validity.choices,
    "topic": Topic.choices,
    "form": Form.choices,
}


def _choices(name):
    """Name, label and the options of a select; the units are those that have published something."""
    if name in _CHOICES:
        return name, _LABELS[name], _CHOICES[name]
    publishing = _listed().order_by().values("organization")
    return (
        name,
        _LABELS[name],
        list(Organization.objects.filter(pk__in=publishing).values_list("slug", "name")),
    )


@require_safe
def disclosure(request):
    """The platform's front page (国办公开办函〔2019〕61号): 指南, 制度, 法定主动公开内容, 年报, 依申请公开."""
    totals = dict(_listed().order_by().values_list("column").annotate(Count("pk")))
    columns = [(each, totals.get(each.value, 0)) for each in PlatformColumn]
    page = {
        "section": "disclosure",
        "title": "政府信息公开",
        "tags": column_tags("政府信息公开", "指南、制度、法定主动公开内容、年报和依申请公开"),
        "statutory": [(each, total) for each, total in columns if each.is_statutory],
        "systems": totals.get(PlatformColumn.SYSTEMS, 0),
        "reports": totals.get(PlatformColumn.REPORTS, 0),
    }
    return render(request, "catalog/disclosure.html", page)


@require_safe
def guide(request):
    """政府信息公开指南: what 条例第十二条第二款 asks for, with the units and how to reach them."""
    page = {
        "section": "disclosure",
        "title": "政府信息公开指南",
        "trail": [DISCLOSURE],
        "tags": column_tags("政府信息公开指南", "信息的分类、编排体系、获取方式和工作机构的联系方式"),
        "units": Organization.objects.governmental().exclude(phone="", address=""),
    }
    return render(request, "catalog/disclosure_guide.html", page)


def publications_file(request, format):
    return _answer(request, format, PUBLICATIONS, _listed())


def policies_file(request, format):
    return _answer(request, format, POLICIES, _policies())


def column_file(request, format, column):
    return _answer(request, format, COLUMN_PUBLICATIONS, _in_column(column))


def _answer(request, format, listing, rows):
    rows = PublicationFilter(request.GET, rows).qs
    return answer(request, format, listing, rows.select_related("organization"))
