from django.urls import path

from participation.views.start import start

app_name = "participation"

urlpatterns = [
    path("", start, name="start"),
]
