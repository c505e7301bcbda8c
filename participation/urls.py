from django.urls import path

from participation.views import consultations, decisions, interpretations
from participation.views.start import start

app_name = "participation"

urlpatterns = [
    path("", start, name="start"),
    path("consultations/", consultations.consultations, name="consultations"),
    path("consultations/<int:pk>/", consultations.consultation, name="consultation"),
    path("consultations/<int:pk>/say/", consultations.say, name="say"),
    path("consultations/<int:pk>/said/", consultations.said, name="said"),
    path("consultations/<int:pk>/opinions/", consultations.opinions, name="opinions"),
    path("interpretations/", interpretations.interpretations, name="interpretations"),
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/<int:pk>/", decisions.decision, name="decision"),
]
