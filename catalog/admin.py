from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.paginator import Paginator
from django.db.models import Sum
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.text import Truncator

from catalog.adjusting import (
    propose_addition,
    propose_change,
    propose_publication,
    propose_restoration,
    propose_retirement,
)
from catalog.admin_filters import (
    ConfirmedFilter,
    DomainFilter,
    LevelFilter,
    PresenceFilter,
    PublishedFilter,
    RuleFilter,
    WithItemsFilter,
)
from catalog.exchange.apply import link_unknown_publishers
from catalog.forms import DomainForm, ItemForm
from catalog.item_editing import (
    confirm_items,
    name_other_units,
    note_review,
    retire_items,
    save_item,
)
from catalog.models import Domain, Item
from catalog.searchable import domain_changed, organizations_changed
from catalog.start_page import waiting_in_catalog
from linhai_portal.accounts.admin import names_changed
from linhai_portal.admin_site import Page, tag
from linhai_portal.workflow import InvalidMove

_RULE_FIELDS = {"limit_unit", "limit_number", "limit_period", "limit_anchor"}
_NOT_ELEMENTS = {"rule_reviewed", "confirmed", "seen"}
_NOT_FILTERS = {"p", "o", "e", "_changelist_filters"}


class KeptTotalPaginator(Paginator):
    """Knows the whole number of items from the totals that the domains keep, instead of counting a million rows."""

    @cached_property
    def count(self):
        return Domain.objects.aggregate(total=Sum("item_count"))["total"] or 0


