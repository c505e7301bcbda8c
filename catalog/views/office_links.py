"""The workflow screens of links to sites outside the government: the list, one of them, and each deed."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from catalog.adjustment_forms import ReturnForm
from catalog.link_approval import approve, end
from catalog.link_forms import LinkEndForm, LinkForm, LinkNoteForm
from catalog.models import LinkApproval
from linhai_portal.office import carry_out, decide_on, for_staff, office_page, part_of, save_or_submit

Status = LinkApproval.Status
_PARTS = ("organization", "drafted_by", "approved_by")
_SEE, _DRAFT, _APPROVE = (f"catalog.{deed}_linkapproval" for deed in ("view", "draft", "approve"))


@for_staff(_SEE)
@require_safe
def links(request):
    status, waiting = request.GET.get("status", ""), "waiting" in request.GET
    mine, host = "mine" in request.GET, request.GET.get("host", "").strip()
    rows = LinkApproval.objects.visible_to(request.user).select_related(*_PARTS)
    if status in Status.values:
        rows = rows.filter(status=status)
    if mine:
        rows = rows.filter(drafted_by=request.user)
    if waiting:
        rows = rows.to_be_approved_by(request.user)
    if host:
        rows = rows.filter(host__icontains=host)
    rows, pages, total = part_of(request, rows)
    return office_page(
        request,
        "catalog/office/links.html",
        title="外部链接",
        rows=rows,
        links=pages,
        total=total,
        statuses=Status.choices,
        status=status,
        mine=mine,
        waiting=waiting,
        host=host,
        filtered=bool(status or mine or waiting or host),
    )


@for_staff(_DRAFT)
def link_new(request):
    approval = LinkApproval(drafted_by=request.user, organization=request.user.organizations().first())
    form = LinkForm(request.POST or None, instance=approval, initial={"host": request.GET.get("host", "")})
    if request.method == "POST" and form.is_valid():
        return save_or_submit(request, form.save(), form)
    return office_page(request, "catalog/office/link_new.html", title="申请外部链接", form=form)


@for_staff(_SEE)
def link(request, pk):
    """One site; who asks for it changes the request here and hands it in."""
    approval = _approval(request, pk)
    if request.method != "POST":
        return _show(request, approval)
    if not approval.may_be_edited_by(request.user):
        raise Http404("这一条现在不能改")
    form = LinkForm(request.POST, instance=approval)
    if form.is_valid():
        return save_or_submit(request, approval, form)
    return _show(request, _approval(request, pk), form=form)


def _approval(request, pk):
    approvals = LinkApproval.objects.visible_to(request.user).select_related(*_PARTS)
    return get_object_or_404(approvals, pk=pk)


def _show(request, approval, **forms):
    """The page with the forms of the deeds that this person may do now; `forms` are those sent back with errors."""
    makes = {
        "form": approval.may_be_edited_by(request.user) and partial(LinkForm, instance=approval),
        "approval": _may_approve(request, approval) and LinkNoteForm,
        "returning": _may_approve(request, approval) and ReturnForm,
        "ending": _may_end(request, approval) and LinkEndForm,
    }
    return office_page(
        request,
        "catalog/office/link.html",
        title=str(approval),
        link=approval,
        events=approval.events.select_related("by", "subject"),
        may_withdraw=approval.may_be_withdrawn_by(request.user),
        own=approval.status == Status.SUBMITTED and approval.drafted_by == request.user,
        **{name: make and (forms.get(name) or make()) for name, make in makes.items()},
    )


def _may_approve(request, approval):
    is_open = approval.status == Status.SUBMITTED and approval.drafted_by != request.user
    return is_open and request.user.has_perm(_APPROVE)


def _may_end(request, approval):
    return approval.status == Status.APPROVED and request.user.has_perm(_APPROVE)


def _carry_out(request, approval, may, name, form, deed, done):
    """One deed with its form, for who may do it now."""
    if not may(request, approval):
        messages.error(request, "这一条现在不能由您办理。请看它的状态；自己申请的要由另一个人批准。")
        return redirect(approval.get_office_url())
    if not form.is_valid():
        return _show(request, approval, **{name: form})
    return decide_on(request, approval, deed, done, **form.cleaned_data)


@for_staff(_DRAFT)
@require_POST
def link_withdraw(request, pk):
    approval = _approval(request, pk)
    return carry_out(request, approval.withdraw, "已撤回。", back=approval.get_office_url(), by=request.user)


@for_staff(_APPROVE)
@require_POST
def link_approve(request, pk):
    approval, form = _approval(request, pk), LinkNoteForm(request.POST)
    deed = partial(approve, approval)
    return _carry_out(request, approval, _may_approve, "approval", form, deed, "已批准，正文里可以链接了。")


@for_staff(_APPROVE)
@require_POST
def link_return(request, pk):
    approval, form = _approval(request, pk), ReturnForm(request.POST)
    return _carry_out(
        request, approval, _may_approve, "returning", form, approval.send_back, "已退回申请人。"
    )


@for_staff(_APPROVE)
@require_POST
def link_end(request, pk):
    approval, form = _approval(request, pk), LinkEndForm(request.POST)
    deed = partial(end, approval)
    return _carry_out(request, approval, _may_end, "ending", form, deed, "批准已取消，页面上只剩文字。")
