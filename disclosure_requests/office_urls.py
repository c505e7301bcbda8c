from django.urls import path

from disclosure_requests import bulk
from disclosure_requests.deeds import DEEDS
from disclosure_requests.measure_deeds import KINDS
from disclosure_requests.views import papers, proposals, saved_filters
from disclosure_requests.views.bulk import bulk_deed, bulk_letters
from disclosure_requests.views.cases import case, dates, identity
from disclosure_requests.views.decisions import decision
from disclosure_requests.views.deeds import case_deed, measure_deed
from disclosure_requests.views.entry import entry
from disclosure_requests.views.queue import queue, search

app_name = "cases"
ONE = "<int:pk>/"

urlpatterns = [
    path("", queue, name="queue"),
    path("search/", search, name="search"),
    path("new/", entry, name="entry"),
    path("filters/", saved_filters.filters, name="filters"),
    path("filters/<int:pk>/change/", saved_filters.change, name="filter_change"),
    path("filters/<int:pk>/delete/", saved_filters.delete, name="filter_delete"),
    path("bulk/letters/", bulk_letters, name="bulk-letters"),
    *[path(f"bulk/{deed.slug}/", bulk_deed, {"deed": deed}, name=f"bulk-{deed.slug}") for deed in bulk.DEEDS],
    path("labels/", papers.labels_to_post, name="labels"),
    path("proposals/", proposals.proposals, name="proposals"),
    path(f"proposals/{ONE}", proposals.proposal, name="proposal"),
    path(f"proposals/{ONE}draft/", proposals.proposal_draft, name="proposal_draft"),
    path(f"proposals/{ONE}decline/", proposals.proposal_decline, name="proposal_decline"),
    path(ONE, case, name="case"),
    path(f"{ONE}dates/", dates, name="dates"),
    path(f"{ONE}identity/", identity, name="identity"),
    path(f"{ONE}decision/", decision, name="decision"),
    path(f"{ONE}materials/<int:file>/", papers.material, name="material"),
    path(f"{ONE}dossier.pdf", papers.dossier, name="dossier"),
    path(f"{ONE}decision/preview/", papers.reply_preview, name="reply_preview"),
    path(f"{ONE}decision/approval/", papers.reply_approval, name="reply_approval"),
    path(f"{ONE}decision/public-copy/", papers.reply_public_copy, name="reply_public_copy"),
    path(f"{ONE}letters/<int:file>/envelope/", papers.letter_envelope, name="letter_envelope"),
    path(f"{ONE}letters/<int:file>.pdf", papers.letter, {"kind": "pdf"}, name="letter_pdf"),
    path(f"{ONE}letters/<int:file>.docx", papers.letter, {"kind": "docx"}, name="letter_docx"),
    *[path(f"{ONE}{deed.slug}/", case_deed, {"slug": deed.slug}, name=deed.slug) for deed in DEEDS],
    *[
        path(
            f"{ONE}{kind.slug}/<int:row>/{deed.slug}/",
            measure_deed,
            {"kind": kind, "deed": deed},
            name=f"{kind.slug}-{deed.slug}",
        )
        for kind in KINDS
        for deed in kind.deeds
    ],
]
