from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from catalog.models.domains import Domain
from catalog.models.items import Item
from catalog.models.revisions import ItemRevision
from linhai_portal.accounts.models import Proposal, ProposalQuerySet
from linhai_portal.workflow import Event, InvalidMove


class AdjustmentQuerySet(ProposalQuerySet):
    def public(self):
        """Approved, so announced, or in force; what becomes of the others is nobody else's business."""
        return self.filter(status__in=Adjustment.PUBLIC)

    def newest_first(self):
        return self.order_by("-effective_on", "-pk")

    def of_domain(self, number):
        return self.filter(Exists(_lines_of_each().filter(domain__number=number)))

    def doing(self, action):
        return self.filter(Exists(_lines_of_each().filter(action=action)))

    def with_line_counts(self):
        """How many items each adds, changes, retires, brings back, and how many catalogs it publishes.

        Counted for the rows that are shown only, for a batch may have thousands of lines.
        """
        lines = _lines_of_each().order_by().values("adjustment")
        count = {
            action: lines.filter(action=action).values(n=Count("pk")) for action in AdjustmentLine.Action
        }
        return self.annotate(**{f"{action}_count": Coalesce(Subquery(n), 0) for action, n in count.items()})

    def with_what_they_do(self):
        """All that `adjustment_words` speaks of: the unit, the counts, the first titles and the domains."""
        titles = _lines_of_each().order_by("position").values("title")
        first = {f"title_{n}": Subquery(titles[n : n + 1]) for n in range(Adjustment.TITLES_SHOWN)}
        domains = Domain.objects.only("number", "kind", "name", "position").distinct()
        return (
            self.select_related("organization")
            .with_line_counts()
            .annotate(**first)
            .prefetch_related(Prefetch("domains", domains))
        )

    def due(self, *, on):
        return self.filter(status=Adjustment.Status.APPROVED, effective_on__lte=on)

    def to_be_approved_by(self, user):
        return self.filter(status=Adjustment.Status.SUBMITTED).exclude(drafted_by=user)

    def open_draft_of(self, user):
        return self.filter(status=Adjustment.Status.DRAFT, kind=Adjustment.Kind.ITEMS, drafted_by=user)


def _lines_of_each():
    return AdjustmentLine.objects.filter(adjustment=OuterRef("pk"))


