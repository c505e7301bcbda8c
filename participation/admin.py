"""The screens of participation in the menu, and what waits for whom on the start page."""

from django.contrib import admin

from linhai_portal.admin_site import Page
from participation.consultation_figures import waiting_consultations
from participation.start_page import (
    waiting_hearings,
    waiting_identities,
    waiting_inquiries,
    waiting_interpretations,
    waiting_topics,
)
from participation.views import office_events, office_hot_topics
from participation.views.office_consultations import SEE
from participation.views.office_inquiries import SEE as SEE_INQUIRIES

admin.site.add_page(Page("participation", "征求意见", "participation_office:consultations", SEE, opens=True))
admin.site.add_page(Page("participation", "提问和答复", "participation_office:inquiries", SEE_INQUIRIES))
admin.site.ask(waiting_consultations)
admin.site.ask(waiting_inquiries)
admin.site.ask(waiting_interpretations)
admin.site.ask(waiting_topics)
admin.site.add_page(Page("participation", "政策解读", "participation_office:interpretations", SEE))
admin.site.add_page(Page("participation", "重大行政决策", "participation_office:matters", SEE))
admin.site.add_page(
    Page("participation", "热点回应", "participation_office:hot_topics", office_hot_topics.SEE)
)
admin.site.add_page(Page("participation", "访谈发布活动", "participation_office:events", office_events.SEE))
admin.site.add_page(Page("participation", "听证会", "participation_office:hearings", SEE, opens=True))
admin.site.ask(waiting_hearings)
admin.site.ask(waiting_identities)
admin.site.add_page(Page("participation", "问卷调查", "participation_office:questionnaires", SEE, opens=True))
