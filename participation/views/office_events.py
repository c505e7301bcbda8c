"""The screens of events: the list with what each unit has held, one with what is left to do, its questions, seats and words."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from linhai_portal.office import carry_out, for_staff, office_page, part_of
from linhai_portal.workflow import InvalidMove
from participation import booking, event_counts, event_questions, looking, transcribing
from participation.event_forms import (
    CancelledForm,
    EnteredRegistrationForm,
    EventForm,
    RefuseForm,
    RowForm,
    TopicOfQuestionForm,
    TranscriptForm,
)
from participation.models import Event, EventQuestion, HotTopic, Registration, TranscriptRow
from participation.opinion_forms import LookForm
from participation.views.announcements import draft_page, facts_page

SEE, DRAFT = "catalog.view_publication", "catalog.draft_publication"
WORK, CHECK = "participation.work_event", "participation.check_transcript"
NAME = "访谈发布活动"
_STATES = [("new", "待查看"), ("taken", "拟提问"), ("refused", "不提问"), ("", "全部")]


def trail(*more):
    return [(NAME, reverse("participation_office:events")), *more]


def _trail(event, *more):
    return trail((str(event), event.get_office_url()), *more)


def visible(request, pk):
    rows = Event.objects.visible_to(request.user)
    parts = ("publication__organization", "publication__drafted_by", "transcript", "policy", "topic")
    return get_object_or_404(rows.select_related(*parts), pk=pk)


def _topics(request, *, chosen=None):
    rows = HotTopic.objects.visible_to(request.user)
    return (rows.open() | rows.filter(pk=chosen)).order_by("-pk")


@for_staff(SEE)
@require_safe
def events(request):
    now = timezone.now()
    rows = Event.objects.visible_to(request.user)
    rows = rows.select_related("publication__organization", "transcript")
    rows, links, total = part_of(request, rows)
    return office_page(
        request,
        "participation/office/events.html",
        title=NAME,
        rows=[(each, each.state(now=now)) for each in rows],
        links=links,
        total=total,
    )


@for_staff(SEE)
@require_safe
def event_counts_page(request):
    """By year, what each unit has held against what the inspection asks for."""
    today = timezone.localdate()
    years = range(today.year, today.year - 3, -1)
    year = next((each for each in years if str(each) == request.GET.get("year")), today.year)
    lines = event_counts.held(year=year, on=today)
    rows, links, total = part_of(request, lines, len(lines))
    return office_page(
        request,
        "participation/office/event_counts.html",
        title=f"{year} 年各单位办了几次",
        trail=trail(),
        rows=rows,
        links=links,
        total=total,
        year=year,
        years=years,
    )


@for_staff(DRAFT)
def event_new(request):
    return draft_page(
        request,
        partial(EventForm, topics=_topics(request)),
        heading="起草活动公告",
        lead="写清主题、时间、谁来讲、怎么参加。",
        trail=trail(),
    )


@for_staff(SEE)
def event(request, pk):
    found, now = visible(request, pk), timezone.now()
    works, is_out = request.user.has_perm(WORK), bool(found.publication.published_at)
    return facts_page(
        request,
        found,
        partial(EventForm, topics=_topics(request, chosen=found.topic_id)),
        "participation/office/event.html",
        trail=trail(),
        state=found.state(now=now),
        works=works,
        checks=request.user.has_perm(CHECK),
        has_topic_in_sight=request.user.has_perm("participation.view_hottopic"),
        is_out=is_out,
        taken=found.seats_taken() if found.seats else 0,
        new_questions=found.questions.filter(status=EventQuestion.Status.NEW).count(),
        questions=found.questions.count(),
        rows=found.rows.count(),
        waiting=found.rows.waiting().count(),
        has_begun=is_out and found.starts_at <= now,
        transcript_form=TranscriptForm() if works and is_out and found.ends_at <= now else None,
    )


@for_staff(WORK)
@require_safe
def questions(request, pk):
    found = visible(request, pk)
    state, rows = request.GET.get("state", "new"), found.questions.all()
    if state in EventQuestion.Status.values:
        rows = rows.filter(status=state)
    rows, links, total = part_of(request, rows)
    return office_page(
        request,
        "participation/office/event_questions.html",
        title="征集来的问题",
        trail=_trail(found),
        rows=rows,
        links=links,
        total=total,
        states=_STATES,
        state=state,
    )


def _question(request, pk):
    rows = EventQuestion.objects.filter(event__in=Event.objects.visible_to(request.user))
    return get_object_or_404(rows.select_related("event__publication", "topic"), pk=pk)


@for_staff(WORK)
def question(request, pk):
    """One question; who asked is shown for a purpose, and the look written down first."""
    found = _question(request, pk)
    form, person = LookForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        person = looking.look(found, by=request.user, **form.cleaned_data)
    moves = EventQuestion.MOVES[found.status]
    return office_page(
        request,
        "participation/office/event_question.html",
        title=str(found),
        trail=_trail(found.event, ("问题", reverse("participation_office:questions", args=[found.event_id]))),
        question=found,
        may_take=EventQuestion.Status.TAKEN in moves,
        may_refuse=EventQuestion.Status.REFUSED in moves,
        refuse_form=RefuseForm(),
        topic_form=TopicOfQuestionForm(topics=_topics(request)),
        form=form,
        person=person,
        looks=looking.looks_at(found),
        events=found.events.select_related("by", "subject"),
    )


@for_staff(WORK)
@require_POST
def question_taken(request, pk):
    found = _question(request, pk)
    deed = partial(event_questions.take, found)
    return carry_out(request, deed, "已选定，现场提出。", back=found.get_office_url(), by=request.user)


@for_staff(WORK)
@require_POST
def question_refused(request, pk):
    found = _question(request, pk)
    deed = partial(event_questions.refuse, found, by=request.user, reason=request.POST.get("reason", ""))
    return carry_out(request, deed, "已记下：不提问。", back=found.get_office_url())


@for_staff(WORK)
@require_POST
def question_topic(request, pk):
    found = _question(request, pk)
    form = TopicOfQuestionForm(request.POST, topics=_topics(request))
    if not form.is_valid():
        messages.error(request, "请从列出的热点里选一个。")
        return redirect(found.get_office_url())
    deed = partial(event_questions.lead_to, found, form.cleaned_data["topic"])
    return carry_out(request, deed, "已记到热点里。", back=found.get_office_url())


@for_staff(WORK)
@require_safe
def registrations(request, pk):
    found = visible(request, pk)
    rows, links, total = part_of(request, found.registrations.order_by("status", "-pk"))
    return office_page(
        request,
        "participation/office/registrations.html",
        title="报名",
        trail=_trail(found),
        event=found,
        rows=rows,
        links=links,
        total=total,
        taken=found.seats_taken(),
    )


@for_staff(WORK)
def registration_new(request, pk):
    """For who calls or comes to the counter."""
    found = visible(request, pk)
    if not (found.publication.published_at and found.seats):
        raise Http404("不用报名，或者还没有公布")
    form = EnteredRegistrationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            booked = booking.book(found, by=request.user, **form.cleaned_data)
        except InvalidMove as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"已报名。请告诉本人取消码 {booking.code_of(booked)}。")
            return redirect("participation_office:registrations", pk)
    return office_page(
        request,
        "participation/office/deed.html",
        title="代为报名",
        trail=_trail(found, ("报名", reverse("participation_office:registrations", args=[pk]))),
        form=form,
        button="报名",
    )


def _registration(request, pk):
    rows = Registration.objects.filter(event__in=Event.objects.visible_to(request.user))
    return get_object_or_404(rows.select_related("event__publication", "entered_by"), pk=pk)


@for_staff(WORK)
def registration(request, pk):
    """One booking; name and telephone are shown for a purpose, and the look written down first."""
    found = _registration(request, pk)
    form, person = LookForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        person = looking.look(found, by=request.user, **form.cleaned_data)
    back = reverse("participation_office:registrations", args=[found.event_id])
    return office_page(
        request,
        "participation/office/registration.html",
        title=str(found),
        trail=_trail(found.event, ("报名", back)),
        registration=found,
        is_booked=found.status == Registration.Status.BOOKED,
        cancel_form=CancelledForm(),
        form=form,
        person=person,
        looks=looking.looks_at(found),
        events=found.events.select_related("by", "subject"),
    )


@for_staff(WORK)
@require_POST
def registration_cancelled(request, pk):
    found = _registration(request, pk)
    deed = partial(booking.cancel, found, by=request.user, reason=request.POST.get("reason", ""))
    return carry_out(request, deed, "已取消，名额空出来了。", back=found.get_office_url())


@for_staff(SEE)
@require_safe
def rows(request, pk):
    """The live transcript: what waits for a second person stands on top, to be checked at one press."""
    found, user = visible(request, pk), request.user
    waiting = found.rows.waiting().select_related("entered_by", "checked_by")
    checked, links, total = part_of(
        request, found.rows.public().select_related("entered_by", "checked_by").order_by("-at", "-pk")
    )
    works = user.has_perm(WORK) and not (found.transcript and found.transcript.published_at)
    return office_page(
        request,
        "participation/office/rows.html",
        title="现场实录",
        trail=_trail(found),
        event=found,
        waiting=waiting,
        mine_to_check=[each.pk for each in waiting if each.entered_by_id != user.pk]
        if user.has_perm(CHECK)
        else [],
        rows=checked,
        links=links,
        total=total,
        works=works,
        form=RowForm(event=found) if works else None,
    )


@for_staff(WORK)
@require_POST
def row_new(request, pk):
    found = visible(request, pk)
    form = RowForm(request.POST, event=found)
    back = reverse("participation_office:rows", args=[pk])
    if not form.is_valid():
        return office_page(
            request,
            "participation/office/deed.html",
            title="录入发言",
            trail=_trail(found, ("现场实录", back)),
            form=form,
            button="录入",
        )
    deed = partial(transcribing.enter, found, by=request.user, **form.cleaned_data)
    return carry_out(request, deed, "已录入，等另一个人核对。", back=back)


@for_staff(CHECK)
@require_POST
def rows_checked(request, pk):
    """The yes holds for the rows the page showed; rows never change."""
    found = visible(request, pk)
    keys = [int(key) for key in request.POST.getlist("rows") if key.isdecimal() and len(key) < 19]
    deed = partial(transcribing.check, found, keys, by=request.user)
    return carry_out(request, deed, "已核对，公开了。", back=reverse("participation_office:rows", args=[pk]))


@for_staff(WORK)
@require_POST
def row_struck(request, pk):
    rows = TranscriptRow.objects.filter(event__in=Event.objects.visible_to(request.user))
    found = get_object_or_404(rows.select_related("event__publication", "event__transcript"), pk=pk)
    back = reverse("participation_office:rows", args=[found.event_id])
    return carry_out(request, partial(transcribing.strike, found), "已删去。", back=back)


@for_staff(WORK)
@require_POST
def transcript_new(request, pk):
    found = visible(request, pk)
    form = TranscriptForm(request.POST)
    if not form.is_valid():
        return office_page(
            request,
            "participation/office/deed.html",
            title="起草文字实录",
            trail=_trail(found),
            form=form,
            button="起草文字实录",
        )
    deed = partial(transcribing.draft_transcript, found, by=request.user, **form.cleaned_data)
    return carry_out(request, deed, "文字实录已起草。请核对，提交审核。", back=found.get_office_url())
