from django.contrib import admin
from django.urls import include, path

from linhai_portal import views
from linhai_portal.accounts.views import ActivationView
from linhai_portal.health import healthz

urlpatterns = [
    path("", views.home, name="home"),
    path("sitemap/", views.sitemap, name="sitemap"),
    path("help/", views.help_page, name="help"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("display/", views.display, name="display"),
    path("healthz", healthz, name="healthz"),
    path("activate/<uidb64>/<token>/", ActivationView.as_view(), name="activate"),
    path("office/notices/", include("linhai_portal.accounts.notice_urls")),
    path("office/calendar/", include("linhai_portal.calendar_urls")),
    path("office/requests/", include("disclosure_requests.office_urls")),
    path("office/reports/", include("disclosure_requests.report_urls")),
    path("office/participation/", include("participation.office_urls")),
    path("office/", include("catalog.office_urls")),
    path("admin/", admin.site.urls),
    path("requests/", include("disclosure_requests.urls")),
    path("annual-reports/", include("disclosure_requests.public_report_urls")),
    path("", include("participation.file_urls")),
    path("", include("participation.urls")),
    path("", include("catalog.urls")),
]

handler400 = "linhai_portal.views.bad_request"
handler403 = "linhai_portal.views.permission_denied"
handler404 = "linhai_portal.views.page_not_found"
handler500 = "linhai_portal.views.server_error"
