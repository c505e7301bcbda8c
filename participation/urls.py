from django.urls import path

from participation.views import consultations, events, responses
from participation.views.start import start

app_name = "participation"

EVENT = "events/<int:pk>/"

urlpatterns = [
    path("", start, name="start"),
    path("consultations/", consultations.consultations, name="consultations"),
    path("consultations/<int:pk>/", consultations.consultation, name="consultation"),
    path("consultations/<int:pk>/say/", consultations.say, name="say"),
    path("consultations/<int:pk>/said/", consultations.said, name="said"),
    path("consultations/<int:pk>/opinions/", consultations.opinions, name="opinions"),
    path("responses/", responses.responses, name="responses"),
    path("responses/<int:pk>/", responses.response, name="response"),
    path("events/", events.events, name="events"),
    path(EVENT, events.event, name="event"),
    path(f"{EVENT}calendar.ics", events.calendar, name="event_calendar"),
    path(f"{EVENT}live/", events.live, name="live"),
    path(f"{EVENT}ask/", events.ask, name="ask"),
    path(f"{EVENT}asked/", events.asked, name="asked"),
    path(f"{EVENT}register/", events.register, name="register"),
    path(f"{EVENT}cancel/", events.cancel, name="cancel"),
]
