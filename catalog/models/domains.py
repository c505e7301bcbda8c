from django.db import models
from django.db.models import Count, F, Min, Q

from linhai_portal.accounts.models import Organization, OrganizationGroup
from linhai_portal.addresses import address_of
from linhai_portal.data_version import bump
from linhai_portal.names import plain_name

# A longer table is not jumped through by its first levels, and its filter offers the units that answer for it.
LONGEST_OUTLINED = 1000


class DomainQuerySet(models.QuerySet):
    def of_the_plan(self):
        """The domains of the city's plan and those added to them; not the tables of villages and public bodies."""
        return self.filter(kind=Domain.Kind.DOMAIN)

    def for_villages(self):
        return self.filter(kind=Domain.Kind.VILLAGE)

    def for_public_bodies(self):
        return self.filter(kind=Domain.Kind.PUBLIC_BODY)


class Domain(models.Model):
    """A field for which the city keeps a standard catalog: a row, never an enum, for localities merge and add.

    The tables that hold for every village or for every public body of a kind are domains too, bound to their group.
    """

    class Kind(models.TextChoices):
        DOMAIN = "domain", "领域"
        VILLAGE = "village", "村（居）务公开"
        PUBLIC_BODY = "public_body", "公共企事业单位"

    class Theme(models.TextChoices):
        SCHOOL_WORK = "school-work", "上学、就业和文化"
        HEALTH_CARE = "health-care", "看病、养老和救助"
        HOUSING_LAND = "housing-land", "住房和土地"
        HOUSEHOLD_LAW = "household-law", "户籍、法律和城市"
        SAFETY = "safety", "安全和环境"
        MONEY = "money", "财政、项目和企业"

    number = models.SlugField("编号", max_length=10, unique=True, help_text="领域用数字，例如 27")
    kind = models.CharField("类别", max_length=20, choices=Kind, default=Kind.DOMAIN)
    name = models.CharField("名称", max_length=60)
    aliases = models.JSONField("别名", default=list, blank=True)
    theme = models.CharField("生活主题", max_length=20, choices=Theme, blank=True)
    lead = models.ForeignKey(
        Organization,
        verbose_name="牵头单位",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="led_domains",
    )
    other_units = models.ManyToManyField(
        Organization, verbose_name="其他责任单位", through="DomainUnit", related_name="shared_domains"
    )
    group = models.ForeignKey(
        OrganizationGroup,
        verbose_name="适用的单位组",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="domains",
    )
    position = models.PositiveIntegerField("排序", default=1000)
    published_on = models.DateField("目录首次发布日期", null=True, blank=True, editable=False)
    item_count = models.PositiveIntegerField("事项数", default=0, editable=False)
    # 一级事项 (name, first 序号, count) and publishers (slug, name), kept for the page; empty for a very long table.
    outline = models.JSONField(default=list, editable=False)
    publisher_choices = models.JSONField(default=list, editable=False)
    attribute_counts = models.JSONField(default=dict, editable=False)  # current items by 公开属性
    timeliness = models.JSONField(
        default=dict, editable=False
    )  # how much is public and in time; timeliness_kept.py
    data_version = models.PositiveIntegerField(default=0, editable=False)
    edited_by_staff = models.BooleanField(default=False, editable=False)

    objects = DomainQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "领域"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "name"], name="domain_name_once", violation_error_message="已有同名的领域。"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["domain", "village", "public_body"]), name="domain_kind_known"
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return address_of("catalog:domain", self.number)

    @property
    def title(self):
        """The official title of the table (国办发〔2019〕54号)."""
        if self.kind == self.Kind.DOMAIN:
            return f"{self.name}领域基层政务公开标准目录"
        return f"{self.name}公开事项目录"

    @property
    def code_prefix(self):
        """What the codes of its items begin with: `03` for domain 3, `V01` for a village table."""
        return self.number.zfill(2)

    def units(self):
        """The lead unit first, then the other responsible ones in the order of the plan."""
        others = [each.organization for each in self.domainunit_set.select_related("organization")]
        return [self.lead, *others] if self.lead else others

    def items_changed(self):
        """Keep what pages and caches rely on: total, outline, data version; inside the change's transaction."""
        bump()
        items = self.items.current()
        counts = dict(items.order_by().values_list("attribute").annotate(Count("pk")))
        total = sum(counts.values())
        outlined = total <= LONGEST_OUTLINED
        Domain.objects.filter(pk=self.pk).update(
            item_count=total,
            attribute_counts=counts,
            outline=_outline(items) if outlined else [],
            publisher_choices=_publishers(items)
            if outlined
            else [[each.slug, each.name] for each in self.units()],
            data_version=F("data_version") + 1,
        )
        self.refresh_from_db(
            fields=["item_count", "attribute_counts", "outline", "publisher_choices", "data_version"]
        )


def _outline(items):
    groups = items.order_by().values_list("level1").annotate(first=Min("position"), total=Count("pk"))
    return [list(group) for group in groups.order_by("first")]


def _publishers(items):
    links = items.order_by().values_list(
        "publisher_links__organization__slug",
        "publisher_links__organization__name",
        "publisher_links__group__slug",
        "publisher_links__group__name",
    )
    names = {(unit or group, name or group_name) for unit, name, group, group_name in links.distinct()}
    return sorted([slug, name] for slug, name in names if slug)


class DomainUnit(models.Model):
    """A responsible unit of a domain besides the lead, in the order of the plan's 附件2."""

    domain = models.ForeignKey(Domain, verbose_name="领域", on_delete=models.CASCADE)
    organization = models.ForeignKey(Organization, verbose_name="单位", on_delete=models.PROTECT)
    position = models.PositiveSmallIntegerField("排序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "其他责任单位"
        ordering = ["domain", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["domain", "organization"], name="domain_unit_once")]

    def __str__(self):
        return f"{self.domain}：{self.organization}"


def domain_names():
    """Every name and alias of a domain, blanks ignored, to the name itself: what the reader matches with."""
    names = {}
    for domain in Domain.objects.all():
        names.update((plain_name(name), domain.name) for name in [domain.name, *domain.aliases])
    return names
