from django.contrib import admin

from disclosure_requests.models import AnswersOffered
from linhai_portal.admin_site import RecordAdmin


@admin.register(AnswersOffered)
class AnswersOfferedAdmin(RecordAdmin):
    """Whether applicants find what is public already before they apply."""

    list_display = ["day", "shown", "helped"]
    list_display_links = None
    date_hierarchy = "day"
