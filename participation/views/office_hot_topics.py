"""The screens of hot topics: the list with the hours that are left, recording one, and one with what is to be done."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from linhai_portal.accounts.models import Organization
from linhai_portal.office import carry_out, for_staff, office_page, part_of
from participation import responding
from participation.hot_topic_forms import (
    CloseForm,
    ConfirmForm,
    DropForm,
    LinkForm,
    ResponseForm,
    TopicFactsForm,
    TopicForm,
)
from participation.models import Event, HotTopic, Inquiry
from participation.models.inquiries import SEALED
from participation.response_clock import in_words
from participation.views.announcements import draft_page

SEE, WORK = "participation.view_hottopic", "participation.work_hottopic"
NAME = "热点回应"
_TABS = [("", "没有办结"), ("pressing", "快到或者过了时限"), ("closed", "已办结"), ("dropped", "不需要回应")]
_ASKED = 50  # questions shown of one topic
_URGENT = "政务舆情回应，时限按小时算"


def trail(*more):
    return [(NAME, reverse("participation_office:hot_topics")), *more]


def _visible(request):
    return HotTopic.objects.visible_to(request.user).select_related("organization")


@for_staff(SEE)
@require_safe
def hot_topics(request):
    """What is open stands by the nearest limit; there are never many of these, so they are put in order here."""
    now, tab = timezone.now(), request.GET.get("tab", "")
    rows = _visible(request).with_answers()
    if tab in (HotTopic.Status.CLOSED, HotTopic.Status.DROPPED):
        rows, total = rows.filter(status=tab).order_by("-pk"), None
    else:
        rows, tab = rows.open(), "pressing" if tab == "pressing" else ""
        rows = sorted(rows.pressing(now=now) if tab else rows, key=partial(_urgency, now=now))
        total = len(rows)
    rows, links, total = part_of(request, rows, total)
    return office_page(
        request,
        "participation/office/hot_topics.html",
        title=NAME,
        rows=[(each, _shown(each.timers(), now)) for each in rows],
        links=links,
        total=total,
        tabs=_TABS,
        tab=tab,
    )


def _urgency(topic, *, now):
    nearest = topic.nearest(now=now)
    return (nearest is None, nearest and nearest.due_at, topic.pk)


def _shown(limits, now):
    """Each limit with its state and what is left of it in words."""
    return [(each, each.state(now=now), in_words(each.left(now=now))) for each in limits]


@for_staff(WORK)
def hot_topic_new(request):
    user = request.user
    units = Organization.objects.all() if user.is_city_wide else user.organizations()
    form = TopicForm(request.POST or None, units=units)
    if request.method == "POST" and form.is_valid():
        topic = responding.record(
            form.save(commit=False), by=user, publications=form.cleaned_data["publications"]
        )
        return redirect(topic.get_office_url())
    return office_page(
        request,
        "participation/office/deed.html",
        title="登记政务舆情",
        trail=trail(),
        form=form,
        button="登记",
    )


def _topic(request, pk):
    return get_object_or_404(_visible(request).select_related("recorded_by").with_answers(), pk=pk)


@for_staff(SEE)
def hot_topic(request, pk):
    topic, now = _topic(request, pk), timezone.now()
    user, works = request.user, request.user.has_perm(WORK)
    may_edit = works and topic.is_open
    form = TopicFactsForm(request.POST or None, instance=topic) if may_edit else None
    if request.method == "POST" and form and form.is_valid():
        deed = partial(responding.revise, topic, **form.cleaned_data)
        return carry_out(request, deed, "已保存。", back=topic.get_office_url())
    return office_page(
        request,
        "participation/office/hot_topic.html",
        title=str(topic),
        trail=trail(),
        topic=topic,
        limits=_shown(topic.timers(), now),
        form=form,
        behind=topic.publications.all(),
        questions=topic.questions.filter(event__in=Event.objects.visible_to(user))[:_ASKED],
        inquiries=_inquiries(topic, user),
        responses=topic.responses.select_related("publication"),
        meetings=topic.meetings.select_related("publication"),
        events=topic.events.select_related("by", "subject"),
        deeds=_deeds(topic) if works else {},
    )


def _inquiries(topic, user):
    if not user.has_perm("participation.view_inquiry"):
        return []
    return topic.inquiries.filter(pk__in=Inquiry.objects.visible_to(user)).defer(*SEALED)[:_ASKED]


def _deeds(topic):
    """The forms of the steps that may follow."""
    forms = {}
    if HotTopic.Status.CONFIRMED in HotTopic.MOVES[topic.status]:
        forms["confirm"] = ConfirmForm(topic=topic)
    if topic.is_open:
        forms["link"] = LinkForm(topic=topic)
    if topic.is_open and not topic.first_response_at:
        forms["drop"] = DropForm()
    if topic.status == HotTopic.Status.CONFIRMED and topic.first_response_at:
        forms["close"] = CloseForm()
    return forms


def _deed(request, topic, form, deed, done, *, title):
    """One verb told by one form; what is wrong with the form is said on a page of its own."""
    if not form.is_valid():
        return office_page(
            request,
            "participation/office/deed.html",
            title=title,
            trail=trail((str(topic), topic.get_office_url())),
            form=form,
            button=title,
        )
    return carry_out(request, partial(deed, topic), done, back=topic.get_office_url(), **form.cleaned_data)


@for_staff(WORK)
@require_POST
def confirmed(request, pk):
    topic = _topic(request, pk)
    form = ConfirmForm(request.POST, topic=topic)
    return _deed(
        request,
        topic,
        form,
        partial(responding.confirm, by=request.user),
        "已核实，时限按现在的级别算。",
        title="核实",
    )


@for_staff(WORK)
@require_POST
def dropped(request, pk):
    topic = _topic(request, pk)
    form = DropForm(request.POST)
    return _deed(
        request,
        topic,
        form,
        partial(responding.drop, by=request.user),
        "已记下：不需要回应。",
        title="不需要回应",
    )


@for_staff(WORK)
@require_POST
def closed(request, pk):
    topic = _topic(request, pk)
    return _deed(
        request,
        topic,
        CloseForm(request.POST),
        partial(responding.close, by=request.user),
        "已办结。",
        title="办结",
    )


@for_staff(WORK)
@require_POST
def linked(request, pk):
    topic = _topic(request, pk)
    form = LinkForm(request.POST, topic=topic)
    return _deed(request, topic, form, responding.link, "已记为这个热点的回应。", title="记为回应")


@for_staff(WORK, "catalog.draft_publication")
def response_new(request, pk):
    """A response of an emergency is urgent from its first draft."""
    topic = _topic(request, pk)
    if not topic.is_open:
        messages.error(request, "已经办结或者不需要回应，不能再起草回应。")
        return redirect(topic.get_office_url())
    return draft_page(
        request,
        partial(ResponseForm, topic=topic),
        heading="起草回应",
        lead="讲事实、讲处理、讲以后怎么办，直接回答关切的问题。",
        trail=trail((str(topic), topic.get_office_url())),
        is_urgent=True,
        urgent_reason=_URGENT,
    )
