from django.urls import path

from participation.views import consultations, hearings, questionnaires
from participation.views.start import start

app_name = "participation"

HEARING = "hearings/<int:pk>/"
QUESTIONNAIRE = "questionnaires/<int:pk>/"

urlpatterns = [
    path("", start, name="start"),
    path("consultations/", consultations.consultations, name="consultations"),
    path("consultations/<int:pk>/", consultations.consultation, name="consultation"),
    path("consultations/<int:pk>/say/", consultations.say, name="say"),
    path("consultations/<int:pk>/said/", consultations.said, name="said"),
    path("consultations/<int:pk>/opinions/", consultations.opinions, name="opinions"),
    path("hearings/", hearings.hearings, name="hearings"),
    path(HEARING, hearings.hearing, name="hearing"),
    path(f"{HEARING}register/", hearings.register, name="hearing_register"),
    path(f"{HEARING}registered/", hearings.registered, name="hearing_registered"),
    path(f"{HEARING}mine/", hearings.mine, name="hearing_mine"),
    path("questionnaires/", questionnaires.questionnaires, name="questionnaires"),
    path(QUESTIONNAIRE, questionnaires.questionnaire, name="questionnaire"),
    path(f"{QUESTIONNAIRE}fill/", questionnaires.fill, name="fill"),
    path(f"{QUESTIONNAIRE}filled/", questionnaires.filled, name="filled"),
    path(f"{QUESTIONNAIRE}results.csv", questionnaires.results_csv, name="results_csv"),
    path(f"{QUESTIONNAIRE}texts/<int:position>/", questionnaires.texts, name="texts"),
]
