from django.conf import settings
from django.db import models

from linhai_portal.sealed_fields import SealedTextField
from linhai_portal.sealed_files import keep_sealed, read_sealed


class Material(models.Model):
    """A file of a case, sealed on the disk: what the applicant handed in, scans, what was found and what was given."""

    class Kind(models.TextChoices):
        IDENTITY = "identity", "身份证明"
        AUTHORIZATION = "authorization", "授权委托书"
        APPLICATION = "application", "申请表或申请材料"
        ENVELOPE = "envelope", "信封、邮件凭证"
        SUPPLEMENT = "supplement", "补正、补充材料"
        FOUND = "found", "检索到的材料"
        PROVIDED = "provided", "提供给申请人的材料"
        PROOF = "proof", "送达凭证"
        OTHER = "other", "其他"

    case = models.ForeignKey(
        "disclosure_requests.DisclosureRequest", on_delete=models.CASCADE, related_name="materials"
    )
    kind = models.CharField("类别", max_length=14, choices=Kind)
    name = SealedTextField("文件名", max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField("大小")
    pages = models.PositiveIntegerField("页数", null=True)
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to="requests/", max_length=200)
    source = models.CharField("来源", max_length=100, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="经手人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "材料"
        ordering = ["pk"]

    def __str__(self):
        return self.name

    @classmethod
    def keep(cls, case, content, *, kind, name, content_type, **facts):
        facts |= {"kind": kind, "name": name, "content_type": content_type, "size": len(content)}
        row = cls(case=case, **facts)
        row.sha256 = keep_sealed(row, "file", content)
        row.save()
        return row

    def read(self):
        return read_sealed(self, "file")
