from disclosure_requests.models.annual_reports import AnnualReport, AnnualReportEvent, YearFigures
from disclosure_requests.models.answers import AnswersOffered
from disclosure_requests.models.applicants import Applicant, ApplicantClass, IdentityLook
from disclosure_requests.models.assignments import Assignment
from disclosure_requests.models.consultations import Consultation
from disclosure_requests.models.decisions import Decision
from disclosure_requests.models.dossiers import Dossier
from disclosure_requests.models.follow_ups import FollowUp
from disclosure_requests.models.letters import Letter
from disclosure_requests.models.materials import Material
from disclosure_requests.models.measures import Correction, Extension, FeeNotice, ReasonsRequest
from disclosure_requests.models.proactive_proposals import ProactiveProposal
from disclosure_requests.models.remedies import Remedy
from disclosure_requests.models.requests import DisclosureRequest, RequestEvent
from disclosure_requests.models.saved_filters import SavedFilter
from disclosure_requests.models.verifications import Verification
from disclosure_requests.models.words import CaseWords

__all__ = [
    "AnnualReport",
    "AnnualReportEvent",
    "AnswersOffered",
    "Applicant",
    "ApplicantClass",
    "Assignment",
    "CaseWords",
    "Consultation",
    "Correction",
    "Decision",
    "DisclosureRequest",
    "Dossier",
    "Extension",
    "FeeNotice",
    "FollowUp",
    "IdentityLook",
    "Letter",
    "Material",
    "ProactiveProposal",
    "ReasonsRequest",
    "Remedy",
    "RequestEvent",
    "SavedFilter",
    "Verification",
    "YearFigures",
]
