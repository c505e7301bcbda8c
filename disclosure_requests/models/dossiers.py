from django.conf import settings
from django.db import models
from django.db.models import F, Q

from linhai_portal.sealed_files import keep_sealed, read_sealed


class DossierQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(destroyed_at=None)

    def due_for_destruction(self, *, on):
        """Their time is over; they stay until two persons have decided (永久 never comes up)."""
        return self.standing().filter(keep_until__lt=on)


class Dossier(models.Model):
    """The file of a case as it was sealed at archiving: index, pieces, digests, and the chain of what happened."""

    case = models.OneToOneField(
        "disclosure_requests.DisclosureRequest", on_delete=models.PROTECT, related_name="dossier"
    )
    file = models.FileField(upload_to="dossiers/", max_length=200)
    sha256 = models.CharField("摘要", max_length=64)
    chain = models.CharField("经过的摘要链", max_length=64)
    pages = models.PositiveIntegerField("页数")
    archived_on = models.DateField("归档日期")
    archived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="归档人", on_delete=models.PROTECT, related_name="+"
    )
    keep_until = models.DateField("保管到", null=True, help_text="空着为永久")
    destruction_proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="提请销毁人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    destruction_reason = models.TextField("销毁的理由", max_length=500, blank=True)
    destroyed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="批准销毁人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    destroyed_at = models.DateTimeField("销毁时间", null=True)

    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "卷宗"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["keep_until"], condition=Q(destroyed_at=None), name="dossier_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(destroyed_at=None, destroyed_by=None)
                | Q(
                    destroyed_at__isnull=False,
                    destroyed_by__isnull=False,
                    destruction_proposed_by__isnull=False,
                ),
                name="dossier_destroyed_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(destroyed_by=F("destruction_proposed_by")), name="dossier_two_persons"
            ),
        ]

    def __str__(self):
        return f"{self.case}的卷宗"

    def keep(self, content):
        self.sha256 = keep_sealed(self, "file", content)
        self.save()

    def read(self):
        return read_sealed(self, "file")
