import calendar
import datetime as dt
import hashlib

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from linhai_portal.accounts.models import Organization
from linhai_portal.lookup_codes import code_index
from linhai_portal.sealed_fields import SealedTextField
from linhai_portal.workflow import Event, Workflow
from participation.models.hot_topics import HotTopic
from participation.models.persons import FromPerson

# 指标2019 单项否决: an effective message of the last year that nobody answered for three months.
VETO_MONTHS = 3
# Not read where they are not shown: to open them costs more than all the rest.
SEALED = ("code", "person_name", "contact")
# Itself, or what it was merged into: neither has to be answered.
REFUSED = Q(status="refused") | Q(merged_into__status="refused")


class InquiryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What is asked exists for those who look after the whole city's, and for the unit it was given to."""
        return self if user.is_city_wide else self.filter(organization__in=user.organizations())

    def public(self):
        return self.exclude(published_at=None)

    def with_code(self, number, code):
        """What number and lookup code open together, or None; neither says anything alone."""
        index = code_index(code)
        return self.filter(number=number.strip().upper(), code_index=index).first() if index else None

    def of_year(self, year):
        return self.filter(received_on__year=year)

    def effective(self):
        """What has to be answered: an advertisement, or what another channel decides, has not."""
        return self.exclude(REFUSED)

    def concluded(self):
        """What whoever asked can be told of: there is an answer, or a reason why there will be none."""
        return self.filter(REFUSED | Q(answered_on__isnull=False))

    def unanswered(self):
        return self.effective().filter(answered_on=None)

    def answered(self):
        return self.exclude(answered_on=None)

    def in_time(self):
        return self.filter(answered_on__lte=F("answer_due_on"))

    def waiting(self):
        """Unanswered ones that have a course of their own; a duplicate goes with the one it was merged into."""
        return self.unanswered().exclude(status=Inquiry.Status.MERGED)

    def due_by(self, day):
        """Whose nearest limit lies on this day or before it: to be accepted, then to be answered."""
        to_accept = Q(status=Inquiry.Status.RECEIVED, accept_due_on__lte=day)
        return self.waiting().filter(to_accept | Q(answer_due_on__lte=day))

    def by_nearest_limit(self):
        """What has to be accepted or answered first stands on top."""
        accept = models.When(status=Inquiry.Status.RECEIVED, then=F("accept_due_on"))
        limit = models.Case(accept, default=F("answer_due_on"))
        return self.order_by(limit.asc(nulls_last=True), "pk")

    def overdue(self, *, on):
        return self.due_by(on - dt.timedelta(days=1))

    def untold(self, kind):
        """Whoever left a contact of this kind and does not know yet that there is an answer or a refusal."""
        return self.concluded().filter(told_at=None, contact_kind=kind)

    def being_corrected(self):
        return self.filter(corrections__isnull=False, corrections__approved_at=None)

    def asking_for_extension(self):
        asked = self.filter(status=Inquiry.Status.HANDLING, extended_on=None)
        return asked.exclude(extension_asked_by=None)

    def to_be_forgotten(self, *, before):
        """Who asked is still known though it was answered, or came and was refused, before this day."""
        over = Q(answered_on__lt=before) | REFUSED & Q(received_on__lt=before)
        return self.filter(over, destroyed_at=None)

    def near_veto(self, *, on):
        """Unanswered for more than three months, within the last year."""
        year_ago, limit = _months_before(on, 12), _months_before(on, VETO_MONTHS)
        return self.unanswered().filter(received_on__gte=year_ago, received_on__lt=limit)

    def late_questions(self, *, received_before):
        """简单咨询: what an inspector sends looks like any question, so every one counts."""
        return self.unanswered().filter(kind=Inquiry.Kind.QUESTION, received_on__lt=received_before)


