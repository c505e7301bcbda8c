"""Hearings as the public meets them: the list, one with its course and its draw, registering, and one's own registration."""

from functools import partial

from django.conf import settings
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linhai_portal.accounts.addresses import origin
from linhai_portal.accounts.rates import count_deed
from linhai_portal.attempts import count, tries
from linhai_portal.office import part_of
from linhai_portal.page_tags import article_tags, column_tags
from linhai_portal.workflow import InvalidMove
from participation import drawing_lots, holding, registering
from participation.hearing_course import course
from participation.hearing_forms import MineForm, RegistrationForm, RemarkForm
from participation.models import Hearing, HearingRegistration
from participation.views.consultations import START_TRAIL

NAME = "听证会"
TRAIL = (START_TRAIL, (NAME, "/hearings/"))
TOO_MANY = "从您这里来的报名一小时内太多了，请过一小时再试。着急的，请打公告上的电话。"
TOO_MANY_TRIES = "查询的次数太多了，请过一小时再试。着急的，请打公告上的电话。"
NOT_FOUND = "没有找到。请核对编号和查询码，一个字也不能错。"


@require_safe
def hearings(request):
    today = localdate()
    listed = Hearing.objects.listed(on=today).select_related("publication__organization")
    rows, links, _ = part_of(request, listed)
    return render(
        request,
        "participation/hearings.html",
        {
            "section": "participation",
            "title": NAME,
            "tags": column_tags(NAME, "要开的和开过的听证会，怎么报名、怎么选人、结果怎样", kind="公众参与"),
            "trail": (START_TRAIL,),
            "rows": [(each, each.registers(on=today)) for each in rows],
            "links": links,
        },
    )


def public_hearing(pk):
    rows = Hearing.objects.with_page()
    parts = ("publication__organization", "consultation__publication", "participants", "report")
    return get_object_or_404(rows.select_related(*parts), pk=pk)


def _page(found, title):
    return {
        "section": "participation",
        "title": title,
        "trail": (*TRAIL, (found.short_title, found.get_absolute_url())),
        "tags": article_tags(
            str(found),
            column=NAME,
            published_at=found.publication.published_at,
            source=found.publication.issuer,
            kind="公众参与",
        ),
        "hearing": found,
    }


@require_safe
def hearing(request, pk):
    found, today = public_hearing(pk), localdate()
    if not found.publication.shows_text(on=today):
        return redirect(found.publication)  # the tombstone says what became of it
    consultation = found.consultation
    page = {
        "trail": TRAIL,
        "course": course(found, on=today),
        "registers": found.registers(on=today),
        "categories": registering.counts(found),
        "consultation": consultation
        if consultation and consultation.publication.is_listed(on=today)
        else None,
        "drawn": drawing_lots.drawn(found) if found.drawn_at else {},
        "refused": registering.refusals(found),
        "files": found.publication.attachments.files(),
    }
    return render(request, "participation/hearing.html", _page(found, found.short_title) | page)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request, pk):
    """The code is shown once, on the page after this one."""
    found = public_hearing(pk)
    if not found.registers(on=localdate()):
        return render(request, "participation/hearing_closed.html", _page(found, "现在不能报名"))
    form = RegistrationForm(request.POST or None, hearing=found)
    if request.method == "POST" and form.is_valid():
        try:
            count_deed(request, "registration", most=settings.MOST_OPINIONS_AN_HOUR, words=TOO_MANY)
            registration, code = registering.register(found, **form.told())
        except InvalidMove as refusal:
            form.add_error(None, str(refusal))
        else:
            request.session[_key(found)] = [registration.number, code]
            return redirect("participation:hearing_registered", pk)
    return render(
        request, "participation/hearing_register.html", _page(found, "报名参加听证会") | {"form": form}
    )


def _key(found):
    return f"registered for hearing {found.pk}"


@never_cache
@require_safe
def registered(request, pk):
    """Shown once: the next person at the same computer does not see it."""
    found = public_hearing(pk)
    number, code = request.session.pop(_key(found), (None, None))
    if number is None:
        return redirect("participation:hearing_mine", pk)
    facts = {"registration": found.registrations.get(number=number), "code": code}
    return render(request, "participation/hearing_registered.html", _page(found, "报名收到了") | facts)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request, pk):
    """One's own registration by number and code, sent each time and kept nowhere: to look, to withdraw, to confirm."""
    found = public_hearing(pk)
    form, own, done = MineForm(request.POST or None), None, ""
    remark = RemarkForm(request.POST if "confirm" in request.POST else None)
    if request.method == "POST" and form.is_valid():
        try:
            own = _own(request, found, form)
            done = _deed(request, own, remark)
        except InvalidMove as refusal:
            form.add_error(None, str(refusal))
    facts = {"form": form, "registration": own, "remark": remark, "done": done}
    return render(request, "participation/hearing_mine.html", _page(found, "我的报名") | facts)


def _own(request, found, form):
    """Every try that finds nothing counts."""
    if tries("registration code", origin(request)) >= settings.MOST_LOOKUPS_AN_HOUR:
        raise InvalidMove(TOO_MANY_TRIES)
    own = found.registrations.select_related("category", "hearing").with_code(**form.cleaned_data)
    if own is None:
        count("registration code", origin(request))
        raise InvalidMove(NOT_FOUND)
    return own


def _deed(request, own, remark):
    deeds = {
        "withdraw": (partial(registering.withdraw, own), "已经退出。"),
        "confirm": (partial(_confirm, own, remark), "已经确认笔录。"),
    }
    for name, (deed, done) in deeds.items():
        if name in request.POST:
            deed()
            own.refresh_from_db()
            return done
    return ""


def _confirm(own, remark):
    if not remark.is_valid():
        raise InvalidMove("对笔录的意见最多写 2000 个字。")
    holding.confirm(own, way=HearingRegistration.Confirmation.ONLINE, **remark.cleaned_data)
