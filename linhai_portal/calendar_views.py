"""放假安排: hand in the days of a notice, see what they would move, confirm; the office keeps the working-day calendar."""

from django.contrib import messages
from django.db.models import Count, Q
from django.db.models.functions import ExtractYear
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from linhai_portal import calendar_previews as previews
from linhai_portal.calendar import year_missing
from linhai_portal.calendar_forms import CalendarForm
from linhai_portal.models import CalendarPreview, SpecialDay
from linhai_portal.office import for_staff, office_page
from linhai_portal.paging import check_page, last_page, page_links, page_number
from linhai_portal.workdays import WORKDAY

_DRAFT = "calendar_preview"  # in the session: what a person has handed in and not been told the outcome of
_REFRESH_SECONDS = 3
Status = CalendarPreview.Status
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
        facts = {"notice": form.cleaned_data["notice"], "today": localdate()}
        request.session[_DRAFT] = previews.start(form.cleaned_data["days"], **facts).pk
        return redirect("calendar:preview")
    return _page(request, form)


@for_staff("portal.view_specialday", *_MAY_WRITE)
@require_safe
def preview(request):
    draft = _draft(request)
    if not draft:
        return redirect("calendar:calendar")
    if draft.is_working:
        return _working(request, draft)
    if draft.status != Status.READY:
        return _told(request, draft)
    number, last = page_number(request.GET), last_page(draft.moved)
    check_page(number, last)
    return office_page(
        request,
        "portal/calendar_preview.html",
        title="核对放假安排",
        draft=draft,
        days=previews.days_of(draft),
        moves=previews.moves_on(draft, number),
        links=page_links(request.GET, number, last),
    )


@for_staff("portal.view_specialday", *_MAY_WRITE)
@require_POST
def confirm(request):
    draft = _draft(request)
    if draft and request.POST.get("draft", str(draft.pk)) != str(draft.pk):
        messages.warning(request, "没有写入：您打开那一页以后又上传了一份，现在等您确认的是这一份。")
        return redirect("calendar:preview")
    if not draft or not previews.confirm(draft):
        messages.warning(request, "没有等您确认的放假安排：已经写入过，或者登录过期了。需要的话请重新上传。")
        return redirect("calendar:calendar")
    return redirect("calendar:preview") if draft.is_working else _told(request, draft)


def _draft(request):
    """What this person handed in and has not been told the outcome of; None for nothing."""
    return CalendarPreview.objects.filter(pk=request.session.get(_DRAFT)).first()


def _working(request, draft):
    answer = office_page(request, "portal/calendar_working.html", title="放假安排", draft=draft)
    answer["Refresh"] = str(_REFRESH_SECONDS)
    return answer


def _told(request, draft):
    """How it ended, once."""
    del request.session[_DRAFT]
    if draft.status == Status.APPLIED:
        messages.success(request, f"已写入工作日历，{draft.moved} 个期限改了日期，已通知有关人员。")
    else:
        messages.error(request, f"没有写入。{draft.outcome}")
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
