"""The annual report in the office: live tables whose figures open, checks, what is entered, and its way to the public."""

import io
from functools import partial

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from disclosure_requests.annual_report import publishing
from disclosure_requests.annual_report.cell_rows import DOCUMENTS, has_rows, rows_behind
from disclosure_requests.annual_report.checking import checks_of, live, units_that_report
from disclosure_requests.annual_report.counting import own_records_of
from disclosure_requests.annual_report.files import CONTENT_TYPES, WRITERS
from disclosure_requests.annual_report.grids import grids
from disclosure_requests.annual_report.layout import LABELS, OWN_COLUMNS, REMEDY_GROUPS, TOTAL, words_of
from disclosure_requests.annual_report.papers import frozen_paper, live_paper
from disclosure_requests.models import AnnualReport, FollowUp, YearFigures
from disclosure_requests.models.annual_reports import ALL
from disclosure_requests.report_forms import (
    CheckForm,
    CorrectionForm,
    FiguresForm,
    HandingInForm,
    SendBackForm,
)
from disclosure_requests.satisfaction import follow_ups_of, lines_of
from linhai_portal.office import carry_out, decide_on, for_staff, office_page, part_of

FIRST_YEAR = 2008  # the first regulation came into force on 2008-05-01
SEE = "disclosure_requests.view_disclosurerequest"
DRAFT = "disclosure_requests.register_disclosurerequest"
SIGN = "disclosure_requests.sign_disclosurerequest"
Status = AnnualReport.Status


@for_staff(SEE)
@require_safe
def reports(request):
    """A year's reports of all units that this person looks after, each with its state and last day."""
    today = localdate()
    year = _year(request.GET.get("year", ""), today)
    units = _units(request.user)
    of_year = AnnualReport.objects.filter(year=year).select_related("corrects")
    rows = {each.organization_id: each for each in of_year}  # of a unit the last version comes last
    listed = [None, *units] if request.user.is_city_wide else [*units]
    return office_page(
        request,
        "disclosure_requests/office/reports.html",
        title=f"{year} 年年度报告",
        year=year,
        years=range(today.year, max(FIRST_YEAR, today.year - 9) - 1, -1),
        rows=[_line(year, unit, rows.get(unit and unit.pk), today) for unit in listed],
        steps=FollowUp.Satisfaction,
        satisfaction=lines_of(year, units, with_total=request.user.is_city_wide),
    )


def _line(year, unit, row, today):
    row = row or AnnualReport(year=year, organization=unit)
    return {
        "report": row,
        "due_on": publishing.due_on(year, unit),
        "late": publishing.late_days(row, today=today),
        "handed_in_late": publishing.days_handed_in_late(row, today=today),
    }


def _year(asked, today):
    """Of an odd wish the year whose report is due: last year's until it should be out, then this year's."""
    known = range(FIRST_YEAR, today.year + 1)
    if asked.isascii() and asked.isdigit() and int(asked) in known:
        return int(asked)
    return today.year - 1 if today.month <= publishing.GOVERNMENT_DUE[0] else today.year


def _units(user):
    return units_that_report() if user.is_city_wide else user.organizations().order_by("position", "pk")


def unit_of(request, year, slug):
    """The unit that the address names, None for the roll-up; what is not this person's does not exist."""
    if not FIRST_YEAR <= year <= localdate().year:
        raise Http404("没有这一年的报告")
    if slug == ALL:
        if not request.user.is_city_wide:
            raise Http404("汇总由公开办办理")
        return None
    return get_object_or_404(_units(request.user), slug=slug)


@for_staff(SEE)
@require_safe
def report(request, year, slug):
    return show(request, year, unit_of(request, year, slug))


def show(request, year, unit, **forms):
    today, now = localdate(), live(year, unit)
    row = AnnualReport.objects.of(year, unit) or AnnualReport(year=year, organization=unit)
    before = AnnualReport.objects.frozen().of(year - 1, unit)
    may_draft, may_sign = request.user.has_perm(DRAFT), request.user.has_perm(SIGN)
    may_send_back = may_sign and row.status in (Status.CHECKED, Status.SIGNED)
    may_hand_in = may_draft and unit and row.first_version.is_frozen
    may_correct = may_draft and row.status == Status.PUBLISHED
    return office_page(
        request,
        "disclosure_requests/office/report.html",
        title=f"{row.unit_name}　{year} 年年度报告",
        report=row,
        year=year,
        grids=grids(now.tables),
        checks=checks_of(now),
        compared=_compared(now.tables, before),
        drifted=[(words_of(place), *values) for place, *values in publishing.drifted(row, now)]
        if row.tables and row.status != Status.DRAFT
        else [],
        figures=now.figures,
        own_records=[
            (column, OWN_COLUMNS[column], cases.count())
            for column, cases in own_records_of(year, unit).items()
        ],
        processing_fees=now.processing_fees,
        due_on=publishing.due_on(year, unit),
        late=publishing.late_days(row, today=today),
        handed_in_late=publishing.days_handed_in_late(row, today=today),
        handing_in=(forms.get("handing_in") or HandingInForm(initial={"on": today})) if may_hand_in else None,
        correction=(forms.get("correction") or CorrectionForm()) if may_correct else None,
        may_take_over=may_draft and row.status == Status.DRAFT and year < today.year,
        events=row.events.select_related("by", "subject") if row.pk else [],
        may_enter=may_draft and row.status == Status.DRAFT,
        checking=(forms.get("checking") or CheckForm()) if may_draft and row.status == Status.DRAFT else None,
        returning=(forms.get("returning") or SendBackForm()) if may_send_back else None,
        may_sign=may_sign and row.status == Status.CHECKED,
        may_publish=may_draft and row.status == Status.SIGNED,
    )


