"""What an annual report is besides its way to the public: taken over, handed in, corrected by a further version."""

from functools import partial

from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST

from disclosure_requests.annual_report import publishing
from disclosure_requests.models import AnnualReport
from disclosure_requests.report_forms import CorrectionForm, HandingInForm, TakenOverForm, WorkbookForm
from disclosure_requests.views.reports import DRAFT, row_of, show, unit_of
from linhai_portal.office import carry_out, for_staff, office_page


@for_staff(DRAFT)
@require_http_methods(["GET", "POST"])
def report_take_over(request, year, slug):
    """The tables with a box for each figure; a workbook fills them, and only saving writes anything."""
    unit = unit_of(request, year, slug)
    row = AnnualReport.objects.of(year, unit) or AnnualReport(year=year, organization=unit)
    workbook = WorkbookForm(request.POST, request.FILES) if "read" in request.POST else WorkbookForm()
    if "read" in request.POST:
        tables = workbook.cleaned_data["tables"] if workbook.is_valid() else None
        form = TakenOverForm(tables=tables, initial={"original_on": row.original_on})
    elif request.method == "POST":
        form = TakenOverForm(request.POST)
        if form.is_valid():
            facts = {"tables": form.tables(), "original_on": form.cleaned_data["original_on"]}
            deed = partial(publishing.take_over, year, unit, by=request.user, today=localdate(), **facts)
            return carry_out(request, deed, "已录入，勾稽关系在下面。", back=row.get_office_url())
    else:
        tables = row.tables if row.taken_over else None
        form = TakenOverForm(tables=tables, initial={"original_on": row.original_on})
    return office_page(
        request,
        "disclosure_requests/office/report_take_over.html",
        title=f"录入 {row.unit_name} {year} 年已公布的数字",
        form=form,
        workbook=workbook,
        report=row,
    )


@for_staff(DRAFT)
@require_POST
def report_count_anew(request, year, slug):
    row = row_of(request, year, slug)
    deed = partial(publishing.count_anew, row, by=request.user)
    return carry_out(request, deed, "已改回按登记的申请计算。", back=row.get_office_url())


@for_staff(DRAFT)
@require_POST
def report_hand_in(request, year, slug):
    row, form = row_of(request, year, slug), HandingInForm(request.POST)
    if not form.is_valid():
        return show(request, year, row.organization, handing_in=form)
    deed = partial(publishing.hand_in, row, by=request.user, today=localdate(), on=form.cleaned_data["on"])
    return carry_out(request, deed, "已记下报送日期。", back=row.get_office_url())


@for_staff(DRAFT)
@require_POST
def report_correct(request, year, slug):
    row, form = row_of(request, year, slug), CorrectionForm(request.POST)
    if not form.is_valid():
        return show(request, year, row.organization, correction=form)
    deed = partial(publishing.correct, row, by=request.user, today=localdate(), **form.cleaned_data)
    done = "已开始更正版，校验、审签、公布以后代替现在的；原来的一版仍然可以看。"
    return carry_out(request, deed, done, back=row.get_office_url())
