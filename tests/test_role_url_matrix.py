"""Every role × every address, generated from the addresses: an address without a line in these tables fails."""

import copy
import datetime as dt
from dataclasses import dataclass

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.urls import URLResolver, get_resolver, reverse

from catalog.leaving import notice_address
from catalog.models import Adjustment, CatalogImport, ImportRow, Obligation
from disclosure_requests import bulk
from disclosure_requests.deeds import ARCHIVE, CHECK, DEEDS, HANDLE, REGISTER, SIGN
from disclosure_requests.issuing import receipt_letter
from disclosure_requests.measure_deeds import KINDS
from disclosure_requests.models import AnnualReport, AnswersOffered, Material, ProactiveProposal
from linhai_portal.accounts.models import Membership, Notice, OrganizationGroup
from linhai_portal.accounts.models.logins import FailedLogin
from linhai_portal.accounts.notices import tell
from linhai_portal.accounts.roles import Role
from linhai_portal.models import SpecialDay
from linhai_portal.search.models import EmptySearch
from participation.inquiry_deeds import ACCEPT, ANSWER, APPROVE
from participation.inquiry_deeds import TABLE as INQUIRY_DEEDS
from tests.make import (
    allow_links,
    attach,
    make_batch,
    make_checklist,
    make_entry,
    make_item,
    make_life_event,
    make_link,
    make_organization,
    make_publication,
    make_user,
    publish,
    put_on_list,
    put_out,
    put_up,
)
from tests.make_hearings import drawn, make_registering, register
from tests.make_participation import (
    answered,
    begun,
    confirmed,
    interpreted,
    make_answered,
    make_handled,
    make_matter,
    make_open,
    make_public_event,
    make_question,
    make_registration,
    make_response,
    make_row,
)
from tests.make_questionnaires import closed as closed_questionnaire
from tests.make_questionnaires import make_open as make_open_questionnaire
from tests.make_questionnaires import make_questionnaire
from tests.make_requests import in_handling, make_case, make_measure, make_published_report, write_decision

pytestmark = pytest.mark.django_db

ANYBODY = "anybody"  # visitors too
STAFF = set(Role)
NOBODY = set()
NO_ROLE = "no role"  # it exists for who opened it by number and code alone
OFFICE = {Role.OFFICER}
KEEPERS = {Role.ADMINISTRATOR, Role.SECURITY, Role.AUDITOR}
CATALOG_EYES = STAFF - KEEPERS
UPLOADERS = {Role.EDITOR, Role.OFFICER}
UPLOAD_EYES = UPLOADERS | {Role.REVIEWER, Role.HEAD}
ADJUSTMENT_EYES = UPLOAD_EYES | {Role.SUPERVISOR}
NEGATIVE_LIST_EYES = ADJUSTMENT_EYES
GUIDE_EYES = ADJUSTMENT_EYES

# Who may see, add, change and delete the rows of each list of the admin.
LISTS = {
    "catalog_item": (CATALOG_EYES, OFFICE, UPLOADERS, NOBODY),
    "catalog_domain": (CATALOG_EYES, OFFICE, {Role.OFFICER, Role.HEAD}, NOBODY),
    "accounts_organization": (
        STAFF,
        {Role.OFFICER, Role.ADMINISTRATOR},
        {Role.OFFICER, Role.ADMINISTRATOR},
        NOBODY,
    ),
    "accounts_organizationgroup": (
        {Role.OFFICER, Role.ADMINISTRATOR},
        {Role.ADMINISTRATOR},
        {Role.ADMINISTRATOR},
        NOBODY,
    ),
    "accounts_user": (KEEPERS, {Role.ADMINISTRATOR}, {Role.ADMINISTRATOR}, NOBODY),
    "accounts_membership": ({Role.SECURITY, Role.AUDITOR}, *[{Role.SECURITY}] * 3),
    "accounts_failedlogin": (KEEPERS, NOBODY, NOBODY, NOBODY),
    "portal_specialday": ({Role.OFFICER, Role.HEAD, Role.SUPERVISOR}, OFFICE, OFFICE, OFFICE),
    "search_emptysearch": ({Role.OFFICER, Role.HEAD}, NOBODY, NOBODY, NOBODY),
    "disclosure_requests_answersoffered": ({Role.OFFICER, Role.HEAD}, NOBODY, NOBODY, NOBODY),
    "admin_logentry": ({Role.AUDITOR}, NOBODY, NOBODY, NOBODY),
}


@dataclass
class Line:
    """One address and method, and who is let through."""

    who: object
    method: str = "get"


