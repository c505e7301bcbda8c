from django.urls import path

from disclosure_requests.views.calculator import calculator

app_name = "requests"

urlpatterns = [
    path("calculator/", calculator, name="calculator"),
]