def _compared(tables, before):
    """Rows of table 3 with the totals of this year and of last year's frozen report; nothing to compare with: empty."""
    if before is None:
        return []
    return [
        (label, tables["table3"][row][TOTAL], before.tables["table3"][row][TOTAL])
        for row, label in LABELS.items()
    ]


@for_staff(SEE)
@require_safe
def report_rows(request, year, slug):
    """What is behind one figure, exactly as many rows as it says."""
    unit, row, column = (
        unit_of(request, year, slug),
        request.GET.get("row", ""),
        request.GET.get("column", ""),
    )
    if not has_rows(row, column):
        raise Http404("报告里没有这一格")
    kind = "documents" if row == DOCUMENTS else "remedies" if row in REMEDY_GROUPS else "cases"
    parts = {
        "documents": ["organization"],
        "remedies": ["case__organization"],
        "cases": ["organization", "applicant"],
    }
    found = rows_behind(year, unit, row, column).order_by("pk").select_related(*parts[kind])
    rows, links, total = part_of(request, found)
    table = {"documents": "table2", "remedies": "table4", "cases": "table3"}[kind]
    return office_page(
        request,
        "disclosure_requests/office/report_rows.html",
        title=words_of((table, row, column)),
        report=AnnualReport(year=year, organization=unit),
        kind=kind,
        rows=rows,
        links=links,
        total=total,
    )


@for_staff(SEE)
@require_safe
def follow_ups(request, year, slug):
    """What is behind one figure of the satisfaction table, or behind all of a unit."""
    unit, step = unit_of(request, year, slug), request.GET.get("step", "")
    steps = {str(each.value): each for each in FollowUp.Satisfaction}
    if step and step not in steps:
        raise Http404("没有这一档")
    found = follow_ups_of(year, unit).order_by("-on", "-pk").select_related("case__organization", "by")
    rows, links, total = part_of(request, found.filter(satisfaction=steps[step]) if step else found)
    return office_page(
        request,
        "disclosure_requests/office/follow_ups.html",
        title=f"{year} 年随访{'：' + steps[step].label if step else ''}",
        report=AnnualReport(year=year, organization=unit),
        year=year,
        rows=rows,
        links=links,
        total=total,
    )


@for_staff(DRAFT)
def report_figures(request, year, slug):
    """What no case tells: entered while the report is drafted."""
    unit = unit_of(request, year, slug)
    figures = YearFigures.objects.of(year, unit) or YearFigures(year=year, organization=unit)
    newest = AnnualReport.objects.of(year, unit)
    taken_over = bool(newest and newest.taken_over)
    form = FiguresForm(request.POST or None, instance=figures, taken_over=taken_over)
    if request.method == "POST" and form.is_valid():
        row = publishing.begin(year, unit)
        deed = partial(publishing.enter, form, report=row)
        return carry_out(request, deed, "已保存。", back=row.get_office_url())
    row = AnnualReport(year=year, organization=unit)
    return office_page(
        request,
        "disclosure_requests/office/report_figures.html",
        title=f"填报 {row.unit_name} {year} 年年度报告",
        form=form,
        report=row,
    )


@for_staff(DRAFT)
@require_POST
def report_check(request, year, slug):
    row, form = publishing.begin(year, unit_of(request, year, slug)), CheckForm(request.POST)
    if not form.is_valid():
        return show(request, year, row.organization, checking=form)
    done = "已校验，数字和文字已经固定，等负责人审签。"
    deed = partial(publishing.check, row, by=request.user, today=localdate(), **form.cleaned_data)
    return carry_out(request, deed, done, back=row.get_office_url())


@for_staff(SIGN)
@require_POST
def report_return(request, year, slug):
    row, form = row_of(request, year, slug), SendBackForm(request.POST)
    if not form.is_valid():
        return show(request, year, row.organization, returning=form)
    deed = partial(publishing.send_back, row)
    return decide_on(request, row, deed, "已退回起草。", **form.cleaned_data)


@for_staff(SIGN)
@require_POST
def report_sign(request, year, slug):
    row = row_of(request, year, slug)
    deed = partial(publishing.sign, row)
    return decide_on(request, row, deed, "已审签，可以公布。", today=localdate())


@for_staff(DRAFT)
@require_POST
def report_publish(request, year, slug):
    row = row_of(request, year, slug)
    deed = partial(publishing.publish, row, by=request.user, today=localdate())
    return carry_out(request, deed, "已公布。", back=row.get_office_url())


def row_of(request, year, slug):
    """The newest version of a report that this person may see."""
    row = AnnualReport.objects.of(year, unit_of(request, year, slug))
    if row is None:
        raise Http404("还没有开始办理这份报告")
    return row


@for_staff(SEE)
@require_safe
def report_file(request, year, slug, format):
    """The frozen report where there is one, else as it stands now."""
    unit = unit_of(request, year, slug)
    if format not in WRITERS:
        return redirect("reports:report", year, slug)
    row = AnnualReport.objects.of(year, unit)
    return file_of(frozen_paper(row) if row and row.is_frozen else live_paper(year, unit), format)


def file_of(paper, format):
    target = io.BytesIO()
    WRITERS[format](target, paper)
    target.seek(0)
    return FileResponse(
        target, as_attachment=True, filename=f"{paper['title']}.{format}", content_type=CONTENT_TYPES[format]
    )
