from linhai_portal.accounts.models.organizations import Organization, OrganizationGroup
from linhai_portal.accounts.models.users import Membership, User

__all__ = ["Membership", "Organization", "OrganizationGroup", "User"]
