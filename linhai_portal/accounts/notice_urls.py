from django.urls import path

from linhai_portal.accounts import notice_views

app_name = "notices"

urlpatterns = [
    path("", notice_views.notices, name="list"),
    path("read/", notice_views.read_all, name="read_all"),
    path("mail/", notice_views.switch_mail, name="mail"),
    path("<int:pk>/", notice_views.open_notice, name="open"),
    path("<int:pk>/read/", notice_views.read, name="read"),
]
