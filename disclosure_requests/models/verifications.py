from django.conf import settings
from django.db import models
from django.db.models import Q

from linhai_portal.sealed_fields import SealedTextField


class Verification(models.Model):
    """核查 of a record that a person says is wrong about himself: what was looked at, by whom, when（条例第四十一条）."""

    class Finding(models.TextChoices):
        WRONG = "wrong", "记录有误"
        RIGHT = "right", "记录无误"
        NOT_OURS = "not_ours", "本机关无权更正"

    case = models.ForeignKey(
        "disclosure_requests.DisclosureRequest", on_delete=models.CASCADE, related_name="verifications"
    )
    on = models.DateField("核查日期")
    checker = models.CharField("核查人", max_length=60)
    what = SealedTextField("核查了什么", max_length=2000)
    finding = models.CharField("核查结果", max_length=8, choices=Finding)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="登记人", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "核查记录"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(finding__in=["wrong", "right", "not_ours"]), name="verification_finding_known"
            ),
            models.CheckConstraint(condition=~Q(checker=""), name="verification_by_someone"),
        ]

    def __str__(self):
        return f"{self.case}的核查记录"
