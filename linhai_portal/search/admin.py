from django.contrib import admin

from linhai_portal.search.models import EmptySearch


@admin.register(EmptySearch)
class EmptySearchAdmin(admin.ModelAdmin):
    """What citizens looked for in vain: words for the synonyms, items that are missing."""

    list_display = ["words", "day", "count"]
    list_display_links = None
    search_fields = ["words"]
    search_help_text = "搜索词里的字"
    date_hierarchy = "day"
    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
