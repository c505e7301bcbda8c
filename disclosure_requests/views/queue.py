"""The cases on their way, what ends first on top (rules: requests §7; design 07)."""

from functools import reduce
from operator import or_

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from disclosure_requests.day_strip import days_of
from disclosure_requests.kept_dates import LIMITS
from disclosure_requests.models import (
    Assignment,
    Consultation,
    Correction,
    DisclosureRequest,
    Dossier,
    Extension,
    FeeNotice,
    ReasonsRequest,
)
from disclosure_requests.models.applicants import name_index
from disclosure_requests.workflow import OPEN, Status
from linhai_portal.calendar import soon, work_calendar
from linhai_portal.office import for_staff, office_page, part_of

_BAR, _WIDTH = 6.6, 132  # one workday, and what there is for all of them, in units of the drawing
FACTS = [
    "corrections",
    "extensions",
    "fee_notices",
    "reasons_requests",
    "consultations",
    "assignments__organization",
]
_CLOSED = ("closed", "destruction")
MEASURES = [Correction, Extension, FeeNotice, ReasonsRequest, Consultation]
TABS = {
    "": "全部在办",
    "overdue": "逾期",
    "today": "今天到期",
    "soon": "快到期",
    "new": "待登记",
    "stopped": "暂停计时",
    "approve": "待批准",
    "check": "待审签",
    "signed": "待送达",
    "unclaimed": "没有人签收",
    "closed": "已办结",
    "destruction": "卷宗待销毁",
}


def tab_questions(*, on):
    """A tab is a question about the day; every count of the start page opens to one."""
    near = soon(on)
    return {
        "overdue": Q(limit_on__lt=on),
        "today": Q(limit_on=on),
        "soon": Q(limit_on__gt=on, limit_on__lte=near),
        "new": Q(status__in=[Status.AWAIT_CONFIRM, Status.RECEIVED, Status.REGISTERED]),
        "stopped": Q(clock="stopped") | Q(status__in=[Status.THIRD_PARTY, Status.AGENCY_CONSULT]),
        "approve": reduce(or_, [Q(Exists(_waiting(model))) for model in MEASURES]),
        "check": Q(status=Status.CHECK),
        "signed": Q(status=Status.SIGNED),
        "unclaimed": Q(Exists(Assignment.objects.unclaimed().filter(case=OuterRef("pk")))),
    }


def of_tab(cases, tab, *, on):
    question = tab_questions(on=on).get(tab)
    return cases.filter(question) if question else cases


def tab_counts(cases, *, on):
    """All of them in one statement."""
    questions = tab_questions(on=on)
    return cases.aggregate(
        all=Count("pk"), **{key: Count("pk", filter=each) for key, each in questions.items()}
    )


def _waiting(model):
    return model.objects.waiting().filter(case=OuterRef("pk"))


@for_staff("disclosure_requests.view_disclosurerequest")
@require_safe
def queue(request):
    today, tab = localdate(), request.GET.get("tab", "")
    mine = DisclosureRequest.objects.visible_to(request.user).open()
    near, calendar, counts = soon(today), work_calendar(), tab_counts(mine, on=today)
    found = looked_for(_cases(request.user, tab, today), request.GET.get("q", ""))
    found = found.order_by("-pk") if tab in _CLOSED else of_tab(found, tab, on=today).by_nearest_limit()
    wanted = found.select_related("organization", "applicant")
    rows, links, total = part_of(request, wanted.prefetch_related(*FACTS))
    return office_page(
        request,
        "disclosure_requests/office/queue.html",
        title="在办申请",
        rows=[_line(case, today, near, calendar) for case in rows],
        links=links,
        total=total,
        tabs=[(key, words, counts.get(key or "all")) for key, words in TABS.items()],
        tab=tab,
        q=request.GET.get("q", ""),
    )


def _cases(user, tab, today):
    """Those on their way; or what is over, or what has been kept long enough."""
    visible = DisclosureRequest.objects.visible_to(user)
    if tab == "closed":
        return visible.exclude(status__in=OPEN)
    if tab == "destruction":
        return visible.filter(dossier__in=Dossier.objects.due_for_destruction(on=today))
    return visible.open()


def looked_for(cases, words):
    """By number, by the applicant's whole name, or by words of the information asked for."""
    words = words.strip()
    if not words:
        return cases
    of_name = Q(applicant__name_index=name_index(words))
    return cases.filter(Q(number__iendswith=words) | of_name | Q(title__icontains=words))


def _line(case, today, near, calendar):
    limit = case.limit_on
    standing = [each for each in case.assignments.all() if each.returned_at is None]
    return {
        "case": case,
        "kind": LIMITS.get(case.limit_kind, ""),
        "over": (today - limit).days if limit and limit < today else 0,
        "is_today": limit == today,
        "is_soon": bool(limit) and today < limit <= near,
        "left": calendar.workdays_between(today, limit) if limit else None,
        "units": [each.organization.name for each in standing],
    } | (_used(case, calendar, today) if case.received_on else {})


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
