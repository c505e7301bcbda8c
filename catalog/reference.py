"""Reference data from `fixtures/`: units, domains, calendar and the items of the catalog.

Loading is idempotent and never overwrites a row that staff changed (`edited_by_staff`).
"""

import csv
import datetime as dt
from itertools import groupby

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from catalog.exchange.apply import link_publishers
from catalog.exchange.rows import rule_fields
from catalog.layouts.vocabulary import CHANNELS, LEVELS
from catalog.models import Domain, DomainUnit, Item
from catalog.models.elements import flags_of
from catalog.positions import place_new_items
from catalog.reference_guides import load_guides
from catalog.searchable import items_changed, reference_loaded
from linhai_portal.accounts.models import Organization, OrganizationGroup
from linhai_portal.accounts.models.organizations import PublisherNames
from linhai_portal.bulk import insert_rows
from linhai_portal.calendar import calendar_changed
from linhai_portal.data_version import bump
from linhai_portal.models import SpecialDay
from linhai_portal.names import plain_name

FIXTURES = settings.BASE_DIR / "fixtures"


def fixture_rows(name):
    with (FIXTURES / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _listed(cell):
    return [part for part in cell.split("|") if part]


def _table_name(group):
    """A group's name as the title of its table has it: without what stands in brackets."""
    return group["name"].partition("（")[0]


def reference_domain_names():
    """Names and aliases of the domains without any database, for reading a table on an empty machine."""
    groups = fixture_rows("organization-groups.csv")
    names = {plain_name(_table_name(row)): _table_name(row) for row in groups if row["domain"]}
    for row in fixture_rows("domains.csv"):
        names.update((plain_name(name), row["name"]) for name in [row["name"], *_listed(row["aliases"])])
    return names


def reference_domain_numbers():
    """The name of every domain and template table by its number, without any database."""
    groups = fixture_rows("organization-groups.csv")
    numbers = {row["domain"]: _table_name(row) for row in groups if row["domain"]}
    return numbers | {row["number"]: row["name"] for row in fixture_rows("domains.csv")}


@transaction.atomic
def load_reference():
    """Load everything; gives how many rows of each kind were added or brought up to date."""
    list(Domain.objects.select_for_update().order_by("pk"))
    written = {
        "单位": _load_organizations("organizations.csv"),
        "单位组": _load_groups(),
        "领域": _load_domains(),
        "特殊日期": _load_special_days(),
        "事项": _load_items(),
    } | load_guides()
    if any(written.values()):
        bump()
    reference_loaded()
    return written


def keep(model, key, wanted):
    """Add the rows (key → facts) or bring them up to date unless staff changed them; gives how many were written."""
    existing = {getattr(each, key): each for each in model.objects.filter(**{f"{key}__in": list(wanted)})}
    new = [model(**{key: name}, **facts) for name, facts in wanted.items() if name not in existing]
    insert_rows(model, new)
    stale = [
        each
        for name, each in existing.items()
        if not getattr(each, "edited_by_staff", False)
        and any(getattr(each, field) != value for field, value in wanted[name].items())
    ]
    for each in stale:
        model.objects.filter(pk=each.pk).update(**wanted[getattr(each, key)])
    return len(new) + len(stale)


def _load_organizations(file_name):
    rows = fixture_rows(file_name)
    given = _prefixes_given_by_staff(rows)
    wanted = {
        row["slug"]: {
            "name": row["name"],
            "full_name": row["full_name"],
            "kind": row["kind"],
            "level": row["level"],
            "document_prefix": "" if row["document_prefix"] in given else row["document_prefix"],
            "reconsideration_organ": row["reconsideration_organ"],
            "aliases": _listed(row["aliases"]),
            "position": position,
        }
        for position, row in enumerate(rows, start=1)
    }
    written = keep(Organization, "slug", wanted)
    by_slug = {each.slug: each for each in Organization.objects.all()}
    for row in rows:
        unit, parent = by_slug[row["slug"]], by_slug.get(row["parent"])
        if unit.parent_id is None and parent and not unit.edited_by_staff:
            Organization.objects.filter(pk=unit.pk).update(parent=parent)
    return written


def _prefixes_given_by_staff(rows):
    """To other units than the reference data means; two with one prefix would have the same 文号."""
    ours = Q(slug__in=[row["slug"] for row in rows], edited_by_staff=False)
    return set(Organization.objects.exclude(ours).values_list("document_prefix", flat=True)) - {""}


def _load_groups():
    wanted = {
        row["slug"]: {
            "name": row["name"],
            "level": row["level"],
            "kind": row["kind"],
            "aliases": _listed(row["aliases"]),
        }
        for row in fixture_rows("organization-groups.csv")
    }
    return keep(OrganizationGroup, "slug", wanted)


def _load_domains():
    themes = {
        number: row["theme"]
        for row in fixture_rows("domain-themes.csv")
        for number in _listed(row["domains"])
    }
    units = _units_by_fixture_name()
    rows = fixture_rows("domains.csv")
    wanted = {
        row["number"]: {
            "name": row["name"],
            "kind": Domain.Kind.DOMAIN,
            "aliases": _listed(row["aliases"]),
            "theme": themes.get(row["number"], ""),
            "lead": units[row["lead_unit"]],
            "position": int(row["number"]),
        }
        for row in rows
    }
    written = keep(Domain, "number", wanted) + keep(Domain, "number", _template_domains())
    domains = {each.number: each for each in Domain.objects.filter(edited_by_staff=False)}
    for row in rows:
        if row["number"] in domains:
            others = [units[name] for name in _listed(row["other_units"])]
            written += _load_other_units(domains[row["number"]], others)
    return written


def _units_by_fixture_name():
    """By the name the fixtures use: staff may have renamed the unit since."""
    by_slug = {each.slug: each for each in Organization.objects.all()}
    return {row["name"]: by_slug[row["slug"]] for row in fixture_rows("organizations.csv")}


def _load_other_units(domain, units):
    known = set(domain.domainunit_set.values_list("organization", flat=True))
    missing = [
        DomainUnit(domain=domain, organization=unit, position=position)
        for position, unit in enumerate(units, start=1)
        if unit.pk not in known
    ]
    insert_rows(DomainUnit, missing)
    return len(missing)


def _template_domains():
    """The tables that hold for every village and for every public body of a kind."""
    rows = [row for row in fixture_rows("organization-groups.csv") if row["domain"]]
    groups = {each.slug: each for each in OrganizationGroup.objects.all()}
    return {
        row["domain"]: {
            "name": _table_name(row),
            "kind": Domain.Kind.VILLAGE if row["kind"] else Domain.Kind.PUBLIC_BODY,
            "group": groups[row["slug"]],
            "position": 1000 + position,
        }
        for position, row in enumerate(rows, start=1)
    }


def _load_special_days():
    notices = {row["year"]: row["notice"] for row in fixture_rows("calendar-notices.csv")}
    wanted = {
        dt.date.fromisoformat(row["date"]): {
            "kind": row["kind"],
            "name": row["name"],
            "source": notices[row["date"][:4]],
        }
        for row in fixture_rows("special-days.csv")
    }
    changed = keep(SpecialDay, "date", wanted)
    if changed:
        calendar_changed()
    return changed


def _load_items():
    evidence = {row["code"]: row["evidence"] for row in fixture_rows("catalog-evidence.csv")}
    names = PublisherNames()
    domains = {domain.code_prefix: domain for domain in Domain.objects.all()}
    files = sorted(path.name for path in (FIXTURES / "catalog").glob("*.csv"))
    rows = [row for name in files for row in fixture_rows(f"catalog/{name}")]
    rows += fixture_rows("villages-and-public-bodies.csv")
    return sum(
        _load_items_of(domains[prefix], list(group), evidence, names)
        for prefix, group in groupby(rows, key=lambda row: row["code"].partition("-")[0])
    )


def _load_items_of(domain, rows, evidence, names):
    """A catalog that is published has left the fixtures behind: it changes by adjustments only."""
    if domain.published_on:
        return 0
    existing = {item.code: item for item in Item.objects.filter(domain=domain)}
    new, stale = [], []
    for row in rows:
        facts = _item_facts(row, evidence.get(row["code"], Item.Evidence.COMPILED))
        item = existing.get(row["code"])
        if item is None:
            new.append(Item(domain=domain, code=row["code"], **facts))
        elif not item.edited_by_staff and any(getattr(item, name) != value for name, value in facts.items()):
            for name, value in facts.items():
                setattr(item, name, value)
            stale.append(item)
    if new:
        place_new_items(domain, [(None, item) for item in new])
        insert_rows(Item, new)
        link_publishers(new, names)
    for item in stale:
        item.save()
        item.publisher_links.all().delete()
    link_publishers(stale, names)
    if new or stale:
        domain.items_changed()
        items_changed([*new, *stale])
    return len(new) + len(stale)


def _item_facts(row, evidence):
    modes = row["mode"].split("|")
    facts = {
        "level1": row["level1"],
        "level2": row["level2"],
        "content": row["content"],
        "legal_basis": [part.strip() for part in row["legal_basis"].split("；") if part.strip()],
        "time_limit": row["time_limit"],
        "publisher_text": row["publisher"],
        "channel_flags": flags_of(_listed(row["channels"]), CHANNELS),
        "to_everyone": row["audience"] == "全社会",
        "audience_group": row["audience_group"],
        "proactive": "主动公开" in modes,
        "on_request": "依申请公开" in modes,
        "level_flags": flags_of(_listed(row["level"]), LEVELS),
        "evidence": evidence,
    }
    facts["attribute"] = Item.Attribute.PROACTIVE if facts["proactive"] else Item.Attribute.ON_REQUEST
    return facts | rule_fields(row["time_limit"])
