"""What of the requests waits for a person; every count opens to exactly the rows it counts."""

from django.urls import reverse
from django.utils.timezone import localdate

from disclosure_requests.models import ProactiveProposal
from disclosure_requests.queue_tabs import counts_of, narrowed, queued_cases
from disclosure_requests.workflow import PERMISSIONS, Actor
from linhai_portal.admin_site import Waiting
from linhai_portal.calendar import soon

_VIEW = "disclosure_requests.view_disclosurerequest"
_TABS = [
    ("overdue", "件申请过了期限", _VIEW),
    ("today", "件申请今天到期", _VIEW),
    ("soon", "件申请快到期限", _VIEW),
    ("new", "件申请等登记", PERMISSIONS[Actor.CLERK]),
    ("approve", "件申请有文书等您批准", PERMISSIONS[Actor.HEAD]),
    ("check", "份答复待审签", PERMISSIONS[Actor.REVIEWER]),
    ("signed", "份答复等发出", PERMISSIONS[Actor.CLERK]),
    ("unclaimed", "件申请没有人签收", _VIEW),
]


def waiting_requests(user):
    if not user.has_perm(_VIEW):
        return []
    address, today = reverse("cases:queue"), localdate()
    counts = counts_of(queued_cases(user), narrowed(on=today, near=soon(today)))
    return [
        Waiting(counts[tab], words, f"{address}?tab={tab}")
        for tab, words, permission in _TABS
        if user.has_perm(permission)
    ]


def waiting_proposals(user):
    """Of those who draft for the unit, who need not see any case."""
    if not user.has_perm("catalog.draft_publication"):
        return []
    count = ProactiveProposal.objects.visible_to(user).open().count()
    return [Waiting(count, "条答复建议主动公开，等起草", reverse("cases:proposals"))]
