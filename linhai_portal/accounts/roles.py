"""Who may do what: one table of roles, read by the permission backend, the admin and the tests.

The roles and their deeds are those of the architecture's "People and roles". A permission says what may be done;
what exists for a person is decided by `visible_to` of each QuerySet.
"""

from django.db import models


class Role(models.TextChoices):
    EDITOR = "editor", "填报员"
    REVIEWER = "reviewer", "审核员"
    HANDLER = "handler", "承办人"
    OFFICER = "officer", "公开办经办人"
    HEAD = "head", "公开办负责人"
    SUPERVISOR = "supervisor", "监督员"
    ARCHIVIST = "archivist", "档案员"
    ADMINISTRATOR = "administrator", "系统管理员"
    SECURITY = "security", "安全管理员"
    AUDITOR = "auditor", "审计员"


# 三员分立：one person never holds two of these (GB/T 22239-2019 第三级 访问控制).
EXCLUSIVE_ROLES = [Role.ADMINISTRATOR, Role.SECURITY, Role.AUDITOR]

# These look after the whole city's catalog; every other role sees staff data of the own unit only.
CITY_WIDE_ROLES = [Role.OFFICER, Role.HEAD, Role.SUPERVISOR, Role.AUDITOR]

_SEE_CATALOG = {"catalog.view_item", "catalog.view_domain", "accounts.view_organization"}
_IMPORT = {"catalog.view_catalogimport", "catalog.add_catalogimport", "catalog.confirm_catalogimport"}
_SEE_ADJUSTMENTS = {"catalog.view_adjustment"}
_DRAFT = _SEE_ADJUSTMENTS | {"catalog.draft_adjustment"}
_SEE_NEGATIVE_LIST = {"catalog.view_negativelistentry"}
_DRAFT_NEGATIVE_LIST = _SEE_NEGATIVE_LIST | {"catalog.draft_negativelistentry"}
_SEE_GUIDES = {"catalog.view_guide"}
_DRAFT_GUIDES = _SEE_GUIDES | {"catalog.draft_guide"}
_APPROVE_GUIDES = _SEE_GUIDES | {"catalog.approve_guide"}
_SEE_PUBLICATIONS = {"catalog.view_publication"}
_DRAFT_PUBLICATIONS = _SEE_PUBLICATIONS | {"catalog.draft_publication"}
_REVIEW_PUBLICATIONS = _SEE_PUBLICATIONS | {
    "catalog.review_publication",
    "catalog.examine_publication",
    "catalog.take_down_publication",
}
_SEE_LINKS = {"catalog.view_linkapproval"}
_DRAFT_LINKS = _SEE_LINKS | {"catalog.draft_linkapproval"}
_APPROVE_LINKS = _SEE_LINKS | {"catalog.approve_linkapproval"}
_APP = "disclosure_requests"
_SEE_REQUESTS = {f"{_APP}.view_disclosurerequest"}
_WORK_ON_REQUESTS = _SEE_REQUESTS | {
    f"{_APP}.handle_disclosurerequest",
    f"{_APP}.see_identity_disclosurerequest",
}
_REGISTER_REQUESTS = _WORK_ON_REQUESTS | {
    f"{_APP}.register_disclosurerequest",
    f"{_APP}.check_disclosurerequest",
}
_SIGN_REQUESTS = _SEE_REQUESTS | {
    f"{_APP}.sign_disclosurerequest",
    f"{_APP}.check_disclosurerequest",
    f"{_APP}.see_identity_disclosurerequest",
}
_CHECK_REQUESTS = _SEE_REQUESTS | {f"{_APP}.check_disclosurerequest"}
_ARCHIVE_REQUESTS = _SEE_REQUESTS | {
    f"{_APP}.archive_disclosurerequest",
    f"{_APP}.see_identity_disclosurerequest",
}
_SEE_INQUIRIES = {"participation.view_inquiry"}
_ANSWER_INQUIRIES = _SEE_INQUIRIES | {"participation.answer_inquiry"}
_APPROVE_INQUIRIES = _SEE_INQUIRIES | {"participation.approve_inquiry"}
_SEE_HOT_TOPICS = {"participation.view_hottopic"}
_CHECK_TRANSCRIPTS = {"participation.check_transcript"}
_DESTROY_IDENTITIES = {"participation.destroy_identities"}
_TAKE_PART = _SEE_HOT_TOPICS | {
    "participation.work_consultation",
    "participation.work_decisionmatter",
    "participation.work_hearing",
    "participation.work_questionnaire",
    "participation.work_hottopic",
    "participation.work_event",
}
_SEE_CALENDAR = {"portal.view_specialday"}
_SEE_EMPTY_SEARCHES = {"search.view_emptysearch", f"{_APP}.view_answersoffered"}

