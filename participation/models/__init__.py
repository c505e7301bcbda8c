from participation.models.announced import Announced, AnnouncedQuerySet
from participation.models.consultations import Consultation, Session
from participation.models.decisions import DecisionDirectory, DecisionMatter, DossierChange, DossierStep
from participation.models.events import (
    Event,
    EventQuestion,
    EventQuestionEvent,
    Registration,
    RegistrationEvent,
    TranscriptRow,
)
from participation.models.hot_topics import HotTopic, HotTopicEvent, TopicResponse
from participation.models.inquiries import Inquiry, InquiryEvent
from participation.models.interpretations import Interpretation, InterpretationPlan
from participation.models.opinions import Cluster, Opinion, OpinionEvent
from participation.models.persons import FromPerson, PersonLook

__all__ = [
    "Announced",
    "AnnouncedQuerySet",
    "Cluster",
    "Consultation",
    "DecisionDirectory",
    "DecisionMatter",
    "DossierChange",
    "DossierStep",
    "Event",
    "EventQuestion",
    "EventQuestionEvent",
    "FromPerson",
    "HotTopic",
    "HotTopicEvent",
    "Inquiry",
    "InquiryEvent",
    "Interpretation",
    "InterpretationPlan",
    "Opinion",
    "OpinionEvent",
    "PersonLook",
    "Registration",
    "RegistrationEvent",
    "Session",
    "TopicResponse",
    "TranscriptRow",
]