PUBLICATION_EYES = NEGATIVE_LIST_EYES
REVIEWERS = {Role.REVIEWER, Role.OFFICER, Role.HEAD}
IDENTITY_EYES = {Role.HANDLER, Role.OFFICER, Role.HEAD, Role.ARCHIVIST}
WHO = {
    REGISTER: OFFICE,
    HANDLE: {Role.HANDLER, Role.OFFICER},
    CHECK: {Role.REVIEWER, Role.OFFICER, Role.HEAD},
    SIGN: {Role.HEAD},
    ARCHIVE: {Role.ARCHIVIST},
    ACCEPT: OFFICE,
    ANSWER: UPLOADERS,
    APPROVE: REVIEWERS,
}
INQUIRY_EYES = UPLOAD_EYES | {Role.SUPERVISOR}
LISTS_OF_PARTICIPATION = (
    "consultations",
    "hearings",
    "questionnaires",
    "interpretations",
    "hot_topics",
    "events",
    "decision_matters",
    "inquiries",
)
PAGES_OF_PARTICIPATION = {  # of no row
    "start",
    "consultations",
    "consultation_new",
    "interpretations",
    "interpretation_new",
    "interpretation_forms",
    "interpretations_waiting",
    "decisions",
    "matters",
    "directory_new",
    "responses",
    "hot_topics",
    "hot_topic_new",
    "events",
    "event_new",
    "event_counts",
    "identities",
    "hearings",
    "hearing_new",
    "questionnaires",
    "questionnaire_new",
}
TOPIC_PAGES = (
    "response",
    "hot_topic",
    "topic_confirm",
    "topic_drop",
    "topic_close",
    "topic_link",
    "response_new",
)
EVENT_PAGES = (
    "event",
    "event_calendar",
    "live",
    "ask",
    "asked",
    "register",
    "cancel",
    "event_move",
    "event_call_off",
    "event_identities",
    "questions",
    "registrations",
    "registration_new",
    "rows",
    "row_new",
    "rows_checked",
    "transcript_new",
)
PROPOSAL_PAGES = ("proposal", "proposal_draft", "proposal_decline")
HEARING_PAGES = (
    "hearings",
    "hearing",
    "hearing_register",
    "hearing_registered",
    "hearing_mine",
    "hearing_lots",
)
QUESTIONNAIRE_PAGES = ("questionnaires", "questionnaire", "fill", "filled", "results_csv", "texts")
HEARING_DEEDS = (
    "draw",
    "list_new",
    "materials",
    "held",
    "minutes",
    "report",
    "registrations",
    "registration_new",
    "identities",
)
SEAT_DEEDS = ("refuse", "take_back", "withdraw", "confirm")
REQUEST_EYES = STAFF - KEEPERS - {Role.EDITOR}
ROW_DEEDS = ("_history", "_change", "_delete")


def lines_of_a_list(name, see, add, change, delete):
    yield f"admin:{name}_changelist", Line(see)
    yield f"admin:{name}_history", Line(see)
    yield f"admin:{name}_change", Line(see)
    yield f"admin:{name}_change", Line(change, "post")
    yield f"admin:{name}_add", Line(add)
    yield f"admin:{name}_add", Line(add, "post")
    yield f"admin:{name}_delete", Line(delete)


def lines_of_guides(kind):
    yield f"office:{kind}s", Line(GUIDE_EYES)
    yield f"office:{kind}_new", Line(UPLOADERS)
    yield f"office:{kind}_new", Line(UPLOADERS, "post")
    yield f"office:{kind}", Line(GUIDE_EYES)
    yield f"office:{kind}", Line({Role.EDITOR}, "post")
    yield f"office:{kind}_preview", Line(GUIDE_EYES)
    yield f"office:{kind}_change", Line(UPLOADERS, "post")
    yield f"office:{kind}_withdraw", Line(UPLOADERS, "post")
    for deed in ("approve", "return", "close"):
        yield f"office:{kind}_{deed}", Line({Role.REVIEWER, Role.HEAD}, "post")


