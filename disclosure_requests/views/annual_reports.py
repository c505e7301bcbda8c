"""政府信息公开年报 as published: all years together, each report as it was frozen, for reading and taking away."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from disclosure_requests.annual_report.files import WRITERS
from disclosure_requests.annual_report.papers import frozen_paper
from disclosure_requests.models import AnnualReport
from disclosure_requests.models.annual_reports import ALL
from disclosure_requests.views.reports import file_of
from linhai_portal.page_tags import column_tags

NAME = "政府信息公开年报"
TRAIL = [("政府信息公开", "/disclosure/")]


@require_safe
def annual_reports(request):
    reports = AnnualReport.objects.current().select_related("organization")
    page = {
        "section": "publications",
        "title": NAME,
        "tags": column_tags(NAME, "市政府和各单位每年的政府信息公开工作年度报告"),
        "trail": TRAIL,
        "reports": reports,
    }
    return render(request, "disclosure_requests/annual_reports.html", page)


@require_safe
def annual_report(request, year, slug):
    return _page(request, _of(AnnualReport.objects.current(), year, slug))


@require_safe
def annual_report_version(request, year, slug, version):
    """A version that was corrected stays readable, under a banner that leads to what holds now."""
    published = AnnualReport.objects.published().filter(version=version)
    return _page(request, _of(published, year, slug))


def _page(request, report):
    paper, now = frozen_paper(report), AnnualReport.objects.current().of(report.year, report.organization)
    page = {
        "section": "publications",
        "tags": column_tags(paper["title"], "申请的数量和办理结果、复议诉讼、主动公开的数字"),
        "trail": [*TRAIL, (NAME, "/annual-reports/")],
        "report": report,
        "corrected_on": now.published_on if now != report else None,
        **paper,
    }
    return render(request, "disclosure_requests/annual_report.html", page)


@require_safe
def annual_report_file(request, year, slug, format):
    report = _of(AnnualReport.objects.current(), year, slug)
    if format not in WRITERS:
        raise Http404("没有这种格式")
    return file_of(frozen_paper(report), format)


def _of(reports, year, slug):
    unit = {"organization": None} if slug == ALL else {"organization__slug": slug}
    return get_object_or_404(reports.select_related("organization", "corrects"), year=year, **unit)
