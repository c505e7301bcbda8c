"""The cases on their way, what ends first on top (rules: requests §7; design 07)."""

from django.conf import settings
from django.db.models import Prefetch, Q
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from disclosure_requests.day_strip import days_of
from disclosure_requests.kept_dates import LIMITS
from disclosure_requests.models import Applicant, Assignment, DisclosureRequest
from disclosure_requests.models.applicants import name_index
from disclosure_requests.queue_tabs import OVER, TABS, counts_of, narrowed, over, queued_cases
from linhai_portal.calendar import work_calendar
from linhai_portal.office import for_staff, office_page, part_of
from linhai_portal.sealed_fields import SealedTextField

_BAR, _WIDTH = 6.6, 132  # one workday, and what there is for all of them, in units of the drawing
_FACTS = ["corrections", "extensions", "fee_notices", "reasons_requests", "consultations"]
_STANDING = Prefetch("assignments", Assignment.objects.standing().select_related("organization"))
# Sealed columns that no line shows: opening them takes longer than finding the rows.
_SHUT = [
    "code",
    *(
        f"applicant__{field.name}"
        for field in Applicant._meta.fields
        if isinstance(field, SealedTextField) and field.name != "name"
    ),
]


@for_staff("disclosure_requests.view_disclosurerequest")
@require_safe
def queue(request):
    today, tab, words = localdate(), request.GET.get("tab", ""), request.GET.get("q", "")
    calendar = work_calendar()
    near = calendar.nth_workday_after(today, settings.DUE_SOON_WORKDAYS)
    tabs, mine = narrowed(on=today, near=near), queued_cases(request.user)
    counts = counts_of(mine, tabs)
    if tab in OVER:
        found = over(DisclosureRequest.objects.visible_to(request.user), tab, on=today)
    else:
        found = mine.filter(tabs.get(tab, Q())).by_nearest_limit()
    known = None if words.strip() or tab in OVER else counts.get(tab, counts[""])
    rows, links, total = part_of(request, looked_for(found, words), total=known)
    return office_page(
        request,
        "disclosure_requests/office/queue.html",
        title="在办申请",
        rows=[_line(case, today, near, calendar) for case in _whole(rows)],
        links=links,
        total=total,
        tabs=[(key, label, counts.get(key)) for key, label in TABS.items()],
        tab=tab,
        q=words,
    )


def _whole(rows):
    """The keys of the page are found in an index; only its rows are read, in the order of the keys."""
    keys = list(rows.values_list("pk", flat=True))
    cases = DisclosureRequest.objects.select_related("organization", "applicant").defer(*_SHUT)
    found = cases.prefetch_related(*_FACTS, _STANDING).in_bulk(keys)
    return [found[key] for key in keys]


def looked_for(cases, words):
    """By number, by the applicant's whole name, or by words of the information asked for."""
    words = words.strip()
    if not words:
        return cases
    of_name = Q(applicant__name_index=name_index(words))
    return cases.filter(Q(number__iendswith=words) | of_name | Q(title__icontains=words))


def _line(case, today, near, calendar):
    limit = case.limit_on
    return {
        "case": case,
        "kind": LIMITS.get(case.limit_kind, ""),
        "over": (today - limit).days if limit and limit < today else 0,
        "is_today": limit == today,
        "is_soon": bool(limit) and today < limit <= near,
        "left": calendar.workdays_between(today, limit) if limit else None,
        "units": [each.organization.name for each in case.assignments.all()],
    } | (_used(case, calendar, today) if case.received_on and case.is_open else {})


def _used(case, calendar, today):
    """The workdays of the period as bars: used, held by a consultation, left; red beyond the due day."""
    deadline = case.deadline(calendar)
    if not deadline.reply_due:
        return {"bars": [], "used_words": ""}
    days = [
        day
        for day in days_of(deadline, calendar)
        if day.counts or (day.taken_out and calendar.is_workday(day.date))
    ]
    used = sum(day.counts and day.date <= today for day in days)
    looks = ["held" if day.taken_out else "past" if day.date <= today else "" for day in days]
    looks += ["late"] * min(3, max(0, (today - deadline.reply_due).days))
    step = min(_BAR, _WIDTH / max(1, len(looks)))
    return {
        "bars": [(f"{n * step:.1f}", look) for n, look in enumerate(looks)],
        "bar": f"{step * 0.76:.1f}",
        "used_words": f"已用 {used} 个工作日，共 {deadline.workdays} 个",
    }
