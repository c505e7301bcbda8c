from django.urls import path

from linhai_portal.calendar_views import calendar, confirm, hand_in, preview

app_name = "calendar"

urlpatterns = [
    path("", calendar, name="calendar"),
    path("new/", hand_in, name="new"),
    path("preview/", preview, name="preview"),
    path("confirm/", confirm, name="confirm"),
]
