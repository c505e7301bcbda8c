"""The screens of inquiries: the list by what waits, one with the steps that are possible, the numbers of a year."""

import re
from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from catalog.privacy.numbers import masked_text
from linhai_portal.calendar import soon, work_calendar
from linhai_portal.office import carry_out, decide_on, for_staff, office_page, part_of
from linhai_portal.workflow import InvalidMove
from participation import answering, looking, responding
from participation.hot_topic_forms import TraceForm
from participation.inquiry_dates import explained
from participation.inquiry_deeds import ACCEPT, ANSWER, DEEDS, DESTROY, possible
from participation.inquiry_figures import OF_YEAR, WAITING, narrowed, of_units, tabs, words_of
from participation.inquiry_forms import AnswerForm
from participation.inquiry_retention import MOST_AT_ONCE
from participation.models import HotTopic, Inquiry
from participation.models.inquiries import SEALED
from participation.opinion_forms import LookForm
from participation.telling_askers import to_be_called

SEE = "participation.view_inquiry"
NAME = "提问和答复"
_CALLS = 20
_A_YEAR = re.compile("20[0-9]{2}")
# What it was merged into says how it stands; who asked that is nobody's business here.
_LEADING = [f"merged_into__{name}" for name in (*SEALED, "words", "answer")]


def trail(*more):
    return [(NAME, reverse("participation_office:inquiries")), *more]


@for_staff(SEE)
@require_safe
def inquiries(request):
    """By what waits, or the rows behind a number of a year; what is due first stands on top."""
    today, visible = localdate(), Inquiry.objects.visible_to(request.user)
    only, year = request.GET.get("only", "waiting"), _year(request.GET)
    rows = narrowed(visible, only, today=today, year=year)
    rows = _of_unit(rows, _typed(request.GET, "unit"))
    if number := _typed(request.GET, "number"):
        rows = visible.filter(number=number.upper())
    rows = rows.select_related("organization", "asked_unit", "merged_into").defer(*SEALED, *_LEADING)
    rows, links, total = part_of(request, rows.by_nearest_limit())
    return office_page(
        request,
        "participation/office/inquiries.html",
        title=NAME,
        tabs=tabs(visible, today=today),
        only=only,
        number=number,
        words=_words(only, year),
        rows=rows,
        links=links,
        total=total,
        today=today,
        near=soon(today),
        may_enter=request.user.has_perm(ACCEPT),
        may_destroy=only == "destruction" and bool(total) and request.user.has_perm(DESTROY),
        most=MOST_AT_ONCE,
    )


def _typed(params, name):
    """Without the sign that no text of a database can hold."""
    return params.get(name, "").replace("\0", "").strip()


def _year(params):
    year = params.get("year", "")
    return int(year) if _A_YEAR.fullmatch(year) else None


def _of_unit(rows, slug):
    if slug == "none":
        return rows.filter(organization=None)
    return rows.filter(organization__slug=slug) if slug else rows


def _words(only, year):
    if year and only in OF_YEAR:
        return f"{year} 年{OF_YEAR[only][0]}"
    return words_of(only) if only in WAITING else ""


@for_staff(SEE)
@require_safe
def figures(request):
    """Received, answered, in time, public, rated: of each unit in a year; every number opens to its rows."""
    year = _year(request.GET) or localdate().year
    lines, total = of_units(Inquiry.objects.visible_to(request.user), year=year)
    return office_page(
        request,
        "participation/office/inquiry_figures.html",
        title=f"{year} 年提问的统计",
        trail=trail(),
        year=year,
        this_year=localdate().year,
        columns=[words for words, _ in OF_YEAR.values()],
        lines=lines,
        total=total,
    )


def _visible(request, pk):
    rows = Inquiry.objects.visible_to(request.user)
    parts = ("organization", "asked_unit", "merged_into", "drafted_by", "approved_by")
    return get_object_or_404(rows.select_related(*parts).defer(*SEALED, *_LEADING), pk=pk)


@for_staff(SEE)
@require_safe
def inquiry(request, pk):
    found = _visible(request, pk)
    return _page(request, found)


def _topic(user, found):
    """The topic it led to, as far as the person may see it, and for who works on topics the select."""
    if not user.has_perm("participation.work_hottopic"):
        return {}
    topics = HotTopic.objects.offered_to(user, chosen=found.topic_id)
    return {
        "topic": HotTopic.objects.visible_to(user).filter(inquiries=found).first(),
        "topic_form": TraceForm(topics=topics, initial={"topic": found.topic_id}),
    }