TABLE = [
    ("calendar:calendar", Line({Role.OFFICER, Role.HEAD, Role.SUPERVISOR})),
    ("calendar:new", Line(OFFICE, "post")),
    ("calendar:preview", Line(OFFICE)),
    ("calendar:confirm", Line(OFFICE, "post")),
    ("cases:queue", Line(REQUEST_EYES)),
    ("cases:search", Line(REQUEST_EYES, "post")),
    ("cases:case", Line(REQUEST_EYES)),
    ("cases:filters", Line(REQUEST_EYES)),
    ("cases:filters", Line(REQUEST_EYES, "post")),
    ("cases:filter_change", Line(OFFICE, "post")),
    ("cases:filter_delete", Line(OFFICE, "post")),
    *[
        (f"cases:bulk-{deed.slug}", Line(WHO[deed.permission], method))
        for deed in bulk.DEEDS
        for method in ("get", "post")
    ],
    ("cases:bulk-letters", Line(IDENTITY_EYES)),
    ("cases:entry", Line(OFFICE)),
    ("cases:entry", Line(OFFICE, "post")),
    *[(f"annual_reports:{page}", Line(ANYBODY)) for page in ("annual_reports", "annual_report", "file")],
    *[
        (f"reports:{page}", Line(REQUEST_EYES))
        for page in ("reports", "report", "rows", "follow_ups", "file")
    ],
    ("cases:dates", Line(REQUEST_EYES)),
    ("cases:entry", Line(OFFICE)),
    ("cases:entry", Line(OFFICE, "post")),
    *[
        (f"annual_reports:{page}", Line(ANYBODY))
        for page in ("annual_reports", "annual_report", "version", "file")
    ],
    ("reports:take_over", Line(OFFICE)),
    *[
        (f"reports:{deed}", Line(OFFICE, "post"))
        for deed in ("take_over", "count_anew", "hand_in", "correct")
    ],
    *[(f"reports:{page}", Line(REQUEST_EYES)) for page in ("reports", "report", "rows", "file")],
    ("reports:figures", Line(OFFICE)),
    ("reports:figures", Line(OFFICE, "post")),
    ("reports:check", Line(OFFICE, "post")),
    ("reports:publish", Line(OFFICE, "post")),
    ("reports:sign", Line({Role.HEAD}, "post")),
    ("reports:return", Line({Role.HEAD}, "post")),
    ("cases:identity", Line(IDENTITY_EYES)),
    ("cases:identity", Line(IDENTITY_EYES, "post")),
    ("cases:material", Line(IDENTITY_EYES)),
    ("cases:letter_pdf", Line(IDENTITY_EYES)),
    ("cases:letter_docx", Line(IDENTITY_EYES)),
    ("cases:reply_preview", Line(IDENTITY_EYES)),
    ("cases:reply_approval", Line(IDENTITY_EYES)),
    ("cases:reply_public_copy", Line(IDENTITY_EYES)),
    ("cases:letter_envelope", Line(IDENTITY_EYES)),
    ("cases:labels", Line(IDENTITY_EYES)),
    ("cases:dossier", Line(IDENTITY_EYES)),
    *[(f"cases:{page}", Line(UPLOADERS)) for page in ("proposals", "proposal")],
    *[(f"cases:proposal_{deed}", Line(UPLOADERS, "post")) for deed in ("draft", "decline")],
    ("cases:decision", Line({Role.HANDLER, Role.OFFICER})),
    ("cases:decision", Line({Role.HANDLER, Role.OFFICER}, "post")),
    *[
        (f"cases:{deed.slug}", Line(WHO[deed.permission], method))
        for deed in DEEDS
        for method in ("get", "post")
    ],
    *[
        (f"cases:{kind.slug}-{deed.slug}", Line(WHO[deed.permission], "post"))
        for kind in KINDS
        for deed in kind.deeds
    ],
    *[
        (name, Line(ANYBODY))
        for name in [
            "home",
            "sitemap",
            "help",
            "accessibility",
            "display",
            "healthz",
            "activate",
            "catalog:domains",
            "catalog:domain",
            *[
                f"catalog:{name}_{format}"
                for name in (
                    "domain",
                    "domains",
                    "organization",
                    "organizations",
                    "villages",
                    "public_bodies",
                    "responsibilities",
                    "negative_list",
                    "adjustments",
                    "life_events",
                    "checklists",
                    "publications",
                    "policies",
                    "column",
                    "domain_timeliness",
                    "unit_timeliness",
                    "item_publications",
                )
                for format in ("json", "csv", "xlsx", "atom")
            ],
            "catalog:open_data",
            "catalog:catalog_jsonld",
            "catalog:openapi",
            "catalog:search_json",
            "catalog:search_atom",
            "catalog:item",
            "catalog:item_history",
            "catalog:item_period",
            "catalog:domain_history",
            "catalog:domain_as_of",
            *[f"catalog:domain_as_of_{format}" for format in ("json", "csv", "xlsx")],
            "catalog:domain_compare",
            "catalog:item_publications",
            "catalog:domain_timeliness",
            "catalog:unit_timeliness",
            "catalog:organizations",
            "catalog:organization",
            "catalog:villages",
            "catalog:public_bodies",
            "catalog:responsibilities",
            "catalog:search",
            "catalog:negative_list",
            "catalog:negative_list_entry",
            "catalog:adjustments",
            "catalog:adjustment",
            "catalog:life_events",
            "catalog:life_event",
            "catalog:checklists",
            "catalog:checklist",
            "catalog:publications",
            "catalog:publication",
            "catalog:attachment",
            "catalog:policies",
            "catalog:disclosure",
            "catalog:guide",
            "catalog:column",
            "catalog:leave",
            "requests:guide",
            "participation:start",
            "participation:consultations",
            "participation:consultation",
            "participation:say",
            "participation:said",
            "participation:opinions",
            *[f"participation:{page}" for page in HEARING_PAGES],
            *[f"participation:{page}" for page in QUESTIONNAIRE_PAGES],
            *[
                f"participation:{page}"
                for page in ("responses", "response", "events", "event", "event_calendar", "live")
            ],
            *[f"participation:{page}" for page in ("ask", "asked", "register", "cancel")],
            *[
                f"participation:{page}"
                for page in (
                    "inquiries",
                    "inquiry",
                    "inquiry_new",
                    "inquiry_figures",
                    "inquiry_elsewhere",
                    "inquiry_receipt",
                    "inquiry_status",
                )
            ],
            *[
                f"participation_files:{kind}_{format}"
                for kind in LISTS_OF_PARTICIPATION
                for format in ("json", "csv", "xlsx", "atom")
            ],
            *[f"participation_files:opinions_{format}" for format in ("json", "csv", "xlsx")],
            "participation:interpretations",
            "participation:interpretation",
            "participation:decisions",
            "participation:decision",
            "requests:calculator",
            "requests:new",
            "requests:step",
            "requests:found",
            "requests:draft",
            "requests:resume",
            "requests:receipt",
            "requests:receipt_letter",
            "requests:status",
            "requests:dates",
            "requests:deed",
        ]
    ],
    ("participation:inquiry_rate", Line(ANYBODY, "post")),
    ("participation:inquiry_leave", Line(ANYBODY, "post")),
    ("requests:discard", Line(ANYBODY, "post")),
    ("requests:open", Line(ANYBODY, "post")),
    ("requests:leave", Line(ANYBODY, "post")),
    ("requests:file", Line(NO_ROLE)),
    ("requests:letter", Line(NO_ROLE)),
    ("office:start", Line(STAFF)),
    ("office:imports", Line(UPLOAD_EYES)),
    ("office:import", Line(UPLOAD_EYES)),
    ("office:import_new", Line(UPLOADERS)),
    ("office:import_new", Line(UPLOADERS, "post")),
    ("office:import_row", Line(UPLOADERS)),
    ("office:import_row", Line(UPLOADERS, "post")),
    ("office:import_confirm", Line(UPLOADERS, "post")),
    ("office:import_discard", Line(UPLOADERS, "post")),
    ("office:adjustments", Line(ADJUSTMENT_EYES)),
    ("office:adjustment", Line(ADJUSTMENT_EYES)),
    ("office:adjustment", Line({Role.EDITOR}, "post")),
    ("office:adjustment_withdraw", Line(UPLOADERS, "post")),
    ("office:adjustment_approve", Line({Role.HEAD}, "post")),
    ("office:adjustment_return", Line({Role.HEAD}, "post")),
    ("office:line_drop", Line({Role.EDITOR}, "post")),
    ("office:due", Line(ADJUSTMENT_EYES)),
    ("office:negative_list", Line(NEGATIVE_LIST_EYES)),
    ("office:negative_list_entry", Line(NEGATIVE_LIST_EYES)),
    ("office:negative_list_entry", Line({Role.EDITOR}, "post")),
    ("office:negative_list_new", Line(UPLOADERS)),
    ("office:negative_list_new", Line(UPLOADERS, "post")),
    ("office:negative_list_withdraw", Line(UPLOADERS, "post")),
    ("office:negative_list_reassess", Line(UPLOADERS, "post")),
    ("office:negative_list_approve", Line({Role.HEAD}, "post")),
    ("office:negative_list_return", Line({Role.HEAD}, "post")),
    ("office:negative_list_decide", Line({Role.HEAD}, "post")),
    ("notices:list", Line(STAFF)),
    ("notices:read_all", Line(STAFF, "post")),
    ("notices:mail", Line(STAFF, "post")),
    ("notices:open", Line({Role.EDITOR})),
    ("notices:read", Line({Role.EDITOR}, "post")),
    *[line for kind in ("life_event", "checklist") for line in lines_of_guides(kind)],
    ("office:links", Line(PUBLICATION_EYES)),
    ("office:link", Line(PUBLICATION_EYES)),
    ("office:link", Line({Role.EDITOR}, "post")),
    ("office:link_new", Line(UPLOADERS)),
    ("office:link_new", Line(UPLOADERS, "post")),
    ("office:link_withdraw", Line(UPLOADERS, "post")),
    ("office:link_approve", Line({Role.HEAD}, "post")),
    ("office:link_return", Line({Role.HEAD}, "post")),
    ("office:link_end", Line({Role.HEAD}, "post")),
    ("participation_office:consultations", Line(PUBLICATION_EYES)),
    ("participation_office:consultation", Line(PUBLICATION_EYES)),
    ("participation_office:consultation_new", Line(UPLOADERS)),
    ("participation_office:consultation_new", Line(UPLOADERS, "post")),
    *[
        (f"participation_office:{page}", Line(UPLOADERS))
        for page in ("opinions", "opinions_alike", "opinion_new", "clusters", "opinion", "cluster")
    ],
    *[
        (f"participation_office:{deed}", Line(UPLOADERS, "post"))
        for deed in (
            "opinions",
            "opinion_new",
            "opinion",
            "opinion_told",
            "cluster",
            "session_new",
            "session_drop",
            "feedback_new",
            "final_named",
        )
    ],
    ("participation_office:inquiries", Line(INQUIRY_EYES)),
    ("participation_office:inquiry_figures", Line(INQUIRY_EYES)),
    ("participation_office:inquiry", Line(INQUIRY_EYES)),
    ("participation_office:inquiry_entry", Line(OFFICE)),
    ("participation_office:inquiry_entry", Line(OFFICE, "post")),
    ("participation_office:inquiry_destroy", Line(REVIEWERS, "post")),
    *[
        (f"participation_office:inquiry_{deed}", Line(UPLOADERS, "post"))
        for deed in ("answer", "person", "told", "topic")
    ],
    *[
        (f"participation_office:inquiry_{deed.slug}", Line(WHO[deed.permission], "post"))
        for deed in INQUIRY_DEEDS
    ],
    *[
        (f"participation_office:{page}", Line(PUBLICATION_EYES))
        for page in (
            "interpretations",
            "interpretation",
            "interpretation_forms",
            "interpretations_waiting",
            "plan",
            "matters",
            "matter",
            "directory",
        )
    ],
    ("participation_office:plan", Line({Role.EDITOR}, "post")),
    *[
        (f"participation_office:{page}", Line(UPLOADERS, method))
        for page in ("interpretation_new", "directory_new", "matter_step")
        for method in ("get", "post")
    ],
    ("participation_office:matter_final", Line(UPLOADERS, "post")),
    *[(f"participation_office:{page}", Line(PUBLICATION_EYES)) for page in ("hot_topics", "hot_topic")],
    *[
        (f"participation_office:{page}", Line(UPLOADERS, method))
        for page in ("hot_topic_new", "response_new", "event_new")
        for method in ("get", "post")
    ],
    *[
        (f"participation_office:topic_{deed}", Line(UPLOADERS, "post"))
        for deed in ("confirm", "drop", "close", "link")
    ],
    *[
        (f"participation_office:{page}", Line(PUBLICATION_EYES))
        for page in ("events", "event_counts", "event", "rows")
    ],
    *[
        (f"participation_office:{page}", Line(UPLOADERS))
        for page in ("questions", "question", "registrations", "registration", "registration_new")
    ],
    *[
        (f"participation_office:{deed}", Line(UPLOADERS, "post"))
        for deed in (
            "question",
            "question_take",
            "question_refuse",
            "question_topic",
            "registration",
            "registration_new",
            "registration_cancel",
            "registration_told",
            "event_move",
            "event_call_off",
            "row_new",
            "transcript_new",
        )
    ],
    ("participation_office:row_struck", Line({Role.EDITOR}, "post")),
    ("participation_office:identities", Line(REVIEWERS)),
    *[
        (f"participation_office:{kind}_identities", Line(REVIEWERS, "post"))
        for kind in ("hearing", "consultation", "event")
    ],
    ("participation_office:rows_checked", Line(REVIEWERS, "post")),
    *[
        (f"participation_office:{page}", Line(PUBLICATION_EYES))
        for page in ("hearings", "hearing", "questionnaires", "questionnaire")
    ],
    *[
        (f"participation_office:{page}", Line(UPLOADERS))
        for page in (
            "hearing_new",
            "hearing_registrations",
            "hearing_registration_new",
            "hearing_registration",
            "questionnaire_new",
            "questionnaire_csv",
            "questionnaire_texts",
        )
    ],
    *[
        (f"participation_office:{deed}", Line(UPLOADERS, "post"))
        for deed in (
            "hearing_new",
            "category_new",
            "category_drop",
            "hearing_draw",
            "hearing_list_new",
            "hearing_materials",
            "hearing_held",
            "hearing_minutes",
            "hearing_report",
            "hearing_registration_new",
            "hearing_registration",
            "hearing_registration_refuse",
            "hearing_registration_take_back",
            "hearing_registration_withdraw",
            "hearing_registration_confirm",
            "questionnaire_new",
            "questionnaire_codes",
            "questionnaire_texts",
            "questionnaire_report_new",
        )
    ],
    *[
        (f"participation_office:{page}", Line({Role.EDITOR}))
        for page in ("questionnaire_question_new", "questionnaire_question")
    ],
    *[
        (f"participation_office:{deed}", Line({Role.EDITOR}, "post"))
        for deed in (
            "questionnaire_question_new",
            "questionnaire_question",
            "questionnaire_question_drop",
            "questionnaire_question_up",
        )
    ],
    ("office:clean_pasted", Line(STAFF, "post")),
    ("office:publications", Line(PUBLICATION_EYES)),
    ("office:publication", Line(PUBLICATION_EYES)),
    ("office:publication", Line({Role.EDITOR}, "post")),
    ("office:publication_new", Line(UPLOADERS)),
    ("office:publication_new", Line(UPLOADERS, "post")),
    ("office:publication_upload", Line(UPLOADERS, "post")),
    ("office:publication_file", Line({Role.EDITOR}, "post")),
    ("office:publication_mask", Line(UPLOADERS, "post")),
    ("office:publication_withdraw", Line(UPLOADERS, "post")),
    ("office:publication_review", Line(REVIEWERS, "post")),
    ("office:publication_return", Line(REVIEWERS, "post")),
    ("office:publication_examine", Line(REVIEWERS, "post")),
    ("office:publication_take_down", Line(REVIEWERS, "post")),
    ("office:publication_end", Line(REVIEWERS, "post")),
    ("office:publication_correct", Line(UPLOADERS, "post")),
    ("office:publication_batches", Line(PUBLICATION_EYES)),
    ("office:publication_batch", Line(PUBLICATION_EYES)),
    ("office:publication_batch_template", Line(UPLOADERS)),
    ("office:publication_batch_new", Line(UPLOADERS)),
    ("office:publication_batch_new", Line(UPLOADERS, "post")),
    *[(f"office:publication_batch_{deed}", Line(UPLOADERS, "post")) for deed in ("submit", "withdraw")],
    ("office:publication_batch_take_out", Line({Role.EDITOR}, "post")),
    *[
        (f"office:publication_batch_{deed}", Line(REVIEWERS, "post"))
        for deed in ("review", "return", "examine", "drop")
    ],
    ("admin:login", Line(ANYBODY)),
    ("admin:logout", Line(ANYBODY, "post")),
    ("admin:index", Line(STAFF)),
    ("admin:password_change", Line(STAFF)),
    ("admin:password_change_done", Line(STAFF)),
    ("admin:jsi18n", Line(STAFF)),
    ("admin:view_on_site", Line(STAFF)),
    ("admin:autocomplete", Line(NOBODY)),
    ("admin:app_list", Line(CATALOG_EYES)),
    ("admin:accounts_user_activation", Line({Role.ADMINISTRATOR})),
    ("admin:accounts_user_activation", Line({Role.ADMINISTRATOR}, "post")),
    ("admin:portal_specialday_import", Line(OFFICE)),
    ("admin:portal_specialday_process_import", Line(OFFICE, "post")),
    ("admin:portal_specialday_export", Line({Role.OFFICER, Role.HEAD, Role.SUPERVISOR})),
    ("admin:accounts_organization_export", Line(STAFF)),
    *[line for name, rights in LISTS.items() for line in lines_of_a_list(name, *rights)],
]


