"""The workflow screens of the negative list: the list, one entry, and each deed."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from catalog import higher_apps
from catalog.adjustment_forms import ReturnForm
from catalog.models import NegativeListEntry
from catalog.negative_list import approve, decide, usual_review
from catalog.negative_list_forms import DecisionForm, EntryApprovalForm, EntryForm, ReassessmentForm
from linhai_portal.office import carry_out, decide_on, for_staff, office_page, part_of, save_or_submit

Status = NegativeListEntry.Status
_PARTS = ("organization", "drafted_by", "domain", "publisher", "item__domain")
_PEOPLE = ("approved_by", "proposed_by", "decided_by")


@for_staff("catalog.view_negativelistentry")
@require_safe
def negative_list(request):
    today, status = timezone.localdate(), request.GET.get("status", "")
    rows = NegativeListEntry.objects.visible_to(request.user).select_related(*_PARTS)
    chosen = {name: name in request.GET for name in ("mine", "expired", "waiting")}
    if status in Status.values:
        rows = rows.filter(status=status)
    if chosen["mine"]:
        rows = rows.filter(drafted_by=request.user)
    if chosen["expired"]:
        rows = rows.expired(on=today)
    if chosen["waiting"]:
        rows = rows.to_be_decided_by(request.user)
    rows, links, total = part_of(request, rows)
    uses = higher_apps.uses(request.user, rows)
    return office_page(
        request,
        "catalog/office/negative_list.html",
        title="负面清单",
        rows=[(row, row.is_expired(on=today), uses.get(row.pk)) for row in rows],
        counts_uses=bool(uses),
        links=links,
        total=total,
        statuses=Status.choices,
        status=status,
        filtered=bool(status) or any(chosen.values()),
        **chosen,
    )


@for_staff("catalog.draft_negativelistentry")
def negative_list_new(request):
    entry = NegativeListEntry(drafted_by=request.user, organization=request.user.organizations().first())
    form = EntryForm(request.POST or None, instance=entry, drafter=request.user)
    if request.method == "POST" and form.is_valid():
        return save_or_submit(request, form.save(), form)
    return office_page(request, "catalog/office/negative_list_new.html", title="起草负面清单条目", form=form)


@for_staff("catalog.view_negativelistentry")
def negative_list_entry(request, pk):
    """One entry; its drafter changes it here and hands it in."""
    entry = _entry(request, pk)
    if request.method != "POST":
        return _show(request, entry)
    if not entry.may_be_edited_by(request.user):
        raise Http404("这一条现在不能改")
    form = EntryForm(request.POST, instance=entry, drafter=request.user)
    if form.is_valid():
        return save_or_submit(request, entry, form)
    return _show(request, _entry(request, pk), form=form)


def _show(request, entry, **forms):
    """The page with the forms of the deeds that this person may do now; `forms` are those sent back with errors."""
    today = timezone.localdate()
    usual = usual_review(today)
    deeds = {
        "form": entry.may_be_edited_by(request.user)
        and partial(EntryForm, instance=entry, drafter=request.user),
        "approval": _may_approve(request, entry) and partial(EntryApprovalForm, today=today, usual=usual),
        "returning": _may_approve(request, entry) and ReturnForm,
        "reassessment": _may_propose(request, entry) and partial(ReassessmentForm, today=today, usual=usual),
        "decision": _may_decide(request, entry) and DecisionForm,
    }
    return office_page(
        request,
        "catalog/office/negative_list_entry.html",
        title=str(entry),
        entry=entry,
        expired=entry.is_expired(on=today),
        use=higher_apps.uses(request.user, [entry]).get(entry.pk) if entry.number else None,
        events=entry.events.select_related("by", "subject"),
        may_withdraw=entry.may_be_withdrawn_by(request.user),
        own=_is_own(request, entry),
        **{name: make and (forms.get(name) or make()) for name, make in deeds.items()},
    )


def _entry(request, pk):
    entries = NegativeListEntry.objects.visible_to(request.user).select_related(*_PARTS, *_PEOPLE)
    return get_object_or_404(entries, pk=pk)


def _may_approve(request, entry):
    return entry.status == Status.SUBMITTED and _may_judge(request, entry.drafted_by)


def _may_decide(request, entry):
    return entry.status == Status.REASSESSMENT and _may_judge(request, entry.proposed_by)


def _may_judge(request, author):
    return author != request.user and request.user.has_perm("catalog.approve_negativelistentry")


def _may_propose(request, entry):
    return entry.status == Status.IN_FORCE and request.user.has_perm("catalog.draft_negativelistentry")


def _is_own(request, entry):
    """It waits for another person's word."""
    author = {Status.SUBMITTED: entry.drafted_by, Status.REASSESSMENT: entry.proposed_by}.get(entry.status)
    return author == request.user


def _carry_out(request, entry, may, name, form, deed, done):
    """One deed with its form, for who may do it now."""
    if not may(request, entry):
        messages.error(request, "这一条现在不能由您办理。请看它的状态；自己提出的要由另一个人批准。")
        return redirect(entry.get_office_url())
    if not form.is_valid():
        return _show(request, entry, **{name: form})
    return decide_on(request, entry, deed, done, **form.cleaned_data)


@for_staff("catalog.draft_negativelistentry")
@require_POST
def negative_list_withdraw(request, pk):
    entry = _entry(request, pk)
    return carry_out(request, entry.withdraw, "已撤回。", back=entry.get_office_url(), by=request.user)


@for_staff("catalog.approve_negativelistentry")
@require_POST
def negative_list_approve(request, pk):
    entry, today = _entry(request, pk), timezone.localdate()
    form, deed = EntryApprovalForm(request.POST, today=today), partial(approve, entry, today=today)
    return _carry_out(request, entry, _may_approve, "approval", form, deed, "已批准，今天起有效。")


@for_staff("catalog.approve_negativelistentry")
@require_POST
def negative_list_return(request, pk):
    entry, form = _entry(request, pk), ReturnForm(request.POST)
    return _carry_out(request, entry, _may_approve, "returning", form, entry.send_back, "已退回起草人。")


@for_staff("catalog.draft_negativelistentry")
@require_POST
def negative_list_reassess(request, pk):
    entry, today = _entry(request, pk), timezone.localdate()
    form, deed = ReassessmentForm(request.POST, today=today), partial(entry.propose, today=today)
    return _carry_out(request, entry, _may_propose, "reassessment", form, deed, "已提请评估，等负责人决定。")


@for_staff("catalog.approve_negativelistentry")
@require_POST
def negative_list_decide(request, pk):
    entry, form = _entry(request, pk), DecisionForm(request.POST)
    deed = partial(decide, entry, today=timezone.localdate())
    return _carry_out(request, entry, _may_decide, "decision", form, deed, "已决定。")
