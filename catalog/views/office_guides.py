"""The workflow screens of life events and checklists; both kinds have the same ones."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from catalog.adjustment_forms import ReturnForm
from catalog.guide_forms import ApproveForm, ChecklistForm, CloseForm, LifeEventForm
from catalog.guides import approve, close
from catalog.models import Checklist, LifeEvent
from catalog.views.guides import checklist_page, life_event_page
from linhai_portal.office import carry_out, decide_on, for_staff, office_page, part_of, save_or_submit
from linhai_portal.workflow import InvalidMove


@dataclass(frozen=True)
class Kind:
    """Which of the two a screen is about; `key` begins the names of its addresses."""

    key: str
    place: str
    words: str
    model: type
    form: type
    public_page: Callable

    @property
    def list_address(self):
        return reverse(f"office:{self.key}s")


KINDS = [
    Kind("life_event", "life-events", "一件事", LifeEvent, LifeEventForm, life_event_page),
    Kind("checklist", "checklists", "办事指南", Checklist, ChecklistForm, checklist_page),
]


@for_staff("catalog.view_guide")
@require_safe
def guides(request, kind):
    status = request.GET.get("status", "")
    rows = kind.model.objects.visible_to(request.user)
    chosen = {name: name in request.GET for name in ("mine", "waiting", "sample")}
    if status in kind.model.Status.values:
        rows = rows.filter(status=status)
    if chosen["mine"]:
        rows = rows.filter(drafted_by=request.user)
    if chosen["waiting"]:
        rows = rows.to_be_approved_by(request.user)
    if chosen["sample"]:
        rows = rows.unconfirmed()
    rows, links, total = part_of(request, rows.select_related("organization", "drafted_by"))
    return office_page(
        request,
        "catalog/office/guides.html",
        title=kind.words,
        kind=kind,
        rows=rows,
        links=links,
        total=total,
        statuses=kind.model.Status.choices,
        status=status,
        filtered=bool(status) or any(chosen.values()),
        **chosen,
    )


@for_staff("catalog.draft_guide")
def guide_new(request, kind):
    guide = kind.model(drafted_by=request.user)
    initial = {"organization": request.user.organizations().values_list("pk", flat=True).first()}
    form = kind.form(request.POST or None, instance=guide, drafter=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        return _save(request, form.save(), form)
    title = f"起草{kind.words}"
    return office_page(request, "catalog/office/guide_new.html", title=title, kind=kind, form=form)


@for_staff("catalog.view_guide")
def guide(request, kind, pk):
    """One edition; its drafter changes it here and hands it in."""
    found = _guide(request, kind, pk)
    if request.method != "POST":
        return _show(request, kind, found)
    if not found.may_be_edited_by(request.user):
        raise Http404("这一份现在不能改")
    form = kind.form(request.POST, instance=found, drafter=request.user)
    if form.is_valid():
        return _save(request, found, form)
    return _show(request, kind, _guide(request, kind, pk), form=form)


def _save(request, guide, form):
    """Every table gets an empty row at each saving; the button of a table leads back to it."""
    answer = save_or_submit(request, guide, form, waits_for="审核")
    table = request.POST.get("more", "")
    return redirect(f"{guide.get_office_url()}#{table}") if table in form.tables else answer


def _guide(request, kind, pk):
    rows = kind.model.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("organization", "drafted_by", "approved_by"), pk=pk)


def _show(request, kind, guide, **forms):
    """The page with the forms of the deeds that this person may do now; `forms` are those sent back with errors."""
    user = request.user
    edits = guide.may_be_edited_by(user)
    deeds = {
        "form": edits and partial(kind.form, instance=guide, drafter=user),
        "approval": _may_approve(user, guide) and ApproveForm,
        "returning": _may_approve(user, guide) and ReturnForm,
        "closing": _may_close(user, guide) and CloseForm,
    }
    return office_page(
        request,
        "catalog/office/guide.html",
        title=str(guide),
        kind=kind,
        guide=guide,
        missing=guide.missing_elements(),
        events=guide.events.select_related("by", "subject"),
        may_withdraw=guide.may_be_withdrawn_by(user),
        may_change=guide.is_standing and user.has_perm("catalog.draft_guide"),
        own=guide.status == guide.Status.SUBMITTED and guide.drafted_by == user,
        **{name: make and (forms.get(name) or make()) for name, make in deeds.items()},
    )


def _may_approve(user, guide):
    submitted = guide.status == guide.Status.SUBMITTED
    return submitted and guide.drafted_by != user and user.has_perm("catalog.approve_guide")


def _may_close(user, guide):
    return guide.status == guide.Status.PUBLISHED and user.has_perm("catalog.approve_guide")


@for_staff("catalog.view_guide")
@require_safe
def guide_preview(request, kind, pk):
    """The page as everybody will see it."""
    found = _guide(request, kind, pk)
    return render(request, f"catalog/{kind.key}.html", kind.public_page(found) | {"preview": True})


@for_staff("catalog.draft_guide")
@require_POST
def guide_change(request, kind, pk):
    found = _guide(request, kind, pk)
    try:
        if not found.is_standing:
            raise InvalidMove("只有已公布或者已停用的可以起草修改。")
        draft = found.draft_change(by=request.user)
    except InvalidMove as refusal:
        messages.error(request, str(refusal))
        return redirect(found.get_office_url())
    messages.success(request, "已起草修改。批准以前，群众看到的还是原来的。")
    return redirect(draft.get_office_url())


@for_staff("catalog.draft_guide")
@require_POST
def guide_withdraw(request, kind, pk):
    found = _guide(request, kind, pk)
    return carry_out(request, found.withdraw, "已撤回。", back=found.get_office_url(), by=request.user)


@for_staff("catalog.approve_guide")
@require_POST
def guide_approve(request, kind, pk):
    found, form = _guide(request, kind, pk), ApproveForm(request.POST)
    deed = partial(approve, found)
    return _carry_out(request, kind, found, _may_approve, "approval", form, deed, "已公布。")


@for_staff("catalog.approve_guide")
@require_POST
def guide_return(request, kind, pk):
    found, form = _guide(request, kind, pk), ReturnForm(request.POST)
    return _carry_out(
        request, kind, found, _may_approve, "returning", form, found.send_back, "已退回起草人。"
    )


@for_staff("catalog.approve_guide")
@require_POST
def guide_close(request, kind, pk):
    found, form = _guide(request, kind, pk), CloseForm(request.POST)
    deed = partial(close, found)
    return _carry_out(request, kind, found, _may_close, "closing", form, deed, "已停用。")


def _carry_out(request, kind, guide, may, name, form, deed, done):
    """One deed with its form, for who may do it now."""
    if not may(request.user, guide):
        messages.error(request, "这一份现在不能由您办理。请看它的状态；自己起草的要由另一个人审核。")
        return redirect(guide.get_office_url())
    if not form.is_valid():
        return _show(request, kind, guide, **{name: form})
    return decide_on(request, guide, deed, done, **form.cleaned_data)
