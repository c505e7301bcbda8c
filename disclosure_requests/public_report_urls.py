from django.urls import path

from disclosure_requests.views.annual_reports import (
    annual_report,
    annual_report_file,
    annual_report_version,
    annual_reports,
)

app_name = "annual_reports"

urlpatterns = [
    path("", annual_reports, name="annual_reports"),
    path("<int:year>/<slug:slug>/", annual_report, name="annual_report"),
    path("<int:year>/<slug:slug>/versions/<int:version>/", annual_report_version, name="version"),
    path("<int:year>/<slug:slug>/file.<str:format>", annual_report_file, name="file"),
]
