from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from disclosure_requests.clock import deadline_of
from disclosure_requests.facts import Replied
from disclosure_requests.models.assignments import Assignment
from disclosure_requests.outcomes import OF_OWN_RECORDS
from disclosure_requests.receipt import Channel
from disclosure_requests.workflow import IN_REMEDY, MOVES, OPEN, QUEUED, Kind, Status
from linhai_portal.accounts.models import Organization
from linhai_portal.lookup_codes import code_index
from linhai_portal.sealed_fields import SealedTextField
from linhai_portal.workflow import Event, Workflow

# What waits for somebody else: the applicant, or whoever was asked for an opinion.
STOPPED = Q(clock="stopped") | Q(status__in=[Status.THIRD_PARTY, Status.AGENCY_CONSULT])


class DisclosureRequestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A case exists for those who look after the whole city's, the unit that received it and those it was given to.

        Drafts are the applicant's own until they are handed in.
        """
        filed = self.exclude(status=Status.DRAFT)
        if user.is_city_wide:
            return filed
        own = user.organizations()
        given = Assignment.objects.filter(organization__in=own, returned_at=None)
        return filed.filter(Q(organization__in=own) | Q(pk__in=given.values("case")))

    def open(self):
        return self.filter(status__in=OPEN)

    def in_queue(self):
        """Open, or before the organ of reconsideration or a court."""
        return self.filter(status__in=QUEUED)

    def overdue(self, *, on):
        return self.open().filter(reply_due_on__lt=on)

    def without_unit(self):
        return self.filter(lacks_unit=True)

    def by_nearest_limit(self):
        """What ends first on top; what waits for others, without a limit of its own, at the end."""
        return self.order_by(models.F("limit_on").asc(nulls_last=True), "pk")

    def of_applicant(self, applicant):
        """All of the same person or body, by the blind index of its number, else of its name and telephone."""
        return self.filter(applicant__identity_index=applicant.identity_index)

    def with_code(self, number, code):
        """The case that number and lookup code open together, or None; neither says anything alone."""
        index = code_index(code)  # empty for no code, as is that of a case whose dossier was destroyed
        return self.filter(number=number.strip(), code_index=index).first() if index else None


class DisclosureRequest(Workflow):
    """One application for disclosure (依申请公开) on its way from receipt to the archive.

    Facts are stored; dates are computed from them by `clock`. The `kept` dates are its answers, for lists and sorting.
    """

    Status, Kind = Status, Kind
    MOVES = MOVES

    class Carrier(models.TextChoices):
        PAPER = "paper", "纸质"
        EMAIL = "email", "电子邮件"
        DISC = "disc", "光盘"
        OTHER = "other", "其他"

    class Way(models.TextChoices):
        POST = "post", "邮寄"
        COURIER = "courier", "快递"
        EMAIL = "email", "电子邮件"
        PORTAL = "portal", "网上获取"
        FAX = "fax", "传真"
        COLLECT = "collect", "自行领取"
        READ = "read", "当场阅读、抄录"

    kind = models.CharField("类型", max_length=12, choices=Kind, default=Kind.INFORMATION)
    number = models.CharField("申请编号", max_length=40, null=True, editable=False)
    organization = models.ForeignKey(
        Organization, verbose_name="受理机关", null=True, on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField("环节", max_length=14, choices=Status, default=Status.DRAFT, editable=False)
    title = models.CharField("信息名称", max_length=200, blank=True)
    document_number = models.CharField("文号", max_length=60, blank=True)
    description = models.TextField("时间、地点或其他特征", max_length=500, blank=True)
    carrier = models.CharField("信息载体", max_length=10, choices=Carrier, blank=True)
    way = models.CharField("获取方式", max_length=10, choices=Way, blank=True)
    accepts_other = models.BooleanField("不能按指定方式提供时，可以接受其他方式", default=False)
    answers_shown = models.PositiveSmallIntegerField(default=0, editable=False)
    started_at = models.DateTimeField("开始填写", auto_now_add=True)

    channel = models.CharField(
        "提交方式", max_length=16, choices=[(each.value, each.label) for each in Channel], blank=True
    )
    arrived_on = models.DateField("提交、签收或寄到", null=True, editable=False)
    confirmed_on = models.DateField("双方确认", null=True, editable=False)
    received_on = models.DateField("收到申请之日", null=True, editable=False)
    tracking_number = models.CharField("邮件号码", max_length=40, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    code = SealedTextField("查询码", editable=False)
    code_index = models.CharField(max_length=64, blank=True, editable=False)

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="经办人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    replied_on = models.DateField("答复日期", null=True, editable=False)
    delivered_on = models.DateField("送达日期", null=True, editable=False)
    closed_on = models.DateField("办结日期", null=True, editable=False)
    outcome = models.CharField("答复类型", max_length=3, blank=True, editable=False)

    reply_due_on = models.DateField("答复到期日", null=True, editable=False)
    limit_on = models.DateField("最近期限", null=True, editable=False)
    limit_kind = models.CharField(max_length=12, blank=True, editable=False)
    clock = models.CharField(max_length=8, blank=True, editable=False)
    is_provisional = models.BooleanField(default=False, editable=False)
    lacks_unit = models.BooleanField("没有承办单位", default=False, editable=False)  # kept by each step
    is_sample = models.BooleanField("示例", default=False, editable=False)

    objects = DisclosureRequestQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "依申请公开"
        ordering = ["-pk"]
        permissions = [
            ("register_disclosurerequest", "可以登记、转交和发出"),
            ("handle_disclosurerequest", "可以承办"),
            ("check_disclosurerequest", "可以审查答复"),
            ("sign_disclosurerequest", "可以批准和签发"),
            ("archive_disclosurerequest", "可以归档"),
            ("see_identity_disclosurerequest", "可以查看申请人身份"),
        ]
        indexes = [
            # The queue of a whole city is counted and paged in these alone (docs: `make bench`, P12).
            models.Index(
                fields=["limit_on", "id"],
                include=["status", "clock", "reply_due_on"],
                condition=Q(status__in=QUEUED),
                name="case_queue",
            ),
            models.Index(
                fields=["reply_due_on"],
                include=["status"],
                condition=Q(status__in=OPEN),
                name="case_reply_due",
            ),
            models.Index(
                fields=["limit_on", "id"], include=["status"], condition=STOPPED, name="case_stopped"
            ),
            models.Index(fields=["status"], condition=Q(status__in=QUEUED), name="case_open_status"),
            models.Index(
                fields=["organization", "limit_on", "id"],
                condition=Q(status__in=QUEUED),
                name="case_queue_unit",
            ),
            models.Index(fields=["status", "limit_on", "id"], name="case_status"),
            models.Index(fields=["id"], condition=Q(lacks_unit=True), name="case_lacks_unit"),
            models.Index(fields=["number"], name="case_number"),
            models.Index(fields=["organization", "received_on"], name="case_received"),
            models.Index(fields=["organization", "closed_on"], name="case_closed"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="case_status_known"),
            models.UniqueConstraint(fields=["organization", "number"], name="case_number_once"),
            models.CheckConstraint(
                condition=Q(status=Status.DRAFT) | Q(organization__isnull=False) & ~Q(channel=""),
                name="case_filed_with_someone",
            ),
            models.CheckConstraint(
                condition=Q(number=None, received_on=None)
                | Q(number__isnull=False, received_on__isnull=False),
                name="case_received_with_number",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[Status.DRAFT, Status.AWAIT_CONFIRM, Status.WITHDRAWN])
                | Q(received_on__isnull=False),
                name="case_goes_on_when_received",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, outcome="") | Q(closed_on__isnull=False) & ~Q(outcome=""),
                name="case_closed_with_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=OF_OWN_RECORDS) | Q(kind=Kind.OWN_RECORDS),
                name="case_outcome_of_its_kind",
            ),
        ]

    def __str__(self):
        return f"申请 {self.number}" if self.number else f"申请（未编号 {self.pk}）"

    def get_office_url(self):
        return reverse("cases:case", args=[self.pk])

    def keep_unit(self):
        """Whether no unit works on it any more, or none ever did: it waits for the office to give it to one."""
        lacks = self.status == Status.HANDLING and not self.assignments.standing().exists()
        if lacks != self.lacks_unit:
            DisclosureRequest.objects.filter(pk=self.pk).update(lacks_unit=lacks)
            self.lacks_unit = lacks

    def facts(self):
        """What the clock is told, from the rows of the case."""
        rows = [
            self.corrections,
            self.extensions,
            self.fee_notices,
            self.reasons_requests,
            self.consultations,
        ]
        facts = [fact for related in rows for row in related.all() for fact in row.facts()]
        if self.replied_on:
            facts.append(Replied(self.replied_on))
        return facts

    def deadline(self, calendar):
        """Raises what `clock.deadline_of` raises; only of what was received."""
        return deadline_of(self.received_on, self.facts(), calendar, reply_workdays=self.reply_workdays)

    @property
    def last_replied_on(self):
        """`replied_on` is the first reply, by which the clock and the annual report judge; ordered anew, there is a later one."""
        sent = [each.happened_on for each in self.events.all() if each.move == "T21"]
        return sent[-1] if sent else self.replied_on

    @property
    def is_own_records(self):
        return self.kind == Kind.OWN_RECORDS

    @property
    def reply_workdays(self):
        """条例第四十一条 names no period for corrections: the office sets one; None is the statute's own."""
        return settings.OWN_RECORDS_WORKDAYS if self.is_own_records else None

    @property
    def is_open(self):
        return self.status in OPEN

    @property
    def is_in_remedy(self):
        return self.status in IN_REMEDY

    @property
    def name_of_information(self):
        return self.title or self.document_number or self.description[:40]


class RequestEvent(Event):
    """`move` is the row of the workflow table, empty for what happened without a step (assignment, note, hand-over)."""

    subject = models.ForeignKey(DisclosureRequest, on_delete=models.CASCADE, related_name="events")
    move = models.CharField(max_length=6, blank=True)
    deed = models.CharField("事项", max_length=60, blank=True)
    happened_on = models.DateField("发生日期", null=True)

    class Meta(Event.Meta):
        verbose_name = verbose_name_plural = "办理经过"
