from django.urls import path

from disclosure_requests.views.cases import case
from disclosure_requests.views.queue import queue

app_name = "cases"

urlpatterns = [
    path("", queue, name="queue"),
    path("<int:pk>/", case, name="case"),
]
