"""What of participation waits for a person; every count opens to exactly the rows it counts."""

from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from linhai_portal.admin_site import Waiting
from participation import interpreting
from participation.identity_retention import due_for_destruction
from participation.inquiry_deeds import ACCEPT, ANSWER, APPROVE, DESTROY
from participation.inquiry_figures import narrowed
from participation.models import Consultation, Event, Hearing, HotTopic, Inquiry

_SEE = "participation.view_inquiry"
_TABS = [
    ("veto", "件提问超过 3 个月没有答复", _SEE),
    ("overdue", "件提问过了期限", _SEE),
    ("soon", "件提问快到期限", _SEE),
    ("test", "件咨询超过 5 个工作日没有答复", _SEE),
    ("new", "件提问等受理", ACCEPT),
    ("accepted", "件提问等转办", ACCEPT),
    ("handling", "件提问等答复", ANSWER),
    ("extension", "件提问等批延期", APPROVE),
    ("call", "件提问的答复要打电话告诉", ANSWER),
    ("correction", "件答复的更正待审核", APPROVE),
    ("review", "件提问的答复待审核", APPROVE),
    ("destruction", "件提问的身份信息到期待销毁", DESTROY),
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


def waiting_hearings(user):
    if not user.has_perm(DESTROY):
        return []
    due = Hearing.objects.visible_to(user).identities_due(on=localdate())
    address = reverse("participation_office:hearings")
    return [Waiting(due.count(), "场听证会的报名人身份信息到期待销毁", f"{address}?only=identities")]


def waiting_identities(user):
    if not user.has_perm(DESTROY):
        return []
    address, today = reverse("participation_office:identities"), localdate()
    kinds = [
        (Consultation, "件征求意见的作者身份信息到期待销毁", "opinions"),
        (Event, "场活动的提问人、报名人身份信息到期待销毁", "events"),
    ]
    return [
        Waiting(
            due_for_destruction(model.objects.visible_to(user), on=today).count(),
            words,
            f"{address}?of={of}",
        )
        for model, words, of in kinds
    ]


def waiting_interpretations(user):
    if not user.has_perm("catalog.view_publication"):
        return []
    count = interpreting.late(user, on=localdate()).count()
    address = reverse("participation_office:interpretations_waiting")
    return [Waiting(count, "份文件的解读逾期没有公布", f"{address}?only=late")]


def waiting_topics(user):
    if not user.has_perm("participation.view_hottopic"):
        return []
    count = len(HotTopic.objects.visible_to(user).open().with_answers().pressing(now=timezone.now()))
    address = reverse("participation_office:hot_topics")
    return [Waiting(count, "个热点快到或者过了回应时限", f"{address}?tab=pressing")]
