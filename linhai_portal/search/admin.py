from django.contrib import admin

from linhai_portal.admin_site import RecordAdmin
from linhai_portal.search.models import EmptySearch


@admin.register(EmptySearch)
class EmptySearchAdmin(RecordAdmin):
    """What citizens looked for in vain: words for the synonyms, items that are missing."""

    list_display = ["words", "day", "count"]
    list_display_links = None
    search_fields = ["words"]
    search_help_text = "搜索词里的字"
    date_hierarchy = "day"
