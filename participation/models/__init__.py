from participation.models.announced import Announced, AnnouncedQuerySet
from participation.models.consultations import Consultation, Session
from participation.models.events import (
    Event,
    EventQuestion,
    EventQuestionEvent,
    Registration,
    RegistrationEvent,
    TranscriptRow,
)
from participation.models.hot_topics import HotTopic, HotTopicEvent, TopicResponse
from participation.models.opinions import Cluster, Opinion, OpinionEvent
from participation.models.persons import FromPerson, PersonLook

__all__ = [
    "Announced",
    "AnnouncedQuerySet",
    "Cluster",
    "Consultation",
    "Event",
    "EventQuestion",
    "EventQuestionEvent",
    "FromPerson",
    "HotTopic",
    "HotTopicEvent",
    "Opinion",
    "OpinionEvent",
    "PersonLook",
    "Registration",
    "RegistrationEvent",
    "Session",
    "TopicResponse",
    "TranscriptRow",
]
