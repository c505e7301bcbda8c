"""The workflow screens of the adjustments: the list, one sheet with its lines, and each deed."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from catalog import higher_apps
from catalog.adjusting import changes_of, drop_line
from catalog.adjustment_forms import AdjustmentForm, ApprovalForm, ReturnForm
from catalog.change_words import all_in_words, changes_in_words
from catalog.models import Adjustment
from catalog.taking_effect import approve, send_back
from linhai_portal.office import carry_out, decide_on, for_staff, office_page, part_of, save_or_submit

Status = Adjustment.Status


@for_staff("catalog.view_adjustment")
@require_safe
def adjustments(request):
    rows = Adjustment.objects.visible_to(request.user).select_related("organization", "drafted_by")
    status = request.GET.get("status", "")
    mine, waiting = "mine" in request.GET, "waiting" in request.GET
    if status in Status.values:
        rows = rows.filter(status=status)
    if mine:
        rows = rows.filter(drafted_by=request.user)
    if waiting:
        rows = rows.to_be_approved_by(request.user)
    rows, links, total = part_of(request, rows.with_line_counts())
    return office_page(
        request,
        "catalog/office/adjustments.html",
        title="动态调整",
        rows=rows,
        links=links,
        total=total,
        statuses=Status.choices,
        status=status,
        mine=mine,
        waiting=waiting,
    )


@for_staff("catalog.view_adjustment")
def adjustment(request, pk):
    """The sheet; its drafter writes reason and basis here and hands it in."""
    sheet = _sheet(request, pk)
    if request.method != "POST":
        return _show(request, sheet, AdjustmentForm(instance=sheet))
    if not sheet.may_be_edited_by(request.user):
        raise Http404("这份调整现在不能改")
    form = AdjustmentForm(request.POST, instance=sheet)
    return save_or_submit(request, sheet, form) if form.is_valid() else _show(request, sheet, form)


def _show(request, sheet, form, approval=None, returning=None):
    lines = sheet.lines.select_related("domain", "item")
    rows, links, total = part_of(request, lines)
    may_decide = _may_decide(request, sheet)
    return office_page(
        request,
        "catalog/office/adjustment.html",
        title=str(sheet),
        sheet=sheet,
        rows=[
            (line, changes_in_words(changes_of(line)) if line.action == "change" else [], _whole(line))
            for line in rows
        ],
        links=links,
        total=total,
        origins=higher_apps.origins(request.user, sheet),
        events=sheet.events.select_related("by", "subject"),
        form=form if sheet.may_be_edited_by(request.user) else None,
        may_withdraw=sheet.may_be_withdrawn_by(request.user),
        approval=(approval or ApprovalForm(today=timezone.localdate())) if may_decide else None,
        returning=(returning or ReturnForm()) if may_decide or _may_recall(request, sheet) else None,
        own_draft=sheet.status == Status.SUBMITTED and sheet.drafted_by == request.user,
    )


def _whole(line):
    return all_in_words(line.after or line.before)


def _sheet(request, pk):
    sheets = Adjustment.objects.visible_to(request.user).select_related(
        "organization", "drafted_by", "approved_by"
    )
    return get_object_or_404(sheets, pk=pk)


def _may_decide(request, sheet):
    return (
        sheet.status == Status.SUBMITTED
        and sheet.drafted_by != request.user
        and request.user.has_perm("catalog.approve_adjustment")
    )


def _may_recall(request, sheet):
    return sheet.status == Status.APPROVED and request.user.has_perm("catalog.approve_adjustment")


@for_staff("catalog.draft_adjustment")
@require_POST
def line_drop(request, pk, position):
    sheet = _sheet(request, pk)
    if not sheet.may_be_edited_by(request.user):
        raise Http404("这份调整现在不能改")
    line = get_object_or_404(sheet.lines, position=position)
    return _carry_out(request, sheet, partial(drop_line, line), "已从调整单里移出，目录没有变化。")


def _carry_out(request, sheet, deed, done, **facts):
    return carry_out(request, deed, done, back=sheet.get_office_url(), **facts)


@for_staff("catalog.draft_adjustment")
@require_POST
def adjustment_withdraw(request, pk):
    sheet = _sheet(request, pk)
    return _carry_out(request, sheet, sheet.withdraw, "已撤回，目录没有变化。", by=request.user)


@for_staff("catalog.approve_adjustment")
@require_POST
def adjustment_approve(request, pk):
    sheet, today = _sheet(request, pk), timezone.localdate()
    if not _may_decide(request, sheet):
        messages.error(request, "这份调整现在不能由您审批。请看它的状态；自己起草的要由另一个人批准。")
        return redirect(sheet.get_office_url())
    form = ApprovalForm(request.POST, today=today)
    if not form.is_valid():
        return _show(request, sheet, None, approval=form)
    return decide_on(request, sheet, partial(approve, sheet, today=today), "已批准。", **form.cleaned_data)


@for_staff("catalog.approve_adjustment")
@require_POST
def adjustment_return(request, pk):
    sheet, form = _sheet(request, pk), ReturnForm(request.POST)
    if not form.is_valid():
        return _show(request, sheet, None, returning=form)
    return decide_on(request, sheet, partial(send_back, sheet), "已退回起草人。", **form.cleaned_data)
