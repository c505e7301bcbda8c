"""What of the inquiries waits for a person; every count opens to exactly the rows it counts."""

from django.urls import reverse
from django.utils.timezone import localdate

from linhai_portal.admin_site import Waiting
from participation.inquiry_deeds import ACCEPT, APPROVE
from participation.inquiry_figures import narrowed
from participation.models import Inquiry

_SEE = "participation.view_inquiry"
_TABS = [
    ("veto", "件提问超过 3 个月没有答复", _SEE),
    ("overdue", "件提问过了期限", _SEE),
    ("soon", "件提问快到期限", _SEE),
    ("new", "件提问等受理", ACCEPT),
    ("accepted", "件提问等转办", ACCEPT),
    ("review", "件提问的答复待审核", APPROVE),
]


def waiting_inquiries(user):
    if not user.has_perm(_SEE):
        return []
    rows, today = Inquiry.objects.visible_to(user), localdate()
    address = reverse("participation_office:inquiries")
    return [
        Waiting(narrowed(rows, tab, today=today).count(), words, f"{address}?only={tab}")
        for tab, words, permission in _TABS
        if user.has_perm(permission)
    ]
