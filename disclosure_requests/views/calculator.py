"""The deadline calculator: anybody, without logging in; what is told stands in the address, which can be shared."""

from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from disclosure_requests.calculator_form import CalculatorForm
from disclosure_requests.clock import Wait
from linhai_portal.calendar import work_calendar
from linhai_portal.page_tags import column_tags

NAME = "依申请公开期限计算"
WAITS = {
    Wait.CORRECTION: "等申请人补正",
    Wait.PAYMENT: "等申请人缴费",
    Wait.DELIVERY: "等征求意见书送达",
}


@require_safe
def calculator(request):
    calendar = work_calendar()
    form = CalculatorForm(None, calendar=calendar)
    if not form.fields.keys().isdisjoint(request.GET):
        form = CalculatorForm(request.GET, calendar=calendar)
    page = {
        "section": "requests",
        "trail": [("申请公开政府信息", reverse("requests:guide"))],
        "title": NAME,
        "tags": column_tags(
            NAME, "政府信息公开申请的补正、答复、征求意见、缴费期限，逐日说明", kind="网站说明"
        ),
        "form": form,
    }
    if form.is_valid():
        page["answer"] = _answer(form, calendar, today=localdate()) | {"address": _address(request, form)}
    return render(request, "disclosure_requests/calculator.html", page)


def _answer(form, calendar, *, today):
    values = form.cleaned_data
    dates, replied_on = values["dates"], values["replied_on"]
    due_on = dates.deadline.reply_due
    answer = {
        "dates": dates,
        "replied_on": replied_on,
        "channel": form.channel_chosen(),
        "waits": [WAITS[each] for each in dates.deadline.waits_for],
        "today": today,
    }
    if due_on:
        answer["days_over"] = max(0, ((replied_on or today) - due_on).days)
        answer["workdays_left"] = calendar.workdays_between(today, due_on)
    return answer


def _address(request, form):
    """The shortest address of the same answer."""
    told = [(name, request.GET[name]) for name in form.fields if request.GET.get(name)]
    return request.build_absolute_uri(f"{request.path}?{urlencode(told)}")
