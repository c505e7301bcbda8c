"""The workflow screens of publishing many at once: the list, a table read, one batch with its rows, and each deed."""

from functools import partial

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from catalog import bulk_publishing
from catalog.adjustment_forms import ReturnForm
from catalog.models import PublicationBatch
from catalog.publication_batch_forms import BatchExaminationForm, BatchReviewForm, BatchUploadForm
from catalog.publication_row_forms import read_rows
from catalog.publication_table import template
from linhai_portal.formats import CONTENT_TYPES
from linhai_portal.office import carry_out, decide_on, for_staff, office_page, part_of

Status = PublicationBatch.Status
_PARTS = ("organization", "drafted_by", "reviewed_by", "approved_by")
_SEE, _DRAFT = "catalog.view_publication", "catalog.draft_publication"
_REVIEW, _EXAMINE = "catalog.review_publication", "catalog.examine_publication"
_SHOWN_PROBLEMS = 100
_REFRESH_SECONDS = 3


def _page(request, page, **facts):
    return office_page(request, f"catalog/office/{page}.html", **facts)


@for_staff(_SEE)
@require_safe
def batches(request):
    rows = PublicationBatch.objects.visible_to(request.user).select_related(*_PARTS)
    status = request.GET.get("status", "")
    if status in Status.values:
        rows = rows.filter(status=status)
    if "mine" in request.GET:
        rows = rows.filter(drafted_by=request.user)
    if "review" in request.GET:
        rows = rows.to_be_reviewed_by(request.user)
    if "examine" in request.GET:
        rows = rows.to_be_examined_by(request.user)
    rows, links, total = part_of(request, rows)
    facts = {"title": "批量发布", "statuses": Status.choices, "status": status}
    return _page(request, "publication_batches", rows=rows, links=links, total=total, **facts)


@for_staff(_DRAFT)
@require_safe
def template_file(request):
    return FileResponse(
        template(), as_attachment=True, filename="批量发布模板.xlsx", content_type=CONTENT_TYPES["xlsx"]
    )


@for_staff(_DRAFT)
def batch_new(request):
    """Read a table: with an error in it nothing is stored, and the page says what to mend before the next upload."""
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form, facts, problems = BatchUploadForm(*posted), [], []
    if form.is_valid():
        read = form.cleaned_data
        facts, problems = read_rows(read["table"], by=request.user)
        if not problems:
            return redirect(
                bulk_publishing.draft_batch(
                    facts, by=request.user, title=read["title"], file_name=read["file_name"]
                )
            )
    return _page(
        request,
        "publication_batch_new",
        title="批量起草政府信息",
        form=form,
        table=problems and form.cleaned_data["table"],
        problems=problems[:_SHOWN_PROBLEMS],
        total=len(problems),
        bad_rows=len({each.row for each in problems}),
    )


@for_staff(_SEE)
@require_safe
def batch(request, pk):
    return _show(request, _batch(request, pk))


def _batch(request, pk):
    return get_object_or_404(PublicationBatch.objects.visible_to(request.user).select_related(*_PARTS), pk=pk)


def _show(request, batch, **forms):
    rows, links, total = part_of(request, batch.rows())
    may = _deeds_of(request.user, batch)
    makes = {"review": BatchReviewForm, "examination": BatchExaminationForm, "returning": ReturnForm}
    answer = _page(
        request,
        "publication_batch",
        title=str(batch),
        batch=batch,
        step=batch.step(),
        rows=rows,
        links=links,
        total=total,
        stopped=set()
        if batch.is_over
        else set(bulk_publishing.stopped_rows(batch).values_list("pk", flat=True)),
        edits=may["submission"],
        drops=may["returning"],
        events=batch.events.select_related("by", "subject"),
        may_withdraw=batch.may_be_withdrawn_by(request.user),
        **{name: may[name] and (forms.get(name) or make()) for name, make in makes.items()},
    )
    if batch.status == Status.PUBLISHING:
        answer["Refresh"] = str(_REFRESH_SECONDS)
    return answer


def _deeds_of(user, batch):
    """Which deeds this person may do on this batch as it stands; the verbs check again."""
    reviews = batch.status == Status.SUBMITTED and batch.drafted_by != user and user.has_perm(_REVIEW)
    examines = user.has_perm(_EXAMINE) and bulk_publishing.may_examine(user, batch)
    return {
        "submission": batch.may_be_edited_by(user),
        "review": reviews,
        "examination": examines,
        "returning": reviews or examines,
    }


def _decide(request, pk, name, form, deed, done):
    """One deed with its form, for who may do it now."""
    found = _batch(request, pk)
    if not _deeds_of(request.user, found)[name]:
        messages.error(
            request, "这一步现在不能由您办理。请看它的状态；自己起草或者审核过的，要由另一个人办。"
        )
        return redirect(found)
    if not form.is_valid():
        return _show(request, found, **{name: form})
    return decide_on(request, found, lambda by: deed(found, by=by, **form.cleaned_data), done)


@for_staff(_DRAFT)
@require_POST
def batch_submit(request, pk):
    found = _batch(request, pk)
    deed = partial(bulk_publishing.submit, found)
    return carry_out(request, deed, "已提交，等单位审核。", back=found, by=request.user)


@for_staff(_DRAFT)
@require_POST
def batch_withdraw(request, pk):
    found = _batch(request, pk)
    deed = partial(bulk_publishing.withdraw, found)
    return carry_out(request, deed, "已撤回，一条也不会发布。", back=found, by=request.user)


@for_staff(_DRAFT)
@require_POST
def batch_take_out(request, pk, row):
    """The drafter hands this draft in alone."""
    found = _batch(request, pk)
    publication = get_object_or_404(found.rows(), pk=row)
    deed = partial(bulk_publishing.take_out, publication)
    done = f"“{publication}”已移出批次，请打开它单独提交。"
    return carry_out(request, deed, done, back=found, by=request.user)


@for_staff(_REVIEW)
@require_POST
def batch_review(request, pk):
    form = BatchReviewForm(request.POST)
    return _decide(request, pk, "review", form, bulk_publishing.review, "审核通过，转公开审查。")


@for_staff(_REVIEW)
@require_POST
def batch_return(request, pk):
    form = ReturnForm(request.POST)
    return _decide(request, pk, "returning", form, bulk_publishing.send_back, "整批已退回起草人。")


@for_staff(_REVIEW)
@require_POST
def batch_drop(request, pk, row):
    """Return one row to its drafter; the others go on."""
    publication = get_object_or_404(_batch(request, pk).rows(), pk=row)

    def deed(batch, **facts):
        bulk_publishing.drop(publication, **facts)

    done = f"“{publication}”已退回起草人，其余的照常办理。"
    return _decide(request, pk, "returning", ReturnForm(request.POST), deed, done)


@for_staff(_EXAMINE)
@require_POST
def batch_examine(request, pk):
    form = BatchExaminationForm(request.POST)
    deed = partial(bulk_publishing.examine, now=timezone.now())
    return _decide(request, pk, "examination", form, deed, "审查意见已记录，整批发布。")
