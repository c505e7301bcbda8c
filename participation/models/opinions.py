from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from catalog.privacy.numbers import masked_text
from linhai_portal.workflow import Event, Workflow
from participation.models.consultations import Consultation
from participation.models.persons import FromPerson


class Cluster(models.Model):
    """主要意见: opinions that say the same, and what became of them, with the reason (713号第十八、三十二条)."""

    class Decision(models.TextChoices):
        ADOPTED = "adopted", "采纳"
        PARTLY = "partly", "部分采纳"
        NOT_ADOPTED = "not_adopted", "不采纳"

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="clusters")
    clause = models.CharField("条款", max_length=30, blank=True, help_text="不写就是对全文的意见")
    summary = models.CharField("主要意见", max_length=500)
    decision = models.CharField("结果", max_length=12, choices=Decision, blank=True)
    reason = models.TextField("理由和修改", max_length=2000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="决定人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    decided_at = models.DateTimeField("决定时间", null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "主要意见"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None)
                | ~Q(decision="") & Q(decided_at__isnull=False) & ~Q(reason=""),
                name="cluster_decided_whole",
                violation_error_message="采纳或者不采纳都要写理由。",
            )
        ]

    def __str__(self):
        return self.summary

    def version(self):
        """What a page of it holds for: when it was decided last."""
        return self.decided_at.isoformat() if self.decided_at else ""


class OpinionQuerySet(models.QuerySet):
    def counted(self):
        """What is studied; a joke, an advertisement or the same thing sent twice is not."""
        return self.filter(status=Opinion.Status.TAKEN)

    def public(self):
        """Shown word for word, as far as their authors agreed to that."""
        return self.filter(status=Opinion.Status.TAKEN, may_be_shown=True)

    def unclustered(self):
        return self.counted().filter(cluster=None)

    def waiting(self):
        """To be looked at, or to be put together."""
        return self.filter(status__in=[Opinion.Status.NEW, Opinion.Status.TAKEN], cluster=None)


class Opinion(Workflow, FromPerson):
    """One person's words on a draft, or on one clause of it; looked at before anything of it is public."""

    class Status(models.TextChoices):
        NEW = "new", "待查看"
        TAKEN = "taken", "已收下"
        REFUSED = "refused", "不作为意见"

    MOVES = {
        Status.NEW: {Status.TAKEN, Status.REFUSED},
        Status.TAKEN: {Status.REFUSED},
        Status.REFUSED: {Status.TAKEN},
    }

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="opinions")
    clause = models.CharField("条款", max_length=30, blank=True)
    words = models.TextField("意见", max_length=5000)
    may_be_shown = models.BooleanField("可以公布原话", default=True)
    status = models.CharField("状态", max_length=8, choices=Status, default=Status.NEW, editable=False)
    cluster = models.ForeignKey(
        Cluster,
        verbose_name="主要意见",
        null=True,
        on_delete=models.SET_NULL,
        related_name="opinions",
        editable=False,
    )
    digest = models.CharField(max_length=64, editable=False)
    told_at = models.DateTimeField("告知时间", null=True, editable=False)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "意见"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["consultation", "status", "-id"], name="opinion_status"),
            models.Index(fields=["consultation", "clause", "status", "-id"], name="opinion_clause"),
            # All figures of a consultation, counted without reading the words.
            models.Index(fields=["consultation", "status", "clause", "cluster"], name="opinion_counted"),
            models.Index(fields=["cluster", "status", "-id"], name="opinion_cluster"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "digest"], name="opinion_once"),
        ]

    def __str__(self):
        return f"第 {self.pk} 号意见"

    @property
    def public_words(self):
        """What a citizen wrote of himself or of others stays masked wherever it is shown."""
        return masked_text(self.words)

    @property
    def destroyed_at(self):
        return self.consultation.identities_destroyed_at

    def get_office_url(self):
        return reverse("participation_office:opinion", args=[self.pk])


class OpinionEvent(Event):
    subject = models.ForeignKey(Opinion, on_delete=models.CASCADE, related_name="events")

    class Meta(Event.Meta):
        verbose_name = verbose_name_plural = "意见经过"
