from functools import lru_cache

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from catalog.layouts.vocabulary import CHANNELS, LEVELS
from catalog.models.domains import Domain
from linhai_portal.accounts.models import Organization, OrganizationGroup
from linhai_portal.addresses import address_of
from linhai_portal.spreadsheets import MAX_CELL

EVIDENCE_SEEN = "seen"


def flags_of(names, vocabulary):
    """A set of names as one number, a bit for each place in the vocabulary; an unknown name is an error."""
    return _flags(tuple(names), tuple(vocabulary))


@lru_cache(maxsize=4096)
def _flags(names, vocabulary):
    return sum(1 << vocabulary.index(name) for name in set(names))


def names_of(flags, vocabulary):
    return [name for place, name in enumerate(vocabulary) if flags >> place & 1]


class ItemQuerySet(models.QuerySet):
    def current(self):
        return self.filter(retired_on=None)

    def in_domain(self, domain):
        return self.filter(domain=domain)

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

    def in_channel(self, channel):
        return self.alias(channel_flag=F("channel_flags").bitand(flags_of([channel], CHANNELS))).filter(
            channel_flag__gt=0
        )

    def at_level(self, level):
        return self.alias(level_flag=F("level_flags").bitand(flags_of([level], LEVELS))).filter(
            level_flag__gt=0
        )

    def titled(self, words):
        """Items whose name at any level holds every one of the words."""
        for word in words.split():
            self = self.filter(
                Q(level1__icontains=word)
                | Q(level2__icontains=word)
                | Q(level3__icontains=word)
                | Q(code=word)
            )
        return self


class Item(models.Model):
    """A 公开事项: one row of a standard catalog, with every element of the national table (rules: catalog §4)."""

    class Attribute(models.TextChoices):
        PROACTIVE = "proactive", "主动公开"
        ON_REQUEST = "on_request", "依申请公开"
        WITHHELD = "withheld", "不予公开"

    class LimitUnit(models.TextChoices):
        WORKDAY = "workday", "工作日"
        DAY = "day", "日（自然日）"
        REALTIME = "realtime", "实时、及时"
        PERIODIC = "periodic", "定期"
        STANDING = "standing", "长期公开"
        UNKNOWN = "unknown", "没有写明"

    class LimitPeriod(models.TextChoices):
        MONTHLY = "monthly", "每月"
        QUARTERLY = "quarterly", "每季度"
        HALF_YEARLY = "half_yearly", "每半年"
        YEARLY = "yearly", "每年"

    class LimitAnchor(models.TextChoices):
        FORMED = "formed", "信息形成"
        CHANGED = "changed", "信息变更"
        APPROVED = "approved", "批准、批复"
        DECISION = "decision", "作出决定"
        RECEIVED = "received", "收到、获取"
        OTHER = "other", "其他"

    class Evidence(models.TextChoices):
        SEEN = "seen", "见于已发布的目录"
        COMPILED = "compiled", "据标准指引整理"
        LOCAL = "local", "本地补充"
        REGULATION = "regulation", "据法规整理"
        UNIT = "unit", "责任单位填报"

    domain = models.ForeignKey(Domain, verbose_name="领域", on_delete=models.PROTECT, related_name="items")
    position = models.PositiveIntegerField("序号", editable=False)
    code = models.CharField("事项编码", max_length=30, unique=True, editable=False)
    level1 = models.CharField("一级事项", max_length=300, blank=True)
    level2 = models.CharField("二级事项", max_length=500, blank=True)
    level3 = models.CharField("三级事项", max_length=500, blank=True)
    # No text is longer than a cell of a workbook holds, else the catalog could not be exported.
    content = models.TextField("公开内容（要素）", blank=True, max_length=MAX_CELL)
    legal_basis = models.JSONField("公开依据", default=list, blank=True)
    time_limit = models.TextField("公开时限", blank=True, max_length=MAX_CELL, help_text="按目录原文填写")
    limit_unit = models.CharField("时限单位", max_length=10, choices=LimitUnit, default=LimitUnit.UNKNOWN)
    limit_number = models.PositiveSmallIntegerField("天数", null=True, blank=True)
    limit_period = models.CharField("周期", max_length=12, choices=LimitPeriod, blank=True)
    limit_anchor = models.CharField("起算", max_length=10, choices=LimitAnchor, default=LimitAnchor.FORMED)
    limit_reviewed_on = models.DateField("时限规则核定日期", null=True, blank=True, editable=False)
    publisher_text = models.TextField(
        "公开主体", blank=True, max_length=MAX_CELL, help_text="按目录原文填写，多个单位分行或用顿号隔开"
    )
    publishers = models.ManyToManyField(
        Organization, through="ItemPublisher", related_name="items", editable=False
    )
    channel_flags = models.PositiveIntegerField("公开渠道和载体", default=0, editable=False)
    other_channel = models.CharField("其他渠道", max_length=300, blank=True)
    to_everyone = models.BooleanField("全社会", default=False)
    audience_group = models.CharField("特定群体", max_length=300, blank=True)
    proactive = models.BooleanField("主动公开", default=False)
    on_request = models.BooleanField("依申请公开", default=False)
    level_flags = models.PositiveSmallIntegerField("公开层级", default=0, editable=False)
    attribute = models.CharField("公开属性", max_length=12, choices=Attribute, default=Attribute.PROACTIVE)
    evidence = models.CharField(
        "出处", max_length=12, choices=Evidence, default=Evidence.UNIT, editable=False
    )
    created_on = models.DateField("编入日期", default=timezone.localdate, editable=False)
    updated_at = models.DateTimeField("最近修改", auto_now=True)
    retired_on = models.DateField("取消日期", null=True, blank=True, editable=False)
    edited_by_staff = models.BooleanField(default=False, editable=False)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "目录事项"
        ordering = ["domain", "position", "pk"]
        permissions = [("retire_item", "可以取消目录事项")]
        indexes = [
            models.Index(fields=["domain", "position"], condition=Q(retired_on=None), name="item_place"),
            models.Index(fields=["domain", "level1"], condition=Q(retired_on=None), name="item_level1"),
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
    def title(self):
        """The name of the deepest level that has one."""
        return self.level3 or self.level2 or self.level1

    @property
    def channels(self):
        return names_of(self.channel_flags, CHANNELS)

    @channels.setter
    def channels(self, names):
        self.channel_flags = flags_of(names, CHANNELS)

    @property
    def levels(self):
        return names_of(self.level_flags, LEVELS)

    @levels.setter
    def levels(self, names):
        self.level_flags = flags_of(names, LEVELS)

    @property
    def time_limit_workdays(self):
        return self.limit_number if self.limit_unit == self.LimitUnit.WORKDAY else None

    @property
    def is_confirmed(self):
        """Not attested by a published catalog: the unit has still to confirm it (待责任单位核定)."""
        return self.evidence in (self.Evidence.SEEN, self.Evidence.UNIT)

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
