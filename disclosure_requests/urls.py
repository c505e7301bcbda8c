from django.urls import path

from disclosure_requests.views.application import discard, draft, found, step
from disclosure_requests.views.calculator import calculator
from disclosure_requests.views.guide import guide
from disclosure_requests.views.lookup import resume
from disclosure_requests.views.receipt import receipt

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
]
