"""Hearings as the public meets them: the list, one with its course and its draw, registering, and one's own registration."""

from functools import partial, wraps

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linhai_portal.accounts.addresses import origin
from linhai_portal.accounts.rates import count_deed
from linhai_portal.attempts import count, tries
from linhai_portal.formats import answer as in_format
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
Confirmation = HearingRegistration.Confirmation
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


def _of_hearing(view):
    """The view gets the hearing; where its notice was taken down, the tombstone says what became of it, and no page more."""

    @wraps(view)
    def found(request, pk):
        rows = Hearing.objects.with_page()
        parts = ("publication__organization", "consultation__publication", "participants", "report")
        hearing = get_object_or_404(rows.select_related(*parts), pk=pk)
        if not hearing.publication.shows_text(on=localdate()):
            return redirect(hearing.publication)
        return view(request, hearing)

    return found


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
@_of_hearing
def hearing(request, found):
    today, consultation = localdate(), found.consultation
    page = {
        "trail": TRAIL,
        "course": course(found, on=today),
        "registers": found.registers(on=today),
        "opens_later": today < found.registers_from,
        "categories": registering.counts(found),
        "consultation": consultation
        if consultation and consultation.publication.is_listed(on=today)
        else None,
        "lots": drawing_lots.shown_lots(found, on=today),
        "refused": registering.refusals(found),
        "files": found.publication.attachments.files(),
    }
    return render(request, "participation/hearing.html", _page(found, found.short_title) | page)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@_of_hearing
def register(request, found):
    """The code is shown once, on the page after this one."""
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
            return redirect("participation:hearing_registered", found.pk)
    return render(
        request, "participation/hearing_register.html", _page(found, "报名参加听证会") | {"form": form}
    )


@require_safe
@_of_hearing
def lots_csv(request, found):
    """The whole list with its tickets, for whoever computes the draw again; nothing of it while one can register."""
    if localdate() <= found.registers_until:
        raise Http404("报名截止以后才有这份名单")
    return in_format(request, "csv", drawing_lots.listing(found), drawing_lots.lots(found))


def _key(found):
    return f"registered for hearing {found.pk}"


@never_cache
@require_safe
@_of_hearing
def registered(request, found):
    """Shown once: the next person at the same computer does not see it."""
    number, code = request.session.pop(_key(found), (None, None))
    if number is None:
        return redirect("participation:hearing_mine", found.pk)
    facts = {"registration": found.registrations.get(number=number), "code": code}
    return render(request, "participation/hearing_registered.html", _page(found, "报名收到了") | facts)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@_of_hearing
def mine(request, found):
    """One's own registration by number and code, sent each time and kept nowhere: to look, to withdraw, to confirm."""
    form, own, done = MineForm(request.POST or None), None, ""
    speaks = "confirm" in request.POST or "decline" in request.POST
    remark = RemarkForm(request.POST if speaks else None)
    if request.method == "POST" and form.is_valid():
        try:
            own = _own(request, found, form)
            done = _deed(request, own, remark)
        except InvalidMove as refusal:
            form.add_error(None, str(refusal))
    facts = {"form": form, "registration": own, "remark": remark, "done": done}
    facts["read"] = holding.minutes_mark(own.hearing) if own and own.hearing.minutes else ""
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
        "confirm": (partial(_speak, own, remark, Confirmation.ONLINE), "已经确认笔录。"),
        "decline": (
            partial(_speak, own, remark, Confirmation.DECLINED),
            "您的意见记下了。单位核对以后会打电话给您。",
        ),
    }
    for name, (deed, done) in deeds.items():
        if name in request.POST:
            deed()
            own.refresh_from_db()
            return done
    return ""


def _speak(own, remark, way):
    if not remark.is_valid():
        raise InvalidMove("对笔录的意见最多写 2000 个字。")
    holding.confirm(own, way=way, **remark.cleaned_data)
