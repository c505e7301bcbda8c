from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from catalog.models import Publication
from linhai_portal.accounts.models import Organization
from linhai_portal.rich_text import plain_text
from participation.decision_steps import BY_CODE, CHOICES
from participation.directories import read_directory
from participation.models.announced import Announced, AnnouncedQuerySet


class DecisionDirectory(Announced):
    """年度重大行政决策事项目录: its lines are the table of its publication; to adjust it, another one is published."""

    year = models.PositiveSmallIntegerField("年度")

    objects = AnnouncedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "重大行政决策事项目录"
        ordering = ["-year", "-pk"]

    def get_absolute_url(self):
        return f"{reverse('participation:decisions')}?year={self.year}"

    def get_office_url(self):
        return reverse("participation_office:directory", args=[self.pk])

    def lines(self):
        """Read anew each time, so there is no second text that could differ."""
        return read_directory(plain_text(self.publication.body))


class DecisionMatterQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For the unit that leads it, the one that keeps the directory, and those who look after the whole city."""
        if user.is_city_wide:
            return self
        units = user.organizations()
        return self.filter(Q(organization__in=units) | Q(directory__publication__organization__in=units))

    def listed(self, *, on):
        return self.filter(directory__publication__in=Publication.objects.listed(on=on))


class DecisionMatter(models.Model):
    """重大行政决策事项: the dossier of one line of the directory, with its thirteen steps.

    Its words are those of the newest directory that names it, written when that is published.
    """

    year = models.PositiveSmallIntegerField("年度", editable=False)
    name = models.CharField("事项名称", max_length=300, editable=False)
    units = models.CharField("承办单位", max_length=300, editable=False)
    procedure = models.CharField("履行程序", max_length=300, editable=False)
    planned = models.CharField("计划时间", max_length=200, editable=False)
    organization = models.ForeignKey(
        Organization,
        verbose_name="牵头单位",
        on_delete=models.PROTECT,
        related_name="decision_matters",
        editable=False,
    )
    directory = models.ForeignKey(
        DecisionDirectory,
        verbose_name="目录",
        on_delete=models.PROTECT,
        related_name="matters",
        editable=False,
    )
    left_on = models.DateField("调出目录的日期", null=True, editable=False)
    final = models.ForeignKey(
        Publication,
        verbose_name="正式文件",
        null=True,
        on_delete=models.PROTECT,
        related_name="decision_matters",
        editable=False,
    )

    objects = DecisionMatterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "重大行政决策事项"
        ordering = ["-year", "pk"]
        permissions = [("work_decisionmatter", "可以登记决策事项的办理情况")]
        constraints = [
            models.UniqueConstraint(fields=["year", "name"], name="decisionmatter_once_a_year"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("participation:decision", args=[self.pk])

    def get_office_url(self):
        return reverse("participation_office:matter", args=[self.pk])


class DossierStep(models.Model):
    """One of the thirteen steps of a matter: needed or why not, when it was done, and what was published of it."""

    matter = models.ForeignKey(DecisionMatter, on_delete=models.CASCADE, related_name="steps")
    code = models.CharField("环节", max_length=16, choices=CHOICES, editable=False)
    required = models.BooleanField("要不要履行", null=True)
    why_not = models.CharField("不履行的理由", max_length=500, blank=True)
    done_on = models.DateField("完成日期", null=True, blank=True)
    documents = models.ManyToManyField(
        Publication, verbose_name="公开的材料", related_name="dossier_steps", blank=True
    )

    class Meta:
        verbose_name = verbose_name_plural = "决策环节"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "code"], name="dossierstep_once"),
            models.CheckConstraint(
                condition=Q(required=False) & ~Q(why_not="") & Q(done_on=None)
                | Q(required=True, why_not="")
                | Q(required=None, why_not="", done_on=None),
                name="dossierstep_whole",
                violation_error_message="不履行的写明理由，不写完成日期；要履行的不写理由。",
            ),
        ]

    def __str__(self):
        return self.kind.label

    @property
    def kind(self):
        return BY_CODE[self.code]

    def is_settled(self):
        return self.done_on is not None or self.required is False


class DossierChange(models.Model):
    """Who wrote what of a dossier and when; the system itself where nobody did."""

    matter = models.ForeignKey(DecisionMatter, on_delete=models.CASCADE, related_name="changes")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="登记人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("时间", auto_now_add=True)
    words = models.TextField("登记的内容")

    class Meta:
        verbose_name = verbose_name_plural = "决策事项经过"
        ordering = ["-pk"]

    def __str__(self):
        return self.words
