from django.conf import settings
from django.db import models

from catalog.models.publications import Publication


class Unchangeable(Exception):
    """An entry of the publication log is written once; nothing of it is changed or removed."""


class LogEntryQuerySet(models.QuerySet):
    def update(self, **facts):
        raise Unchangeable("发布日志只能增加，不能修改。")

    def delete(self):
        raise Unchangeable("发布日志只能增加，不能删除。")


class LogEntry(models.Model):
    """One public deed on a publication, bound to the one before by its hash (rules: architecture, invariant 4)."""

    class Action(models.TextChoices):
        PUBLISHED = "published", "发布"
        CORRECTED = "corrected", "更正"
        TAKEN_DOWN = "taken_down", "撤下"
        ENDED = "ended", "效力变更"
        DISPLAY_ENDED = "display_ended", "公示期满"
        IMPORTED = "imported", "从旧网站迁入"

    number = models.PositiveBigIntegerField("序号", unique=True)
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="log")
    at = models.DateTimeField("时间")
    action = models.CharField("动作", max_length=14, choices=Action)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="办理人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.TextField("说明", blank=True)
    index_number = models.CharField("索引号", max_length=60)
    published_at = models.DateTimeField("发布时间")
    content_digest = models.CharField("内容摘要", max_length=64)
    attachment_digests = models.JSONField("附件摘要", default=list)
    previous_hash = models.CharField("前一条的散列", max_length=64)
    hash = models.CharField("散列", max_length=64)

    objects = LogEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "发布日志"
        ordering = ["number"]
        indexes = [models.Index(fields=["publication", "number"], name="publication_log_of")]

    def __str__(self):
        return f"{self.number} {self.get_action_display()} {self.index_number}"

    def save(self, **options):
        if self.pk:
            raise Unchangeable("发布日志只能增加，不能修改。")
        super().save(**options)

    def delete(self, **options):
        raise Unchangeable("发布日志只能增加，不能删除。")
