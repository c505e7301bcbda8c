"""The screens of a consultation: the list, one with what is left to do, its sessions, its feedback and its final text."""

from functools import partial

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from catalog.models import Stage
from linhai_portal.office import carry_out, for_staff, office_page, part_of
from participation import adopting
from participation.consultation_forms import ConsultationForm, FinalForm, SessionForm
from participation.models import Consultation, Opinion
from participation.telling import feedback_due, to_be_called
from participation.views.announcements import draft_page, facts_page

SEE, DRAFT, WORK = (
    "catalog.view_publication",
    "catalog.draft_publication",
    "participation.work_consultation",
)
NAME = "征求意见"
_CALLS = 20


def trail(*more):
    return [(NAME, reverse("participation_office:consultations")), *more]


@for_staff(SEE)
@require_safe
def consultations(request):
    today = localdate()
    rows = Consultation.objects.visible_to(request.user)
    rows = rows.select_related("publication__organization", "feedback", "final")
    rows, links, total = part_of(request, rows.order_by("-pk"))
    rows = list(rows)
    return office_page(
        request,
        "participation/office/consultations.html",
        title=NAME,
        rows=[(each, each.state(on=today)) for each in rows],
        links=links,
        total=total,
    )


@for_staff(DRAFT)
def consultation_new(request):
    return draft_page(
        request,
        ConsultationForm,
        heading="起草征求意见公告",
        lead="征求意见稿和起草说明都写在正文里：条文照“第一条”的样子写，起草说明写在标题“起草说明”下面。",
        trail=trail(),
        stage=Stage.DECISION,
    )


def visible(request, pk):
    rows = Consultation.objects.visible_to(request.user)
    parts = ("publication__organization", "publication__drafted_by", "feedback", "final")
    return get_object_or_404(rows.select_related(*parts), pk=pk)


@for_staff(SEE)
def consultation(request, pk):
    found, today = visible(request, pk), localdate()
    works = request.user.has_perm(WORK)
    counts = found.opinions
    return facts_page(
        request,
        found,
        ConsultationForm,
        "participation/office/consultation.html",
        trail=trail(),
        state=found.state(on=today),
        draft=found.draft(),
        counts={
            "new": counts.filter(status=Opinion.Status.NEW).count(),
            "loose": counts.unclustered().count(),
            "taken": counts.counted().count(),
        },
        clusters=found.clusters.count(),
        lacking=adopting.lacking(found, on=today) if found.publication.published_at else [],
        due=feedback_due(found),
        calls=_calls(found) if works else [],
        sessions=found.sessions.all(),
        works=works,
        is_open=found.is_open(on=today),
        is_closed=found.is_closed(on=today),
        session_form=SessionForm() if works and found.publication.published_at else None,
        final_form=FinalForm(consultation=found) if works and not found.final else None,
    )


def _calls(found):
    """A handful at a time; whoever was called leaves the list."""
    answered = found.feedback and found.feedback.published_at
    return to_be_called(found)[:_CALLS] if answered else []


@for_staff(WORK)
@require_POST
def session_new(request, pk):
    found = visible(request, pk)
    form = SessionForm(request.POST)
    if not form.is_valid():
        return office_page(
            request,
            "participation/office/deed.html",
            title="登记其他听取意见的形式",
            trail=trail((str(found), found.get_office_url())),
            form=form,
            button="登记",
        )
    session = form.save(commit=False)
    session.consultation = found
    return carry_out(request, session.save, "已登记。", back=found.get_office_url())


@for_staff(WORK)
@require_POST
def feedback_new(request, pk):
    found = visible(request, pk)
    deed = partial(adopting.draft_feedback, found, by=request.user)
    done = "采纳情况公告已起草。请核对，提交审核。"
    return carry_out(request, deed, done, back=found.get_office_url())


@for_staff(WORK)
@require_POST
def final_named(request, pk):
    found = visible(request, pk)
    form = FinalForm(request.POST, consultation=found)
    if not form.is_valid():
        return office_page(
            request,
            "participation/office/deed.html",
            title="正式文件",
            trail=trail((str(found), found.get_office_url())),
            form=form,
            button="就是这一件",
        )
    deed = partial(adopting.name_final, found, **form.cleaned_data)
    return carry_out(request, deed, "已记下正式文件。", back=found.get_office_url())