PERMISSIONS = {
    Role.EDITOR: _SEE_CATALOG
    | _IMPORT
    | _DRAFT
    | _DRAFT_NEGATIVE_LIST
    | _DRAFT_GUIDES
    | _DRAFT_PUBLICATIONS
    | _DRAFT_LINKS
    | _TAKE_PART
    | _ANSWER_INQUIRIES
    | {"catalog.change_item"},
    Role.REVIEWER: _SEE_CATALOG
    | _SEE_ADJUSTMENTS
    | _SEE_NEGATIVE_LIST
    | _APPROVE_GUIDES
    | _REVIEW_PUBLICATIONS
    | _SEE_LINKS
    | _SEE_HOT_TOPICS
    | _CHECK_TRANSCRIPTS
    | _DESTROY_IDENTITIES
    | _CHECK_REQUESTS
    | _APPROVE_INQUIRIES
    | {"catalog.view_catalogimport"},
    Role.HANDLER: _SEE_CATALOG | _WORK_ON_REQUESTS,
    Role.OFFICER: _SEE_CATALOG
    | _IMPORT
    | _DRAFT
    | _DRAFT_NEGATIVE_LIST
    | _DRAFT_GUIDES
    | _DRAFT_PUBLICATIONS
    | _REVIEW_PUBLICATIONS
    | _DRAFT_LINKS
    | _REGISTER_REQUESTS
    | _TAKE_PART
    | _ANSWER_INQUIRIES
    | _APPROVE_INQUIRIES
    | _CHECK_TRANSCRIPTS
    | _DESTROY_IDENTITIES
    | _SEE_CALENDAR
    | _SEE_EMPTY_SEARCHES
    | {
        "participation.accept_inquiry",
        "catalog.add_item",
        "catalog.change_item",
        "catalog.retire_item",
        "catalog.add_domain",
        "catalog.change_domain",
        "accounts.add_organization",
        "accounts.change_organization",
        "accounts.view_organizationgroup",
        "portal.add_specialday",
        "portal.change_specialday",
        "portal.delete_specialday",
    },
    Role.HEAD: _SEE_CATALOG
    | _SEE_CALENDAR
    | _SEE_EMPTY_SEARCHES
    | _SEE_ADJUSTMENTS
    | _SEE_NEGATIVE_LIST
    | _APPROVE_GUIDES
    | _REVIEW_PUBLICATIONS
    | _APPROVE_LINKS
    | _SEE_HOT_TOPICS
    | _CHECK_TRANSCRIPTS
    | _DESTROY_IDENTITIES
    | _SIGN_REQUESTS
    | _APPROVE_INQUIRIES
    | {
        "catalog.view_catalogimport",
        "catalog.change_domain",
        "catalog.retire_item",
        "catalog.approve_adjustment",
        "catalog.approve_negativelistentry",
    },
    Role.SUPERVISOR: _SEE_CATALOG
    | _SEE_CALENDAR
    | _SEE_ADJUSTMENTS
    | _SEE_NEGATIVE_LIST
    | _SEE_GUIDES
    | _SEE_PUBLICATIONS
    | _SEE_LINKS
    | _SEE_REQUESTS
    | _SEE_INQUIRIES
    | _SEE_HOT_TOPICS,
    Role.ARCHIVIST: _SEE_CATALOG | _ARCHIVE_REQUESTS,
    Role.ADMINISTRATOR: {
        "accounts.view_user",
        "accounts.add_user",
        "accounts.change_user",
        "accounts.view_organization",
        "accounts.add_organization",
        "accounts.change_organization",
        "accounts.view_organizationgroup",
        "accounts.add_organizationgroup",
        "accounts.change_organizationgroup",
    },
    Role.SECURITY: {
        "accounts.view_user",
        "accounts.view_organization",
        "accounts.view_membership",
        "accounts.add_membership",
        "accounts.change_membership",
        "accounts.delete_membership",
    },
    Role.AUDITOR: {
        "accounts.view_user",
        "accounts.view_membership",
        "accounts.view_organization",
        "admin.view_logentry",
    },
}


def permissions_of(roles):
    """The set of permission names (`app.deed_model`) that these roles give together."""
    return set().union(*(PERMISSIONS[Role(role)] for role in roles))


def roles_granting(permission):
    return [role for role, given in PERMISSIONS.items() if permission in given]
