"""The workflow screens of the adjustments: the list, one sheet with its lines, and each deed."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from catalog.adjusting import changes_of
from catalog.adjustment_forms import AdjustmentForm, ApprovalForm, ReturnForm
from catalog.change_words import all_in_words, changes_in_words
from catalog.models import Adjustment
from catalog.taking_effect import approve
from linhai_portal.office import for_staff, office_page, part_of
from linhai_portal.workflow import InvalidMove

Status = Adjustment.Status


@for_staff("catalog.view_adjustment")
@require_safe
def adjustments(request):
    rows = Adjustment.objects.visible_to(request.user).select_related("organization", "drafted_by")
    status, mine = request.GET.get("status", ""), "mine" in request.GET
    if status in Status.values:
        rows = rows.filter(status=status)
    if mine:
        rows = rows.filter(drafted_by=request.user)
    rows, links, total = part_of(request, rows.with_line_counts())
    facts = {"title": "动态调整", "statuses": Status.choices, "status": status, "mine": mine}
    return office_page(
        request, "catalog/office/adjustments.html", rows=rows, links=links, total=total, **facts
    )


@for_staff("catalog.view_adjustment")
def adjustment(request, pk):
    """The sheet; its drafter writes reason and basis here and hands it in."""
    sheet = _sheet(request, pk)
    if request.method != "POST":
        return _show(request, sheet, AdjustmentForm(instance=sheet))
    if not _may_edit(request, sheet):
        raise Http404("这份调整现在不能改")
    form = AdjustmentForm(request.POST, instance=sheet)
    if not form.is_valid():
        return _show(request, sheet, form)
    form.save()
    if "submit" in request.POST:
        return _do(request, sheet, sheet.submit, "已提交，等负责人审批。", by=request.user)
    messages.success(request, "已保存，还没有提交。")
    return redirect(sheet.get_office_url())


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
        events=sheet.events.select_related("by", "subject"),
        form=form if _may_edit(request, sheet) else None,
        may_withdraw=sheet.drafted_by == request.user
        and Status.WITHDRAWN in sheet.MOVES[Status(sheet.status)],
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


def _may_edit(request, sheet):
    return sheet.is_editable and sheet.drafted_by == request.user


def _may_decide(request, sheet):
    return (
        sheet.status == Status.SUBMITTED
        and sheet.drafted_by != request.user
        and request.user.has_perm("catalog.approve_adjustment")
    )


def _may_recall(request, sheet):
    return sheet.status == Status.APPROVED and request.user.has_perm("catalog.approve_adjustment")


def _do(request, sheet, deed, done, **facts):
    """One verb; a refusal is said where the person stands, and nothing is half done."""
    try:
        deed(**facts)
    except InvalidMove as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(sheet.get_office_url())


@for_staff("catalog.draft_adjustment")
@require_POST
def line_drop(request, pk, position):
    sheet = _sheet(request, pk)
    if not _may_edit(request, sheet):
        raise Http404("这份调整现在不能改")
    get_object_or_404(sheet.lines, position=position).delete()
    messages.success(request, "已从调整单里移出，目录没有变化。")
    return redirect(sheet.get_office_url())


@for_staff("catalog.draft_adjustment")
@require_POST
def adjustment_withdraw(request, pk):
    sheet = _sheet(request, pk)
    return _do(request, sheet, sheet.withdraw, "已撤回，目录没有变化。", by=request.user)


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
    deed = partial(approve, sheet, by=request.user, today=today)
    return _do(request, sheet, deed, "已批准。", **form.cleaned_data)


@for_staff("catalog.approve_adjustment")
@require_POST
def adjustment_return(request, pk):
    sheet = _sheet(request, pk)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _show(request, sheet, None, returning=form)
    return _do(request, sheet, sheet.send_back, "已退回起草人。", by=request.user, **form.cleaned_data)
