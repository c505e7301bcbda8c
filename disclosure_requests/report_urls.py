from django.urls import path

from disclosure_requests.views.report_versions import (
    report_correct,
    report_count_anew,
    report_hand_in,
    report_take_over,
)
from disclosure_requests.views.reports import (
    follow_ups,
    report,
    report_check,
    report_figures,
    report_file,
    report_publish,
    report_return,
    report_rows,
    report_sign,
    reports,
)

app_name = "reports"

urlpatterns = [
    path("", reports, name="reports"),
    path("<int:year>/<slug:slug>/", report, name="report"),
    path("<int:year>/<slug:slug>/rows/", report_rows, name="rows"),
    path("<int:year>/<slug:slug>/follow-ups/", follow_ups, name="follow_ups"),
    path("<int:year>/<slug:slug>/figures/", report_figures, name="figures"),
    path("<int:year>/<slug:slug>/take-over/", report_take_over, name="take_over"),
    path("<int:year>/<slug:slug>/count-anew/", report_count_anew, name="count_anew"),
    path("<int:year>/<slug:slug>/hand-in/", report_hand_in, name="hand_in"),
    path("<int:year>/<slug:slug>/correct/", report_correct, name="correct"),
    path("<int:year>/<slug:slug>/check/", report_check, name="check"),
    path("<int:year>/<slug:slug>/return/", report_return, name="return"),
    path("<int:year>/<slug:slug>/sign/", report_sign, name="sign"),
    path("<int:year>/<slug:slug>/publish/", report_publish, name="publish"),
    path("<int:year>/<slug:slug>/file.<str:format>", report_file, name="file"),
]
