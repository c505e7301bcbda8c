from django.urls import path

from disclosure_requests.views.calculator import calculator
from disclosure_requests.views.guide import guide

app_name = "requests"

urlpatterns = [
    path("", guide, name="guide"),
    path("calculator/", calculator, name="calculator"),
]