@admin.register(Item)
class ItemAdmin(admin.ModelAdmin):
    form = ItemForm
    list_display = ["code", "name", "level1", "limit", "publisher_text", "level_names", "state"]
    list_display_links = ["name"]
    list_filter = [DomainFilter, PresenceFilter, ConfirmedFilter, RuleFilter, LevelFilter]
    search_fields = ["^code", "level1", "level2", "level3"]
    search_help_text = "事项名称里的词，或者编码的开头，例如 03-05"
    actions = ["confirm", "retire", "restore"]
    ordering = ["code"]
    list_per_page = 20
    list_max_show_all = 200
    show_full_result_count = False
    fieldsets = [
        ("事项", {"fields": ["code", "domain", "level1", "level2", "level3", "content", "legal_basis"]}),
        (
            "公开时限",
            {
                "fields": [
                    "time_limit",
                    ("limit_unit", "limit_number", "limit_period", "limit_anchor"),
                    "rule_reviewed",
                ],
                "description": "原文照目录填写；规则供系统计算到期日。没有核定的规则会随原文自动提出，核定以后不再自动改。",
            },
        ),
        (
            "怎么公开",
            {
                "fields": [
                    "publisher_text",
                    "channels",
                    "other_channel",
                    ("to_everyone", "audience_group"),
                    ("proactive", "on_request"),
                    "levels",
                    "attribute",
                ]
            },
        ),
        ("核定", {"fields": ["evidence", "confirmed", "updated_at", "seen"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).administered_by(request.user)

    def get_paginator(self, request, queryset, per_page, *args, **kwargs):
        if request.user.is_city_wide and not set(request.GET) - _NOT_FILTERS:
            return KeptTotalPaginator(queryset, per_page, *args, **kwargs)
        return super().get_paginator(request, queryset, per_page, *args, **kwargs)

    def get_readonly_fields(self, request, obj=None):
        """The domain gives the code its beginning, so neither changes once the item is there."""
        return ["code", "evidence", "updated_at", "domain"] if obj else []

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return _changed(self.fieldsets, dict.fromkeys(["code", "evidence", "updated_at", "seen"]))
        return (
            self.fieldsets
            if self.has_change_permission(request, obj)
            else _changed(self.fieldsets, _TO_LOOK_AT)
        )

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.editor = request.user
        return form

    def has_change_permission(self, request, obj=None):
        return (obj is None or obj.retired_on is None) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return False

    def has_retire_permission(self, request):
        return request.user.has_perm("catalog.retire_item") or self.has_draft_permission(request)

    def save_model(self, request, obj, form, change):
        """On trial the item is stored; in a published catalog the change is drafted, never written."""
        changed = set(form.changed_data)
        reviewed = form.cleaned_data["rule_reviewed"]
        if obj.domain.published_on:
            self._save_published(request, obj, changed, reviewed)
            return
        rule_by_hand = reviewed or bool(changed & _RULE_FIELDS)
        save_item(
            obj,
            propose_rule="time_limit" in changed and not rule_by_hand,
            rule_reviewed=reviewed if changed & (_RULE_FIELDS | {"rule_reviewed"}) else None,
            confirmed=form.cleaned_data["confirmed"] and "confirmed" in changed,
        )

    def _save_published(self, request, item, changed, reviewed):
        if "rule_reviewed" in changed:
            note_review(item, rule_reviewed=reviewed, on=timezone.localdate())
        if "confirmed" in changed:
            confirm_items([item], by=request.user, on=timezone.localdate())
        if item.pk is None:
            request.draft = propose_addition(item, by=request.user)
        elif changed - _NOT_ELEMENTS:
            request.draft = propose_change(item, by=request.user)

    def log_addition(self, request, obj, message):
        return super().log_addition(request, obj, message) if obj.pk else None

    def log_change(self, request, obj, message):
        drafted = hasattr(request, "draft")
        return super().log_change(request, obj, f"起草调整：{request.draft}" if drafted else message)

    def response_add(self, request, obj, post_url_continue=None):
        return self._to_draft(request) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self._to_draft(request) or super().response_change(request, obj)

    def _to_draft(self, request):
        if not hasattr(request, "draft"):
            return None
        message = "目录已经发布，这里没有直接改动。改动已加进下面的调整单，写明理由和依据后提交审批。"
        self.message_user(request, message, messages.SUCCESS)
        return redirect(request.draft.get_office_url())

    @admin.display(description="事项", ordering="level2")
    def name(self, item):
        return item.title

    @admin.display(description="公开时限", ordering="limit_number")
    def limit(self, item):
        if item.limit_number:
            return (
                f"{item.limit_number} 个工作日内" if item.time_limit_workdays else f"{item.limit_number} 日内"
            )
        if item.limit_unit == Item.LimitUnit.UNKNOWN:
            return Truncator(item.time_limit).chars(12)
        return item.get_limit_period_display() or item.get_limit_unit_display()

    @admin.display(description="公开层级")
    def level_names(self, item):
        return "、".join(item.levels)

    @admin.display(description="公开渠道和载体")
    def channel_names(self, item):
        return "、".join(item.channels)

    @admin.display(description="公开依据")
    def basis_lines(self, item):
        return format_html_join("", "{}<br>", ([each] for each in item.legal_basis))

    @admin.display(description="核定", ordering="evidence")
    def state(self, item):
        if item.retired_on:
            return tag("hold", "已取消")
        return tag("ok", "已核定") if item.is_confirmed else tag("warn", "待核定")

    @admin.action(description="确认所选事项（责任单位确认无误，一年内有效）", permissions=["change"])
    def confirm(self, request, queryset):
        items = list(queryset.current())
        count = confirm_items(items, by=request.user, on=timezone.localdate())
        for item in items:
            self.log_change(request, item, "确认")
        self.message_user(request, f"已确认 {count} 项。", messages.SUCCESS)

    @admin.action(description="取消所选事项", permissions=["retire"])
    def retire(self, request, queryset):
        items = list(queryset.current().select_related("domain"))
        if not items:
            self.message_user(request, "所选事项都已经取消，没有要办的。", messages.WARNING)
            return None
        if "sure" not in request.POST:
            return self._ask_to_retire(request, items)
        return self._retire(request, items)

    def _retire(self, request, items):
        published = [item for item in items if item.domain.published_on]
        on_trial = [item for item in items if not item.domain.published_on]
        if on_trial and not request.user.has_perm("catalog.retire_item"):
            self.message_user(request, "试行的目录由市政务公开办取消事项。", messages.ERROR)
            return None
        count = retire_items(on_trial, on=timezone.localdate())
        for item in on_trial:
            self.log_change(request, item, "取消")
        if count:
            words = f"已取消 {count} 项。条目保留，可以在“已取消”里查看。"
            self.message_user(request, words, messages.SUCCESS)
        if published:
            request.draft = propose_retirement(published, by=request.user)
        return self._to_draft(request)

    @admin.action(description="恢复所选的已取消事项", permissions=["draft"])
    def restore(self, request, queryset):
        try:
            for item in queryset:
                request.draft = propose_restoration(item, by=request.user)
        except InvalidMove as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
        return self._to_draft(request)

    def has_draft_permission(self, request):
        return request.user.has_perm("catalog.draft_adjustment")

    def _ask_to_retire(self, request, items):
        page = self.admin_site.each_context(request) | {
            "title": f"取消 {len(items)} 个事项？",
            "items": items,
            "opts": self.opts,
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/retire_items.html", page)


# What stands in place of a form field for those who only look.
_TO_LOOK_AT = {
    "legal_basis": "basis_lines",
    "rule_reviewed": "limit_reviewed_on",
    "channels": "channel_names",
    "levels": "level_names",
    "confirmed": "state",
    "seen": None,
}


def _changed(fieldsets, instead):
    """The same fieldsets with other fields in place of some, or without them."""
    return [
        (
            title,
            options
            | {"fields": [instead.get(name, name) for name in options["fields"] if instead.get(name, name)]},
        )
        for title, options in fieldsets
    ]


@admin.register(Domain)
class DomainAdmin(admin.ModelAdmin):
    form = DomainForm
    list_display = ["number", "name", "kind", "theme", "lead", "item_count", "state"]
    list_display_links = ["name"]
    list_filter = ["kind", WithItemsFilter, PublishedFilter]
    list_select_related = ["lead"]
    search_fields = ["number", "name"]
    search_help_text = "编号或者名称"
    actions = ["propose_publication"]
    ordering = ["position", "pk"]
    list_per_page = 50
    show_full_result_count = False
    fieldsets = [
        (None, {"fields": ["number", "name", "aliases", "kind", "theme", "position"]}),
        ("责任单位", {"fields": ["lead", "unit_names", "group"]}),
    ]

    @admin.action(description="提请首次发布所选目录", permissions=["draft"])
    def propose_publication(self, request, queryset):
        try:
            draft = propose_publication(queryset, by=request.user)
        except InvalidMove as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return None
        return redirect(draft.get_office_url())

    def has_draft_permission(self, request):
        """The office proposes the publication of whole catalogs; units propose changes of their items."""
        return request.user.has_perm("catalog.draft_adjustment") and request.user.is_city_wide

    def get_readonly_fields(self, request, obj=None):
        """The number stands in addresses and in the codes of the items."""
        return ["number"] if obj else []

    def get_fieldsets(self, request, obj=None):
        if self.has_change_permission(request, obj):
            return self.fieldsets
        return [self.fieldsets[0], ("责任单位", {"fields": ["lead", "other_unit_names", "group"]})]

    def save_model(self, request, obj, form, change):
        obj.edited_by_staff = True
        super().save_model(request, obj, form, change)
        if "unit_names" in form.changed_data:
            name_other_units(obj, form.cleaned_data["unit_names"])
        domain_changed(obj, renamed="name" in form.changed_data)

    @admin.display(description="其他责任单位")
    def other_unit_names(self, domain):
        return "、".join(
            each.organization.name for each in domain.domainunit_set.select_related("organization")
        )

    @admin.display(description="目录")
    def state(self, domain):
        if not domain.item_count:
            return tag("warn", "没有事项")
        if domain.published_on is None:
            return tag("line", "没有发布")
        return tag("ok", f"{domain.published_on:%Y-%m-%d} 发布")


admin.site.add_page(Page("catalog", "政府信息", "office:publications", "catalog.view_publication"))
admin.site.add_page(Page("catalog", "外部链接", "office:links", "catalog.view_linkapproval"))
admin.site.add_page(Page("catalog", "目录导入", "office:imports", "catalog.view_catalogimport"))
admin.site.add_page(Page("catalog", "最迟公开日期", "office:due", "catalog.view_publication"))
admin.site.add_page(Page("catalog", "动态调整", "office:adjustments", "catalog.view_adjustment"))
admin.site.add_page(Page("catalog", "负面清单", "office:negative_list", "catalog.view_negativelistentry"))
admin.site.add_page(Page("catalog", "一件事", "office:life_events", "catalog.view_guide"))
admin.site.add_page(Page("catalog", "办事指南", "office:checklists", "catalog.view_guide"))
admin.site.ask(waiting_in_catalog)
names_changed += [link_unknown_publishers, organizations_changed]
