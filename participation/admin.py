"""The screens of participation in the menu."""

from django.contrib import admin

from linhai_portal.admin_site import Page
from participation.views.office_consultations import SEE

admin.site.add_page(Page("participation", "征求意见", "participation_office:consultations", SEE, opens=True))
admin.site.add_page(Page("participation", "听证会", "participation_office:hearings", SEE, opens=True))
admin.site.add_page(Page("participation", "问卷调查", "participation_office:questionnaires", SEE, opens=True))