class Adjustment(Proposal):
    """A proposal to change published catalogs: reason, basis, one or many lines; in force from its date on.

    Rules: catalog §4.4 (条例第十二条：目录应当及时更新). The first publication of a catalog is one too.
    """

    class Kind(models.TextChoices):
        ITEMS = "items", "事项调整"
        PUBLICATION = "publication", "目录首次发布"

    class Status(models.TextChoices):
        DRAFT = "draft", "起草中"
        SUBMITTED = "submitted", "等待审批"
        RETURNED = "returned", "已退回"
        APPROVED = "approved", "已批准，等待生效"
        EFFECTIVE = "effective", "已生效"
        WITHDRAWN = "withdrawn", "已撤回"

    MOVES = {
        Status.DRAFT: {Status.SUBMITTED, Status.WITHDRAWN},
        Status.SUBMITTED: {Status.APPROVED, Status.RETURNED, Status.WITHDRAWN},
        Status.RETURNED: {Status.SUBMITTED, Status.WITHDRAWN},
        Status.APPROVED: {Status.EFFECTIVE, Status.RETURNED},
        Status.EFFECTIVE: set(),
        Status.WITHDRAWN: set(),
    }
    PUBLIC = [Status.APPROVED, Status.EFFECTIVE]
    TITLES_SHOWN = 3

    kind = models.CharField("类别", max_length=12, choices=Kind, default=Kind.ITEMS, editable=False)
    reason = models.TextField("调整理由", blank=True)
    basis = models.TextField("调整依据", blank=True, help_text="上级文件、法规条款或职责变化，写明文号")
    status = models.CharField("状态", max_length=12, choices=Status, default=Status.DRAFT, editable=False)
    effective_on = models.DateField("生效日期", null=True, editable=False)
    domains = models.ManyToManyField(
        Domain, verbose_name="领域", through="AdjustmentLine", related_name="+", editable=False
    )

    objects = AdjustmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "动态调整"
        ordering = ["-pk"]
        permissions = [
            ("draft_adjustment", "可以起草目录调整"),
            ("approve_adjustment", "可以批准目录调整"),
        ]
        indexes = [
            models.Index(fields=["status", "effective_on"], name="adjustment_status"),
            models.Index(fields=["organization", "-id"], name="adjustment_of_unit"),
            # What the public list counts and sorts by and what a domain's history joins, without reading the texts.
            # Read backwards for the newest: in rising order it grows at its end and stays small.
            models.Index(
                fields=["effective_on", "id", "status"],
                condition=Q(status__in=["approved", "effective"]),
                name="adjustment_public",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_at=None, effective_on=None)
                | Q(
                    approved_by__isnull=False,
                    approved_at__isnull=False,
                    effective_on__isnull=False,
                    number__isnull=False,
                ),
                name="adjustment_approval_whole",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["approved", "effective"], approved_by__isnull=False)
                | ~Q(status__in=["approved", "effective"]),
                name="adjustment_in_force_is_approved",
            ),
            models.CheckConstraint(
                condition=~Q(drafted_by=models.F("approved_by")), name="adjustment_two_persons"
            ),
        ]

    def __str__(self):
        return f"目录调整 {self.number}" if self.number else f"目录调整（草稿 {self.pk}）"

    def get_absolute_url(self):
        return reverse("catalog:adjustment", args=[self.number])

    def get_office_url(self):
        return reverse("office:adjustment", args=[self.pk])

    def submit(self, *, by):
        """Hand it in; it must say why, on what basis, and what."""
        if not self.lines.exists():
            raise InvalidMove("调整单里还没有事项，请先加入要调整的事项。")
        if not self.reason.strip() or not self.basis.strip():
            raise InvalidMove("请先写明调整理由和调整依据，再提交。")
        super().submit(by=by)

    def send_back(self, *, by, reason):
        """A returned one is approved anew, by whom and when is open again."""
        blank = {"approved_by": None, "approved_at": None, "effective_on": None}
        super().send_back(by=by, reason=reason, **blank)

    @property
    def is_public(self):
        return self.status in self.PUBLIC


class AdjustmentLineQuerySet(models.QuerySet):
    def that_retired(self, item):
        """The lines by which an item left its catalog, newest first; `base` is the state it ended."""
        done = self.filter(
            item=item, action=AdjustmentLine.Action.RETIRE, adjustment__status=Adjustment.Status.EFFECTIVE
        )
        return done.select_related("adjustment").order_by("-adjustment__effective_on", "-adjustment")


class AdjustmentLine(models.Model):
    """What one adjustment does to one item."""

    class Action(models.TextChoices):
        ADD = "add", "新增"
        CHANGE = "change", "修改"
        RETIRE = "retire", "取消"
        RESTORE = "restore", "恢复"
        PUBLISH = "publish", "首次发布"

    adjustment = models.ForeignKey(Adjustment, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    action = models.CharField("处理", max_length=10, choices=Action)
    domain = models.ForeignKey(Domain, verbose_name="领域", on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(
        Item, verbose_name="事项", null=True, on_delete=models.PROTECT, related_name="adjustment_lines"
    )
    # The item this line was drafted against; another adjustment in between makes the line out of date.
    base = models.ForeignKey(
        ItemRevision, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    above = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    title = models.TextField("事项名称")  # for lists; what is proposed, or what is retired
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    domain_version = models.PositiveIntegerField(null=True)  # of a first publication: what was looked at

    objects = AdjustmentLineQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "调整事项"
        ordering = ["adjustment", "position"]
        indexes = [models.Index(fields=["adjustment", "action", "domain"], name="adjustment_line_what")]
        constraints = [
            models.UniqueConstraint(fields=["adjustment", "position"], name="adjustment_line_place"),
            models.UniqueConstraint(fields=["adjustment", "item"], name="adjustment_line_item_once"),
        ]

    def __str__(self):
        return f"{self.get_action_display()}：{self.title}"


class AdjustmentEvent(Event):
    subject = models.ForeignKey(Adjustment, on_delete=models.CASCADE, related_name="events")

    class Meta(Event.Meta):
        verbose_name = verbose_name_plural = "调整经过"