def url_names(patterns, namespace=""):
    """The names of all addresses; the admin's two nameless ones only redirect or say that nothing is there."""
    for each in patterns:
        if isinstance(each, URLResolver):
            prefix = f"{namespace}{each.namespace}:" if each.namespace else namespace
            yield from url_names(each.url_patterns, prefix)
        elif each.name:
            yield namespace + each.name
        else:
            assert str(each.pattern) in ("<path:object_id>/", "(?P<url>.*)$")


def test_every_address_has_its_line():
    assert set(url_names(get_resolver().url_patterns)) == {name for name, _ in TABLE}


class World:
    """One row of everything, all of it of the unit that the unit's people belong to."""

    def __init__(self):
        self.unit = make_organization(slug="unit")
        self.people = {role: make_user(role, self.unit) for role in Role}
        self.item = make_item(publisher=self.unit)
        self.domain = make_item().domain
        publish(self.domain)
        self.upload = CatalogImport.objects.create(
            organization=self.unit,
            uploaded_by=self.people[Role.EDITOR],
            file="imports/none.xlsx",
            file_name="none.xlsx",
            status="discarded",
            reading={"domain": "测试", "domains": [], "columns": [], "notes": [], "errors": 0, "warnings": 0}
            | {"counts": {"add": 1, "change": 0, "unchanged": 0, "retire": 0, "bad": 0}},
        )
        self.draft = Adjustment.objects.create(
            organization=self.unit, drafted_by=self.people[Role.EDITOR], reason="测试", basis="测试"
        )
        self.draft.lines.create(
            position=1, action="change", domain=self.item.domain, item=self.item, title="测试"
        )
        ImportRow.objects.create(catalog_import=self.upload, position=1, action="add", record={"row": 4})
        Obligation.objects.create(
            item=self.item,
            domain=self.item.domain,
            organization=self.unit,
            starts_on="2026-01-01",
            ends_on="2026-01-31",
            due_on="2026-03-05",
        )
        self.entry = make_entry(drafted_by=self.people[Role.EDITOR])
        self.published = put_out()
        self.file = attach(self.published)
        self.publication = make_publication(drafted_by=self.people[Role.EDITOR])
        self.draft_file = attach(self.publication)
        self.link = make_link(drafted_by=self.people[Role.EDITOR])
        allow_links("example.com")
        self.batch = make_batch(drafted_by=self.people[Role.EDITOR])
        self.on_list = put_on_list(on=dt.date(2026, 10, 1))
        tell([self.people[Role.EDITOR]], kind="测试", subject="测试", place="/office/")
        self.case = make_case(self.unit)
        self.filter = self.people[Role.OFFICER].saved_filters.create(name="示例", tab="new")
        self.report = AnnualReport.objects.create(year=2025, organization=self.unit)
        self.report_of_all = make_published_report(2024)
        self.material = Material.keep(self.case, b"x", kind="other", name="x.txt", content_type="text/plain")
        self.letter = receipt_letter(self.case, today=dt.date(2026, 1, 26))
        write_decision(in_handling(self.case))
        self.consultation = answered(make_open(by=make_user("editor", self.unit)))
        self.inquiry, self.answered = make_handled(self.unit), make_answered(self.unit)
        self.interpretation = interpreted(self.published, by=make_user("editor", self.unit))
        self.matter = make_matter(by=make_user("editor", self.unit))
        self.topic = confirmed(by=make_user("editor", self.unit))
        make_response(self.topic)
        event = make_public_event(by=make_user("editor", self.unit))
        self.question, self.registration = make_question(event), make_registration(event)
        self.event = begun(event)
        make_row(self.event)
        self.row = make_row(self.event, checked=False)
        self.hearing = make_registering(by=make_user("editor", self.unit))
        self.seat, _ = register(self.hearing)
        self.drawn = drawn()
        self.questionnaire = closed_questionnaire(make_open_questionnaire(by=make_user("editor", self.unit)))
        self.questionnaire_draft = make_questionnaire(by=self.people[Role.EDITOR])
        self.proposal = ProactiveProposal.objects.create(
            case=self.case, title="测试", proposed_on=dt.date(2026, 1, 26)
        )
        self.measures = {kind.slug: make_measure(self.case, kind) for kind in KINDS}
        self.in_effect = publish(make_item().domain)
        self.guides = {"checklist": put_up(make_checklist()), "life_event": put_up(make_life_event())}
        editor = {"drafted_by": self.people[Role.EDITOR]}
        self.drafts = {"checklist": make_checklist(**editor), "life_event": make_life_event(**editor)}
        attempt = {
            "get_data": "",
            "post_data": "",
            "failures_since_start": 5,
            "http_accept": "",
            "path_info": "",
        }
        kind = ContentType.objects.get_for_model(self.item)
        self.rows = {
            "catalog_item": self.item,
            "catalog_domain": self.item.domain,
            "accounts_organization": self.unit,
            "accounts_organizationgroup": OrganizationGroup.objects.create(slug="group", name="测试组"),
            "accounts_user": self.people[Role.EDITOR],
            "accounts_membership": Membership.objects.get(user=self.people[Role.EDITOR]),
            "accounts_failedlogin": FailedLogin.objects.create(
                username="x", ip_address="127.0.0.1", **attempt
            ),
            "portal_specialday": SpecialDay.objects.create(date="2026-10-01", kind="holiday", name="国庆节"),
            "disclosure_requests_answersoffered": AnswersOffered.objects.create(day="2026-10-01"),
            "search_emptysearch": EmptySearch.objects.create(words="没有的词", day="2026-10-01"),
            "admin_logentry": LogEntry.objects.create(
                user=self.people[Role.EDITOR], content_type=kind, object_id=self.item.pk, action_flag=CHANGE
            ),
        }

    def address(self, name):
        if name == "reports:rows":
            return f"{reverse(name, kwargs=self._arguments(name))}?row=R1&column=total"
        if name == "catalog:leave":
            return notice_address("https://example.com/", back=self.published.get_absolute_url())
        return reverse(name, kwargs=self._arguments(name))

    def _arguments(self, name):
        area, _, rest = name.rpartition(":")
        known = {
            "cases:queue": {},
            "cases:search": {},
            "cases:proposals": {},
            **{f"cases:{page}": {"pk": self.proposal.pk} for page in PROPOSAL_PAGES},
            "cases:filters": {},
            **{f"cases:filter_{deed}": {"pk": self.filter.pk} for deed in ("change", "delete")},
            "cases:entry": {},
            "cases:labels": {},
            "cases:material": {"pk": self.case.pk, "file": self.material.pk},
            "cases:letter_pdf": {"pk": self.case.pk, "file": self.letter.pk},
            "cases:letter_docx": {"pk": self.case.pk, "file": self.letter.pk},
            "cases:letter_envelope": {"pk": self.case.pk, "file": self.letter.pk},
            "catalog:item": {"code": self.item.code},
            "catalog:item_history": {"code": self.item.code},
            "catalog:item_period": {"code": self.item.code, "start": "2026-01-01"},
            "catalog:organization": {"slug": self.unit.slug},
            "notices:open": {"pk": Notice.objects.get(kind="测试").pk},
            "notices:read": {"pk": Notice.objects.get(kind="测试").pk},
            "office:import_row": {"pk": self.upload.pk, "position": 1},
            "admin:app_list": {"app_label": "catalog"},
            "admin:accounts_user_activation": {"pk": self.people[Role.EDITOR].pk},
            "catalog:adjustment": {"number": self.in_effect.number},
            "catalog:negative_list_entry": {"number": self.on_list.number},
            "catalog:checklist": {"slug": self.guides["checklist"].slug},
            "catalog:life_event": {"slug": self.guides["life_event"].slug},
            "catalog:publication": {"index_number": self.published.index_number},
            "catalog:attachment": {"pk": self.file.pk},
            "catalog:column": {"column": "1"},
            "requests:step": {"step": "applicant"},
            "requests:deed": {"deed": "withdraw"},
            "requests:file": {"pk": 1},
            "requests:letter": {"pk": 1},
            **{f"office:publication_batch_{deed}": self._row_of_batch() for deed in ("take_out", "drop")},
            **{f"office:publication_batch_{page}": {} for page in ("new", "template")},
            "office:publication_file": {"pk": self.publication.pk, "file": self.draft_file.pk},
            "activate": {"uidb64": "MQ", "token": "set-password"},
            "admin:view_on_site": {
                "content_type_id": ContentType.objects.get_for_model(self.item).pk,
                "object_id": self.item.pk,
            },
        }
        if name in known:
            return known[name]
        if rest == "inquiry" or (area == "participation_office" and rest.startswith("inquiry_")):
            of_no_row = ("inquiry_figures", "inquiry_entry", "inquiry_destroy")
            own = {} if rest in of_no_row else {"pk": self.inquiry.pk}
            return {"number": self.answered.number} if area == "participation" else own
        if area == "participation_files":
            return {"pk": self.consultation.pk} if rest.startswith("opinions_") else {}
        if area.startswith("participation") and rest.startswith("inquir"):
            return {}
        if area.startswith("participation") and rest in PAGES_OF_PARTICIPATION:
            return {}
        if rest == "texts":
            return {"pk": self.questionnaire.pk, "position": 3}
        if rest == "matter_step":
            return {"pk": self.matter.pk, "code": "draft"}
        if area.startswith("participation"):
            of_its_own = {
                **dict.fromkeys(HEARING_PAGES, self.hearing),
                "hearing_lots": self.drawn,  # there is no list while one can register
                **{f"hearing_{deed}": self.hearing for deed in HEARING_DEEDS},
                "category_new": self.hearing,
                "category_drop": self.hearing.categories.first(),
                "hearing_registration": self.seat,
                **{f"hearing_registration_{deed}": self.seat for deed in SEAT_DEEDS},
                **dict.fromkeys(QUESTIONNAIRE_PAGES, self.questionnaire),
                **{f"questionnaire_{page}": self.questionnaire for page in ("csv", "codes", "report_new")},
                "questionnaire_texts": self.questionnaire,
                "questionnaire_question_new": self.questionnaire_draft,
                "questionnaire_question": self.questionnaire_draft.questions.last(),
                "questionnaire_question_drop": self.questionnaire_draft.questions.last(),
                "questionnaire_question_up": self.questionnaire_draft.questions.last(),
                **dict.fromkeys(TOPIC_PAGES, self.topic),
                **dict.fromkeys(EVENT_PAGES, self.event),
                "question": self.question,
                **{f"question_{deed}": self.question for deed in ("take", "refuse", "topic")},
                "registration": self.registration,
                "registration_cancel": self.registration,
                "registration_told": self.registration,
                "row_struck": self.row,
                "interpretation": self.interpretation,
                "plan": self.publication,
                "decision": self.matter,
                "matter": self.matter,
                "matter_final": self.matter,
                "directory": self.matter.directory,
                "opinion": self.consultation.opinions.first(),
                "opinion_told": self.consultation.opinions.first(),
                "cluster": self.consultation.clusters.first(),
            }
            return {"pk": of_its_own.get(rest, self.consultation).pk}
        if name.startswith("cases:bulk-"):
            return {}
        if area == "cases":
            row = self.measures.get(rest.split("-")[0]) if "-" in rest else None
            return {"pk": self.case.pk} | ({"row": row.pk} if row else {})
        if rest.startswith("publication_batch") and rest != "publication_batches":
            return {"pk": self.batch.pk}
        if name.startswith(("catalog:domain_as_of", "catalog:domain_compare")):
            return {"number": self.domain.number}
        if name.startswith("catalog:item_publications"):
            return {"code": self.item.code}
        if name.startswith(("catalog:organization_", "catalog:unit_timeliness")):
            return {"slug": self.unit.slug}
        if name.startswith(("catalog:domain_", "catalog:domain")) and not rest.startswith("domains"):
            return {"number": self.item.domain.number}
        if name.startswith("catalog:column_"):
            return {"column": "1"}
        if (
            area == "office"
            and rest.startswith("publication")
            and rest not in ("publications", "publication_new", "publication_batches")
        ):
            return {"pk": self.publication.pk}
        if rest == "line_drop":
            return {"pk": self.draft.pk, "position": 1}
        if area == "office" and rest.startswith("adjustment") and rest != "adjustments":
            return {"pk": self.draft.pk}
        if area == "office" and rest.startswith("link") and rest not in ("links", "link_new"):
            return {"pk": self.link.pk}
        if area == "office" and rest.startswith("negative_list_") and rest != "negative_list_new":
            return {"pk": self.entry.pk}
        for kind, draft in self.drafts.items():
            if area == "office" and rest.startswith(kind) and rest not in (f"{kind}s", f"{kind}_new"):
                return {"pk": draft.pk}
        if rest in ("import", "import_confirm", "import_discard"):
            return {"pk": self.upload.pk}
        if area in ("reports", "annual_reports") and rest != area:
            report = self.report if area == "reports" else self.report_of_all
            format = {"format": "html"} if rest == "file" else {"version": 1} if rest == "version" else {}
            return {"year": report.year, "slug": report.slug} | format
        model, _, deed = rest.rpartition("_")
        if area == "admin" and model in LISTS and deed in ("history", "change", "delete"):
            return {"object_id": self.rows[model].pk}
        return {}

    def _row_of_batch(self):
        return {"pk": self.batch.pk, "row": self.batch.rows().first().pk}


