from linhai_portal.accounts.models.logins import FailedLogin
from linhai_portal.accounts.models.notices import Notice
from linhai_portal.accounts.models.organizations import Organization, OrganizationGroup
from linhai_portal.accounts.models.proposals import Proposal, ProposalQuerySet
from linhai_portal.accounts.models.users import Membership, User

__all__ = [
    "FailedLogin",
    "Membership",
    "Notice",
    "Organization",
    "OrganizationGroup",
    "Proposal",
    "ProposalQuerySet",
    "User",
]
