import re

from django.db import models
from django.db.models import Q

from linhai_portal.addresses import address_of
from linhai_portal.names import plain_name

# 市财政局、市民政局 or one a line; the dash of a name such as 市、县 is no reason to split what matches as a whole.
_BETWEEN_NAMES = re.compile(r"[、，,;；\n]+")


class Level(models.TextChoices):
    """行政层级 of a unit; the catalog's 公开层级 uses the same words."""

    CITY = "市级", "市级"
    COUNTY = "县级", "县级"
    TOWN = "乡级", "乡级"
    VILLAGE = "村级", "村级"


class Kind(models.TextChoices):
    GOVERNMENT = "government", "政府"
    DEPARTMENT = "department", "政府部门"
    VERTICAL_DEPARTMENT = "vertical_department", "垂直管理部门"
    INSTITUTION = "institution", "事业单位"
    MASS_ORGANIZATION = "mass_organization", "群团组织"
    PUBLIC_BODY = "public_body", "公共企事业单位"
    SUBDISTRICT = "subdistrict", "街道办事处"
    TOWN = "town", "镇人民政府"
    VILLAGE = "village", "村民委员会"
    RESIDENTS_COMMITTEE = "residents_committee", "居民委员会"


# Whom one may ask for information: who acts in its own name（条例第二十七条）; public bodies have a way of their own（第五十五条）.
ADDRESSEES = (
    Kind.GOVERNMENT,
    Kind.DEPARTMENT,
    Kind.VERTICAL_DEPARTMENT,
    Kind.INSTITUTION,
    Kind.SUBDISTRICT,
    Kind.TOWN,
)


class OrganizationGroup(models.Model):
    """Units that a catalog names together: 各镇人民政府（街道办事处）, 村民委员会, 供水企业.

    Who belongs follows from facts, so a new town or village belongs without anybody adding it: units of `level`, of
    `kind`, or public bodies that name the group as their service.
    """

    slug = models.SlugField("地址名", unique=True)
    name = models.CharField("名称", max_length=100, unique=True)
    aliases = models.JSONField("别名", default=list, blank=True)
    level = models.CharField("层级", max_length=10, choices=Level, blank=True)
    kind = models.CharField("类别", max_length=30, choices=Kind, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "单位组"
        ordering = ["pk"]

    def __str__(self):
        return self.name

    def members(self):
        facts = Q(service=self)
        if self.level:
            facts |= Q(level=self.level)
        if self.kind:
            facts |= Q(kind=self.kind)
        return Organization.objects.filter(facts)


class OrganizationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Units are public; there is no unit a visitor may not know of."""
        return self

    def governmental(self):
        """Units of the city itself: no villages, and no public bodies that are not named in the plan."""
        return self.exclude(kind__in=[Kind.VILLAGE, Kind.RESIDENTS_COMMITTEE]).filter(service=None)

    def addressees(self):
        return self.filter(kind__in=ADDRESSEES, service=None)

    def villages(self):
        return self.filter(kind__in=[Kind.VILLAGE, Kind.RESIDENTS_COMMITTEE])

    def public_bodies(self):
        return self.filter(kind=Kind.PUBLIC_BODY)

    def administered_by(self, user):
        """The units whose staff data a person may work on: all for the office, else the own and those below."""
        if user.is_city_wide:
            return self
        own = user.memberships.values("organization")
        return self.filter(Q(pk__in=own) | Q(parent__in=own) & ~Q(parent__kind=Kind.GOVERNMENT))

    def administering(self, units):
        """The units whose people work on the data of these: themselves and those above, as in `administered_by`."""
        above = units.exclude(parent__kind=Kind.GOVERNMENT).values("parent")
        return self.filter(Q(pk__in=units) | Q(pk__in=above))


class Organization(models.Model):
    slug = models.SlugField("地址名", max_length=60, unique=True)
    name = models.CharField("简称", max_length=100, unique=True)
    full_name = models.CharField("全称", max_length=100)
    kind = models.CharField("类别", max_length=30, choices=Kind)
    level = models.CharField("层级", max_length=10, choices=Level)
    parent = models.ForeignKey(
        "self",
        verbose_name="上级或主管单位",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    service = models.ForeignKey(
        OrganizationGroup,
        verbose_name="服务类别",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="bodies",
        help_text="公共企事业单位填写，例如供水企业",
    )
    document_prefix = models.CharField(
        "发文字号前缀", max_length=30, blank=True, help_text="机关代字，例如“临教”；空着用简称"
    )
    index_code = models.CharField(
        "机构代码", max_length=30, blank=True, help_text="索引号的开头，例如统一社会信用代码；空着用地址名"
    )
    # 复议法第二十四条、第二十七条
    reconsideration_organ = models.CharField(
        "行政复议机关",
        max_length=100,
        blank=True,
        help_text="写在告知书里；政府部门、镇街空着就是本市人民政府，实行垂直领导的部门写上一级主管部门",
    )
    aliases = models.JSONField("别名", default=list, blank=True)
    address = models.CharField("办公地址", max_length=200, blank=True)
    phone = models.CharField("联系电话", max_length=60, blank=True)
    office_hours = models.CharField("办公时间", max_length=100, blank=True)
    position = models.PositiveIntegerField("排序", default=1000)
    is_sample = models.BooleanField("示例", default=False, help_text="演示用的示例单位，页面上有标记")
    edited_by_staff = models.BooleanField(default=False, editable=False)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ["position", "pk"]
        indexes = [
            models.Index(fields=["position", "id"], name="organization_order"),
            models.Index(fields=["kind", "position"], name="organization_kind"),
            models.Index(fields=["parent", "kind", "position"], name="organization_parent"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="organization_kind_known"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="organization_level_known"),
            models.UniqueConstraint(
                fields=["index_code"],
                condition=~Q(index_code=""),
                name="organization_index_code_once",
                violation_error_message="另一个单位已经用了这个机构代码。索引号以它开头，请填本单位自己的。",
            ),
            models.UniqueConstraint(
                fields=["document_prefix"],
                condition=~Q(document_prefix=""),
                name="organization_document_prefix_once",
                violation_error_message="另一个单位已经用了这个发文字号前缀，两家的文号会相同。请填本单位自己的机关代字。",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return address_of("catalog:organization", self.slug)

    @property
    def is_village(self):
        return self.kind in (Kind.VILLAGE, Kind.RESIDENTS_COMMITTEE)

    @property
    def is_addressee(self):
        return self.kind in ADDRESSEES and self.service_id is None

    def groups(self):
        """The groups this unit belongs to by its facts."""
        facts = Q(level=self.level, level__gt="") | Q(kind=self.kind, kind__gt="")
        return OrganizationGroup.objects.filter(facts | Q(pk=self.service_id))


class PublisherNames:
    """Finds the unit or group that a printed name means: by name, full name or alias, blanks and width ignored."""

    def __init__(self):
        self._by_name = {}
        for each in [*OrganizationGroup.objects.all(), *Organization.objects.all()]:
            names = [each.name, getattr(each, "full_name", ""), *each.aliases]
            self._by_name.update((plain_name(name), each) for name in names if name)

    def find(self, printed):
        """The Organization or OrganizationGroup of this name, or None."""
        return self._by_name.get(plain_name(printed))

    def find_all(self, printed):
        """The units and groups that a cell names, in its order; names it does not know are left out."""
        whole = self.find(printed)
        names = [whole] if whole else [self.find(part) for part in _BETWEEN_NAMES.split(printed)]
        return list(dict.fromkeys(each for each in names if each))
