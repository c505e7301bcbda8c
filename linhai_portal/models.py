from django.db import models
from django.db.models import Q


class SpecialDay(models.Model):
    """A day on which the week's rule does not hold: a weekday off, or a Saturday or Sunday of work (调休)."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", "放假"
        WORKDAY = "workday", "调休上班"

    date = models.DateField("日期", unique=True)
    kind = models.CharField("类别", max_length=10, choices=Kind)
    name = models.CharField("名称", max_length=30)
    source = models.CharField("依据", max_length=200, help_text="例如：国办发明电〔2025〕7号")
    edited_by_staff = models.BooleanField(default=False, editable=False)
    changed_at = models.DateTimeField("最近修改", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "工作日历"
        ordering = ["-date"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["holiday", "workday"]), name="special_day_kind_known"
            )
        ]

    def __str__(self):
        return f"{self.date:%Y-%m-%d} {self.name}"


class CalendarPreview(models.Model):
    """Days of a notice that somebody has handed in, and what they would move; written by `calendar_previews` only."""

    class Status(models.TextChoices):
        WORKING = "working", "正在计算"
        READY = "ready", "等待确认"
        APPLYING = "applying", "正在写入"
        APPLIED = "applied", "已写入"
        FAILED = "failed", "没有成功"

    notice = models.CharField("依据", max_length=200)
    days = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    status = models.CharField("状态", max_length=8, choices=Status, default=Status.WORKING)
    total = models.PositiveIntegerField(default=0)  # how many dates are looked at
    looked = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    outcome = models.TextField(blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    touched_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "待核对的放假安排"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["working", "ready", "applying", "applied", "failed"]),
                name="calendar_preview_status_known",
            )
        ]

    def __str__(self):
        return self.notice

    @property
    def percent(self):
        return 100 * self.looked // self.total if self.total else 100

    @property
    def is_working(self):
        return self.status in (self.Status.WORKING, self.Status.APPLYING)


class CalendarPreviewPage(models.Model):
    """The moves of one page, as the office reads them."""

    preview = models.ForeignKey(CalendarPreview, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()
    moves = models.JSONField(default=list)

    class Meta:
        verbose_name = verbose_name_plural = "放假安排的影响"
        constraints = [
            models.UniqueConstraint(fields=["preview", "number"], name="calendar_preview_page_once")
        ]

    def __str__(self):
        return f"{self.preview}，第 {self.number} 页"


class Counter(models.Model):
    """The last number given out in a series, such as the adjustments of a year."""

    series = models.CharField(max_length=100, unique=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "编号"

    def __str__(self):
        return f"{self.series}：{self.last}"


class DataVersion(models.Model):
    """The one row that counts the changes of what is public; written by `data_version.bump` only."""

    number = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "数据版本"

    def __str__(self):
        return f"{self.number}"


class Attempt(models.Model):
    """How often somebody tried something within a while; who it was can't be told from the key. See `attempts`."""

    key = models.CharField(max_length=64, unique=True)
    tries = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "尝试次数"

    def __str__(self):
        return f"{self.tries}"
