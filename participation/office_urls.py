from django.urls import path

from participation.views import office_consultations as consultations
from participation.views import office_hearings as hearings
from participation.views import office_opinions as opinions
from participation.views import office_questionnaires as questionnaires

app_name = "participation_office"

CONSULTATION = "consultations/<int:pk>/"
HEARING = "hearings/<int:pk>/"
REGISTRATION = "hearing-registrations/<int:pk>/"
QUESTIONNAIRE = "questionnaires/<int:pk>/"
QUESTION = "questionnaire-questions/<int:pk>/"

urlpatterns = [
    path("consultations/", consultations.consultations, name="consultations"),
    path("consultations/new/", consultations.consultation_new, name="consultation_new"),
    path(CONSULTATION, consultations.consultation, name="consultation"),
    path(f"{CONSULTATION}sessions/", consultations.session_new, name="session_new"),
    path(f"{CONSULTATION}feedback/", consultations.feedback_new, name="feedback_new"),
    path(f"{CONSULTATION}final/", consultations.final_named, name="final_named"),
    path(f"{CONSULTATION}opinions/", opinions.opinions, name="opinions"),
    path(f"{CONSULTATION}opinions/new/", opinions.opinion_new, name="opinion_new"),
    path(f"{CONSULTATION}clusters/", opinions.clusters, name="clusters"),
    path("opinions/<int:pk>/", opinions.opinion, name="opinion"),
    path("opinions/<int:pk>/told/", opinions.opinion_told, name="opinion_told"),
    path("clusters/<int:pk>/", opinions.cluster, name="cluster"),
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