def _months_before(day, months):
    """The first day of receipt whose so many months are not over on `day`; months that are short end with their last day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    length = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, 1) + dt.timedelta(days=min(day.day - 1, length))


class Inquiry(Workflow, FromPerson):
    """咨询、建议、我为政府网站找错: what somebody asks, who has to answer by when, and the answer.

    Facts are stored; the limits beside them follow from the calendar and are kept for lists (`inquiry_dates`).
    """

    class Kind(models.TextChoices):
        QUESTION = "question", "咨询"
        SUGGESTION = "suggestion", "建议"
        ERROR = "error", "我为政府网站找错"

    class Channel(models.TextChoices):
        ONLINE = "online", "网上"
        PAPER = "paper", "来信"
        PHONE = "phone", "来电"
        COUNTER = "counter", "来访"
        HOTLINE = "hotline", "12345 转来"

    class Status(models.TextChoices):
        RECEIVED = "received", "待受理"
        REFUSED = "refused", "不受理"
        ACCEPTED = "accepted", "已受理，待转办"
        HANDLING = "handling", "办理中"
        REVIEW = "review", "答复待审核"
        ANSWERED = "answered", "已答复，待定是否公开"
        PUBLIC = "public", "已答复，公开"
        KEPT = "kept", "已答复，不公开"
        MERGED = "merged", "已并入同样的提问"
        ARCHIVED = "archived", "已归档"

    # rules: participation §8. Handed on, extended and handed back are steps of the handling.
    MOVES = {
        Status.RECEIVED: {Status.ACCEPTED, Status.REFUSED, Status.MERGED},
        Status.ACCEPTED: {Status.HANDLING, Status.REFUSED, Status.MERGED},
        Status.HANDLING: {Status.HANDLING, Status.ACCEPTED, Status.REVIEW, Status.MERGED},
        Status.REVIEW: {Status.HANDLING, Status.ANSWERED},
        Status.ANSWERED: {Status.PUBLIC, Status.KEPT},
        Status.PUBLIC: {Status.KEPT, Status.ARCHIVED},
        Status.KEPT: {Status.PUBLIC, Status.ARCHIVED},
        Status.ARCHIVED: {Status.KEPT},
        Status.REFUSED: {Status.ACCEPTED},
        Status.MERGED: set(),
    }

    class Rating(models.IntegerChoices):
        VERY_SATISFIED = 5, "非常满意"
        SATISFIED = 4, "满意"
        MIDDLING = 3, "基本满意"
        DISSATISFIED = 2, "不满意"
        VERY_DISSATISFIED = 1, "非常不满意"

    number = models.CharField("编号", max_length=20, unique=True, editable=False)
    code = SealedTextField("查询码", editable=False)
    code_index = models.CharField(max_length=64, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    kind = models.CharField("种类", max_length=10, choices=Kind)
    asked_unit = models.ForeignKey(
        Organization,
        verbose_name="问哪个单位",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    page_address = models.CharField("出错的网页", max_length=500, blank=True)
    title = models.CharField("标题", max_length=100)
    words = models.TextField("内容", max_length=5000)
    channel = models.CharField("怎么来的", max_length=8, choices=Channel, default=Channel.ONLINE)
    keep_private = models.BooleanField("不要公开", default=False)
    is_sample = models.BooleanField("示例", default=False, editable=False)

    status = models.CharField("状态", max_length=10, choices=Status, default=Status.RECEIVED, editable=False)
    received_on = models.DateField("收到日期", editable=False)
    accept_due_on = models.DateField("最迟受理", null=True, editable=False)
    answer_due_on = models.DateField("最迟答复", null=True, editable=False)
    organization = models.ForeignKey(
        Organization,
        verbose_name="承办单位",
        null=True,
        on_delete=models.PROTECT,
        related_name="inquiries",
        editable=False,
    )
    extension_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="申请延期的人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    extension_reason = models.CharField("延期的理由", max_length=1000, blank=True, editable=False)
    extended_on = models.DateField("延期日期", null=True, editable=False)
    extended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="批准延期的人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    merged_into = models.ForeignKey(
        "self",
        verbose_name="并入",
        null=True,
        on_delete=models.PROTECT,
        related_name="duplicates",
        editable=False,
    )

    answer = models.TextField("答复", max_length=10000, blank=True, editable=False)
    public_title = models.CharField("公开的标题", max_length=100, blank=True, editable=False)
    public_words = models.TextField("公开的问题", max_length=5000, blank=True, editable=False)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="拟稿人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="审核人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    answered_on = models.DateField("答复日期", null=True, editable=False)
    published_at = models.DateTimeField("公开时间", null=True, editable=False)
    told_at = models.DateTimeField("告知时间", null=True, editable=False)
    topic = models.ForeignKey(
        HotTopic,
        verbose_name="引起的热点",
        null=True,
        on_delete=models.SET_NULL,
        related_name="inquiries",
        editable=False,
    )
    rating = models.PositiveSmallIntegerField("评价", null=True, choices=Rating, editable=False)
    rated_on = models.DateField("评价日期", null=True, editable=False)
    destroyed_at = models.DateTimeField("身份信息销毁时间", null=True, editable=False)

    objects = InquiryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "提问"
        ordering = ["-pk"]
        permissions = [
            ("accept_inquiry", "可以受理、转办提问"),
            ("answer_inquiry", "可以答复提问"),
            ("approve_inquiry", "可以审核答复、决定是否公开"),
        ]
        indexes = [
            models.Index(fields=["received_on", "status"], name="inquiry_received"),
            models.Index(fields=["organization", "-id"], name="inquiry_of_unit"),
            models.Index(fields=["answer_due_on"], name="inquiry_waiting", condition=Q(answered_on=None)),
            models.Index(
                fields=["-published_at", "-id"],
                name="inquiry_public",
                condition=Q(published_at__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on=None) | ~Q(answer="") | Q(merged_into__isnull=False),
                name="inquiry_answered_in_words",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("drafted_by")),
                name="inquiry_answer_of_two",
            ),
            models.CheckConstraint(
                condition=Q(extended_by=None) | ~Q(extended_by=F("extension_asked_by")),
                name="inquiry_extension_of_two",
            ),
            models.CheckConstraint(
                condition=Q(extension_asked_by=None, extension_reason="")
                | Q(extension_asked_by__isnull=False) & ~Q(extension_reason=""),
                name="inquiry_extension_whole",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None)
                | Q(answered_on__isnull=False, keep_private=False, status__in=["public", "archived"]),
                name="inquiry_public_when_answered",
            ),
            models.CheckConstraint(
                condition=Q(status="merged", merged_into__isnull=False)
                | ~Q(status="merged") & Q(merged_into=None),
                name="inquiry_merged_whole",
            ),
            models.CheckConstraint(
                condition=Q(destroyed_at=None) | Q(code_index="", contact_kind=""),
                name="inquiry_destroyed_whole",
            ),
            models.CheckConstraint(
                condition=Q(entered_by=None, channel="online")
                | Q(entered_by__isnull=False) & ~Q(channel="online"),
                name="inquiry_entered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(rating=None, rated_on=None) | Q(rating__isnull=False, rated_on__isnull=False),
                name="inquiry_rated_whole",
            ),
        ]

    def __str__(self):
        return f"提问 {self.number}"

    def get_absolute_url(self):
        return reverse("participation:inquiry", args=[self.number])

    def get_office_url(self):
        return reverse("participation_office:inquiry", args=[self.pk])

    @property
    def leading(self):
        """The one whose course and answer hold for this: itself, or what it was merged into."""
        return self.merged_into if self.merged_into_id else self

    @property
    def is_refused(self):
        return self.leading.status == self.Status.REFUSED

    @property
    def is_waiting(self):
        return self.answered_on is None and not self.is_refused

    @property
    def limit_on(self):
        """The nearest limit there is."""
        return self.accept_due_on if self.status == self.Status.RECEIVED else self.answer_due_on

    @property
    def extension_is_asked(self):
        return self.extension_asked_by_id is not None and self.extended_on is None

    @property
    def draft_mark(self):
        """Tells two drafts of the answer apart."""
        texts = "\0".join([self.answer, self.public_title, self.public_words, str(self.drafted_by_id)])
        return hashlib.sha256(texts.encode()).hexdigest()[:16]

    @property
    def may_be_rated(self):
        return self.answered_on is not None and self.rating is None

    def is_late(self, *, on):
        """Whether it is, or was answered, after its last day."""
        return self.answer_due_on is not None and (self.answered_on or on) > self.answer_due_on


class InquiryEvent(Event):
    subject = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="events")

    class Meta(Event.Meta):
        verbose_name = verbose_name_plural = "提问经过"
