import secrets

from django.db import models
from django.db.models import Q
from django.urls import reverse

from linhai_portal.crypto import blind_index
from linhai_portal.workflow import Event, Workflow
from participation.models.hearings import Category, Hearing
from participation.models.persons import FromPerson

CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that looks like another
CODE_LENGTH = 10
_TWO_LETTERS = (
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "司徒",
    "令狐",
    "夏侯",
)


def new_code():
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def code_from(facts):
    """Follows from what was sent, so that one page sent twice shows one code; nobody computes it without the key."""
    number = int(blind_index(facts, purpose="registration code from"), 16)
    letters = []
    for _ in range(CODE_LENGTH):
        number, place = divmod(number, len(CODE_LETTERS))
        letters.append(CODE_LETTERS[place])
    return "".join(letters)


def code_index(code):
    plain = "".join(code.upper().split()).replace("-", "")
    return blind_index(plain, purpose="registration code")


class HearingRegistrationQuerySet(models.QuerySet):
    def seated(self):
        return self.filter(status=HearingRegistration.Status.SEATED)

    def parties(self):
        """Who speaks at the hearing and signs its minutes."""
        return self.seated().filter(category__kind=Category.Kind.PARTY)

    def taking_part(self):
        return self.filter(status__in=HearingRegistration.TAKES_PART)

    def drawn_from(self):
        return self.filter(status=HearingRegistration.Status.NEW)

    def with_code(self, number, code):
        """The one that number and code open together, or None; neither says anything alone."""
        index = code_index(code)
        return self.filter(number=number, code_index=index).first() if index else None


class HearingRegistration(Workflow, FromPerson):
    """Somebody wants to take part in a hearing; in public he is a number, until he agrees to be named."""

    class Status(models.TextChoices):
        NEW = "new", "已报名"
        SEATED = "seated", "参加"
        WAITING = "waiting", "候补"
        REFUSED = "refused", "不符合条件"
        WITHDRAWN = "withdrawn", "已退出"

    MOVES = {
        Status.NEW: {Status.SEATED, Status.WAITING, Status.REFUSED, Status.WITHDRAWN},
        Status.SEATED: {Status.REFUSED, Status.WITHDRAWN},
        Status.WAITING: {Status.SEATED, Status.REFUSED, Status.WITHDRAWN},
        Status.REFUSED: {Status.NEW},
        Status.WITHDRAWN: set(),
    }
    TAKES_PART = [Status.NEW, Status.SEATED, Status.WAITING]

    class Confirmation(models.TextChoices):
        ONLINE = "online", "网上确认"
        SIGNED = "signed", "当面签字"
        DECLINED = "declined", "没有确认"

    hearing = models.ForeignKey(Hearing, on_delete=models.CASCADE, related_name="registrations")
    category = models.ForeignKey(
        Category, verbose_name="类别", on_delete=models.PROTECT, related_name="registrations"
    )
    number = models.PositiveIntegerField("编号", editable=False)
    reason = models.TextField("报名理由", max_length=1000, blank=True)
    may_be_named = models.BooleanField("同意公布姓名", default=False)
    code_index = models.CharField(max_length=64, editable=False)
    person_index = models.CharField(max_length=64, editable=False)
    status = models.CharField("状态", max_length=9, choices=Status, default=Status.NEW, editable=False)
    # Its place within the category; no two have the same, so a race can't give away a seat twice.
    seat = models.PositiveSmallIntegerField("席位", null=True, editable=False)
    # Its place in the order of the draw, of all in the category.
    place = models.PositiveIntegerField("抽签次序", null=True, editable=False)
    confirmation = models.CharField(
        "笔录确认", max_length=8, choices=Confirmation, blank=True, editable=False
    )
    confirmed_at = models.DateTimeField("确认时间", null=True, editable=False)
    remark = models.TextField("对笔录的意见", max_length=2000, blank=True, editable=False)

    objects = HearingRegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "听证报名"
        ordering = ["number"]
        indexes = [
            models.Index(fields=["hearing", "status", "category"], name="hearing_reg_counted"),
            models.Index(fields=["category", "status", "place", "number"], name="hearing_reg_waiting"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["hearing", "number"], name="hearing_reg_numbered"),
            models.UniqueConstraint(fields=["category", "seat"], name="hearing_reg_seat_once"),
            models.UniqueConstraint(
                fields=["hearing", "person_index"],
                condition=Q(status__in=["new", "seated", "waiting"]) & ~Q(person_index=""),
                name="hearing_reg_once",
            ),
            models.CheckConstraint(
                condition=Q(status="seated", seat__isnull=False) | ~Q(status="seated") & Q(seat=None),
                name="hearing_reg_seated_has_seat",
            ),
            models.CheckConstraint(
                condition=Q(confirmation="", confirmed_at=None)
                | ~Q(confirmation="") & Q(confirmed_at__isnull=False),
                name="hearing_reg_confirmed_whole",
            ),
        ]

    def __str__(self):
        return f"{self.number} 号报名"

    def get_office_url(self):
        return reverse("participation_office:hearing_registration", args=[self.pk])

    @property
    def public_name(self):
        """The name where its bearer agreed; else the surname, or what kind of body it is."""
        name = self.person_name.strip()
        if self.may_be_named:
            return name
        if self.identity in (self.Identity.BUSINESS, self.Identity.SOCIETY):
            return f"某{self.get_identity_display()}"
        return f"{name[:2] if name.startswith(_TWO_LETTERS) else name[:1]}某"


class HearingRegistrationEvent(Event):
    subject = models.ForeignKey(HearingRegistration, on_delete=models.CASCADE, related_name="events")

    class Meta(Event.Meta):
        verbose_name = verbose_name_plural = "报名经过"
