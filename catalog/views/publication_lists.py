"""Lists of what is published: all of it, the policy documents, and the standard columns of the disclosure platform."""

from functools import cache, lru_cache

from django.db.models import Count
from django.http import Http404
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from catalog.models import Form, PlatformColumn, Publication, Topic
from catalog.publication_filters import PublicationFilter
from catalog.publication_listings import COLUMN_PUBLICATIONS, POLICIES, PUBLICATIONS
from catalog.publication_rows import as_html, lines_between, page_of
from catalog.views.publications import DISCLOSURE
from linhai_portal.accounts.models import Organization
from linhai_portal.data_version import current
from linhai_portal.formats import answer
from linhai_portal.page_tags import column_tags
from linhai_portal.paging import PAGE_SIZE, check_page, last_page, page_links, page_number


def _listed(on):
    """Without the texts, which are the most of a row and which no list shows."""
    return Publication.objects.listed(on=on).defer("body", "ending_basis")


def _policies(on):
    return _listed(on).policies().in_force_first(on=on)


def _policies_in_force(on):
    return _listed(on).policies().still_in_force(on=on)


def _rules(on):
    return _listed(on).in_column(PlatformColumn.RULES).in_force_first(on=on)


def _rules_in_force(on):
    return _listed(on).in_column(PlatformColumn.RULES).still_in_force(on=on)


# The questions of a list by the day, as `page_of` takes them: the last gives all rows.
_PUBLICATIONS, _POLICIES = (_listed,), (_policies_in_force, _policies)


@cache
def _of_column(column):
    """Always the same functions, for by these the SQL is kept."""
    if column not in PlatformColumn.values:
        raise Http404("没有这个栏目")
    if column == PlatformColumn.RULES:
        return _rules_in_force, _rules
    return (lambda on: _listed(on).in_column(column),)


@require_safe
def publications(request):
    return _list(
        request,
        _PUBLICATIONS,
        place="/publications",
        title="政府信息",
        lead="各单位按标准目录主动公开的信息，新的在前。",
        names=("q", "unit", "column", "year"),
    )


@require_safe
def policies(request):
    return _list(
        request,
        _POLICIES,
        place="/policies",
        title="政策文件",
        lead="每一份都写明现在有没有效。废止和失效的排在后面，仍可查阅，不再作为依据。",
        names=("q", "unit", "validity", "topic", "form", "year"),
        section="policies",
    )


@require_safe
def column(request, column):
    questions, name = _of_column(column), PlatformColumn(column).label
    return _list(
        request,
        questions,
        place=f"/disclosure/{column}",
        title=name,
        lead="",
        names=("q", "unit", "year"),
        trail=(DISCLOSURE,),
        section="disclosure",
    )


def _list(request, questions, *, place, title, lead, names, trail=(), section="publications"):
    chosen = {name: request.GET.get(name, "") for name in names}
    chosen = {name: value for name, value in chosen.items() if value}
    today, version, number = localdate(), current(), page_number(request.GET)
    lines, total, last = _page(request.GET, questions, number, today, version)
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
        "fields": tuple(
            (*_choices(name, today, version), chosen.get(name, "")) for name in names if name in _LABELS
        ),
        "year": chosen.get("year", ""),
        "lines": as_html(lines, on=today),
        "total": total,
        "links": page_links(request.GET, number, last),
    }
    return render(request, "catalog/publications.html", page)


def _page(params, questions, number, today, version):
    """The lines of a page, how many there are in all, and the last page's number."""
    start, rows_of = (number - 1) * PAGE_SIZE, questions[-1]
    narrowed = any(params.get(name) for name in PublicationFilter.base_filters)
    rows = PublicationFilter(params, rows_of(today)).qs if narrowed else None
    total = rows.count() if narrowed else _total(version, rows_of, today)
    last = last_page(total)
    check_page(number, last)
    lines = lines_between(rows, start, start + PAGE_SIZE) if narrowed else page_of(questions, today, start)
    return lines, total, last


# Counting reads an index of everything listed, so a worker counts once for each version of the data and each day.
@lru_cache(maxsize=100)
def _total(version, rows_of, on):
    return rows_of(on).count()


_LABELS = {
    "unit": "单位",
    "column": "栏目",
    "validity": "有效性",
    "topic": "主题分类",
    "form": "体裁",
}
_CHOICES = {
    "column": tuple(PlatformColumn.choices),
    "validity": tuple(Publication.Validity.choices),
    "topic": tuple(Topic.choices),
    "form": tuple(Form.choices),
}


def _choices(name, on, version):
    """Name, label and the options of a select; the units are those that have published something."""
    return name, _LABELS[name], _CHOICES[name] if name in _CHOICES else _publishing(version, on)


@lru_cache(maxsize=10)
def _publishing(version, on):
    units = Organization.objects.filter(pk__in=_listed(on).order_by().values("organization"))
    return tuple(units.values_list("slug", "name"))


@require_safe
def disclosure(request):
    """The platform's front page (国办公开办函〔2019〕61号): 指南, 制度, 法定主动公开内容, 年报, 依申请公开."""
    totals = dict(_listed(localdate()).order_by().values_list("column").annotate(Count("pk")))
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
    return _answer(request, format, PUBLICATIONS, _PUBLICATIONS)


def policies_file(request, format):
    return _answer(request, format, POLICIES, _POLICIES)


def column_file(request, format, column):
    return _answer(request, format, COLUMN_PUBLICATIONS, _of_column(column))


def _answer(request, format, listing, questions):
    rows = PublicationFilter(request.GET, questions[-1](localdate())).qs
    return answer(request, format, listing, rows.select_related("organization"))