@pytest.fixture(scope="module")
def made_once(shared_rows):
    return World()


@pytest.fixture
def world(made_once):
    return copy.deepcopy(made_once)


def outcome(name, answer):
    """What happened to the visitor, in a word; a row that does not exist for somebody leads back to the start page."""
    where = answer.headers.get("Location", "")
    if where.startswith(reverse("admin:login")):
        return "login"
    if answer.status_code in (403, 404) or (where == reverse("admin:index") and name.endswith(ROW_DEEDS)):
        return "stopped"
    return "allowed" if answer.status_code in (200, 302) else f"status {answer.status_code}"


def expected(line, role):
    if line.who == ANYBODY or (line.who != NO_ROLE and role in line.who):
        return "allowed"
    return "login" if role is None and line.who != NO_ROLE else "stopped"


@pytest.mark.parametrize(("name", "line"), TABLE, ids=[f"{line.method} {name}" for name, line in TABLE])
def test_each_role_is_let_through_or_stopped(client, world, name, line):
    address = world.address(name)
    wrong = []
    for role in [None, *Role]:
        client.logout()
        if role:
            client.force_login(world.people[role], backend="linhai_portal.accounts.backends.RoleBackend")
        got = outcome(name, getattr(client, line.method)(address))
        if got != expected(line, role):
            wrong.append(f"{role or 'visitor'}: {got}, expected {expected(line, role)}")
    assert wrong == []


@pytest.mark.parametrize("name", sorted({name for name, line in TABLE if line.who != ANYBODY}))
def test_an_account_without_a_role_opens_nothing(client, world, name):
    client.force_login(make_user(), backend="linhai_portal.accounts.backends.RoleBackend")
    methods = {line.method for each, line in TABLE if each == name}
    answers = {outcome(name, getattr(client, method)(world.address(name))) for method in methods}
    assert answers <= {"login", "stopped"} or name == "office:start"


def test_the_disabled_account_is_shown_the_login(client):
    user = make_user(Role.OFFICER)
    client.force_login(user, backend="linhai_portal.accounts.backends.RoleBackend")
    user.is_active = False
    user.save()
    assert outcome("admin:index", client.get(reverse("admin:index"))) == "login"
