"""The public lists of participation as JSON, CSV, XLSX and Atom: the rows of the pages, in a feed the newest first."""

from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from linhai_portal.formats import answer
from participation import listings
from participation.models import Consultation, Event, Hearing, HotTopic, Questionnaire
from participation.views.consultations import public_opinions
from participation.views.decisions import chosen_matters
from participation.views.interpretations import chosen_interpretations
from participation.views.responses import with_responses


def _announced(request, format, listing, rows, *parts):
    rows = rows.listed(on=localdate()).select_related("publication__organization", *parts)
    if format == "atom":
        rows = rows.order_by("-publication__published_at", "-pk")
    return answer(request, format, listing, rows)


@require_safe
def consultations_file(request, format):
    return _announced(request, format, listings.CONSULTATIONS, Consultation.objects, "feedback", "final")


@require_safe
def opinions_file(request, format, pk):
    return answer(request, format, listings.OPINIONS, public_opinions(pk, request.GET)[1])


@require_safe
def hearings_file(request, format):
    return _announced(request, format, listings.HEARINGS, Hearing.objects, "participants", "report")


@require_safe
def questionnaires_file(request, format):
    return _announced(request, format, listings.QUESTIONNAIRES, Questionnaire.objects, "report")


@require_safe
def events_file(request, format):
    return _announced(request, format, listings.EVENTS, Event.objects, "transcript")


@require_safe
def interpretations_file(request, format):
    rows, _ = chosen_interpretations(request.GET)
    return answer(request, format, listings.INTERPRETATIONS, rows)


@require_safe
def hot_topics_file(request, format):
    today = localdate()
    rows = with_responses(HotTopic.objects.answered(on=today), on=today)
    return answer(request, format, listings.HOT_TOPICS, rows)


@require_safe
def decisions_file(request, format):
    """Of all years, unless one is asked for."""
    return answer(request, format, listings.DECISION_MATTERS, chosen_matters(request.GET))
