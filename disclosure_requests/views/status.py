"""Where one's own case stands (design 06): opened by number and code, for this session, until the button lets it go."""

from contextlib import suppress

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from disclosure_requests import applicant_deeds, following_up
from disclosure_requests.case_dates import REDO, dates_of_case
from disclosure_requests.course import HAS_REPLY, course, standing
from disclosure_requests.holding import held_case, hold_case, let_go_of_case
from disclosure_requests.letters.compose import LETTER_OF_DECISION, LETTERS
from disclosure_requests.letters.kinds import Remedy
from disclosure_requests.models import Decision, DisclosureRequest, Letter, Material
from disclosure_requests.outcomes import OUTCOMES
from disclosure_requests.status_forms import LookupForm
from disclosure_requests.views.applicant_deeds import DEEDS
from disclosure_requests.views.frame import STATUS_NAME, letter_file, public_page
from disclosure_requests.views.lookup import TOO_OFTEN, is_stopped
from disclosure_requests.workflow import Status
from linhai_portal.accounts.addresses import origin
from linhai_portal.attempts import count
from linhai_portal.calendar import work_calendar
from linhai_portal.workflow import InvalidMove

WRONG = "没有这件申请，或者查询码不对。请核对登记回执上的申请编号和查询码。"
RELATED = (
    "corrections",
    "extensions",
    "fee_notices",
    "reasons_requests",
    "consultations",
    "remedies",
    "events",
)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def status(request):
    if request.method == "POST":
        return _look_up(request)
    case = held_case(request)
    return _case_page(request, case) if case else _lookup_page(request, LookupForm())


@sensitive_variables()
def _look_up(request):
    """The same work and the same answer, whichever of the two is wrong."""
    form = LookupForm(request.POST)
    if not form.is_valid():
        return _lookup_page(request, form)
    number, code = form.cleaned_data["number"].strip(), form.cleaned_data["code"]
    if is_stopped(request):
        form.add_error(None, TOO_OFTEN)
        return _lookup_page(request, form, status=429)
    case = DisclosureRequest.objects.with_code(number, code)
    if case:
        request.session.cycle_key()
        hold_case(request, case)
        return redirect("requests:status")
    count("lookup", origin(request))
    form.add_error(None, WRONG)
    return _lookup_page(request, form)


def _lookup_page(request, form, status=200):
    page = public_page(STATUS_NAME) | {"form": form}
    return render(request, "disclosure_requests/lookup.html", page, status=status)


def _case_page(request, case):
    calendar, today = work_calendar(), localdate()
    case = (
        DisclosureRequest.objects.select_related("applicant", "organization")
        .prefetch_related(*RELATED)
        .get(pk=case.pk)
    )
    dates, others = dates_of_case(case, calendar)
    stands = standing(case, dates, calendar, today=today)
    done, ahead = course(case, dates)
    page = public_page(stands.headline, (STATUS_NAME, request.path)) | {
        "case": case,
        "stands": stands,
        "due": _due(case, dates, others),
        "others": others,
        "done": done,
        "ahead": ahead,
        "today": today,
        "deeds": [
            deed
            for deed in DEEDS.values()
            if deed.key not in (stands.wants, "rate") and deed.is_possible(case, today)
        ],
        "rating": following_up.rating_of(case),
        "may_rate": following_up.may_rate(case),
        "wanted": DEEDS.get(stands.wants),
        "reply": _reply(case) if has_reply(case) else None,
        "letters": _notices(case),
    }
    return render(request, "disclosure_requests/status.html", page)


def _due(case, dates, others):
    """The date whose days are shown; the period of a first reply is over when a new one was ordered."""
    if case.is_open and case.replied_on:
        return next((each for each in others if each.name == REDO), None)
    return dates.reply


@never_cache
@require_safe
def dates(request):
    """期限计算说明 of the case in hand: every date of it, day by day, for paper too."""
    case = held_case(request)
    if not case:
        return redirect("requests:status")
    told, others = dates_of_case(case, work_calendar())
    page = public_page("期限计算说明", (STATUS_NAME, "/requests/status/")) | {
        "case": case,
        "deadline": told.deadline,
        "reply": told.reply,
        "others": others,
        "today": localdate(),
    }
    return render(request, "disclosure_requests/dates.html", page)


def has_reply(case):
    return bool(case.replied_on) and case.status in HAS_REPLY


def _reply(case):
    """The one in force: that of the case stays what the annual report counted, whatever was ordered since."""
    decision = case.decisions.select_related("letter").filter(is_current=True).first()
    code = decision.outcome if decision else case.outcome
    remedy = LETTERS[LETTER_OF_DECISION[code]].remedy
    return {
        "outcome": OUTCOMES[code],
        "channel": settings.RECONSIDERATION_CHANNEL,
        "letter": decision.letter if decision else None,
        "materials": case.materials.filter(kind=Material.Kind.PROVIDED),
        "first_reconsider": remedy in (Remedy.R1, Remedy.BOTH),
        "either": remedy in (Remedy.R2, Remedy.BOTH),
    }


@never_cache
@require_POST
def open_reply(request):
    case = held_case(request)
    if case and case.status == Status.SENT:
        with suppress(InvalidMove):  # opened at this moment, by a second tap
            applicant_deeds.open_reply(case, today=localdate())
    return redirect("requests:status")


@never_cache
@require_safe
def file(request, pk):
    """What is not of the case in hand, or not given yet, does not exist."""
    case = held_case(request)
    given = (
        case.materials.filter(kind=Material.Kind.PROVIDED, pk=pk).first()
        if case and has_reply(case)
        else None
    )
    if given is None:
        raise Http404
    applicant_deeds.downloaded(case, given, today=localdate())
    disposition = content_disposition_header(as_attachment=True, filename=given.name)
    return HttpResponse(
        given.read(), content_type=given.content_type, headers={"Content-Disposition": disposition}
    )


def _notices(case):
    """What was sent to the applicant on the way; the receipt has a page of its own."""
    replies = Decision.objects.filter(case=case, letter__isnull=False).values("letter")
    others = case.letters.exclude(code="D01").exclude(pk__in=replies)
    return [each for each in others if each.goes_to_applicant]


def _letters(case):
    """With the replies, once one was opened."""
    replies = Letter.objects.filter(pk__in=Decision.objects.filter(case=case).values("letter"))
    return [*_notices(case), *(replies if has_reply(case) else [])]


@never_cache
@require_safe
def letter(request, pk):
    case = held_case(request)
    found = next((each for each in _letters(case) if each.pk == pk), None) if case else None
    if found is None:
        raise Http404
    applicant_deeds.read_letter(case, found, today=localdate())
    return letter_file(found)


@never_cache
@require_POST
def leave(request):
    let_go_of_case(request)
    return redirect("requests:status")
