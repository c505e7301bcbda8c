from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from import_export.admin import ImportExportModelAdmin
from import_export.formats.base_formats import CSV

from linhai_portal.admin_site import Page, RecordAdmin, Waiting
from linhai_portal.calendar import calendar_changed, year_missing
from linhai_portal.models import SpecialDay
from linhai_portal.resources import GuardedResource


class SpecialDayResource(GuardedResource):
    """The columns of the calendar file, read and written alike."""

    class Meta:
        model = SpecialDay
        fields = ["date", "kind", "name", "source"]
        import_id_fields = ["date"]
        clean_model_instances = True
        skip_unchanged = True

    def before_save_instance(self, instance, row, **kwargs):
        instance.edited_by_staff = True


@admin.register(SpecialDay)
class SpecialDayAdmin(ImportExportModelAdmin):
    resource_classes = [SpecialDayResource]
    formats = [CSV]
    skip_export_form = True
    list_display = ["date", "kind", "name", "source"]
    list_filter = ["kind"]
    search_fields = ["name", "source", "date"]
    search_help_text = "名称、依据，或者日期的一部分，例如 2026-10"
    date_hierarchy = "date"
    list_per_page = 50
    show_full_result_count = False

    def process_import(self, request, **kwargs):
        """What was read is kept in a file until it is confirmed; after that, or days later, the file is gone."""
        try:
            answer = super().process_import(request, **kwargs)
        except FileNotFoundError:
            words = "这次读取的内容已经导入过，或者放得太久已经清除；没有再写入。下面是现在的工作日历，缺少的日期请重新读取文件。"
            self.message_user(request, words, messages.WARNING)
            return redirect("admin:portal_specialday_changelist")
        calendar_changed()
        return answer

    def save_model(self, request, obj, form, change):
        obj.edited_by_staff = True
        super().save_model(request, obj, form, change)
        calendar_changed()

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        calendar_changed()

    def delete_queryset(self, request, queryset):
        super().delete_queryset(request, queryset)
        calendar_changed()


@admin.register(LogEntry)
class LogEntryAdmin(RecordAdmin):
    """Who did what in the staff lists; for the auditor, and for nobody to change."""

    list_display = ["action_time", "user", "deed", "object_repr", "content_type"]
    list_filter = ["action_flag"]
    list_select_related = ["user", "content_type"]
    search_fields = ["object_repr", "user__username", "user__name"]
    search_help_text = "对象名称、登录名或者姓名"
    date_hierarchy = "action_time"
    ordering = ["-action_time", "-pk"]
    fields = ["action_time", "user", "content_type", "object_repr", "deed"]

    @admin.display(description="操作")
    def deed(self, entry):
        return f"{entry.get_action_flag_display()}：{entry.get_change_message()}".rstrip("：")


def waiting_in_portal(user):
    """The calendar of the coming year for the office, the day's record for the auditor."""
    today, waiting = timezone.localdate(), []
    if user.has_perm("portal.add_specialday") and (year := year_missing(today=today)):
        words = f"个年度的放假安排没有录入（{year} 年），涉及的到期日是暂定的"
        waiting.append(Waiting(1, words, reverse("calendar:calendar")))
    if user.has_perm("admin.view_logentry"):
        count = LogEntry.objects.filter(action_time__date=today).count()
        address = reverse("admin:admin_logentry_changelist")
        day = f"action_time__year={today.year}&action_time__month={today.month}&action_time__day={today.day}"
        waiting.append(Waiting(count, "条今天的操作记录", f"{address}?{day}"))
    return waiting


admin.site.add_page(Page("portal", "放假安排", "calendar:calendar", "portal.view_specialday"))
admin.site.ask(waiting_in_portal)
