from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from catalog.models.adjustments import Adjustment
from catalog.models.domains import Domain
from catalog.models.items import Item
from linhai_portal.accounts.models import Organization
from linhai_portal.workflow import Workflow


class CatalogImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """An upload exists for the unit that made it and for those who look after the whole catalog."""
        if user.is_city_wide:
            return self
        return self.filter(organization__in=user.organizations())

    def waiting_for(self, user):
        """Read and not yet confirmed: what the uploader has still to decide."""
        return self.visible_to(user).filter(status=CatalogImport.Status.READ)


class CatalogImport(Workflow):
    """One uploaded table on its way into the catalog: stored, read, looked at, confirmed in one transaction."""

    class Status(models.TextChoices):
        RECEIVED = "received", "等待读取"
        READING = "reading", "正在读取"
        READ = "read", "已读取，待确认"
        REFUSED = "refused", "不能读取"
        CONFIRMED = "confirmed", "已确认，等待写入"
        DONE = "done", "已写入"
        DISCARDED = "discarded", "已放弃"

    MOVES = {
        Status.RECEIVED: {Status.READING, Status.DISCARDED},
        Status.READING: {Status.READ, Status.REFUSED, Status.RECEIVED, Status.DISCARDED},
        Status.READ: {Status.CONFIRMED, Status.DISCARDED, Status.READ},
        Status.REFUSED: set(),
        Status.CONFIRMED: {Status.DONE, Status.READ},
        Status.DONE: set(),
        Status.DISCARDED: set(),
    }

    organization = models.ForeignKey(Organization, verbose_name="填报单位", on_delete=models.PROTECT)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="上传人",
        on_delete=models.PROTECT,
        related_name="catalog_imports",
    )
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)
    file = models.FileField("表格文件", upload_to="imports/%Y/%m/")
    file_name = models.CharField("文件名", max_length=200)
    domain = models.ForeignKey(
        Domain,
        verbose_name="领域",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        help_text="表格里写明了领域时可以不选",
    )
    retire_missing = models.BooleanField(
        "取消表里没有的事项", default=False, help_text="只取消本单位、这些领域里的事项；不勾选时一项也不取消"
    )
    # What the preview was computed from; a catalog changed since then must be looked at again.
    seen_versions = models.JSONField(default=dict, editable=False)
    skip_bad_rows = models.BooleanField("跳过有错误的行", default=False, editable=False)
    status = models.CharField("状态", max_length=12, choices=Status, default=Status.RECEIVED, editable=False)
    progress = models.PositiveSmallIntegerField("进度（%）", default=0, editable=False)
    outcome = models.TextField("结果", blank=True, editable=False)
    reading = models.JSONField("读取结果", default=dict, blank=True, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="确认人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    confirmed_at = models.DateTimeField("确认时间", null=True, editable=False)
    adjustment = models.ForeignKey(
        Adjustment,
        verbose_name="起草的调整",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )

    objects = CatalogImportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "目录导入"
        ordering = ["-pk"]
        permissions = [("confirm_catalogimport", "可以确认目录导入")]
        indexes = [
            models.Index(fields=["organization", "-id"], name="import_of_unit"),
            models.Index(fields=["status"], name="import_status"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="import_confirmation_whole",
            ),
        ]

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("office:import", args=[self.pk])


class ImportRow(models.Model):
    """One record read from an uploaded table, with what storing it would do."""

    class Action(models.TextChoices):
        ADD = "add", "新增"
        CHANGE = "change", "修改"
        UNCHANGED = "unchanged", "不变"
        RETIRE = "retire", "取消"
        BAD = "bad", "有错误"

    catalog_import = models.ForeignKey(CatalogImport, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    action = models.CharField("处理", max_length=10, choices=Action)
    record = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    refusals = models.JSONField(default=list)
    changes = models.JSONField(default=list)
    has_warning = models.BooleanField(default=False)
    item = models.ForeignKey(Item, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["catalog_import", "position"]
        constraints = [
            models.UniqueConstraint(fields=["catalog_import", "position"], name="import_row_place")
        ]
        indexes = [
            models.Index(fields=["catalog_import", "action", "position"], name="import_row_action"),
            models.Index(fields=["catalog_import", "has_warning", "position"], name="import_row_warning"),
        ]

    def __str__(self):
        return f"{self.catalog_import} 第 {self.record.get('row')} 行"
