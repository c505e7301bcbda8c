"""The screens of participation in the menu."""

from django.contrib import admin

from linhai_portal.admin_site import Page
from participation.views import office_events, office_hot_topics
from participation.views.office_consultations import SEE

admin.site.add_page(Page("participation", "征求意见", "participation_office:consultations", SEE, opens=True))
admin.site.add_page(
    Page("participation", "热点回应", "participation_office:hot_topics", office_hot_topics.SEE)
)
admin.site.add_page(Page("participation", "访谈发布活动", "participation_office:events", office_events.SEE))
