"""The elements of a 公开事项 (rules: catalog §4), the same for the item as it stands and for every revision of it."""

from functools import lru_cache

from django.db import models
from django.db.models import F, Q

from catalog.layouts.vocabulary import CHANNELS, LEVELS
from linhai_portal.spreadsheets import MAX_CELL

_MOST_WORDS = 20  # looked for in a title; the condition for a thousand is more than SQLite takes


def flags_of(names, vocabulary):
    """A set of names as one number, a bit for each place in the vocabulary; an unknown name is an error."""
    return _flags(tuple(names), tuple(vocabulary))


@lru_cache(maxsize=4096)
def _flags(names, vocabulary):
    return sum(1 << vocabulary.index(name) for name in set(names))


def names_of(flags, vocabulary):
    return [name for place, name in enumerate(vocabulary) if flags >> place & 1]


class ElementsQuerySet(models.QuerySet):
    item = "pk"  # where the item is found from here

    def in_domain(self, domain):
        return self.filter(domain=domain)

    def withheld(self):
        return self.filter(attribute=ItemElements.Attribute.WITHHELD)

    def in_channel(self, channel):
        return self.alias(channel_flag=F("channel_flags").bitand(flags_of([channel], CHANNELS))).filter(
            channel_flag__gt=0
        )

    def at_level(self, level):
        return self.alias(level_flag=F("level_flags").bitand(flags_of([level], LEVELS))).filter(
            level_flag__gt=0
        )

    def titled(self, words):
        """Items whose name at any level holds every one of the words, as far as they are not too many."""
        for word in list(dict.fromkeys(words.split()))[:_MOST_WORDS]:
            self = self.filter(
                Q(level1__icontains=word)
                | Q(level2__icontains=word)
                | Q(level3__icontains=word)
                | self._coded(word)
            )
        return self

    def _coded(self, code):
        return Q(code=code)


class ItemElements(models.Model):
    """What a row of the national table says, with the time limit as a rule beside its printed text."""

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
    publisher_text = models.TextField(
        "公开主体", blank=True, max_length=MAX_CELL, help_text="按目录原文填写，多个单位分行或用顿号隔开"
    )
    channel_flags = models.PositiveIntegerField("公开渠道和载体", default=0, editable=False)
    other_channel = models.CharField("其他渠道", max_length=300, blank=True)
    to_everyone = models.BooleanField("全社会", default=False)
    audience_group = models.CharField("特定群体", max_length=300, blank=True)
    proactive = models.BooleanField("主动公开", default=False)
    on_request = models.BooleanField("依申请公开", default=False)
    level_flags = models.PositiveSmallIntegerField("公开层级", default=0, editable=False)
    attribute = models.CharField("公开属性", max_length=12, choices=Attribute, default=Attribute.PROACTIVE)

    class Meta:
        abstract = True

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
