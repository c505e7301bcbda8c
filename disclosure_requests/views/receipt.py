"""登记回执: number, code, the day of receipt and why, the last day of the reply and how it comes about; to be printed."""

from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from disclosure_requests import issuing
from disclosure_requests.due_dates import due_dates
from disclosure_requests.holding import held_case
from disclosure_requests.receipt import Channel
from disclosure_requests.views.frame import letter_file, public_page
from linhai_portal.calendar import work_calendar


@never_cache
@require_safe
def receipt(request):
    case = held_case(request)
    if not case:
        return redirect("requests:new")
    page = public_page("申请已经收到") | {
        "case": case,
        "rule": Channel(case.channel).rule,
        "due": due_dates(case.received_on, [], work_calendar(), reply_workdays=case.reply_workdays).reply,
        "today": localdate(),
    }
    return render(request, "disclosure_requests/receipt.html", page)


@never_cache
@require_safe
def receipt_letter(request):
    """D01 as a file: made when it is first asked for, the same ever after."""
    case = held_case(request)
    if not case:
        return redirect("requests:new")
    return letter_file(issuing.receipt_letter(case, today=localdate()))
