"""The filters of the lists of items and domains in the admin, as chips above the list."""

from django.contrib import admin
from django.utils import timezone

from catalog.item_editing import CONFIRMED
from catalog.layouts.vocabulary import LEVELS
from catalog.models import Domain


class ChoiceFilter(admin.SimpleListFilter):
    """A row of chips whose first one, without a value in the address, is named by `first`."""

    first = "全部"

    def choices(self, changelist):
        chips = list(super().choices(changelist))
        chips[0]["display"] = self.first
        return chips


class PresenceFilter(ChoiceFilter):
    """Current items unless the retired ones are asked for."""

    title, parameter_name, first = "状态", "presence", "有效"

    def lookups(self, request, model_admin):
        return [("retired", "已取消")]

    def queryset(self, request, queryset):
        return queryset.filter(retired_on__isnull=False) if self.value() == "retired" else queryset.current()


class ConfirmedFilter(ChoiceFilter):
    title, parameter_name = "核定", "confirmed"

    def lookups(self, request, model_admin):
        return [("no", "待责任单位核定"), ("yes", "已核定"), ("overdue", "满一年没有确认")]

    def queryset(self, request, queryset):
        if self.value() == "no":
            return queryset.exclude(evidence__in=CONFIRMED)
        if self.value() == "overdue":
            return queryset.unconfirmed(on=timezone.localdate())
        return queryset.filter(evidence__in=CONFIRMED) if self.value() == "yes" else queryset


class RuleFilter(ChoiceFilter):
    title, parameter_name = "时限规则", "rule"

    def lookups(self, request, model_admin):
        return [("unreviewed", "待核定"), ("reviewed", "已核定")]

    def queryset(self, request, queryset):
        if self.value() in ("reviewed", "unreviewed"):
            return queryset.filter(limit_reviewed_on__isnull=self.value() == "unreviewed")
        return queryset


class LevelFilter(ChoiceFilter):
    title, parameter_name = "层级", "level"

    def lookups(self, request, model_admin):
        return [(level, level) for level in LEVELS]

    def queryset(self, request, queryset):
        return queryset.at_level(self.value()) if self.value() in LEVELS else queryset


class DomainFilter(ChoiceFilter):
    """There are too many domains for chips: a list to choose from."""

    title, parameter_name, first = "领域", "domain", "全部领域"
    template = "admin/filter_select.html"

    def lookups(self, request, model_admin):
        return list(Domain.objects.values_list("number", "name"))

    def queryset(self, request, queryset):
        return queryset.filter(domain__number=self.value()) if self.value() else queryset

    def choices(self, changelist):
        kept = [pair for pair in changelist.params.items() if pair[0] not in ("p", self.parameter_name)]
        values = ["", *(number for number, _ in self.lookup_choices)]
        for value, choice in zip(values, super().choices(changelist), strict=True):
            yield choice | {"value": value, "kept": kept, "name": self.parameter_name}


class WithItemsFilter(ChoiceFilter):
    title, parameter_name = "事项", "items"

    def lookups(self, request, model_admin):
        return [("none", "还没有事项"), ("some", "已有事项")]

    def queryset(self, request, queryset):
        if self.value() == "none":
            return queryset.filter(item_count=0)
        return queryset.filter(item_count__gt=0) if self.value() == "some" else queryset


class PublishedFilter(ChoiceFilter):
    title, parameter_name = "首次发布", "published"

    def lookups(self, request, model_admin):
        return [("no", "还没有发布"), ("yes", "已发布")]

    def queryset(self, request, queryset):
        if self.value() in ("yes", "no"):
            return queryset.filter(published_on__isnull=self.value() == "no")
        return queryset