def _page(request, found, *, bad=None, draft=None, other=None, look=None, person=None):
    """The page of one; `bad` is the deed and the form that lacks something, `draft` an answer that was not kept."""
    today, may_answer = localdate(), request.user.has_perm(ANSWER)
    is_handled = found.status == Inquiry.Status.HANDLING and may_answer
    slug, form = bad or ("", None)
    return office_page(
        request,
        "participation/office/inquiry.html",
        title=str(found),
        trail=trail(),
        inquiry=found,
        deeds=[
            (deed, form if deed.slug == slug else _blank(deed, found))
            for deed in possible(found, request.user)
        ],
        bad=slug,
        draft=draft or (AnswerForm(initial=_draft(found)) if is_handled else None),
        other=other,
        corrections=_corrections(found),
        findings=answering.findings(found) if found.answer else [],
        due=explained(found.leading, work_calendar()),
        today=today,
        is_over=bool(found.is_waiting and found.limit_on and found.limit_on < today),
        is_near=bool(found.is_waiting and found.limit_on and found.limit_on <= soon(today)),
        duplicates=found.duplicates.defer(*SEALED),
        **_topic(request.user, found),
        calls=to_be_called(found)[:_CALLS] if may_answer else [],
        events=found.events.select_related("by", "subject"),
        look=(look or LookForm()) if may_answer and not found.destroyed_at else None,
        person=person,
        looks=looking.looks_at(found),
    )


def _corrections(found):
    """The one that waits on top, then the earlier wordings."""
    rows = found.corrections.select_related("drafted_by", "approved_by")
    return rows.order_by("-pk") if found.answered_on else []


def _blank(deed, found):
    """The form of a step; the unit that was asked is the likely one, and a correction begins with what stands."""
    initial = _draft(found) | {"organization": found.asked_unit_id}
    return deed.form(auto_id=f"{deed.slug}-%s", initial=initial)


def _draft(found):
    """The public question begins as what was asked, with the numbers in it masked."""
    return {
        "seen": found.draft_mark,
        "answer": found.answer,
        "public_title": found.public_title or masked_text(found.title),
        "public_words": found.public_words or masked_text(found.words),
    }


@for_staff(SEE)
@require_POST
def carry(request, pk, slug):
    """One step of the table; what it lacks is said on the page of the inquiry."""
    deed = DEEDS[slug]
    if not request.user.has_perm(deed.permission):
        raise PermissionDenied
    found, back = _visible(request, pk), reverse("participation_office:inquiries")
    if deed not in possible(found, request.user):
        messages.error(request, f"{found}是“{found.get_status_display()}”，现在不能{deed.name}。")
        return redirect(found.get_office_url())
    form = deed.form(request.POST, auto_id=f"{deed.slug}-%s")
    if not form.is_valid():
        return _page(request, found, bad=(slug, form))
    verb = partial(deed.verb, found)
    if slug == "hand-back":  # it does not exist for this unit any more
        return carry_out(request, verb, deed.done, back=back, by=request.user, **form.cleaned_data)
    return decide_on(request, found, verb, deed.done, **form.cleaned_data)


@for_staff(ANSWER)
@require_POST
def answer(request, pk):
    """Kept as a draft, or handed in when that button was pressed."""
    found, form = _visible(request, pk), AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, found, draft=form)
    submits = "submit" in request.POST
    deed = answering.submit if submits else answering.draft
    try:
        deed(found, by=request.user, **form.cleaned_data)
    except InvalidMove as refusal:
        return _not_kept(request, found, form, refusal)
    messages.success(request, "已提交，等审核。" if submits else "已保存，还没有提交。")
    return redirect(found.get_office_url())


def _not_kept(request, found, form, refusal):
    """What was typed stays in its boxes; another one's draft is shown beside it, and the next press knows of it."""
    form.add_error(None, str(refusal))
    is_drafted = isinstance(refusal, answering.DraftedMeanwhile)
    if is_drafted:
        form.data = form.data | {"seen": found.draft_mark}
    return _page(request, found, draft=form, other=found.answer if is_drafted else None)


@for_staff(ANSWER)
@require_POST
def person(request, pk):
    """Who asked is shown for a purpose, and the look written down first."""
    found, form = _visible(request, pk), LookForm(request.POST)
    if not form.is_valid():
        return _page(request, found, look=form)
    try:
        seen = looking.look(found, by=request.user, **form.cleaned_data)
    except InvalidMove as refusal:
        form.add_error(None, str(refusal))
        return _page(request, found, look=form)
    return _page(request, found, person=seen)


@for_staff(ANSWER)
@require_POST
def told(request, pk):
    """Whoever left a telephone number was called."""
    found = _visible(request, pk)
    deed = partial(answering.told_by_phone, found, by=request.user)
    return carry_out(request, deed, "已记下：电话告知了。", back=found.leading.get_office_url())


@for_staff(SEE, "participation.work_hottopic")
@require_POST
def inquiry_topic(request, pk):
    """It is one of those that made something a hot topic."""
    found = _visible(request, pk)
    form = TraceForm(request.POST, topics=HotTopic.objects.offered_to(request.user, chosen=found.topic_id))
    if not form.is_valid():
        messages.error(request, "请从列出的热点里选一个。")
        return redirect(found.get_office_url())
    deed = partial(responding.trace, found, form.cleaned_data["topic"])
    return carry_out(request, deed, "已保存。", back=found.get_office_url())
