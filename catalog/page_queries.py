"""What a domain's page and an item's page ask the database, compiled once (budgets P1 and P4; docs/adr/0004)."""

from itertools import islice

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Count, F, Max, OuterRef, Q, Subquery, Value
from django.db.models.functions import JSONObject

from catalog.models import Checklist, Domain, Item, LifeEvent, Obligation, Publication
from catalog.table import COLUMNS
from linhai_portal.accounts.models import Organization, OrganizationGroup
from linhai_portal.compiled_queries import compiled


def _fields(model, *names):
    """The columns of a model in its own order, as `from_db` wants them; all when none are named."""
    columns = [field.attname for field in model._meta.concrete_fields]
    return [name for name in columns if not names or name in names]


def _along(path, fields):
    return [f"{path}__{name}" for name in fields]


_ITEM = _fields(Item)
_DOMAIN = _fields(Domain)
_DOMAIN_IN_SHORT = _fields(Domain, "id", "number", "kind", "name", "lead_id")
_UNIT = _fields(Organization, "id", "slug", "name", "full_name", "phone")
_GROUP = _fields(OrganizationGroup, "id", "slug", "name", "level", "kind")
_ITEM_PARTS = (
    (Item, _ITEM),
    (Domain, _DOMAIN_IN_SHORT),
    (Organization, _UNIT),
    (Organization, _UNIT),
    (OrganizationGroup, _GROUP),
)
NEWEST_OF_ITEM = 10
FEW_OF_ITEM = 100
LATEST_PERIODS = 6
# Of a publication in a list: what the line says, then what its badge follows from.
_LINE = ["index_number", "title", "organization__name", "published_at", "due_on"]
IN_FORCE_BY = ["is_policy", "ending", "ended_on", "expires_on", "effective_on"]
_NEIGHBOUR = ["code", "level1", "level2", "level3"]


@compiled
def domain_rows(number):
    domains = Domain.objects.filter(number=number)
    return domains.values_list(*_DOMAIN, *_along("lead", _UNIT), *_along("group", _GROUP))


@compiled
def table_rows(domain, first, last):
    """The rows of a domain's table from one 序号 to another, in the columns of a CatalogRow."""
    items = Item.objects.current().in_domain(domain).filter(position__range=(first, last))
    return items.order_by("position").values_list(*COLUMNS)


def _neighbour(step):
    """Code and names of the item one 序号 before or after, as JSON."""
    items = Item.objects.current().filter(domain=OuterRef("domain"), position=OuterRef("position") + step)
    return Subquery(items.values(facts=JSONObject(**{name: F(name) for name in _NEIGHBOUR}))[:1])


@compiled
def item_rows(code):
    """A row for each publisher, at least one: asking for everything at once takes half the time of three questions."""
    items = Item.objects.filter(code=code).order_by("publisher_links__pk")
    return items.values_list(
        *_ITEM,
        *_along("domain", _DOMAIN_IN_SHORT),
        *_along("domain__lead", _UNIT),
        *_along("publisher_links__organization", _UNIT),
        *_along("publisher_links__group", _GROUP),
        _neighbour(-1),
        _neighbour(1),
    )


def newest_publications(item, *, on):
    """Of an item with hundreds the plan must know that it is one: then it goes by the newest of all, else by the item."""
    asked = publications_of_item.__wrapped__ if item.publication_count > FEW_OF_ITEM else publications_of_item
    return list(asked(item.pk, on)) if item.publication_count else []


@compiled
def guides_of_item(code):
    """Url name, slug and title of the life events and checklists that gather an item, life events first."""
    events = LifeEvent.objects.published().filter(stages__entries__item__code=code)
    checklists = Checklist.objects.published().filter(items__code=code)
    found = [
        rows.order_by().annotate(place=Value(place)).values_list("place", "slug", "title")
        for place, rows in enumerate((events, checklists))
    ]
    return found[0].union(found[1]).order_by("place", "slug")


@compiled
def publications_of_item(item, on):
    """The newest listed on a day."""
    listed = Publication.objects.listed(on=on).filter(items=item).order_by("-published_at", "-pk")
    return listed.values_list(*_LINE, *IN_FORCE_BY)[:NEWEST_OF_ITEM]


@compiled
def periods_of_item(item, on):
    """The last periods begun: of how many units, how many have not published, and when the last one did."""
    begun = Obligation.objects.filter(item=item, starts_on__lte=on).order_by("-starts_on")
    return begun.values_list("starts_on", "ends_on", "due_on").annotate(
        units=Count("pk"), unmet=Count("pk", filter=Q(publication=None)), met_on=Max("met_on")
    )[:LATEST_PERIODS]


def domain_with_lead(number):
    """The domain of this number with its lead unit and its group, or None."""
    rows = domain_rows(number)
    if not rows:
        return None
    parts = (Domain, _DOMAIN), (Organization, _UNIT), (OrganizationGroup, _GROUP)
    domain, domain.lead, domain.group = _objects(rows[0], *parts)
    return domain


def item_page(code):
    """The item of this code, its publishers in the order of 公开主体, and the facts of the items before and after.

    The item has its domain (without the domain's lists) and the domain's lead unit. None when there is no such item. A
    retired one is found too; what it says of the items beside it then means nothing.
    """
    rows = item_rows(code)
    if not rows:
        return None
    found = [_objects(row, *_ITEM_PARTS) for row in rows]
    item, item.domain, item.domain.lead, *_ = found[0]
    publishers = [unit or group for *_, unit, group in found if unit or group]
    return item, publishers, rows[0][-2:]


def _objects(row, *parts):
    """The objects a row consists of, one for each (model, columns); None where an outer join found nothing."""
    values, found = iter(row), []
    for model, columns in parts:
        part = list(islice(values, len(columns)))
        found.append(None if part[0] is None else model.from_db(DEFAULT_DB_ALIAS, columns, part))
    return found
