"""Events as the public meets them: coming and past ones, one with its calendar file, asking, booking, the words as they fall."""

from types import MappingProxyType

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from catalog import leaving
from linhai_portal.accounts.notices import absolute
from linhai_portal.accounts.rates import count_deed
from linhai_portal.office import part_of
from linhai_portal.page_tags import article_tags, column_tags
from linhai_portal.paging import last_page
from linhai_portal.workflow import InvalidMove
from participation import booking, event_questions
from participation.event_forms import CancelForm, QuestionForm, RegistrationForm
from participation.icalendar import CONTENT_TYPE, Entry, calendar_file
from participation.models import Event
from participation.views.consultations import START_TRAIL

NAME = "访谈、发布会和开放日"
TRAIL = (START_TRAIL, (NAME, "/events/"))
_COMING = 20
_MOST_CODES_AN_HOUR = 10
_TOO_MANY = "从您这里来的太多了，请过一小时再试。着急的，请打公告上的电话。"


@require_safe
def events(request):
    """Coming ones by their day, then the past, the newest first. What changes within a day is told on the page of each."""
    now, today = timezone.now(), localdate()
    coming = Event.objects.coming(on=today).select_related("publication__organization")
    past = Event.objects.past(on=today).select_related("publication__organization", "transcript")
    rows, links, total = part_of(request, past)
    return render(
        request,
        "participation/events.html",
        {
            "section": "participation",
            "title": NAME,
            "tags": column_tags(
                NAME, "在线访谈、新闻发布会、政府开放日：怎么参加，说了什么", kind="公众参与"
            ),
            "trail": (START_TRAIL,),
            "coming": coming.order_by("starts_at", "pk")[:_COMING],
            "rows": [(each, each.state(now=now)) for each in rows],
            "links": links,
            "total": total,
        },
    )


def public_event(pk):
    rows = Event.objects.with_page()
    return get_object_or_404(
        rows.select_related("publication__organization", "transcript", "policy", "topic"), pk=pk
    )


def _shown_event(pk):
    """One whose announcement is still shown; what was taken down has no calendar file and no words either."""
    found = public_event(pk)
    if not found.publication.shows_text(on=localdate()):
        raise Http404("已经撤下")
    return found


def _page(found, title, more=MappingProxyType({})):
    tags = article_tags(
        str(found),
        column=NAME,
        published_at=found.publication.published_at,
        source=found.publication.issuer,
        kind="公众参与",
    )
    return {"section": "participation", "title": title, "trail": TRAIL, "tags": tags, "event": found} | more


def _under(found, title, **more):
    """A page below that of the event."""
    trail = (*TRAIL, (found.short_title, found.get_absolute_url()))
    return _page(found, title) | {"trail": trail} | more


@never_cache
@require_safe
def event(request, pk):
    """Its seats, and what is open, change within the day."""
    found, now, today = public_event(pk), timezone.now(), localdate()
    if not found.publication.shows_text(on=today):
        return redirect(found.publication)  # the tombstone says what became of it
    is_written = bool(found.transcript and found.transcript.is_listed(on=today))
    back = found.get_absolute_url()
    more = {
        "state": found.state(now=now),
        "is_today": localdate(found.starts_at) == today,
        "ends_later": localdate(found.starts_at) != localdate(found.ends_at),
        "asks": found.takes_questions(now=now, on=today),
        "books": found.takes_registrations(now=now, on=today),
        "left": found.seats_left() if found.seats else 0,
        "asked": found.questions.exclude(status="refused").count() if found.questions_until else 0,
        "said": found.has_public_words(),
        "change": found.changes.last(),
        "body": leaving.for_page(found.publication.body, back=back),
        "files": found.publication.attachments.files(),
        "transcript": leaving.for_page(found.transcript.body, back=back) if is_written else "",
        "policy": found.policy if found.policy and found.policy.is_listed(on=today) else None,
        "answers": _answers(found, today),
    }
    return render(request, "participation/event.html", _page(found, found.publication.title, more))


