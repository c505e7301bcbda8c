from django.urls import path

from catalog.views import (
    imports,
    office_adjustments,
    office_due,
    office_guides,
    office_links,
    office_negative_list,
    publication_batches,
)
from catalog.views import office_publications as publications
from linhai_portal.pasting import clean_pasted

app_name = "office"


def guide_paths(kind):
    """The screens of life events or checklists."""
    facts, one = {"kind": kind}, f"{kind.place}/<int:pk>/"
    yield path(f"{kind.place}/", office_guides.guides, facts, name=f"{kind.key}s")
    yield path(f"{kind.place}/new/", office_guides.guide_new, facts, name=f"{kind.key}_new")
    yield path(one, office_guides.guide, facts, name=kind.key)
    deeds = {
        "preview": office_guides.guide_preview,
        "change": office_guides.guide_change,
        "withdraw": office_guides.guide_withdraw,
        "approve": office_guides.guide_approve,
        "return": office_guides.guide_return,
        "close": office_guides.guide_close,
    }
    for deed, view in deeds.items():
        yield path(f"{one}{deed}/", view, facts, name=f"{kind.key}_{deed}")


BATCHES = "publications/batches/"
BATCH = f"{BATCHES}<int:pk>/"

urlpatterns = [
    path("", imports.start, name="start"),
    path("imports/", imports.imports, name="imports"),
    path("imports/new/", imports.import_new, name="import_new"),
    path("imports/<int:pk>/", imports.import_detail, name="import"),
    path("imports/<int:pk>/confirm/", imports.import_confirm, name="import_confirm"),
    path("imports/<int:pk>/discard/", imports.import_discard, name="import_discard"),
    path("imports/<int:pk>/rows/<int:position>/", imports.import_row, name="import_row"),
    path("due/", office_due.due, name="due"),
    path("adjustments/", office_adjustments.adjustments, name="adjustments"),
    path("adjustments/<int:pk>/", office_adjustments.adjustment, name="adjustment"),
    path("adjustments/<int:pk>/approve/", office_adjustments.adjustment_approve, name="adjustment_approve"),
    path("adjustments/<int:pk>/return/", office_adjustments.adjustment_return, name="adjustment_return"),
    path(
        "adjustments/<int:pk>/withdraw/", office_adjustments.adjustment_withdraw, name="adjustment_withdraw"
    ),
    path("adjustments/<int:pk>/lines/<int:position>/drop/", office_adjustments.line_drop, name="line_drop"),
    path("negative-list/", office_negative_list.negative_list, name="negative_list"),
    path("negative-list/new/", office_negative_list.negative_list_new, name="negative_list_new"),
    path("negative-list/<int:pk>/", office_negative_list.negative_list_entry, name="negative_list_entry"),
    path(
        "negative-list/<int:pk>/withdraw/",
        office_negative_list.negative_list_withdraw,
        name="negative_list_withdraw",
    ),
    path(
        "negative-list/<int:pk>/approve/",
        office_negative_list.negative_list_approve,
        name="negative_list_approve",
    ),
    path(
        "negative-list/<int:pk>/return/",
        office_negative_list.negative_list_return,
        name="negative_list_return",
    ),
    path(
        "negative-list/<int:pk>/reassess/",
        office_negative_list.negative_list_reassess,
        name="negative_list_reassess",
    ),
    path(
        "negative-list/<int:pk>/decide/",
        office_negative_list.negative_list_decide,
        name="negative_list_decide",
    ),
    *[each for kind in office_guides.KINDS for each in guide_paths(kind)],
    path("links/", office_links.links, name="links"),
    path("links/new/", office_links.link_new, name="link_new"),
    path("links/<int:pk>/", office_links.link, name="link"),
    path("links/<int:pk>/withdraw/", office_links.link_withdraw, name="link_withdraw"),
    path("links/<int:pk>/approve/", office_links.link_approve, name="link_approve"),
    path("links/<int:pk>/return/", office_links.link_return, name="link_return"),
    path("links/<int:pk>/end/", office_links.link_end, name="link_end"),
    path("paste/", clean_pasted, name="clean_pasted"),
    path("publications/", publications.publications, name="publications"),
    path("publications/new/", publications.publication_new, name="publication_new"),
    path("publications/<int:pk>/", publications.publication, name="publication"),
    path("publications/<int:pk>/files/", publications.publication_upload, name="publication_upload"),
    path("publications/<int:pk>/files/<int:file>/", publications.publication_file, name="publication_file"),
    path("publications/<int:pk>/mask/", publications.publication_mask, name="publication_mask"),
    path("publications/<int:pk>/withdraw/", publications.publication_withdraw, name="publication_withdraw"),
    path("publications/<int:pk>/review/", publications.publication_review, name="publication_review"),
    path("publications/<int:pk>/return/", publications.publication_return, name="publication_return"),
    path("publications/<int:pk>/examine/", publications.publication_examine, name="publication_examine"),
    path(
        "publications/<int:pk>/take-down/", publications.publication_take_down, name="publication_take_down"
    ),
    path("publications/<int:pk>/end/", publications.publication_end, name="publication_end"),
    path("publications/<int:pk>/correct/", publications.publication_correct, name="publication_correct"),
    path(BATCHES, publication_batches.batches, name="publication_batches"),
    path(f"{BATCHES}new/", publication_batches.batch_new, name="publication_batch_new"),
    path(f"{BATCHES}template/", publication_batches.template_file, name="publication_batch_template"),
    path(BATCH, publication_batches.batch, name="publication_batch"),
    path(f"{BATCH}submit/", publication_batches.batch_submit, name="publication_batch_submit"),
    path(f"{BATCH}withdraw/", publication_batches.batch_withdraw, name="publication_batch_withdraw"),
    path(f"{BATCH}review/", publication_batches.batch_review, name="publication_batch_review"),
    path(f"{BATCH}return/", publication_batches.batch_return, name="publication_batch_return"),
    path(f"{BATCH}examine/", publication_batches.batch_examine, name="publication_batch_examine"),
    path(
        f"{BATCH}rows/<int:row>/take-out/",
        publication_batches.batch_take_out,
        name="publication_batch_take_out",
    ),
    path(f"{BATCH}rows/<int:row>/drop/", publication_batches.batch_drop, name="publication_batch_drop"),
]
