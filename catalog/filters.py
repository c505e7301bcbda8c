import django_filters
from django.utils.timezone import localdate

from catalog.layouts.vocabulary import CHANNELS, LEVELS
from catalog.models import Item
from catalog.models.negative_list import covered, uncovered

AUDIENCES = [("everyone", "全社会"), ("group", "特定群体")]
MODES = [("proactive", "主动公开"), ("on_request", "依申请公开")]
DISCLOSURES = [
    ("proactive", "主动公开"),
    ("on_request", "依申请公开"),
    ("negative", "列入负面清单"),
    ("none", "没有归属"),
]


def _same(words):
    return [(word, word) for word in words]


class ItemFilter(django_filters.FilterSet):
    """The filters of a domain's page, over its items or over their revisions. A value nobody offers is passed over, so an old address still opens."""

    unit = django_filters.CharFilter(method="of_unit")
    audience = django_filters.ChoiceFilter(choices=AUDIENCES, method="for_audience")
    mode = django_filters.ChoiceFilter(choices=MODES, method="in_mode")
    level = django_filters.ChoiceFilter(choices=_same(LEVELS), method="at_level")
    channel = django_filters.ChoiceFilter(choices=_same(CHANNELS), method="in_channel")
    disclosure = django_filters.ChoiceFilter(choices=DISCLOSURES, method="disclosed")
    q = django_filters.CharFilter(method="titled")

    class Meta:
        model = Item
        fields = []

    def __init__(self, params, items, *, on=None):
        super().__init__(params, items)
        self.on = on or localdate()

    def of_unit(self, items, name, slug):
        return items.publishing(slug)

    def for_audience(self, items, name, audience):
        return items.filter(to_everyone=True) if audience == "everyone" else items.exclude(audience_group="")

    def in_mode(self, items, name, mode):
        return items.filter(**{mode: True})

    def at_level(self, items, name, level):
        return items.at_level(level)

    def in_channel(self, items, name, channel):
        return items.in_channel(channel)

    def disclosed(self, items, name, disclosure):
        """Each item is exactly one of them: by its 公开属性, and a withheld one by whether an entry covers it on the day."""
        if disclosure == "negative":
            return covered(items, on=self.on)
        if disclosure == "none":
            return uncovered(items, on=self.on)
        return items.filter(attribute=disclosure)

    def titled(self, items, name, words):
        return items.titled(words)
