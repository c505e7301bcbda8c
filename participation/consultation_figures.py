"""What of the consultations waits for their unit; each number is counted by the question that lists its rows."""

from django.urls import reverse
from django.utils.timezone import localdate

from linhai_portal.admin_site import Waiting
from participation.consultation_days import due_soon, overdue
from participation.models import Consultation, Opinion

WORK = "participation.work_consultation"
FILTERS = [
    ("", "全部"),
    ("open", "正在征求意见"),
    ("new", "有意见没有查看"),
    ("soon", "采纳情况快到期限"),
    ("overdue", "采纳情况逾期"),
]


def narrowed(rows, only, *, on):
    """The rows behind a filter; one that nobody offers is passed over."""
    if only == "open":
        return rows.open(on=on)
    if only == "new":
        new = Opinion.objects.filter(status=Opinion.Status.NEW)
        return rows.listed(on=on).filter(pk__in=new.values("consultation"))
    if only == "soon":
        return due_soon(rows, on=on)
    return overdue(rows, on=on) if only == "overdue" else rows


def waiting_consultations(user):
    if not user.has_perm(WORK):
        return []
    rows, today = Consultation.objects.visible_to(user), localdate()
    address = reverse("participation_office:consultations")
    words = {
        "overdue": "件征求意见逾期没有公布采纳情况",
        "soon": "件征求意见的采纳情况快到期限",
        "new": "件征求意见有没查看的意见",
    }
    return [
        Waiting(narrowed(rows, only, on=today).count(), said, f"{address}?only={only}")
        for only, said in words.items()
    ]
