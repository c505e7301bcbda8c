"""Units of the city, villages and public bodies: who they are and what each must publish."""

from dataclasses import replace
from itertools import groupby

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from catalog.listings import ITEMS, PUBLIC_BODIES, UNITS, VILLAGES
from catalog.models import Checklist, Domain, Item, LifeEvent, Publication
from catalog.table import COLUMNS, CatalogRow, by_level1, catalog_table
from catalog.timeliness_kept import scope_of_unit, summary_of
from linhai_portal.accounts.models import Organization, OrganizationGroup
from linhai_portal.accounts.models.organizations import Kind
from linhai_portal.formats import answer
from linhai_portal.page_tags import column_tags
from linhai_portal.paging import PAGE_SIZE, check_page, last_page, page_links, page_number, rows_between

BODIES_PER_PAGE = 100
NEWEST_OF_UNIT = 5


@require_safe
def organizations(request):
    units = Organization.objects.governmental().annotate(led=Count("led_domains")).order_by("position", "pk")
    groups = {label: [] for label in dict.fromkeys(Kind(kind).label for kind in Kind.values)}
    for unit in units:
        groups[unit.get_kind_display()].append(unit)
    page = {
        "section": "organizations",
        "title": "单位",
        "tags": column_tags("单位", "各部门、各镇（街道）要公开的事项", keywords=["部门", "镇", "街道"]),
        "groups": [(label, rows) for label, rows in groups.items() if rows],
    }
    return render(request, "catalog/organizations.html", page)


@require_safe
def organizations_file(request, format):
    units = Organization.objects.governmental().select_related("parent", "service")
    return answer(request, format, UNITS, units.order_by("position", "pk"))


@require_safe
def organization_file(request, slug, format):
    """What a unit must publish; as a feed, what of it changed last."""
    unit = get_object_or_404(Organization, slug=slug)
    order = ["-updated_at", "-pk"] if format == "atom" else ["domain__position", "position"]
    items = Item.objects.current().published_by(unit).select_related("domain").order_by(*order)
    return answer(request, format, replace(ITEMS, title=f"{unit.full_name}要公开的事项"), items)


@require_safe
def organization(request, slug):
    unit = get_object_or_404(Organization.objects.select_related("parent", "service"), slug=slug)
    items = Item.objects.current().published_by(unit).order_by("domain__position", "position")
    total, must = _counts(items)
    number, last = page_number(request.GET), last_page(total)
    check_page(number, last)
    start = (number - 1) * PAGE_SIZE
    shown = rows_between(items, start, start + PAGE_SIZE)
    rows = [CatalogRow._make(row) for row in shown.values_list(*COLUMNS)]
    names = dict(Domain.objects.filter(pk__in={row.domain_id for row in rows}).values_list("pk", "name"))
    section, trail = place_of(unit)
    today = localdate()
    page = {
        "section": section,
        "title": f"{unit.full_name}，第 {number} 页" if number > 1 else unit.full_name,
        "tags": column_tags(unit.full_name, f"{unit.full_name}要公开的事项", keywords=[unit.name]),
        "unit": unit,
        "trail": [trail],
        "led": unit.led_domains.all(),
        "shared": unit.shared_domains.all(),
        "checklists": Checklist.objects.published().filter(organization=unit).order_by("title"),
        "life_events": _life_events_of(unit),
        "children": unit.children.all()[:BODIES_PER_PAGE] if unit.kind != Kind.GOVERNMENT else [],
        "total": total,
        "summary": summary_of(scope_of_unit(unit, on=today), on=today, must=must),
        "timeliness_place": f"/organizations/{unit.slug}/timeliness",
        "table": catalog_table(
            rows,
            heading=by_level1
            if len(names) < 2
            else lambda row: (f"{names[row.domain_id]}：{row.level1}", ""),
            marks_unconfirmed=request.user.is_authenticated and request.user.is_staff,
        ),
        "links": page_links(request.GET, number, last),
    }
    return render(request, "catalog/organization.html", page | _publications_of(unit, today))


