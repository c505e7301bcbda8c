from django.urls import path

from participation.inquiry_deeds import TABLE
from participation.models import Consultation, Event
from participation.views import office_clusters as clusters
from participation.views import office_consultations as consultations
from participation.views import office_decisions as decisions
from participation.views import office_events as events
from participation.views import office_hearings as hearings
from participation.views import office_hot_topics as topics
from participation.views import office_identities as identities
from participation.views import office_inquiries as inquiries
from participation.views import office_inquiry_entry as inquiry_entry
from participation.views import office_interpretations as interpretations
from participation.views import office_opinions as opinions
from participation.views import office_questionnaires as questionnaires
from participation.views import office_registrations as registrations

app_name = "participation_office"

CONSULTATION = "consultations/<int:pk>/"
INQUIRY = "inquiries/<int:pk>/"
TOPIC = "hot-topics/<int:pk>/"
EVENT = "events/<int:pk>/"
HEARING = "hearings/<int:pk>/"
REGISTRATION = "hearing-registrations/<int:pk>/"
QUESTIONNAIRE = "questionnaires/<int:pk>/"
QUESTION = "questionnaire-questions/<int:pk>/"

urlpatterns = [
    path("consultations/", consultations.consultations, name="consultations"),
    path("consultations/new/", consultations.consultation_new, name="consultation_new"),
    path(CONSULTATION, consultations.consultation, name="consultation"),
    path(f"{CONSULTATION}sessions/", consultations.session_new, name="session_new"),
    path(f"{CONSULTATION}sessions/drop/", consultations.session_drop, name="session_drop"),
    path(f"{CONSULTATION}feedback/", consultations.feedback_new, name="feedback_new"),
    path(f"{CONSULTATION}final/", consultations.final_named, name="final_named"),
    path(f"{CONSULTATION}opinions/", opinions.opinions, name="opinions"),
    path(f"{CONSULTATION}opinions/alike/", opinions.opinions_alike, name="opinions_alike"),
    path(f"{CONSULTATION}opinions/new/", opinions.opinion_new, name="opinion_new"),
    path(f"{CONSULTATION}clusters/", clusters.clusters, name="clusters"),
    path("identities/", identities.identities, name="identities"),
    path(
        f"{CONSULTATION}identities/destroy/",
        identities.destroyed,
        {"model": Consultation, "of": "opinions"},
        name="consultation_identities",
    ),
    path(
        f"{EVENT}identities/destroy/",
        identities.destroyed,
        {"model": Event, "of": "events"},
        name="event_identities",
    ),
    path("inquiries/", inquiries.inquiries, name="inquiries"),
    path("inquiries/new/", inquiry_entry.entry, name="inquiry_entry"),
    path("inquiries/destroy/", inquiry_entry.destroy, name="inquiry_destroy"),
    path("inquiries/figures/", inquiries.figures, name="inquiry_figures"),
    path(INQUIRY, inquiries.inquiry, name="inquiry"),
    path(f"{INQUIRY}answer/", inquiries.answer, name="inquiry_answer"),
    path(f"{INQUIRY}person/", inquiries.person, name="inquiry_person"),
    path(f"{INQUIRY}told/", inquiries.told, name="inquiry_told"),
    path(f"{INQUIRY}topic/", inquiries.inquiry_topic, name="inquiry_topic"),
    *[
        path(f"{INQUIRY}{deed.slug}/", inquiries.carry, {"slug": deed.slug}, name=f"inquiry_{deed.slug}")
        for deed in TABLE
    ],
    path("opinions/<int:pk>/", opinions.opinion, name="opinion"),
    path("opinions/<int:pk>/told/", opinions.opinion_told, name="opinion_told"),
    path("clusters/<int:pk>/", clusters.cluster, name="cluster"),
    path("interpretations/", interpretations.interpretations, name="interpretations"),
    path("interpretations/new/", interpretations.interpretation_new, name="interpretation_new"),
    path("interpretations/forms/", interpretations.interpretation_forms, name="interpretation_forms"),
    path("interpretations/waiting/", interpretations.interpretations_waiting, name="interpretations_waiting"),
    path("interpretations/<int:pk>/", interpretations.interpretation, name="interpretation"),
    path("plans/<int:pk>/", interpretations.plan, name="plan"),
    path("decisions/", decisions.matters, name="matters"),
    path("decisions/<int:pk>/", decisions.matter, name="matter"),
    path("decisions/<int:pk>/steps/<slug:code>/", decisions.matter_step, name="matter_step"),
    path("decisions/<int:pk>/final/", decisions.matter_final, name="matter_final"),
    path("directories/new/", decisions.directory_new, name="directory_new"),
    path("directories/<int:pk>/", decisions.directory, name="directory"),
    path("hot-topics/", topics.hot_topics, name="hot_topics"),
    path("hot-topics/new/", topics.hot_topic_new, name="hot_topic_new"),
    path(TOPIC, topics.hot_topic, name="hot_topic"),
    path(f"{TOPIC}confirm/", topics.confirmed, name="topic_confirm"),
    path(f"{TOPIC}drop/", topics.dropped, name="topic_drop"),
    path(f"{TOPIC}close/", topics.closed, name="topic_close"),
    path(f"{TOPIC}link/", topics.linked, name="topic_link"),
    path(f"{TOPIC}responses/new/", topics.response_new, name="response_new"),
    path("events/", events.events, name="events"),
    path("events/new/", events.event_new, name="event_new"),
    path("events/counts/", events.event_counts_page, name="event_counts"),
    path(EVENT, events.event, name="event"),
    path(f"{EVENT}move/", events.event_moved, name="event_move"),
    path(f"{EVENT}call-off/", events.event_called_off, name="event_call_off"),
    path(f"{EVENT}questions/", events.questions, name="questions"),
    path(f"{EVENT}registrations/", registrations.registrations, name="registrations"),
    path(f"{EVENT}registrations/new/", registrations.registration_new, name="registration_new"),
    path(f"{EVENT}rows/", events.rows, name="rows"),
    path(f"{EVENT}rows/new/", events.row_new, name="row_new"),
    path(f"{EVENT}rows/check/", events.rows_checked, name="rows_checked"),
    path(f"{EVENT}transcript/", events.transcript_new, name="transcript_new"),
    path("rows/<int:pk>/strike/", events.row_struck, name="row_struck"),
    path("questions/<int:pk>/", events.question, name="question"),
    path("questions/<int:pk>/take/", events.question_taken, name="question_take"),
    path("questions/<int:pk>/refuse/", events.question_refused, name="question_refuse"),
    path("questions/<int:pk>/topic/", events.question_topic, name="question_topic"),
    path("registrations/<int:pk>/", registrations.registration, name="registration"),
    path("registrations/<int:pk>/cancel/", registrations.registration_cancelled, name="registration_cancel"),
    path("registrations/<int:pk>/told/", registrations.registration_told, name="registration_told"),
    path("hearings/", hearings.hearings, name="hearings"),
    path("hearings/new/", hearings.hearing_new, name="hearing_new"),
    path(HEARING, hearings.hearing, name="hearing"),
    path(f"{HEARING}categories/", hearings.category_new, name="category_new"),
    path("categories/<int:pk>/drop/", hearings.category_drop, name="category_drop"),
    path(f"{HEARING}draw/", hearings.hearing_draw, name="hearing_draw"),
    path(f"{HEARING}list/", hearings.hearing_list_new, name="hearing_list_new"),
    path(f"{HEARING}materials/", hearings.hearing_materials, name="hearing_materials"),
    path(f"{HEARING}held/", hearings.hearing_held, name="hearing_held"),
    path(f"{HEARING}minutes/", hearings.hearing_minutes, name="hearing_minutes"),
    path(f"{HEARING}report/", hearings.hearing_report, name="hearing_report"),
    path(f"{HEARING}identities/destroy/", hearings.hearing_identities_destroyed, name="hearing_identities"),
    path(f"{HEARING}registrations/", hearings.registrations, name="hearing_registrations"),
    path(f"{HEARING}registrations/new/", hearings.registration_new, name="hearing_registration_new"),
    path(REGISTRATION, hearings.registration, name="hearing_registration"),
    path(f"{REGISTRATION}refuse/", hearings.registration_refuse, name="hearing_registration_refuse"),
    path(f"{REGISTRATION}take-back/", hearings.registration_take_back, name="hearing_registration_take_back"),
    path(f"{REGISTRATION}withdraw/", hearings.registration_withdraw, name="hearing_registration_withdraw"),
    path(f"{REGISTRATION}confirm/", hearings.registration_confirm, name="hearing_registration_confirm"),
    path("questionnaires/", questionnaires.questionnaires, name="questionnaires"),
    path("questionnaires/new/", questionnaires.questionnaire_new, name="questionnaire_new"),
    path(QUESTIONNAIRE, questionnaires.questionnaire, name="questionnaire"),
    path(f"{QUESTIONNAIRE}questions/new/", questionnaires.question_new, name="questionnaire_question_new"),
    path(QUESTION, questionnaires.question, name="questionnaire_question"),
    path(f"{QUESTION}drop/", questionnaires.question_drop, name="questionnaire_question_drop"),
    path(f"{QUESTION}up/", questionnaires.question_up, name="questionnaire_question_up"),
    path(f"{QUESTIONNAIRE}codes/", questionnaires.questionnaire_codes, name="questionnaire_codes"),
    path(f"{QUESTIONNAIRE}results.csv", questionnaires.questionnaire_csv, name="questionnaire_csv"),
    path(f"{QUESTIONNAIRE}texts/", questionnaires.questionnaire_texts, name="questionnaire_texts"),
    path(f"{QUESTIONNAIRE}report/", questionnaires.questionnaire_report_new, name="questionnaire_report_new"),
]
