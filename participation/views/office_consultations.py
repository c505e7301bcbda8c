"""The screens of a consultation: the list, one with what is left to do, its sessions, its feedback and its final text."""

from functools import partial

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from catalog.models import Stage
from linhai_portal.calendar import soon
from linhai_portal.office import carry_out, for_staff, office_page, part_of
from participation import adopting, hearing_opinions
from participation.announcing import may_draft
from participation.consultation_days import explained, feedback_due
from participation.consultation_figures import FILTERS, narrowed
from participation.consultation_forms import ConsultationForm, FinalForm, SessionForm
from participation.models import Consultation, Opinion
from participation.telling import to_be_called, untold
from participation.views.announcements import draft_page, facts_page

SEE, DRAFT, WORK = (
    "catalog.view_publication",
    "catalog.draft_publication",
    "participation.work_consultation",
)
NAME = "征求意见"
State = Consultation.State
_CALLS, _CHANGES = 20, 50


def trail(*more):
    return [(NAME, reverse("participation_office:consultations")), *more]


@for_staff(SEE)
@require_safe
def consultations(request):
    today = localdate()
    rows = Consultation.objects.visible_to(request.user)
    rows = rows.select_related("publication__organization", "feedback", "final")
    only = request.GET.get("only", "")
    rows = narrowed(rows, only, on=today)
    rows, links, total = part_of(request, rows.order_by("-pk"))
    rows, late = list(rows), soon(today)
    return office_page(
        request,
        "participation/office/consultations.html",
        title=NAME,
        rows=[(each, each.state(on=today), _feedback_tag(each, today, late)) for each in rows],
        only=only,
        filters=FILTERS,
        links=links,
        total=total,
    )


def _feedback_tag(consultation, today, last):
    """When its feedback is due, and how near that is: pairs of a look and words; None where nothing is due."""
    due = feedback_due(consultation) if consultation.state(on=today) == State.STUDIED else None
    if due is None:
        return None
    if due < today:
        return "bad", f"逾期，{due:%Y-%m-%d}"
    return ("warn" if due <= last else "line"), f"最迟 {due:%Y-%m-%d}"


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
    state, counts = found.state(on=today), found.opinions
    return facts_page(
        request,
        found,
        ConsultationForm,
        "participation/office/consultation.html",
        trail=trail(),
        state=state,
        draft=found.draft(),
        counts={
            "new": counts.filter(status=Opinion.Status.NEW).count(),
            "loose": counts.unclustered().count(),
            "taken": counts.counted().count(),
        },
        clusters=found.clusters.count(),
        lacking=adopting.lacking(found, on=today) if found.publication.published_at else [],
        due=explained(found),
        feedback_tag=_feedback_tag(found, today, soon(today)),
        feedback_is_out=found.is_answered(on=today),
        may_draft=may_draft(found.feedback),
        may_rewrite=bool(found.feedback and found.feedback.may_be_edited_by(request.user)),
        calls=_calls(found) if works and found.is_answered(on=today) else [],
        unsent=untold(found).count() if works and found.is_answered(on=today) else 0,
        sessions=found.sessions.all(),
        changes=found.changes.select_related("by")[:_CHANGES] if works else [],
        works=works,
        is_open=found.is_open(on=today),
        is_closed=found.is_closed(on=today),
        session_form=SessionForm() if works and found.publication.published_at else None,
        final_form=FinalForm(consultation=found) if works and state != State.DONE else None,
    )


def _calls(found):
    """A handful at a time; whoever was called leaves the list."""
    return to_be_called(found)[:_CALLS]


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
    deed = partial(hearing_opinions.hold_session, found, form.save(commit=False), by=request.user)
    return carry_out(request, deed, "已登记，公布在征求意见的页面上。", back=found.get_office_url())


@for_staff(WORK)
@require_POST
def session_drop(request, pk):
    """What was entered by mistake, or should not have been made public; a second press finds it gone."""
    found = visible(request, pk)
    asked = request.POST.get("session", "")
    rows = found.sessions.filter(pk=asked if asked.isdecimal() else None)
    deed = partial(hearing_opinions.drop_sessions, rows, by=request.user)
    return carry_out(request, deed, "已删去。", back=found.get_office_url())


@for_staff(WORK)
@require_POST
def feedback_new(request, pk):
    """Drafts it; or writes the text of the draft anew from the ledger, when that changed since."""
    found = visible(request, pk)
    verb = adopting.rewrite_feedback if "rewrite" in request.POST else adopting.draft_feedback
    deed = partial(verb, found, by=request.user)
    done = "采纳情况公告已按台账写好。请核对，提交审核。"
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
    return carry_out(request, deed, "已记下正式文件。", back=found.get_office_url(), by=request.user)
