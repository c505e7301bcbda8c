from django.conf import settings
from django.db import models
from django.db.models import Q

from catalog.models.attachments import Attachment
from catalog.models.publications import Publication


class GateCheckQuerySet(models.QuerySet):
    def open(self):
        """Where something was found, or nothing could be read, and no reviewer has yet said why it may go out."""
        return self.exclude(findings=[], unreadable=False).filter(override_by=None)


class GateCheck(models.Model):
    """What the personal-information gate found in the text or in one attachment; the numbers are kept masked only.

    A finding blocks until it is gone, or until the reviewer writes the legal reason why it may be shown (个人信息保护法
    第六条、第十三条；惩戒公示、强制性信息披露除外). A file the gate can't read needs the word of a person who looked.
    """

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="gate_checks")
    attachment = models.OneToOneField(
        Attachment, null=True, on_delete=models.CASCADE, related_name="gate_check"
    )
    digest = models.CharField("查验内容的SHA-256", max_length=64)
    findings = models.JSONField("发现", default=list)
    unreadable = models.BooleanField("不能读取", default=False)
    checked_at = models.DateTimeField("查验时间", auto_now=True)
    request = models.TextField("保留理由", blank=True, max_length=2000)
    override_reason = models.TextField("准予公开的法律理由", blank=True, max_length=2000)
    override_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="准予公开的人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = GateCheckQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "个人信息查验"
        ordering = ["publication", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication"], condition=Q(attachment=None), name="gate_check_text_once"
            ),
            models.CheckConstraint(
                condition=Q(override_by=None, override_reason="")
                | Q(override_by__isnull=False) & ~Q(override_reason=""),
                name="gate_check_override_whole",
            ),
        ]

    def __str__(self):
        return f"{self.attachment or '正文'}：{len(self.findings)} 处"

    @property
    def has_unseen(self):
        """Whether nothing was found, only something that a person must look at."""
        return not any(each["masked"] for each in self.findings)

    @property
    def is_clean(self):
        return not self.findings and not self.unreadable

    @property
    def passes(self):
        return self.is_clean or self.override_by_id is not None
