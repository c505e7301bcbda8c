"""What a domain's page and an item's page ask the database, compiled once (budgets P1 and P4; docs/adr/0004)."""

from itertools import islice

from django.db import DEFAULT_DB_ALIAS

from catalog.models import Domain, Item, ItemPublisher
from catalog.table import FIELDS
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


@compiled
def domain_rows(number):
    domains = Domain.objects.filter(number=number)
    return domains.values_list(*_DOMAIN, *_along("lead", _UNIT), *_along("group", _GROUP))


@compiled
def table_rows(domain, first, last):
    """The rows of a domain's table from one 序号 to another, in the columns of a CatalogRow."""
    items = Item.objects.current().in_domain(domain).filter(position__range=(first, last))
    return items.order_by("position").values_list(*FIELDS)


@compiled
def item_rows(code):
    items = Item.objects.current().filter(code=code)
    return items.values_list(*_ITEM, *_along("domain", _DOMAIN_IN_SHORT), *_along("domain__lead", _UNIT))


@compiled
def publisher_rows(item):
    links = ItemPublisher.objects.filter(item=item)
    return links.values_list(*_along("organization", _UNIT), *_along("group", _GROUP))


@compiled
def neighbour_rows(domain, before, after):
    items = Item.objects.current().in_domain(domain).filter(position__in=(before, after))
    return items.order_by("position").values_list("position", "code", "level1", "level2", "level3")


def domain_with_lead(number):
    """The domain of this number with its lead unit and its group, or None."""
    rows = domain_rows(number)
    if not rows:
        return None
    parts = (Domain, _DOMAIN), (Organization, _UNIT), (OrganizationGroup, _GROUP)
    domain, domain.lead, domain.group = _objects(rows[0], *parts)
    return domain


def current_item(code):
    """The item of this code, its domain (without the domain's lists) and the domain's lead unit, or None."""
    rows = item_rows(code)
    if not rows:
        return None
    parts = (Item, _ITEM), (Domain, _DOMAIN_IN_SHORT), (Organization, _UNIT)
    item, item.domain, item.domain.lead = _objects(rows[0], *parts)
    return item


def publishers_of(item):
    """The units and groups of units that publish an item, in the order of its 公开主体."""
    for row in publisher_rows(item.pk):
        unit, group = _objects(row, (Organization, _UNIT), (OrganizationGroup, _GROUP))
        yield unit or group


def _objects(row, *parts):
    """The objects a row consists of, one for each (model, columns); None where an outer join found nothing."""
    values, found = iter(row), []
    for model, columns in parts:
        part = list(islice(values, len(columns)))
        found.append(None if part[0] is None else model.from_db(DEFAULT_DB_ALIAS, columns, part))
    return found
