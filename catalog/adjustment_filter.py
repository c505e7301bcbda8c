"""The filters of the public list of adjustments and of its files."""

import re

import django_filters

from catalog.models import Adjustment, AdjustmentLine


class AdjustmentFilter(django_filters.FilterSet):
    """A value nobody offers is passed over, so an old address still opens."""

    domain = django_filters.CharFilter(method="of_domain")
    year = django_filters.CharFilter(method="of_year")
    kind = django_filters.ChoiceFilter(choices=AdjustmentLine.Action.choices, method="doing")

    class Meta:
        model = Adjustment
        fields = []

    def of_domain(self, sheets, name, number):
        return sheets.of_domain(number)

    def of_year(self, sheets, name, year):
        return sheets.filter(effective_on__year=year) if re.fullmatch("[12][0-9]{3}", year) else sheets

    def doing(self, sheets, name, action):
        return sheets.doing(action)
