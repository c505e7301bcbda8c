from participation.models.announced import Announced, AnnouncedQuerySet
from participation.models.consultations import Consultation, Session
from participation.models.inquiries import Inquiry, InquiryEvent
from participation.models.opinions import Cluster, Opinion, OpinionEvent
from participation.models.persons import FromPerson, PersonLook

__all__ = [
    "Announced",
    "AnnouncedQuerySet",
    "Cluster",
    "Consultation",
    "FromPerson",
    "Inquiry",
    "InquiryEvent",
    "Opinion",
    "OpinionEvent",
    "PersonLook",
    "Session",
]
