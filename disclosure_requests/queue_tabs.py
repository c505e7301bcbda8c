"""The tabs of the queue: each a question about the day, to which a count of the start page opens."""

from functools import reduce
from operator import or_

from django.db.models import CharField, Count, Q, Value

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
from disclosure_requests.models.requests import STOPPED
from disclosure_requests.workflow import IN_REMEDY, QUEUED, Status

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
    "remedies": "复议、诉讼",
    "closed": "已办结",
    "destruction": "卷宗待销毁",
}
OVER = ("closed", "destruction")  # not on their way any more, and not counted
_NEW = [Status.AWAIT_CONFIRM, Status.RECEIVED, Status.REGISTERED]
_BY_STATUS = {
    "": QUEUED,
    "new": _NEW,
    "check": [Status.CHECK],
    "signed": [Status.SIGNED],
    "remedies": IN_REMEDY,
}
_MEASURES = [Correction, Extension, FeeNotice, ReasonsRequest, Consultation]


def narrowed(*, on, near):
    """What each tab of the queue but the first is narrowed to, with what is due soon up to `near`."""
    unclaimed = Assignment.objects.unclaimed().order_by().values("case")
    return {
        "overdue": Q(limit_on__lt=on),
        "today": Q(limit_on=on),
        "soon": Q(limit_on__gt=on, limit_on__lte=near),
        "new": Q(status__in=_NEW),
        "stopped": STOPPED,
        "approve": reduce(or_, [Q(pk__in=_waiting(model)) for model in _MEASURES]),
        "check": Q(status=Status.CHECK),
        "signed": Q(status=Status.SIGNED),
        "unclaimed": Q(pk__in=unclaimed, status=Status.HANDLING),
        "remedies": Q(status__in=IN_REMEDY),
    }


def _waiting(model):
    return model.objects.waiting().order_by().values("case")


def counts_of(cases, tabs):
    """How many each tab of the queue holds, in one statement whose parts read no more of an index than they count."""
    cases = cases.order_by()
    by_status = cases.values_list("status").annotate(Count("pk"))
    others = [
        cases.filter(question)
        .annotate(tab=Value(key, CharField()))
        .values("tab")
        .annotate(n=Count("pk"))
        .values_list("tab", "n")
        for key, question in tabs.items()
        if key not in _BY_STATUS
    ]
    found = dict(by_status.union(*others, all=True))
    counts = {key: sum(found.get(each, 0) for each in statuses) for key, statuses in _BY_STATUS.items()}
    return counts | {key: found.get(key, 0) for key in tabs if key not in counts}


def over(visible, tab, *, on):
    """What is closed, the newest first, or has been kept long enough."""
    if tab == "closed":
        return visible.exclude(status__in=QUEUED).order_by("-pk")
    due = Dossier.objects.due_for_destruction(on=on)
    return visible.filter(dossier__in=due).order_by("pk")


def queued_cases(user):
    return DisclosureRequest.objects.visible_to(user).in_queue()
