"""The screens of disclosure on request in the menu, and what waits for whom on the start page."""

from django.contrib import admin

from disclosure_requests.models import AnswersOffered
from disclosure_requests.start_page import waiting_proposals, waiting_requests
from linhai_portal.admin_site import Page, RecordAdmin

VIEW = "disclosure_requests.view_disclosurerequest"

admin.site.add_page(Page("disclosure_requests", "在办申请", "cases:queue", VIEW, opens=True))
admin.site.add_page(Page("disclosure_requests", "年度报告", "reports:reports", VIEW))
admin.site.add_page(
    Page("disclosure_requests", "建议主动公开", "cases:proposals", "catalog.draft_publication")
)
admin.site.ask(waiting_requests)
admin.site.ask(waiting_proposals)


@admin.register(AnswersOffered)
class AnswersOfferedAdmin(RecordAdmin):
    """Whether applicants find what is public already before they apply."""

    list_display = ["day", "shown", "helped"]
    list_display_links = None
    date_hierarchy = "day"
