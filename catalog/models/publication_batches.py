from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from catalog.models.publications import Publication, PublicationEvent
from catalog.models.three_persons import ThreePersons, ThreePersonsQuerySet
from linhai_portal.workflow import Event, InvalidMove


class PublicationBatch(ThreePersons):
    """Many drafts read from one spreadsheet, which go through the three hands together and out in one transaction.

    A row that is returned or withdrawn alone leaves the batch; all others take each step with it, or none does.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "起草中"
        SUBMITTED = "submitted", "等待单位审核"
        REVIEWED = "reviewed", "等待公开审查"
        RETURNED = "returned", "已退回"
        PUBLISHING = "publishing", "正在发布"
        PUBLISHED = "published", "已发布"
        WITHDRAWN = "withdrawn", "已撤回"

    MOVES = {
        Status.DRAFT: {Status.SUBMITTED, Status.WITHDRAWN},
        Status.SUBMITTED: {Status.REVIEWED, Status.RETURNED, Status.WITHDRAWN},
        Status.REVIEWED: {Status.PUBLISHING, Status.RETURNED},
        Status.RETURNED: {Status.SUBMITTED, Status.WITHDRAWN},
        Status.PUBLISHING: {Status.PUBLISHED, Status.REVIEWED},
        Status.PUBLISHED: set(),
        Status.WITHDRAWN: set(),
    }

    number = None
    title = models.CharField("批次名称", max_length=200)
    file_name = models.CharField("表格文件", max_length=200)
    status = models.CharField("状态", max_length=12, choices=Status, default=Status.DRAFT, editable=False)
    ground = models.TextField("审查意见和依据", blank=True, max_length=2000, editable=False)
    outcome = models.TextField("结果", blank=True, editable=False)

    objects = ThreePersonsQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "批量发布"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["organization", "-id"], name="publication_batch_of_unit")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(drafted_by=F("reviewed_by"))
                & ~Q(drafted_by=F("approved_by"))
                & ~Q(reviewed_by=F("approved_by")),
                name="publication_batch_three_persons",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["publishing", "published"])
                | Q(reviewed_by__isnull=False, approved_by__isnull=False) & ~Q(ground=""),
                name="publication_batch_public_is_approved",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("office:publication_batch", args=[self.pk])

    get_office_url = get_absolute_url

    @transaction.atomic
    def submit(self, *, by):
        self._check_drafter(by)
        self.move(self.Status.SUBMITTED, by=by, outcome="")
        self.tell(self.who_may("review").exclude(pk=by.pk), f"“{self}”等您审核", f"起草人：{by}")

    @transaction.atomic
    def review(self, *, by, note=""):
        if by == self.drafted_by:
            raise InvalidMove("自己起草的批次要由另一个人审核。")
        self.move(self.Status.REVIEWED, by=by, note=note, reviewed_by=by, reviewed_at=timezone.now())
        self.tell(self.examiners(), f"“{self}”等公开审查", f"审核人：{by}")

    def send_back(self, *, by, reason):
        super().send_back(by=by, reason=reason, reviewed_by=None, reviewed_at=None)

    def permission(self, deed):
        """Whoever may do this deed on one publication may do it on many."""
        return f"catalog.{deed}_publication"

    def step(self):
        """Its own steps, those of its rows, and how many these are: a row sent back alone changes it too."""
        of_rows = PublicationEvent.objects.filter(subject__batch=self).count()
        return f"{super().step()}.{of_rows}.{self.rows().count()}"

    @property
    def is_over(self):
        return self.status in (self.Status.PUBLISHED, self.Status.WITHDRAWN)

    def rows(self):
        """What goes with it, in the order of the table."""
        return self.publications.exclude(status=Publication.Status.WITHDRAWN).order_by("pk")


class PublicationBatchEvent(Event):
    subject = models.ForeignKey(PublicationBatch, on_delete=models.CASCADE, related_name="events")

    class Meta(Event.Meta):
        verbose_name = verbose_name_plural = "批量发布经过"
