from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from catalog import timeliness
from catalog.models.columns import Form, PlatformColumn, Stage, Topic
from catalog.models.elements import ItemElements
from catalog.models.items import Item
from catalog.models.publication_queries import PublicationQuerySet
from catalog.models.three_persons import ThreePersons
from linhai_portal.addresses import address_of
from linhai_portal.calendar import work_calendar
from linhai_portal.workdays import OutOfCalendar
from linhai_portal.workflow import Event, InvalidMove


class Publication(ThreePersons):
    """A piece of government information under one or more items, with its metadata (rules: catalog §7).

    It is drafted, reviewed in the unit, examined for secrecy (条例第十七条：先审查、后公开) by three persons, and published
    by the system. A correction is a draft of its own that changes texts with the original when it is published.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "起草中"
        SUBMITTED = "submitted", "等待单位审核"
        REVIEWED = "reviewed", "等待公开审查"
        RETURNED = "returned", "已退回"
        APPROVED = "approved", "等待发布"
        PUBLISHED = "published", "已发布"
        TAKEN_DOWN = "taken_down", "已撤下"
        KEPT = "kept", "不主动公开，留存"
        REPLACED = "replaced", "更正前的文本"
        WITHDRAWN = "withdrawn", "已撤回"

    MOVES = {
        Status.DRAFT: {Status.SUBMITTED, Status.WITHDRAWN},
        Status.SUBMITTED: {Status.REVIEWED, Status.RETURNED, Status.WITHDRAWN},
        Status.REVIEWED: {Status.APPROVED, Status.KEPT, Status.RETURNED},
        Status.RETURNED: {Status.SUBMITTED, Status.WITHDRAWN},
        Status.APPROVED: {Status.PUBLISHED, Status.REPLACED, Status.RETURNED},
        Status.PUBLISHED: {Status.TAKEN_DOWN},
        Status.TAKEN_DOWN: set(),
        Status.KEPT: set(),
        Status.REPLACED: set(),
        Status.WITHDRAWN: set(),
    }
    ON_THE_WAY = [Status.DRAFT, Status.SUBMITTED, Status.REVIEWED, Status.RETURNED, Status.APPROVED]
    ONCE_PUBLISHED = [Status.PUBLISHED, Status.TAKEN_DOWN]

    Attribute = ItemElements.Attribute

    class Validity(models.TextChoices):
        IN_FORCE = "in_force", "有效"
        NOT_YET = "not_yet", "尚未施行"
        AMENDED = "amended", "已修改"
        LAPSED = "lapsed", "失效"
        REPEALED = "repealed", "废止"

    # 失效: by time, because its object is gone, or replaced; 废止: by a decision; 已修改: a new text goes on.
    ENDINGS = [Validity.AMENDED, Validity.LAPSED, Validity.REPEALED]

    # Nobody here drafted what was taken over from an older site.
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="起草人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    number = None  # its 索引号 takes the place of the number of other proposals
    index_number = models.CharField("索引号", max_length=60, unique=True, null=True, editable=False)
    items = models.ManyToManyField(Item, verbose_name="公开事项", related_name="publications", blank=True)
    title = models.CharField("标题", max_length=300)
    issuer = models.CharField("发文机关", max_length=300, help_text="联合发文的写全，用顿号隔开")
    document_number = models.CharField(
        "发文字号", max_length=60, blank=True, help_text="例如 临政发〔2026〕5号"
    )
    formed_on = models.DateField("成文日期")
    topic = models.CharField("主题分类", max_length=20, choices=Topic, blank=True)
    subtopic = models.CharField("主题分类（二级）", max_length=40, blank=True)
    form = models.CharField("体裁", max_length=20, choices=Form, blank=True)
    attribute = models.CharField(
        "公开方式",
        max_length=12,
        choices=Attribute,
        default=Attribute.PROACTIVE,
    )
    attribute_reason = models.TextField(
        "不主动公开的理由",
        blank=True,
        max_length=2000,
        help_text="依申请公开或不予公开时填写，写明法律依据",
    )
    summary = models.TextField("内容概述", blank=True, max_length=2000)
    keywords = models.CharField("关键词", max_length=200, blank=True)
    source = models.CharField("来源", max_length=200, blank=True, help_text="转载的写明来源")
    body = models.TextField("正文", blank=True)
    column = models.CharField("栏目", max_length=7, choices=PlatformColumn, blank=True)
    is_policy = models.BooleanField("政策文件", default=False)
    registration_number = models.CharField("规范性文件统一编号", max_length=60, blank=True)
    stage = models.CharField("五公开", max_length=12, choices=Stage, blank=True)
    policy = models.ForeignKey(
        "self",
        verbose_name="所属政策",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="chain",
    )
    replaces = models.ManyToManyField(
        "self", verbose_name="代替的文件", symmetrical=False, related_name="replaced_by", blank=True
    )
    effective_on = models.DateField("施行日期", null=True, blank=True)
    expires_on = models.DateField("有效期至", null=True, blank=True, help_text="到这一天为止有效")
    ended_on = models.DateField("失效、废止日期", null=True, editable=False)
    ending = models.CharField("失效、废止", max_length=10, choices=Validity, blank=True, editable=False)
    ending_basis = models.TextField("失效、废止依据", blank=True, max_length=2000, editable=False)
    display_until = models.DateField("公示截止日期", null=True, blank=True, help_text="到这一天24时为止")
    publish_at = models.DateTimeField("定时发布", null=True, blank=True)
    is_urgent = models.BooleanField("加急", default=False)
    urgent_reason = models.CharField("加急理由", max_length=300, blank=True)
    imported_from = models.URLField("原网址", max_length=500, blank=True, editable=False)
    # An announcement has a page where the public acts on it, and one where the unit does: a higher app's.
    shown_at = models.CharField("公众办事的页面", max_length=200, blank=True, editable=False)
    kept_at = models.CharField("单位办事的页面", max_length=200, blank=True, editable=False)

    status = models.CharField("状态", max_length=12, choices=Status, default=Status.DRAFT, editable=False)
    published_at = models.DateTimeField("发布时间", null=True, editable=False)
    due_on = models.DateField("最迟公开日期", null=True, editable=False)  # derived; see timeliness.py
    taken_down_at = models.DateTimeField("撤下时间", null=True, editable=False)
    taken_down_reason = models.TextField("撤下理由", blank=True, max_length=2000, editable=False)
    text_stays = models.BooleanField("撤下后正文仍可查阅", default=False, editable=False)
    corrects = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="corrections", editable=False
    )
    correction_reason = models.TextField("更正理由", blank=True, max_length=2000)
    batch = models.ForeignKey(
        "catalog.PublicationBatch",
        verbose_name="批次",
        null=True,
        on_delete=models.PROTECT,
        related_name="publications",
        editable=False,
    )

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "政府信息"
        ordering = ["-published_at", "-pk"]
        permissions = [
            ("draft_publication", "可以起草政府信息"),
            ("review_publication", "可以审核本单位的政府信息"),
            ("examine_publication", "可以做公开审查"),
            ("take_down_publication", "可以撤下政府信息"),
        ]
        indexes = [
            models.Index(
                fields=["-published_at", "-id"], condition=Q(status="published"), name="publication_newest"
            ),
            models.Index(
                fields=["organization", "-published_at", "-id"],
                condition=Q(status="published"),
                name="publication_of_unit",
            ),
            # Whether what a unit published was in time, counted without reading the texts.
            models.Index(
                fields=["organization", "-due_on", "id", "published_at", "display_until"],
                condition=Q(status="published", due_on__isnull=False),
                name="publication_judged",
            ),
            models.Index(
                fields=["column", "-published_at", "-id"],
                condition=Q(status="published"),
                name="publication_column",
            ),
            models.Index(  # the dates too, by which the list puts those no longer in force behind
                fields=["-published_at", "-id", "display_until", "ended_on", "expires_on"],
                condition=Q(status="published", is_policy=True),
                name="publication_policies",
            ),
            models.Index(
                fields=["display_until"],
                condition=Q(status="published", display_until__isnull=False),
                name="publication_display",
            ),
            # Counting what is listed, by column or year, without reading the texts.
            models.Index(
                fields=["column", "display_until", "formed_on", "id"],
                condition=Q(status="published"),
                name="publication_counted",
            ),
            models.Index(fields=["publish_at"], condition=Q(status="approved"), name="publication_schedule"),
            models.Index(fields=["organization", "status", "-id"], name="publication_office"),
            models.Index(
                fields=["due_on", "id"],
                condition=Q(
                    status__in=["draft", "submitted", "reviewed", "returned", "approved"],
                    due_on__isnull=False,
                ),
                name="publication_due",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    status__in=["published", "taken_down"],
                    published_at__isnull=False,
                    index_number__isnull=False,
                )
                | ~Q(status__in=["published", "taken_down"]) & Q(published_at=None, index_number=None),
                name="publication_published_whole",
            ),
            models.CheckConstraint(
                condition=~Q(drafted_by=F("reviewed_by"))
                & ~Q(drafted_by=F("approved_by"))
                & ~Q(reviewed_by=F("approved_by")),
                name="publication_three_persons",
            ),
            models.CheckConstraint(
                condition=Q(imported_from="", drafted_by__isnull=False)
                | ~Q(imported_from="")
                & Q(
                    drafted_by=None,
                    reviewed_by=None,
                    approved_by=None,
                    corrects=None,
                    status__in=["published", "taken_down"],
                ),
                name="publication_drafted_or_taken_over",
            ),
            models.UniqueConstraint(
                fields=["imported_from"], condition=~Q(imported_from=""), name="publication_taken_over_once"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["approved", "published", "taken_down", "kept"])
                | Q(reviewed_by__isnull=False, approved_by__isnull=False)
                | ~Q(imported_from=""),
                name="publication_public_is_approved",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["approved", "published", "taken_down"]) | Q(attribute="proactive"),
                name="publication_public_is_proactive",
            ),
            models.CheckConstraint(
                condition=Q(status="taken_down", taken_down_at__isnull=False) & ~Q(taken_down_reason="")
                | ~Q(status="taken_down") & Q(taken_down_at=None),
                name="publication_taken_down_whole",
            ),
            models.CheckConstraint(
                condition=Q(ending="", ended_on=None)
                | Q(ending__in=["amended", "lapsed", "repealed"], ended_on__isnull=False),
                name="publication_ending_whole",
            ),
            models.CheckConstraint(
                condition=Q(corrects=None) | ~Q(correction_reason=""),
                name="publication_correction_says_why",
            ),
            models.CheckConstraint(
                condition=Q(attribute="proactive") | ~Q(attribute_reason=""),
                name="publication_not_public_says_why",
                violation_error_message="不主动公开的，要写明理由和法律依据（国办发〔2016〕80号）。",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return address_of("catalog:publication", self.index_number)

    def get_office_url(self):
        return reverse("office:publication", args=[self.pk])

    @transaction.atomic
    def revise(self, *, by, items=None, **facts):
        """With another 公开事项 or 成文日期 the last day is another."""
        self._check_drafter(by)
        self.lock_draft()
        if facts:
            super().revise(by=by, **facts)
        if items is not None:
            self.items.set(items)
        self.keep_due_day()

    def stand_at(self, public, office):
        """The addresses where it is acted on, when these are others than its own pages."""
        self.shown_at, self.kept_at = public, office
        self.save(update_fields=["shown_at", "kept_at"])

    def keep_due_day(self):
        """Write the last day as it follows from the facts now; one that is published keeps the day it was judged by.

        Nobody who was in time by the calendar of that day becomes late by a calendar made afterwards.
        """
        waiting = type(self)._base_manager.filter(pk=self.pk, status__in=self.ON_THE_WAY)
        self.due_on = self.last_day(work_calendar(), self.items.all())
        waiting.update(due_on=self.due_on)

    def last_day(self, calendar, items):
        """None for a correction, for what is not to be published, and where the calendar does not reach."""
        if self.corrects_id or self.attribute != self.Attribute.PROACTIVE:
            return None
        try:
            return timeliness.due_on(items, self.formed_on, calendar)
        except OutOfCalendar:
            return None

    def due_is_provisional(self, calendar):
        """Asks its items; a list of publications fetches them beforehand."""
        return bool(self.due_on) and timeliness.is_provisional(
            self.items.all(), self.formed_on, self.due_on, calendar
        )

    @transaction.atomic
    def submit(self, *, by):
        """Hand it in; an urgent one is marked as such to those who review it."""
        self._check_drafter(by)
        self.move(self.Status.SUBMITTED, by=by)
        self.tell(
            self.who_may("review").exclude(pk=by.pk), f"{self._urgent()}“{self}”等您审核", f"起草人：{by}"
        )

    def _urgent(self):
        return "加急：" if self.is_urgent else ""

    @transaction.atomic
    def review(self, *, by, note=""):
        """The unit's yes, by another person than the drafter."""
        if by == self.drafted_by:
            raise InvalidMove("自己起草的信息要由另一个人审核。")
        self.move(self.Status.REVIEWED, by=by, note=note, reviewed_by=by, reviewed_at=timezone.now())
        self.tell(self.examiners(), f"{self._urgent()}“{self}”等公开审查", f"审核人：{by}")

    def send_back(self, *, by, reason):
        """A returned one is reviewed and examined anew, by itself if it came in a batch."""
        blank = dict.fromkeys(["reviewed_by", "reviewed_at", "approved_by", "approved_at", "batch"])
        super().send_back(by=by, reason=reason, **blank)

    @property
    def is_alone(self):
        """What `alone` asks of one that is at hand."""
        return self.batch_id is None or self.batch.is_over

    def check_alone(self):
        """What is in a batch under way takes its steps with the batch; raises InvalidMove."""
        if not self.is_alone:
            raise InvalidMove(f"“{self}”在批次“{self.batch}”里，请在批次的页面上和其他各条一起办。")

    def validity(self, *, on):
        """效力状况 of a policy document on a day; follows from its dates."""
        if self.ending and self.ended_on <= on:
            return self.Validity(self.ending)
        if self.expires_on and self.expires_on < on:
            return self.Validity.LAPSED
        if self.effective_on and self.effective_on > on:
            return self.Validity.NOT_YET
        return self.Validity.IN_FORCE

    def badge(self, *, on):
        """What stands beside its title wherever it is listed: the 有效性 of a policy document, else nothing."""
        return self.validity(on=on) if self.is_policy else None

    def display_has_ended(self, *, on):
        """公示期 over: the page is a tombstone from the day after."""
        return self.display_until is not None and self.display_until < on

    def is_listed(self, *, on):
        """What `listed` asks of one that is at hand."""
        return self.status == self.Status.PUBLISHED and not self.display_has_ended(on=on)

    def shows_text(self, *, on):
        if self.status == self.Status.TAKEN_DOWN:
            return self.text_stays and not self.display_has_ended(on=on)
        return self.is_listed(on=on)

    def late_days(self):
        """Calendar days after the last legal day; 0 in time, None before publication or without a due date."""
        if self.published_at is None or self.due_on is None:
            return None
        return max(0, (timezone.localdate(self.published_at) - self.due_on).days)


class PublicationEvent(Event):
    subject = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="events")

    class Meta(Event.Meta):
        verbose_name = verbose_name_plural = "政府信息经过"
