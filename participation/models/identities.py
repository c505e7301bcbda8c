"""What people sent in under their names: who it was is destroyed when that has served its purpose (《个人信息保护法》第十九条)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

DESTROYED_BY_SOMEBODY = models.CheckConstraint(
    condition=Q(identities_destroyed_at=None, identities_destroyed_by=None)
    | Q(identities_destroyed_at__isnull=False, identities_destroyed_by__isnull=False),
    name="%(class)s_identities_destroyed_by",
)


class KeepsIdentities(models.Model):
    identities_destroyed_at = models.DateTimeField("身份信息销毁时间", null=True, editable=False)
    identities_destroyed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="销毁人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    class Meta:
        abstract = True

    def mark_destroyed(self, *, by):
        facts = {"identities_destroyed_at": timezone.now(), "identities_destroyed_by": by}
        type(self).objects.filter(pk=self.pk).update(**facts)
        self.refresh_from_db()
