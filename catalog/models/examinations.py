from django.conf import settings
from django.db import models

from catalog.models.negative_list import NegativeListEntry
from catalog.models.publications import Publication


class Examination(models.Model):
    """公开审查记录: who looked, on what ground it may or may not go out, which negative-list entries were considered.

    条例第十七条：建立健全政府信息公开审查机制，明确审查的程序和责任。
    """

    class Conclusion(models.TextChoices):
        PUBLISH = "publish", "可以公开"
        KEEP = "keep", "不主动公开，留存"
        RETURN = "return", "退回修改"

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="examinations")
    examined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="审查人", on_delete=models.PROTECT, related_name="+"
    )
    examined_at = models.DateTimeField("审查时间", auto_now_add=True)
    conclusion = models.CharField("结论", max_length=8, choices=Conclusion)
    ground = models.TextField("审查意见和依据", max_length=2000)
    entries = models.ManyToManyField(
        NegativeListEntry, verbose_name="考虑过的负面清单条目", related_name="+", blank=True
    )
    digest = models.CharField("审查内容的SHA-256", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "公开审查记录"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(ground=""), name="examination_says_why"),
        ]

    def __str__(self):
        return f"{self.publication}：{self.get_conclusion_display()}"
