from django.urls import path

from participation.views import (
    consultations,
    decisions,
    events,
    hearings,
    inquiries,
    interpretations,
    own_inquiry,
    questionnaires,
    responses,
)
from participation.views.start import start

app_name = "participation"

EVENT = "events/<int:pk>/"
HEARING = "hearings/<int:pk>/"
QUESTIONNAIRE = "questionnaires/<int:pk>/"

urlpatterns = [
    path("participation/", start, name="start"),
    path("consultations/", consultations.consultations, name="consultations"),
    path("consultations/<int:pk>/", consultations.consultation, name="consultation"),
    path("consultations/<int:pk>/say/", consultations.say, name="say"),
    path("consultations/<int:pk>/said/", consultations.said, name="said"),
    path("consultations/<int:pk>/opinions/", consultations.opinions, name="opinions"),
    path("inquiries/", inquiries.inquiries, name="inquiries"),
    path("inquiries/new/", inquiries.new, name="inquiry_new"),
    path("inquiries/figures/", inquiries.figures, name="inquiry_figures"),
    path("inquiries/elsewhere/", inquiries.elsewhere, name="inquiry_elsewhere"),
    path("inquiries/receipt/", own_inquiry.receipt, name="inquiry_receipt"),
    path("inquiries/status/", own_inquiry.status, name="inquiry_status"),
    path("inquiries/status/rate/", own_inquiry.rate, name="inquiry_rate"),
    path("inquiries/status/leave/", own_inquiry.leave, name="inquiry_leave"),
    path("inquiries/<slug:number>/", inquiries.inquiry, name="inquiry"),
    path("interpretations/", interpretations.interpretations, name="interpretations"),
    path("interpretations/<int:pk>/", interpretations.interpretation, name="interpretation"),
    path("decision-matters/", decisions.decisions, name="decisions"),
    path("decision-matters/<int:pk>/", decisions.decision, name="decision"),
    path("hot-topics/", responses.responses, name="responses"),
    path("hot-topics/<int:pk>/", responses.response, name="response"),
    path("events/", events.events, name="events"),
    path(EVENT, events.event, name="event"),
    path(f"{EVENT}calendar.ics", events.calendar, name="event_calendar"),
    path(f"{EVENT}live/", events.live, name="live"),
    path(f"{EVENT}ask/", events.ask, name="ask"),
    path(f"{EVENT}asked/", events.asked, name="asked"),
    path(f"{EVENT}register/", events.register, name="register"),
    path(f"{EVENT}cancel/", events.cancel, name="cancel"),
    path("hearings/", hearings.hearings, name="hearings"),
    path(HEARING, hearings.hearing, name="hearing"),
    path(f"{HEARING}register/", hearings.register, name="hearing_register"),
    path(f"{HEARING}registered/", hearings.registered, name="hearing_registered"),
    path(f"{HEARING}lots.csv", hearings.lots_csv, name="hearing_lots"),
    path(f"{HEARING}mine/", hearings.mine, name="hearing_mine"),
    path("questionnaires/", questionnaires.questionnaires, name="questionnaires"),
    path(QUESTIONNAIRE, questionnaires.questionnaire, name="questionnaire"),
    path(f"{QUESTIONNAIRE}fill/", questionnaires.fill, name="fill"),
    path(f"{QUESTIONNAIRE}filled/", questionnaires.filled, name="filled"),
    path(f"{QUESTIONNAIRE}results.csv", questionnaires.results_csv, name="results_csv"),
    path(f"{QUESTIONNAIRE}texts/<int:position>/", questionnaires.texts, name="texts"),
]