def _answers(found, today):
    """Whether its topic was answered in public too."""
    return bool(found.topic) and found.topic.responses.listed(on=today).exists()


@require_safe
def calendar(request, pk):
    found = _shown_event(pk)
    site, changes = settings.SITE, list(found.changes.all())
    entry = Entry(
        uid=f"event-{found.pk}@{site['site_domain']}",
        stamp=changes[-1].at if changes else found.publication.published_at,
        starts_at=found.starts_at,
        ends_at=found.ends_at,
        title=str(found),
        place=found.place,
        description=found.speakers,
        address=absolute(found.get_absolute_url()),
        sequence=len(changes),
        is_cancelled=found.called_off_at is not None,
    )
    content = calendar_file(entry, maker=f"-//{site['site_name']}//{site['portal_name']}//ZH")
    names = {"Content-Disposition": f'attachment; filename="event-{found.pk}.ics"'}
    return HttpResponse(content, content_type=CONTENT_TYPE, headers=names)


@require_safe
def live(request, pk):
    """The words as they were checked, in their order; the page comes anew by itself only for who asks for that.

    Once there is a transcript, its own page says what was said, or that it was taken down; while a new one takes the
    place of that, nothing is said here.
    """
    found = _shown_event(pk)
    if found.transcript and found.transcript.published_at:
        return redirect(found.transcript)
    if found.has_given_way():
        return redirect(found)
    rows, links, total = part_of(request, found.rows.public())
    if not total:
        raise Http404("还没有实录")
    return render(
        request,
        "participation/live.html",
        _under(
            found,
            "现场实录",
            rows=rows,
            links=links,
            total=total,
            by_itself=request.GET.get("auto") == "1",
            last=last_page(total),
        ),
    )


def _closed(found, words):
    return "活动已经取消" if found.called_off_at else f"{words}已经截止"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, pk):
    found = _shown_event(pk)
    if not found.takes_questions(now=timezone.now(), on=localdate()):
        return render(request, "participation/event_closed.html", _under(found, _closed(found, "提问")))
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            count_deed(request, "event question", most=settings.MOST_OPINIONS_AN_HOUR, words=_TOO_MANY)
            event_questions.ask(found, **form.told())
        except InvalidMove as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("participation:asked", pk)
    return render(
        request, "participation/event_form.html", _under(found, "事先提问", form=form, button="提交问题")
    )


@never_cache
@require_safe
def asked(request, pk):
    return render(request, "participation/asked.html", _under(_shown_event(pk), "收到了，谢谢您"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request, pk):
    """The code is shown on the answer itself, so that it stands in no address; the same page sent twice shows it again."""
    found = _shown_event(pk)
    if not found.takes_registrations(now=timezone.now(), on=localdate()):
        return render(request, "participation/event_closed.html", _under(found, _closed(found, "报名")))
    form = RegistrationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            count_deed(request, "event seat", most=settings.MOST_OPINIONS_AN_HOUR, words=_TOO_MANY)
            booked = booking.book(found, **form.told())
        except InvalidMove as refusal:
            form.add_error(None, str(refusal))
        else:
            page = _under(found, "报名成功", booked=booked, code=booking.code_of(booked))
            return render(request, "participation/booked.html", page)
    left = found.seats_left()
    return render(
        request,
        "participation/event_form.html",
        _under(found, "报名参加", form=form, button="报名", left=left, has_seats=True),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request, pk):
    found = _shown_event(pk)
    if found.seats is None:
        raise Http404("不用报名")
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            count_deed(request, "seat code", most=_MOST_CODES_AN_HOUR, words=_TOO_MANY)
            booking.cancel_with(found, code=form.cleaned_data["code"])
        except InvalidMove as refusal:
            form.add_error("code", str(refusal))
        else:
            return render(request, "participation/cancelled.html", _under(found, "已取消报名"))
    return render(request, "participation/cancel.html", _under(found, "取消报名", form=form))
