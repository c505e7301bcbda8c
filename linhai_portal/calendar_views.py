"""放假安排: hand in the days of a notice, see what they would move, confirm; the office keeps the working-day calendar."""

import datetime as dt

from django.contrib import messages
from django.db.models import Count, Q
from django.db.models.functions import ExtractYear
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from linhai_portal.calendar import year_missing
from linhai_portal.calendar_file import BadCalendar
from linhai_portal.calendar_forms import CalendarForm
from linhai_portal.calendar_loading import foresee, load
from linhai_portal.models import SpecialDay
from linhai_portal.office import for_staff, office_page
from linhai_portal.paging import PAGE_SIZE, check_page, last_page, page_links, page_number
from linhai_portal.workdays import WORKDAY, Special

_DRAFT = "calendar_draft"  # in the session: what a person has handed in and not confirmed yet
_MAY_WRITE = ("portal.add_specialday", "portal.change_specialday")


@for_staff("portal.view_specialday")
@require_safe
def calendar(request):
    return _page(request, CalendarForm())


@for_staff("portal.view_specialday", *_MAY_WRITE)
@require_POST
def hand_in(request):
    form = CalendarForm(request.POST, request.FILES)
    if form.is_valid():
        days = [[day.date.isoformat(), day.kind, day.name] for day in form.cleaned_data["days"]]
        request.session[_DRAFT] = {"days": days, "notice": form.cleaned_data["notice"]}
        return redirect("calendar:preview")
    return _page(request, form)


@for_staff("portal.view_specialday", *_MAY_WRITE)
@require_safe
def preview(request):
    days, notice = _draft(request)
    if not days:
        return redirect("calendar:calendar")
    try:
        loading = foresee(days, today=localdate())
    except BadCalendar as bad:
        return _refused(request, bad)
    number, last = page_number(request.GET), last_page(len(loading.moves))
    check_page(number, last)
    return office_page(
        request,
        "portal/calendar_preview.html",
        title="核对放假安排",
        notice=notice,
        loading=loading,
        moves=loading.moves[(number - 1) * PAGE_SIZE : number * PAGE_SIZE],
        links=page_links(request.GET, number, last),
    )


@for_staff("portal.view_specialday", *_MAY_WRITE)
@require_POST
def confirm(request):
    days, notice = _draft(request)
    if not days:
        messages.warning(request, "没有等您确认的放假安排：已经写入过，或者登录过期了。需要的话请重新上传。")
        return redirect("calendar:calendar")
    try:
        loading = load(days, notice=notice, today=localdate())
    except BadCalendar as bad:
        return _refused(request, bad)
    del request.session[_DRAFT]
    messages.success(request, f"已写入工作日历，{len(loading.moves)} 个期限改了日期，已通知有关人员。")
    return redirect("calendar:calendar")


def _draft(request):
    draft = request.session.get(_DRAFT, {"days": [], "notice": ""})
    return [Special(dt.date.fromisoformat(date), *rest) for date, *rest in draft["days"]], draft["notice"]


def _refused(request, bad):
    messages.error(request, "没有写入。" + "".join(bad.problems))
    return redirect("calendar:calendar")


def _page(request, form):
    return office_page(
        request,
        "portal/calendar.html",
        title="放假安排",
        form=form,
        years=_years(),
        missing=year_missing(today=localdate()),
        may_write=request.user.has_perms(_MAY_WRITE),
    )


def _years():
    """For which years an official calendar is known, the newest first, and what it rests on."""
    years = SpecialDay.objects.order_by().values(year=ExtractYear("date"))
    counted = years.annotate(
        holidays=Count("pk", filter=~Q(kind=WORKDAY)), workdays=Count("pk", filter=Q(kind=WORKDAY))
    )
    sources = {}
    for year, source in SpecialDay.objects.order_by("source").values_list("date__year", "source").distinct():
        sources.setdefault(year, []).append(source)
    return [each | {"sources": sources[each["year"]]} for each in counted.order_by("-year")]
