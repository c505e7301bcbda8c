"""The screens of events: the list with what each unit has held, one with what is left to do, its questions and words."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from linhai_portal.office import carry_out, for_staff, office_page, part_of
from participation import (
    event_counts,
    event_questions,
    looking,
    rescheduling,
    responding,
    transcribing,
)
from participation.announcing import may_draft
from participation.event_forms import (
    CallOffForm,
    EventForm,
    MoveForm,
    RefuseForm,
    RowForm,
    TranscriptForm,
)
from participation.hot_topic_forms import TraceForm
from participation.models import Event, EventQuestion, HotTopic, TranscriptRow
from participation.opinion_forms import LookForm
from participation.views.announcements import draft_page, facts_page

SEE, DRAFT = "catalog.view_publication", "catalog.draft_publication"
WORK, CHECK = "participation.work_event", "participation.check_transcript"
NAME = "访谈发布活动"
_CALLS = 20
_STATES = [("new", "待查看"), ("taken", "拟提问"), ("refused", "不提问"), ("", "全部")]


def trail(*more):
    return [(NAME, reverse("participation_office:events")), *more]


def trail_of(event, *more):
    return trail((str(event), event.get_office_url()), *more)


def visible(request, pk):
    rows = Event.objects.visible_to(request.user)
    parts = ("publication__organization", "publication__drafted_by", "transcript", "policy", "topic")
    return get_object_or_404(rows.select_related(*parts), pk=pk)


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
        partial(EventForm, topics=HotTopic.objects.offered_to(request.user)),
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
        partial(EventForm, topics=HotTopic.objects.offered_to(request.user, chosen=found.topic_id)),
        "participation/office/event.html",
        trail=trail(),
        state=found.state(now=now),
        works=works,
        checks=request.user.has_perm(CHECK),
        topic=HotTopic.objects.visible_to(request.user).filter(meetings=found).first(),
        is_out=is_out,
        taken=found.seats_taken() if found.seats else 0,
        new_questions=found.questions.filter(status=EventQuestion.Status.NEW).count(),
        questions=found.questions.count(),
        rows=found.rows.count(),
        waiting=found.rows.waiting().count(),
        has_begun=is_out and found.starts_at <= now and not found.called_off_at,
        **_changes(found, works=works and is_out, now=now),
        transcript_form=TranscriptForm() if works and _may_write(found, now) else None,
    )


def _may_write(found, now):
    is_out = found.publication.published_at is not None
    return is_out and found.ends_at <= now and may_draft(found.transcript)


def _changes(found, *, works, now):
    """How it was moved or called off, whom to call, and for who works on it the forms."""
    if not works:
        return {"changes": found.changes.all()}
    calls = rescheduling.to_be_called(found)
    times = {"starts_at": found.starts_at, "ends_at": found.ends_at}
    is_on = found.called_off_at is None
    return {
        "changes": found.changes.all(),
        "calls": calls[:_CALLS],
        "calls_total": calls.count(),
        "move_form": MoveForm(initial=times) if is_on and now < found.starts_at else None,
        "call_off_form": CallOffForm(auto_id="off_%s") if is_on and not found.rows.exists() else None,
    }


def _change(request, pk, form, deed, done, *, title):
    """One verb told by one form; what is wrong with the form is said on a page of its own."""
    found = visible(request, pk)
    if not form.is_valid():
        return office_page(
            request,
            "participation/office/deed.html",
            title=title,
            trail=trail_of(found),
            form=form,
            button=title,
        )
    deed = partial(deed, found, by=request.user)
    return carry_out(request, deed, done, back=found.get_office_url(), **form.cleaned_data)


@for_staff(WORK)
@require_POST
def event_moved(request, pk):
    done = "已改期，马上公布；留了邮箱的收到邮件，其余的请打电话。"
    return _change(request, pk, MoveForm(request.POST), rescheduling.move, done, title="改期")


@for_staff(WORK)
@require_POST
def event_called_off(request, pk):
    done = "已取消，马上公布；留了邮箱的收到邮件，其余的请打电话。"
    return _change(request, pk, CallOffForm(request.POST), rescheduling.call_off, done, title="取消活动")


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
        trail=trail_of(found),
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
    if request.method == "POST" and form.is_valid() and not found.destroyed_at:
        person = looking.look(found, by=request.user, **form.cleaned_data)
    moves = EventQuestion.MOVES[found.status]
    return office_page(
        request,
        "participation/office/event_question.html",
        title=str(found),
        trail=trail_of(
            found.event, ("问题", reverse("participation_office:questions", args=[found.event_id]))
        ),
        question=found,
        may_take=EventQuestion.Status.TAKEN in moves,
        may_refuse=EventQuestion.Status.REFUSED in moves,
        refuse_form=RefuseForm(),
        topic=HotTopic.objects.visible_to(request.user).filter(questions=found).first(),
        topic_form=TraceForm(
            topics=HotTopic.objects.offered_to(request.user, chosen=found.topic_id),
            initial={"topic": found.topic_id},
        ),
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
    topics = HotTopic.objects.offered_to(request.user, chosen=found.topic_id)
    form = TraceForm(request.POST, topics=topics)
    if not form.is_valid():
        messages.error(request, "请从列出的热点里选一个。")
        return redirect(found.get_office_url())
    deed = partial(responding.trace, found, form.cleaned_data["topic"])
    return carry_out(request, deed, "已保存。", back=found.get_office_url())


@for_staff(SEE)
@require_safe
def rows(request, pk):
    """The live transcript: what waits for a second person stands on top, to be checked at one press."""
    found, user = visible(request, pk), request.user
    waiting = found.rows.waiting().select_related("entered_by", "checked_by")
    checked, links, total = part_of(
        request, found.rows.public().select_related("entered_by", "checked_by").order_by("-at", "-pk")
    )
    works = user.has_perm(WORK) and not found.is_written()
    return office_page(
        request,
        "participation/office/rows.html",
        title="现场实录",
        trail=trail_of(found),
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
            trail=trail_of(found, ("现场实录", back)),
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
            trail=trail_of(found),
            form=form,
            button="起草文字实录",
        )
    deed = partial(transcribing.draft_transcript, found, by=request.user, **form.cleaned_data)
    return carry_out(request, deed, "文字实录已起草。请核对，提交审核。", back=found.get_office_url())
