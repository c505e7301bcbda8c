"""The cases on their way, what ends first on top (rules: requests §7; design 07)."""

from django.db.models import Q
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from disclosure_requests.kept_dates import LIMITS
from disclosure_requests.models import DisclosureRequest
from disclosure_requests.models.applicants import name_index
from disclosure_requests.workflow import Status
from linhai_portal.calendar import soon, work_calendar
from linhai_portal.office import for_staff, office_page, part_of

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


def of_tab(cases, tab, *, on):
    narrowed = {
        "overdue": Q(reply_due_on__lt=on),
        "today": Q(limit_on=on),
        "soon": Q(limit_on__gt=on, limit_on__lte=soon(on)),
        "stopped": Q(clock="stopped") | Q(status__in=[Status.THIRD_PARTY, Status.AGENCY_CONSULT]),
        "check": Q(status=Status.CHECK),
        "signed": Q(status=Status.SIGNED),
        "unclaimed": Q(assignments__returned_at=None, assignments__handler=None, status=Status.HANDLING)
        & Q(assignments__isnull=False),
    }
    return cases.filter(narrowed[tab]) if tab in narrowed else cases


@for_staff("disclosure_requests.view_disclosurerequest")
@require_safe
def queue(request):
    today, tab = localdate(), request.GET.get("tab", "")
    mine = DisclosureRequest.objects.visible_to(request.user).open()
    found = of_tab(looked_for(mine, request.GET.get("q", "")), tab, on=today)
    rows, links, total = part_of(
        request, found.by_nearest_limit().select_related("organization", "applicant")
    )
    return office_page(
        request,
        "disclosure_requests/office/queue.html",
        title="在办申请",
        rows=[_line(case, today) for case in rows],
        links=links,
        total=total,
        tabs=[(key, words, of_tab(mine, key, on=today).count()) for key, words in TABS.items()],
        tab=tab,
        q=request.GET.get("q", ""),
    )


def looked_for(cases, words):
    """By number, by the applicant's whole name, or by words of the information asked for."""
    words = words.strip()
    if not words:
        return cases
    of_name = Q(applicant__name_index=name_index(words))
    return cases.filter(Q(number__iendswith=words) | of_name | Q(title__icontains=words))


def _line(case, today):
    calendar, limit = work_calendar(), case.limit_on
    return {
        "case": case,
        "kind": LIMITS.get(case.limit_kind, ""),
        "over": (today - limit).days if limit and limit < today else 0,
        "is_today": limit == today,
        "is_soon": bool(limit) and today < limit <= soon(today),
        "left": calendar.workdays_between(today, limit) if limit else None,
    }
