from django.conf import settings
from django.db import models
from django.db.models import Q

from linhai_portal.sealed_fields import SealedTextField


class SavedFilter(models.Model):
    """A way one member of staff looks at the queue again and again, under a name of their own.

    The words may be the name of an applicant, so they are sealed, and its address is its key and never the words.
    """

    MOST = 12

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters"
    )
    name = models.CharField("名称", max_length=20)
    tab = models.CharField(max_length=12, blank=True, editable=False)
    words = SealedTextField(editable=False)
    is_start = models.BooleanField("打开在办申请时先看它", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "常用筛选"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="saved_filter_name_once"),
            models.UniqueConstraint(
                fields=["owner"], condition=Q(is_start=True), name="saved_filter_one_start"
            ),
        ]

    def __str__(self):
        return self.name
