"""The lists of participation as files; their addresses stand beside those of the pages, without the last slash."""

from linhai_portal.formats import in_formats
from participation import listings
from participation.views import files
from participation.views.inquiries import inquiries_file

app_name = "participation_files"

urlpatterns = [
    *in_formats("consultations", files.consultations_file, listings.CONSULTATIONS),
    *in_formats(
        "consultations/<int:pk>/opinions",
        files.opinions_file,
        listings.OPINIONS,
        name="opinions",
        formats=("json", "csv", "xlsx"),
        parameters=["clause"],
    ),
    *in_formats("hearings", files.hearings_file, listings.HEARINGS),
    *in_formats("questionnaires", files.questionnaires_file, listings.QUESTIONNAIRES),
    *in_formats(
        "interpretations", files.interpretations_file, listings.INTERPRETATIONS, parameters=["form", "unit"]
    ),
    *in_formats("hot-topics", files.hot_topics_file, listings.HOT_TOPICS),
    *in_formats("events", files.events_file, listings.EVENTS),
    *in_formats("decision-matters", files.decisions_file, listings.DECISION_MATTERS, parameters=["year"]),
    *in_formats("inquiries", inquiries_file, listings.INQUIRIES, parameters=["unit", "kind", "year"]),
]
