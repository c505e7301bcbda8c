from participation.models.announced import Announced, AnnouncedQuerySet
from participation.models.answers import Answer, InvitationCode, Response, TextAnswer, TextAnswerEvent
from participation.models.consultations import Consultation, Session
from participation.models.hearing_registrations import HearingRegistration, HearingRegistrationEvent
from participation.models.hearings import Category, Hearing, MaterialsSent
from participation.models.opinions import Cluster, Opinion, OpinionEvent
from participation.models.persons import FromPerson, PersonLook
from participation.models.questionnaires import Question, Questionnaire

__all__ = [
    "Announced",
    "AnnouncedQuerySet",
    "Answer",
    "Category",
    "Cluster",
    "Consultation",
    "FromPerson",
    "Hearing",
    "HearingRegistration",
    "HearingRegistrationEvent",
    "InvitationCode",
    "MaterialsSent",
    "Opinion",
    "OpinionEvent",
    "PersonLook",
    "Question",
    "Questionnaire",
    "Response",
    "Session",
    "TextAnswer",
    "TextAnswerEvent",
]
