from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from catalog.models.domains import Domain
from catalog.models.elements import ElementsQuerySet, ItemElements
from linhai_portal.accounts.models import Organization, OrganizationGroup
from linhai_portal.addresses import address_of

FILTERED_BY = [
    "to_everyone",
    "audience_group",
    "proactive",
    "on_request",
    "level_flags",
    "channel_flags",
    "attribute",
]


def a_year_before(day):
    """The same day of the year before; of 29 February, the 28th."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


class ItemQuerySet(ElementsQuerySet):
    def current(self):
        return self.filter(retired_on=None)

    def in_table_order(self):
        return self.order_by("position")

    def unconfirmed(self, *, on):
        """Items of published catalogs for which nobody stood within the last year; they are flagged."""
        return self.current().filter(confirmed_on__lte=a_year_before(on))

    def publishing(self, slug):
        """Items whose 公开主体 names the unit, or the group of units, of this address name."""
        links = ItemPublisher.objects.values("item").order_by()
        named = links.filter(organization__slug=slug).union(links.filter(group__slug=slug), all=True)
        return self.filter(pk__in=named)

    def published_by(self, organization):
        """What a unit must publish: named itself, or as one of a group such as 各镇人民政府（街道办事处）."""
        named = ItemPublisher.objects.filter(
            Q(organization=organization) | Q(group__in=list(organization.groups()))
        )
        return self.filter(pk__in=named.values("item"))

    def administered_by(self, user):
        """The rows a person may work on: all for the office, else those the own units publish."""
        if user.is_city_wide:
            return self
        own = Organization.objects.administered_by(user)
        return self.filter(pk__in=ItemPublisher.objects.filter(organization__in=own).values("item"))


class Item(ItemElements):
    """A 公开事项: one row of a standard catalog, with every element of the national table (rules: catalog §4)."""

    class Evidence(models.TextChoices):
        SEEN = "seen", "见于已发布的目录"
        COMPILED = "compiled", "据标准指引整理"
        LOCAL = "local", "本地补充"
        REGULATION = "regulation", "据法规整理"
        UNIT = "unit", "责任单位填报"

    domain = models.ForeignKey(Domain, verbose_name="领域", on_delete=models.PROTECT, related_name="items")
    position = models.PositiveIntegerField("序号", editable=False)
    code = models.CharField("事项编码", max_length=30, unique=True, editable=False)
    limit_reviewed_on = models.DateField("时限规则核定日期", null=True, blank=True, editable=False)
    publishers = models.ManyToManyField(
        Organization, through="ItemPublisher", related_name="items", editable=False
    )
    evidence = models.CharField(
        "出处", max_length=12, choices=Evidence, default=Evidence.UNIT, editable=False
    )
    # The unit's yearly word that the item still holds (rules: catalog §4.4); None before the catalog is published.
    confirmed_on = models.DateField("最近确认日期", null=True, blank=True, editable=False)
    created_on = models.DateField("编入日期", default=timezone.localdate, editable=False)
    updated_at = models.DateTimeField("最近修改", auto_now=True)
    retired_on = models.DateField("取消日期", null=True, blank=True, editable=False)
    edited_by_staff = models.BooleanField(default=False, editable=False)
    # What is listed under it, kept for its page and for coverage (timeliness_kept.py).
    publication_count = models.PositiveIntegerField(default=0, db_default=0, editable=False)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "目录事项"
        ordering = ["domain", "position", "pk"]
        permissions = [("retire_item", "可以取消目录事项")]
        indexes = [
            # With all that lists are filtered and joined by: hits are counted and put in order without reading rows.
            models.Index(
                fields=["domain", "position", *FILTERED_BY, "id"],
                condition=Q(retired_on=None),
                name="item_place",
            ),
            models.Index(
                fields=["domain", "-updated_at", "-id"],
                condition=Q(retired_on=None),
                name="item_changed_in_domain",
            ),
            models.Index(fields=["-updated_at", "-id"], condition=Q(retired_on=None), name="item_changed"),
            models.Index(fields=["domain", "level1"], condition=Q(retired_on=None), name="item_level1"),
            models.Index(
                fields=["domain"],
                condition=Q(retired_on=None, attribute="withheld"),
                name="item_withheld",
            ),
            models.Index(
                fields=["confirmed_on"],
                condition=Q(retired_on=None, confirmed_on__isnull=False),
                name="item_confirmed",
            ),
            models.Index(
                fields=["domain", "id"], condition=Q(publication_count__gt=0), name="item_published"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(position__gte=1), name="item_position_from_one"),
            models.CheckConstraint(
                condition=Q(limit_unit__in=["workday", "day"], limit_number__gte=1)
                | ~Q(limit_unit__in=["workday", "day"]) & Q(limit_number=None),
                name="item_limit_whole",
                violation_error_message="按工作日或自然日计算的时限要写天数，其他时限不写天数。",
            ),
            models.CheckConstraint(
                condition=Q(limit_unit="periodic") & ~Q(limit_period="")
                | ~Q(limit_unit="periodic") & Q(limit_period=""),
                name="item_period_whole",
                violation_error_message="定期公开的事项要选周期，其他事项不选周期。",
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.title}"

    def get_absolute_url(self):
        return address_of("catalog:item", self.code)

    def clean(self):
        if not (self.level1 or self.level2 or self.level3):
            raise ValidationError({"level2": "请填写事项名称，至少填写一级、二级、三级中的一级。"})
        if not (self.proactive or self.on_request):
            raise ValidationError({"proactive": "请选择公开方式：主动公开或依申请公开。"})

    @property
    def is_confirmed(self):
        """Not attested by a published catalog: the unit has still to confirm it (待责任单位核定)."""
        return self.evidence in (self.Evidence.SEEN, self.Evidence.UNIT)

    def is_overdue_for_confirmation(self, *, on):
        return self.confirmed_on is not None and self.confirmed_on <= a_year_before(on)

    def is_administered_by(self, user):
        return Item.objects.administered_by(user).filter(pk=self.pk).exists()


class ItemPublisher(models.Model):
    """A 公开主体 of an item as far as its printed name is known: one unit, or one group of units."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="publisher_links")
    organization = models.ForeignKey(
        Organization, null=True, on_delete=models.PROTECT, related_name="item_links"
    )
    group = models.ForeignKey(
        OrganizationGroup, null=True, on_delete=models.PROTECT, related_name="item_links"
    )

    class Meta:
        verbose_name = verbose_name_plural = "公开主体"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organization=None, group__isnull=False)
                | Q(organization__isnull=False, group=None),
                name="item_publisher_unit_or_group",
            ),
            models.UniqueConstraint(fields=["organization", "item"], name="item_publisher_unit_once"),
            models.UniqueConstraint(fields=["group", "item"], name="item_publisher_group_once"),
        ]

    def __str__(self):
        return f"{self.organization or self.group}"


class ItemConfirmation(models.Model):
    """A unit's word, on a day, that an item still holds as it stands (yearly; rules: catalog §4.4)."""

    item = models.ForeignKey(
        Item, verbose_name="事项", on_delete=models.CASCADE, related_name="confirmations"
    )
    confirmed_on = models.DateField("确认日期")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="确认人", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "年度确认"
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.item} {self.confirmed_on}"
