"""One's own inquiry: the receipt, where it stands, its answer and one's word on it; opened by number and code alone."""

from contextlib import suppress

from django.conf import settings
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linhai_portal.accounts.addresses import origin
from linhai_portal.attempts import count, tries
from linhai_portal.calendar import work_calendar
from linhai_portal.workflow import InvalidMove
from participation import asking
from participation.inquiry_dates import explained
from participation.inquiry_forms import LookupForm, RatingForm
from participation.inquiry_holding import held, hold, let_go
from participation.models import Inquiry
from participation.views.inquiries import public_page

NAME = "查提问的答复"
WRONG = "没有这件提问，或者查询码不对。请核对编号和查询码。"
TOO_OFTEN = "查得太多了，请过一小时再试。着急的，请打 12345。"
Status = Inquiry.Status
_STEPS = ["提交", "受理", "办理", "审核", "答复"]
_PLACE = {Status.RECEIVED: 0, Status.ACCEPTED: 1, Status.HANDLING: 2, Status.REVIEW: 3}


@never_cache
@require_safe
def receipt(request):
    found = held(request)
    if found is None:
        return redirect("participation:inquiry_new")
    page = public_page("收到了，谢谢您") | {"inquiry": found} | _days(found)
    return render(request, "participation/inquiry_receipt.html", page)


def _days(found):
    return {"due": explained(found.leading, work_calendar()), "today": localdate()}


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def status(request):
    if request.method == "POST":
        return _look_up(request)
    found = held(request)
    return _status_page(request, found) if found else _lookup_page(request, LookupForm())


@sensitive_variables()
def _look_up(request):
    """The same answer, whichever of the two is wrong."""
    form = LookupForm(request.POST)
    if not form.is_valid():
        return _lookup_page(request, form)
    if tries("lookup", origin(request)) >= settings.MOST_LOOKUPS_AN_HOUR:
        form.add_error(None, TOO_OFTEN)
        return _lookup_page(request, form, status=429)
    found = Inquiry.objects.with_code(form.cleaned_data["number"], form.cleaned_data["code"])
    if found:
        hold(request, found)
        return redirect("participation:inquiry_status")
    count("lookup", origin(request))
    form.add_error(None, WRONG)
    return _lookup_page(request, form)


def _lookup_page(request, form, status=200):
    page = public_page(NAME) | {"form": form}
    return render(request, "participation/inquiry_lookup.html", page, status=status)


def _status_page(request, found, form=None):
    leading = found.leading
    is_answered = found.answered_on is not None
    page = public_page(_headline(found)) | {
        "inquiry": found,
        "leading": leading,
        "is_answered": is_answered,
        "steps": _STEPS,
        "place": len(_STEPS) if is_answered else _PLACE.get(leading.status, 0),
        "refusal": _why_refused(leading) if found.is_refused else "",
        "correction": leading.corrections.made().last() if is_answered else None,
        "extension": leading.extension_reason if leading.extended_on else "",
        "form": form or (RatingForm() if found.may_be_rated else None),
    }
    return render(request, "participation/inquiry_status.html", page | _days(found))


def _headline(found):
    if found.answered_on:
        return f"{found.answered_on:%-m 月 %-d 日}答复您了"
    if found.is_refused:
        return "这件事不在这里办"
    due = found.leading.answer_due_on
    if due and due < localdate():
        return f"已经过了答复期限（{due:%-m 月 %-d 日}），还没有答复"
    return f"最迟 {due:%-m 月 %-d 日}答复您" if due else "正在办理"


def _why_refused(leading):
    return leading.events.filter(to_status=Status.REFUSED).exclude(from_status=Status.REFUSED).last().note


@never_cache
@require_POST
def rate(request):
    found, form = held(request), RatingForm(request.POST)
    if found is None:
        return redirect("participation:inquiry_status")
    if not form.is_valid():
        return _status_page(request, found, form)
    with suppress(InvalidMove):  # rated at this moment, by a second tap
        asking.rate(found, **form.cleaned_data)
    return redirect("participation:inquiry_status")


@never_cache
@require_POST
def leave(request):
    let_go(request)
    return redirect("participation:inquiry_status")
