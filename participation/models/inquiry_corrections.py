from django.conf import settings
from django.db import models
from django.db.models import F, Q

from participation.models.inquiries import Inquiry


class InquiryCorrectionQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(approved_at=None)

    def made(self):
        return self.exclude(approved_at=None)


class InquiryCorrection(models.Model):
    """更正 of an answer that was given: drafted by one, approved by another; the earlier wording stays on record."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="corrections")
    reason = models.CharField("更正了什么", max_length=200)
    answer = models.TextField("答复", max_length=10000)
    public_title = models.CharField("公开的标题", max_length=100)
    public_words = models.TextField("公开的问题", max_length=5000)
    earlier_answer = models.TextField("原来的答复", blank=True)
    earlier_title = models.CharField("原来的标题", max_length=100, blank=True)
    earlier_words = models.TextField("原来的问题", blank=True)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="拟稿人", on_delete=models.PROTECT, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="审核人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    approved_at = models.DateTimeField("更正时间", null=True)

    objects = InquiryCorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "答复的更正"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["inquiry"], condition=Q(approved_at=None), name="inquiry_one_correction_waits"
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by=None, earlier_answer="")
                | Q(approved_at__isnull=False, approved_by__isnull=False) & ~Q(earlier_answer=""),
                name="inquiry_correction_whole",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("drafted_by")),
                name="inquiry_correction_of_two",
            ),
        ]

    def __str__(self):
        return f"{self.inquiry}的更正"
