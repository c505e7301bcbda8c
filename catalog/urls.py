from django.urls import path

from catalog.adjustment_filter import AdjustmentFilter
from catalog.filters import ItemFilter
from catalog.guide_listings import CHECKLISTS, LIFE_EVENTS
from catalog.listings import (
    ADJUSTMENTS,
    ALL_TABLES,
    DOMAIN_TABLE,
    HITS,
    NEGATIVE_LIST,
    PUBLIC_BODIES,
    PUBLICATIONS_OF_ITEM,
    RESPONSIBILITIES,
    TABLE_AS_OF,
    TIMELINESS,
    UNIT_ITEMS,
    UNIT_TIMELINESS,
    UNITS,
    VILLAGES,
)
from catalog.publication_filters import PublicationFilter
from catalog.publication_listings import COLUMN_PUBLICATIONS, POLICIES, PUBLICATIONS
from catalog.search_form import SearchForm
from catalog.views import (
    adjustments,
    domains,
    downloads,
    guides,
    history,
    item_history,
    item_periods,
    items,
    leaving,
    negative_list,
    open_data,
    organizations,
    publication_lists,
    publications,
    responsibilities,
    search,
    timeliness,
)
from linhai_portal.formats import in_formats

app_name = "catalog"
FILTERS = tuple(ItemFilter.base_filters)
PUBLICATION_FILTERS = tuple(PublicationFilter.base_filters)
SEARCH_FILTERS = tuple(SearchForm.base_fields)

urlpatterns = [
    path("domains/", domains.domains, name="domains"),
    path("domains/<slug:number>/", domains.domain, name="domain"),
    *in_formats(
        "domains/<slug:number>", downloads.domain_file, DOMAIN_TABLE, name="domain", parameters=FILTERS
    ),
    path("domains/<slug:number>/history/", history.domain_history, name="domain_history"),
    path("domains/<slug:number>/as-of/", history.domain_as_of, name="domain_as_of"),
    *in_formats(
        "domains/<slug:number>/as-of",
        history.as_of_file,
        TABLE_AS_OF,
        name="domain_as_of",
        formats=history.DOWNLOADS,
        parameters=["on", *FILTERS],
    ),
    path("domains/<slug:number>/compare/", history.domain_compare, name="domain_compare"),
    *in_formats("domains", downloads.all_domains_file, ALL_TABLES),
    path("domains/<slug:number>/timeliness/", timeliness.domain_timeliness, name="domain_timeliness"),
    *in_formats(
        "domains/<slug:number>/timeliness",
        timeliness.domain_timeliness_file,
        TIMELINESS,
        name="domain_timeliness",
        parameters=["result"],
    ),
    path("items/<slug:code>/", items.item, name="item"),
    path("items/<slug:code>/periods/<slug:start>/", item_periods.item_period, name="item_period"),
    path("items/<slug:code>/history/", item_history.item_history, name="item_history"),
    path("items/<slug:code>/publications/", items.item_publications, name="item_publications"),
    *in_formats(
        "items/<slug:code>/publications",
        items.item_publications_file,
        PUBLICATIONS_OF_ITEM,
        name="item_publications",
    ),
    path("organizations/", organizations.organizations, name="organizations"),
    path("organizations/<slug:slug>/", organizations.organization, name="organization"),
    *in_formats(
        "organizations/<slug:slug>", organizations.organization_file, UNIT_ITEMS, name="organization"
    ),
    path("organizations/<slug:slug>/timeliness/", timeliness.unit_timeliness, name="unit_timeliness"),
    *in_formats(
        "organizations/<slug:slug>/timeliness",
        timeliness.unit_timeliness_file,
        UNIT_TIMELINESS,
        name="unit_timeliness",
        parameters=["result"],
    ),
    *in_formats("organizations", organizations.organizations_file, UNITS),
    *in_formats("villages", organizations.villages_file, VILLAGES, parameters=["town"]),
    *in_formats("public-bodies", organizations.public_bodies_file, PUBLIC_BODIES, parameters=["service"]),
    *in_formats("responsibilities", responsibilities.responsibilities_file, RESPONSIBILITIES),
    *in_formats(
        "search", search.search_file, HITS, formats=["json", "atom"], parameters=["q", *SEARCH_FILTERS]
    ),
    path("villages/", organizations.villages, name="villages"),
    path("public-bodies/", organizations.public_bodies, name="public_bodies"),
    path("responsibilities/", responsibilities.responsibilities, name="responsibilities"),
    path("open-data/", open_data.open_data, name="open_data"),
    path("open-data/catalog.jsonld", open_data.catalog_description, name="catalog_jsonld"),
    path("open-data/openapi.json", open_data.api_description, name="openapi"),
    path("negative-list/", negative_list.negative_list, name="negative_list"),
    path("negative-list/<slug:number>/", negative_list.negative_list_entry, name="negative_list_entry"),
    *in_formats(
        "negative-list", negative_list.negative_list_file, NEGATIVE_LIST, parameters=["unit", "domain"]
    ),
    path("adjustments/", adjustments.adjustments, name="adjustments"),
    path("adjustments/<slug:number>/", adjustments.adjustment, name="adjustment"),
    *in_formats(
        "adjustments",
        adjustments.adjustments_file,
        ADJUSTMENTS,
        parameters=tuple(AdjustmentFilter.base_filters),
    ),
    path("life-events/", guides.life_events, name="life_events"),
    path("life-events/<slug:slug>/", guides.life_event, name="life_event"),
    *in_formats("life-events", guides.life_events_file, LIFE_EVENTS),
    path("checklists/", guides.checklists, name="checklists"),
    path("checklists/<slug:slug>/", guides.checklist, name="checklist"),
    *in_formats("checklists", guides.checklists_file, CHECKLISTS),
    path("attachments/<int:pk>/", publications.attachment, name="attachment"),
    path("publications/", publication_lists.publications, name="publications"),
    *in_formats(
        "publications", publication_lists.publications_file, PUBLICATIONS, parameters=PUBLICATION_FILTERS
    ),
    path("policies/", publication_lists.policies, name="policies"),
    *in_formats("policies", publication_lists.policies_file, POLICIES, parameters=PUBLICATION_FILTERS),
    path("disclosure/", publication_lists.disclosure, name="disclosure"),
    path("disclosure/guide/", publication_lists.guide, name="guide"),
    path("disclosure/<slug:column>/", publication_lists.column, name="column"),
    *in_formats(
        "disclosure/<slug:column>",
        publication_lists.column_file,
        COLUMN_PUBLICATIONS,
        name="column",
        parameters=PUBLICATION_FILTERS,
    ),
    path("publications/<path:index_number>/", publications.publication, name="publication"),
    path("search/", search.search, name="search"),
    path("leave/", leaving.leave, name="leave"),
]
