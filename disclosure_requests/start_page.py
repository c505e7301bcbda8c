"""What of the requests waits for a person; every count opens to exactly the rows it counts."""

from django.urls import reverse
from django.utils.timezone import localdate

from disclosure_requests.models import DisclosureRequest
from disclosure_requests.views.queue import tab_counts
from disclosure_requests.workflow import PERMISSIONS, Actor
from linhai_portal.admin_site import Waiting

_VIEW = "disclosure_requests.view_disclosurerequest"
_TABS = [
    ("overdue", "件申请过了期限", _VIEW),
    ("today", "件申请今天到期", _VIEW),
    ("soon", "件申请快到期限", _VIEW),
    ("new", "件申请等登记", PERMISSIONS[Actor.CLERK]),
    ("approve", "份文书等您批准", PERMISSIONS[Actor.HEAD]),
    ("check", "份答复待审签", PERMISSIONS[Actor.REVIEWER]),
    ("signed", "份答复等发出", PERMISSIONS[Actor.CLERK]),
    ("unclaimed", "件申请没有人签收", _VIEW),
]


def waiting_requests(user):
    if not user.has_perm(_VIEW):
        return []
    address, mine = reverse("cases:queue"), DisclosureRequest.objects.visible_to(user).open()
    counts = tab_counts(mine, on=localdate())
    return [
        Waiting(counts[tab], words, f"{address}?tab={tab}")
        for tab, words, permission in _TABS
        if user.has_perm(permission)
    ]
