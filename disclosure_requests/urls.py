from django.urls import path

from disclosure_requests.views.applicant_deeds import deed
from disclosure_requests.views.application import discard, draft, found, step
from disclosure_requests.views.calculator import calculator
from disclosure_requests.views.guide import guide
from disclosure_requests.views.lookup import resume
from disclosure_requests.views.receipt import receipt, receipt_letter
from disclosure_requests.views.status import dates, file, leave, letter, open_reply, status

app_name = "requests"

urlpatterns = [
    path("", guide, name="guide"),
    path("calculator/", calculator, name="calculator"),
    path("new/", step, name="new"),
    path("new/found/", found, name="found"),
    path("new/<slug:step>/", step, name="step"),
    path("draft/", draft, name="draft"),
    path("draft/discard/", discard, name="discard"),
    path("resume/", resume, name="resume"),
    path("receipt/", receipt, name="receipt"),
    path("status/", status, name="status"),
    path("status/leave/", leave, name="leave"),
    path("status/open/", open_reply, name="open"),
    path("status/dates/", dates, name="dates"),
    path("status/files/<int:pk>/", file, name="file"),
    path("receipt/letter/", receipt_letter, name="receipt_letter"),
    path("status/letters/<int:pk>/", letter, name="letter"),
    path("status/<slug:deed>/", deed, name="deed"),
]