def _counts(items):
    """How many there are, and how many of these must be published unasked: in one pass."""
    must = Count("pk", filter=Q(attribute=Item.Attribute.PROACTIVE))
    return items.order_by().aggregate(total=Count("pk"), must=must).values()


def _publications_of(unit, today):
    """The newest a unit has made public, and where all of it stands."""
    listed = Publication.objects.listed(on=today).filter(organization=unit)
    newest = listed.defer("body", "ending_basis").order_by("-published_at", "-pk")[:NEWEST_OF_UNIT]
    return {
        "newest": [(each, each.badge(on=today)) for each in newest],
        "publication_total": listed.count(),
        "publications_place": f"/publications/?unit={unit.slug}",
    }


def _life_events_of(unit):
    """Those it keeps, and those whose way leads through one of its checklists."""
    gathered = Q(stages__entries__checklist__organization=unit)
    events = LifeEvent.objects.published().filter(Q(organization=unit) | gathered)
    return events.distinct().order_by("position", "pk")


def place_of(unit):
    """The navigation word and the parent crumb of a unit's page."""
    if unit.is_village:
        return "villages", ("村（居）务公开", "/villages/")
    if unit.service_id:
        return "public_bodies", ("公共企事业单位", "/public-bodies/")
    return "organizations", ("单位", "/organizations/")


@require_safe
def villages(request):
    town = request.GET.get("town", "")
    units = _villages_of(request.GET)
    towns = Organization.objects.filter(children__in=Organization.objects.villages()).distinct()
    page = {
        "section": "villages",
        "title": "村（居）务公开",
        "tags": column_tags(
            "村（居）务公开", "村民委员会、居民委员会要公开的事项", keywords=["村务公开", "居务公开"]
        ),
        "domains": Domain.objects.for_villages(),
        "chips": [(each.name, f"?town={each.slug}", each.slug == town) for each in towns],
    }
    return render(
        request, "catalog/villages.html", page | _bodies(request, units, lambda unit: unit.parent.name)
    )


def _villages_of(params):
    units = Organization.objects.villages().select_related("parent", "service")
    if params.get("town"):
        units = units.filter(parent__slug=params["town"])
    return units.order_by("parent__position", "position", "pk")


@require_safe
def villages_file(request, format):
    return answer(request, format, VILLAGES, _villages_of(request.GET))


@require_safe
def public_bodies(request):
    service = request.GET.get("service", "")
    units = _bodies_of(request.GET)
    groups = OrganizationGroup.objects.annotate(total=Count("bodies")).filter(total__gt=0).order_by("pk")
    page = {
        "section": "public_bodies",
        "title": "公共企事业单位",
        "tags": column_tags(
            "公共企事业单位",
            "学校、医院、供水供电供气和公交等单位要公开的事项",
            keywords=["学校", "医院", "供水", "供电"],
        ),
        "domains": Domain.objects.for_public_bodies(),
        "chips": [(each.name, f"?service={each.slug}", each.slug == service) for each in groups],
    }
    return render(
        request, "catalog/public_bodies.html", page | _bodies(request, units, lambda unit: unit.service.name)
    )


def _bodies_of(params):
    units = Organization.objects.exclude(service=None).select_related("parent", "service")
    if params.get("service"):
        units = units.filter(service__slug=params["service"])
    return units.order_by("service", "position", "pk")


@require_safe
def public_bodies_file(request, format):
    return answer(request, format, PUBLIC_BODIES, _bodies_of(request.GET))


def _bodies(request, units, group_of):
    """The part of a list of villages or bodies that a page shows, in groups with a heading."""
    total = units.count()
    number, last = page_number(request.GET), last_page(total, BODIES_PER_PAGE)
    check_page(number, last)
    shown = units[(number - 1) * BODIES_PER_PAGE : number * BODIES_PER_PAGE]
    return {
        "total": total,
        "groups": [(heading, list(rows)) for heading, rows in groupby(shown, key=group_of)],
        "links": page_links(request.GET, number, last),
    }
