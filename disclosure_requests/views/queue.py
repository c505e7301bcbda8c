"""The cases on their way, what ends first on top (rules: requests §7; design 07)."""

from django.conf import settings
from django.db.models import Count, Q
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from disclosure_requests.kept_dates import LIMITS
from disclosure_requests.models import Applicant, Assignment, DisclosureRequest
from disclosure_requests.models.applicants import name_index
from disclosure_requests.models.requests import STOPPED
from disclosure_requests.workflow import Status
from linhai_portal.calendar import work_calendar
from linhai_portal.office import for_staff, office_page, part_of
from linhai_portal.sealed_fields import SealedTextField

TABS = {
    "": "全部在办",
    "overdue": "逾期",
    "today": "今天到期",
    "soon": "快到期",
    "stopped": "暂停计时",
    "check": "待审签",
    "signed": "待送达",
    "unclaimed": "没有人签收",
}


# Sealed columns that no line shows: opening them takes longer than finding the rows.
_SHUT = [
    "code",
    *(
        f"applicant__{field.name}"
        for field in Applicant._meta.fields
        if isinstance(field, SealedTextField) and field.name != "name"
    ),
]


def narrowed(*, on, near):
    """What each tab but the first is narrowed to, as seen on a day and with what is due soon up to `near`."""
    unclaimed = Assignment.objects.unclaimed().order_by().values("case")
    return {
        "overdue": Q(reply_due_on__lt=on),
        "today": Q(limit_on=on),
        "soon": Q(limit_on__gt=on, limit_on__lte=near),
        "stopped": STOPPED,
        "check": Q(status=Status.CHECK),
        "signed": Q(status=Status.SIGNED),
        "unclaimed": Q(pk__in=unclaimed, status=Status.HANDLING),
    }


def counts_of(cases, tabs):
    """How many each tab holds; each statement reads no more of an index than what it counts."""
    by_status = dict(cases.order_by().values_list("status").annotate(Count("pk")))
    counts = {"": sum(by_status.values())}
    counts |= {key: by_status.get(key, 0) for key in (Status.CHECK, Status.SIGNED)}
    others = tabs.keys() - counts.keys()
    return counts | {key: cases.filter(tabs[key]).count() for key in others}


@for_staff("disclosure_requests.view_disclosurerequest")
@require_safe
def queue(request):
    today, tab, words = localdate(), request.GET.get("tab", ""), request.GET.get("q", "")
    calendar = work_calendar()
    near = calendar.nth_workday_after(today, settings.DUE_SOON_WORKDAYS)
    tabs = narrowed(on=today, near=near)
    mine = DisclosureRequest.objects.visible_to(request.user).open()
    found = looked_for(mine, words).filter(tabs.get(tab, Q()))
    counts = counts_of(mine, tabs)
    known = None if words.strip() else counts.get(tab, counts[""])
    rows, links, total = part_of(request, found.by_nearest_limit(), total=known)
    return office_page(
        request,
        "disclosure_requests/office/queue.html",
        title="在办申请",
        rows=[_line(case, today, near, calendar) for case in _whole(rows)],
        links=links,
        total=total,
        tabs=[(key, label, counts[key]) for key, label in TABS.items()],
        tab=tab,
        q=words,
    )


def _whole(rows):
    """The keys of the page are found in an index; only its rows are read."""
    cases = DisclosureRequest.objects.filter(pk__in=list(rows.values_list("pk", flat=True)))
    return cases.by_nearest_limit().select_related("organization", "applicant").defer(*_SHUT)


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
    }
