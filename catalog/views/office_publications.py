"""The workflow screens of publications: the list, one draft with its files and what the gate found, and each deed."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from catalog import attaching, correcting, ending, gate, higher_apps, leaving, publishing
from catalog.adjustment_forms import ReturnForm
from catalog.models import Item, Publication
from catalog.publication_forms import (
    CorrectionForm,
    EndingForm,
    ExaminationForm,
    PublicationForm,
    ReviewForm,
    TakingDownForm,
    UploadForm,
)
from catalog.views.publications import explanation
from linhai_portal.calendar import work_calendar
from linhai_portal.office import carry_out, decide_on, for_staff, office_page, part_of

Status = Publication.Status
_PARTS = ("organization", "drafted_by", "reviewed_by", "approved_by", "corrects", "batch")
_SEE, _DRAFT = "catalog.view_publication", "catalog.draft_publication"
_REVIEW, _EXAMINE = "catalog.review_publication", "catalog.examine_publication"
_TAKE_DOWN = "catalog.take_down_publication"


@for_staff(_SEE)
@require_safe
def publications(request):
    rows = Publication.objects.visible_to(request.user)
    status, chosen = (
        request.GET.get("status", ""),
        {name: name in request.GET for name in ("mine", "review", "examine")},
    )
    if status in Status.values:
        rows = rows.filter(status=status)
    if chosen["mine"]:
        rows = rows.filter(drafted_by=request.user)
    if chosen["review"]:
        rows = rows.alone().to_be_reviewed_by(request.user)
    if chosen["examine"]:
        rows = rows.alone().to_be_examined_by(request.user)
    rows = rows.select_related(*_PARTS).prefetch_related("items").order_by("-is_urgent", "-pk")
    rows, links, total = part_of(request, rows)
    calendar = work_calendar()
    return office_page(
        request,
        "catalog/office/publications.html",
        title="政府信息",
        rows=[(each, each.due_is_provisional(calendar)) for each in rows],
        links=links,
        total=total,
        statuses=Status.choices,
        status=status,
        filtered=bool(status) or any(chosen.values()),
        **chosen,
    )


@for_staff(_DRAFT)
def publication_new(request):
    unit = request.user.organizations().first()
    draft = Publication(drafted_by=request.user, organization=unit, issuer=unit.full_name)
    items = list(Item.objects.current().filter(code__in=request.GET.getlist("item")))
    form = PublicationForm(
        request.POST or None, instance=draft, drafter=request.user, initial={"items": items}
    )
    if request.method == "POST" and form.is_valid():
        items, replaces = form.cleaned_data["items"], form.cleaned_data["replaces"]
        publication = publishing.draft(form.save(commit=False), items=items, replaces=replaces)
        return redirect(publication.get_office_url())
    return office_page(request, "catalog/office/publication_new.html", title="起草政府信息", form=form)


@for_staff(_SEE)
def publication(request, pk):
    """One publication; its drafter changes it here and hands it in."""
    found = _publication(request, pk)
    if request.method != "POST":
        return _show(request, found)
    if not found.may_be_edited_by(request.user):
        raise Http404("这条信息现在不能改")
    form = PublicationForm(request.POST, instance=found, drafter=request.user)
    if not form.is_valid():
        return _show(request, _publication(request, pk), form=form)
    submits = "submit" in request.POST
    done = "已提交，等单位审核。" if submits else "已保存，还没有提交。"
    deed = partial(_save, found, form, request, submits=submits)
    return carry_out(request, deed, done, back=found.get_office_url())


def _save(publication, form, request, *, submits):
    publishing.revise(publication, by=request.user, **form.cleaned_data)
    gate.check(publication)
    _keep_requests(publication, request.POST)
    if submits:
        publishing.submit(publication, by=request.user)


def _keep_requests(publication, posted):
    """Why the drafter asks to show what the gate found."""
    for check in publication.gate_checks.all():
        words = posted.get(f"request_{check.pk}", "").strip()[:2000]
        if words != check.request:
            check.request = words
            check.save(update_fields=["request"])


def _publication(request, pk):
    return get_object_or_404(Publication.objects.visible_to(request.user).select_related(*_PARTS), pk=pk)


def _show(request, publication, **forms):
    """The page with the forms of the deeds that this person may do now; `forms` are those sent back with errors."""
    checks = list(publication.gate_checks.select_related("attachment", "override_by"))
    may = _deeds_of(request.user, publication)
    makes = {
        "form": partial(PublicationForm, instance=publication, drafter=request.user),
        "upload": UploadForm,
        "review": partial(ReviewForm, checks=checks),
        "examination": ExaminationForm,
        "returning": ReturnForm,
        "taking_down": TakingDownForm,
        "ending": EndingForm,
        "correction": CorrectionForm,
    }
    shown = {name: may[name] and (forms.get(name) or make()) for name, make in makes.items()}
    for name, form in shown.items():
        if form and name != "form":
            form.auto_id = f"{name}_%s"  # several of them ask for a reason on one page
    today = timezone.localdate()
    return office_page(
        request,
        "catalog/office/publication.html",
        title=str(publication),
        publication=publication,
        explanation=explanation(publication),
        body=leaving.for_page(publication.body, back=publication.get_office_url()),
        items=publication.items.select_related("domain"),
        origins=higher_apps.origins(request.user, publication),
        duties=higher_apps.duties(request.user, publication),
        files=publication.attachments.all(),
        checks=checks,
        found=sum(max(1, len(each.findings)) for each in checks if not each.passes),
        considered=publishing.considered_entries(publication, on=today) if may["examination"] else [],
        examinations=publication.examinations.select_related("examined_by").prefetch_related("entries"),
        events=publication.events.select_related("by", "subject"),
        may_withdraw=publication.may_be_withdrawn_by(request.user),
        validity=publication.validity(on=today) if publication.is_policy else None,
        **shown,
    )


def _deeds_of(user, publication):
    """Which deeds this person may do on this publication as it stands; the verbs check again."""
    edits = publication.may_be_edited_by(user)
    reviews = (
        publication.is_alone
        and publication.status == Status.SUBMITTED
        and publication.drafted_by != user
        and user.has_perm(_REVIEW)
    )
    waits = publication.status == Status.APPROVED and user.has_perm(_REVIEW)
    examines = (
        publication.is_alone
        and publication.status == Status.REVIEWED
        and user.has_perm(_EXAMINE)
        and publishing.may_examine(user, publication)
    )
    published = publication.status == Status.PUBLISHED
    return {
        "form": edits,
        "upload": edits,
        "review": reviews,
        "examination": examines,
        "returning": reviews or waits,
        "taking_down": published and user.has_perm(_TAKE_DOWN),
        "ending": published
        and publication.is_policy
        and not publication.ending
        and user.has_perm(_TAKE_DOWN),
        "correction": published and user.has_perm(_DRAFT),
    }


def _carry_out(request, publication, name, form, deed, done):
    """One deed with its form, for who may do it now."""
    if not _deeds_of(request.user, publication)[name]:
        messages.error(
            request, "这一步现在不能由您办理。请看它的状态；自己起草或者审核过的，要由另一个人办。"
        )
        return redirect(publication.get_office_url())
    if not form.is_valid():
        return _show(request, publication, **{name: form})
    return decide_on(request, publication, lambda by: deed(form), done)


@for_staff(_DRAFT)
@require_POST
def publication_upload(request, pk):
    found = _publication(request, pk)

    def deed(form):
        attaching.add_file(
            found, form.cleaned_data["file"], by=request.user, alternative=form.cleaned_data["alternative"]
        )

    form = UploadForm(request.POST, request.FILES)
    return _carry_out(request, found, "upload", form, deed, "已上传，个人信息查验的结果在下面。")


@for_staff(_DRAFT)
@require_POST
def publication_file(request, pk, file):
    """Drop a file of a draft, or put a masked copy in its place."""
    found = _publication(request, pk)
    attachment = get_object_or_404(found.attachments, pk=file)
    masks = "mask" in request.POST
    deed, done = (
        (attaching.mask, "已换成打码的副本，原件已删除。") if masks else (attaching.drop, "附件已删除。")
    )
    return carry_out(request, partial(deed, attachment), done, back=found.get_office_url(), by=request.user)


@for_staff(_DRAFT)
@require_POST
def publication_mask(request, pk):
    """Mask what the gate found in the text."""
    found = _publication(request, pk)
    deed = partial(publishing.mask_texts, found)
    return carry_out(request, deed, "正文里的号码已打码。", back=found.get_office_url(), by=request.user)


@for_staff(_DRAFT)
@require_POST
def publication_withdraw(request, pk):
    found = _publication(request, pk)
    return carry_out(request, found.withdraw, "已撤回。", back=found.get_office_url(), by=request.user)


@for_staff(_REVIEW)
@require_POST
def publication_review(request, pk):
    found = _publication(request, pk)

    def deed(form):
        note = form.cleaned_data["note"]
        publishing.review(found, by=request.user, note=note, overrides=form.overrides)

    checks = found.gate_checks.select_related("attachment")
    form = ReviewForm(request.POST, checks=checks)
    return _carry_out(request, found, "review", form, deed, "审核通过，转公开审查。")


@for_staff(_REVIEW)
@require_POST
def publication_return(request, pk):
    found, form = _publication(request, pk), ReturnForm(request.POST)

    def deed(form):
        found.send_back(by=request.user, **form.cleaned_data)

    return _carry_out(request, found, "returning", form, deed, "已退回起草人。")


@for_staff(_EXAMINE)
@require_POST
def publication_examine(request, pk):
    found = _publication(request, pk)

    def deed(form):
        publishing.examine(found, by=request.user, now=timezone.now(), **form.cleaned_data)

    form = ExaminationForm(request.POST)
    return _carry_out(request, found, "examination", form, deed, "审查意见已记录。")


@for_staff(_TAKE_DOWN)
@require_POST
def publication_take_down(request, pk):
    found = _publication(request, pk)

    def deed(form):
        ending.take_down(found, by=request.user, now=timezone.now(), **form.cleaned_data)

    return _carry_out(request, found, "taking_down", TakingDownForm(request.POST), deed, "已撤下。")


@for_staff(_TAKE_DOWN)
@require_POST
def publication_end(request, pk):
    found = _publication(request, pk)

    def deed(form):
        ending.end(found, by=request.user, **form.cleaned_data)

    return _carry_out(request, found, "ending", EndingForm(request.POST), deed, "效力已变更。")


@for_staff(_DRAFT)
@require_POST
def publication_correct(request, pk):
    """Start a correction: a draft of its own, which opens."""
    found, form = _publication(request, pk), CorrectionForm(request.POST)
    if not form.is_valid() or not _deeds_of(request.user, found)["correction"]:
        return _show(request, found, correction=form)
    deed = partial(correcting.draft_correction, found, by=request.user, organization=found.organization)
    done = "更正稿在“起草中”，改好后照样提交、审核、审查。"
    return carry_out(
        request, deed, done, back="/office/publications/?mine=yes&status=draft", **form.cleaned_data
    )
