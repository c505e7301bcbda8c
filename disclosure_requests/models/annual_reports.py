from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from linhai_portal.accounts.models import Organization
from linhai_portal.workflow import Event, Workflow

ALL = "all"  # stands for the roll-up in addresses and commands


class ReportQuerySet(models.QuerySet):
    def of(self, year, organization):
        """The newest row of a unit, or of the roll-up where `organization` is None; None if there is none yet."""
        return self.filter(year=year, organization=organization).last()

    def frozen(self):
        return self.filter(status__in=AnnualReport.FROZEN)

    def published(self):
        return self.filter(status=AnnualReport.Status.PUBLISHED)

    def current(self):
        """Published, and not corrected by a later version that is published too."""
        return self.published().exclude(corrected_by__status=AnnualReport.Status.PUBLISHED)


class OfYear(models.Model):
    """What belongs to a year and a unit; without a unit to the roll-up, the report of the city's government."""

    year = models.PositiveSmallIntegerField("年度")
    organization = models.ForeignKey(
        Organization, verbose_name="单位", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.unit_name} {self.year} 年{self._meta.verbose_name}"

    @property
    def unit_name(self):
        return self.organization.name if self.organization else "全市汇总"

    @property
    def public_name(self):
        return self.organization.full_name if self.organization else "临海市人民政府"

    @property
    def slug(self):
        return self.organization.slug if self.organization else ALL


class YearFigures(OfYear):
    """What no case tells: the decisions and charges of table 2 and the words of sections 一, 五 and 六."""

    permits = models.PositiveIntegerField("行政许可（件）", default=0)
    penalties = models.PositiveIntegerField("行政处罚（件）", default=0)
    compulsions = models.PositiveIntegerField("行政强制（件）", default=0)
    fees = models.DecimalField(
        "行政事业性收费（元）", max_digits=14, decimal_places=2, default=0, validators=[MinValueValidator(0)]
    )
    processing_fees = models.PositiveIntegerField(
        "信息处理费（元）", null=True, blank=True, help_text="不填就按登记的缴费计算"
    )
    overview = models.TextField("一、总体情况", max_length=8000, blank=True)
    problems = models.TextField("五、存在的主要问题", max_length=4000, blank=True)
    measures = models.TextField("五、改进情况", max_length=4000, blank=True)
    other = models.TextField("六、其他需要报告的事项", max_length=4000, blank=True)

    TEXTS = ["overview", "problems", "measures", "other"]

    class Meta:
        verbose_name = verbose_name_plural = "年度报告填报"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["year", "organization"], name="yearfigures_once"),
            models.UniqueConstraint(
                fields=["year"], condition=Q(organization=None), name="yearfigures_one_roll_up"
            ),
            models.CheckConstraint(condition=Q(fees__gte=0), name="yearfigures_fees_not_negative"),
        ]


class AnnualReport(OfYear, Workflow):
    """The report on its way to the public; from the check on its figures and words are frozen here.

    A published one is never changed: a correction is a further version that goes the same way. One `taken_over` has the
    figures that an older system published, and not those of the cases.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "起草"
        CHECKED = "checked", "已校验，待审签"
        SIGNED = "signed", "已审签"
        PUBLISHED = "published", "已公布"

    MOVES = {
        Status.DRAFT: {Status.CHECKED},
        Status.CHECKED: {Status.DRAFT, Status.SIGNED},
        Status.SIGNED: {Status.DRAFT, Status.PUBLISHED},
        Status.PUBLISHED: set(),
    }
    FROZEN = [Status.SIGNED, Status.PUBLISHED]

    status = models.CharField("状态", max_length=9, choices=Status, default=Status.DRAFT, editable=False)
    tables = models.JSONField(default=dict, editable=False)
    texts = models.JSONField(default=dict, editable=False)
    carried_reason = models.TextField("与上年结转数不一致的理由", max_length=500, blank=True, editable=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="起草人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    checked_on = models.DateField("校验日期", null=True, editable=False)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="审签人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    signed_on = models.DateField("审签日期", null=True, editable=False)
    published_on = models.DateField("公布日期", null=True, editable=False)
    handed_in_on = models.DateField("报送主管部门日期", null=True, editable=False)
    version = models.PositiveSmallIntegerField("版本", default=1, editable=False)
    corrects = models.OneToOneField(
        "self",
        verbose_name="更正",
        null=True,
        on_delete=models.PROTECT,
        related_name="corrected_by",
        editable=False,
    )
    correction_reason = models.TextField("更正理由", max_length=500, blank=True, editable=False)
    taken_over = models.BooleanField("原系统的数字", default=False, editable=False)
    original_on = models.DateField("原公布日期", null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "政府信息公开工作年度报告"
        ordering = ["-year", F("organization__position").asc(nulls_first=True), "version", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "organization", "version"], name="annualreport_version_once"
            ),
            models.UniqueConstraint(
                fields=["year", "version"], condition=Q(organization=None), name="annualreport_one_roll_up"
            ),
            models.CheckConstraint(
                condition=Q(version=1, corrects=None, correction_reason="")
                | Q(version__gt=1, corrects__isnull=False) & ~Q(correction_reason=""),
                name="annualreport_corrects_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(taken_over=False, original_on=None)
                | Q(taken_over=True, original_on__isnull=False),
                name="annualreport_taken_over_whole",
            ),
            models.CheckConstraint(condition=~Q(checked_by=F("signed_by")), name="annualreport_two_persons"),
            models.CheckConstraint(
                condition=Q(status="draft", checked_by=None, signed_by=None, published_on=None)
                | Q(status="checked", checked_by__isnull=False, signed_by=None, published_on=None)
                | Q(status="signed", checked_by__isnull=False, signed_by__isnull=False, published_on=None)
                | Q(
                    status="published",
                    checked_by__isnull=False,
                    signed_by__isnull=False,
                    published_on__isnull=False,
                ),
                name="annualreport_whole",
            ),
        ]

    def get_absolute_url(self):
        """Of what holds now; a version that was corrected keeps a page of its own."""
        return reverse("annual_reports:annual_report", args=[self.year, self.slug])

    def get_version_url(self):
        return reverse("annual_reports:version", args=[self.year, self.slug, self.version])

    def get_office_url(self):
        return reverse("reports:report", args=[self.year, self.slug])

    def swap_facts(self, **facts):
        """What is no move of the workflow; its verbs hold the lock and write the event."""
        type(self).objects.filter(pk=self.pk).update(**facts)
        self.refresh_from_db()

    @property
    def first_version(self):
        """What was owed by a day is the report, not its correction."""
        return self.corrects.first_version if self.corrects else self

    @property
    def is_frozen(self):
        return self.status in self.FROZEN


class AnnualReportEvent(Event):
    subject = models.ForeignKey(AnnualReport, on_delete=models.CASCADE, related_name="events")

    class Meta(Event.Meta):
        verbose_name = verbose_name_plural = "年度报告经过"
