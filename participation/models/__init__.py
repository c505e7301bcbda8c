from participation.models.announced import Announced, AnnouncedQuerySet
from participation.models.answers import Answer, InvitationCode, Response, TextAnswer, TextAnswerEvent
from participation.models.consultations import Consultation, ConsultationChange, Session
from participation.models.decisions import DecisionDirectory, DecisionMatter, DossierChange, DossierStep
from participation.models.events import (
    Event,
    EventChange,
    EventQuestion,
    EventQuestionEvent,
    Registration,
    RegistrationEvent,
    TranscriptRow,
)
from participation.models.hearing_registrations import HearingRegistration, HearingRegistrationEvent
from participation.models.hearings import Category, Hearing, MaterialsSent
from participation.models.hot_topics import HotTopic, HotTopicEvent, TopicResponse
from participation.models.inquiries import Inquiry, InquiryEvent
from participation.models.inquiry_corrections import InquiryCorrection
from participation.models.interpretations import Interpretation, InterpretationPlan
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
    "ConsultationChange",
    "DecisionDirectory",
    "DecisionMatter",
    "DossierChange",
    "DossierStep",
    "Event",
    "EventChange",
    "EventQuestion",
    "EventQuestionEvent",
    "FromPerson",
    "Hearing",
    "HearingRegistration",
    "HearingRegistrationEvent",
    "HotTopic",
    "HotTopicEvent",
    "Inquiry",
    "InquiryCorrection",
    "InquiryEvent",
    "Interpretation",
    "InterpretationPlan",
    "InvitationCode",
    "MaterialsSent",
    "Opinion",
    "OpinionEvent",
    "PersonLook",
    "Question",
    "Questionnaire",
    "Registration",
    "RegistrationEvent",
    "Response",
    "Session",
    "TextAnswer",
    "TextAnswerEvent",
    "TopicResponse",
    "TranscriptRow",
]
