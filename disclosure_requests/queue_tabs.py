"""The tabs of the queue: each a question about the day, to which a count of the start page opens."""

from django.db import connection
from django.db.models import Q

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
_MEASURES = [Correction, Extension, FeeNotice, ReasonsRequest, Consultation]


def narrowed(*, on, near):
    """What each tab of the queue but the first is narrowed to, with what is due soon up to `near`."""
    first, *others = _MEASURES
    unclaimed = Assignment.objects.unclaimed().order_by().values("case")
    unclaimed = unclaimed.union(DisclosureRequest.objects.without_unit().order_by().values("pk"))
    return {
        "overdue": Q(limit_on__lt=on),
        "today": Q(limit_on=on),
        "soon": Q(limit_on__gt=on, limit_on__lte=near),
        "new": Q(status__in=_NEW),
        "stopped": STOPPED,
        "approve": Q(pk__in=_waiting(first).union(*map(_waiting, others))),
        "check": Q(status=Status.CHECK),
        "signed": Q(status=Status.SIGNED),
        "unclaimed": Q(pk__in=unclaimed, status=Status.HANDLING),
        "remedies": Q(status__in=IN_REMEDY),
    }


def _waiting(model):
    return model.objects.waiting().order_by().values("case")


def counts_of(cases, tabs, *, most=None, whole=None):
    """How many each tab of the queue holds, in one statement; beyond `most` only `whole` is counted, of others most + 1 said."""
    limit = most and most + 1
    parts = {
        key: cases.order_by().filter(question).values("pk")[: None if key == whole else limit]
        for key, question in ({"": Q()} | tabs).items()
    }
    statements, values = [], []
    for key, rows in parts.items():
        sql, of_tab = rows.query.sql_with_params()
        statements.append(f"SELECT %s, COUNT(*) FROM ({sql}) AS tab")  # noqa: S608 (compiled by Django)
        values += [key, *of_tab]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(statements), values)
        return dict(cursor.fetchall())


def over(visible, tab, *, on):
    """What is closed, the newest first, or has been kept long enough."""
    if tab == "closed":
        return visible.exclude(status__in=QUEUED).order_by("-pk")
    due = Dossier.objects.due_for_destruction(on=on)
    return visible.filter(dossier__in=due).order_by("pk")


def queued_cases(user):
    return DisclosureRequest.objects.visible_to(user).in_queue()
