"""What of the catalog can be found: items, domains, units, the negative list, the adjustments; and the calls that keep the index and the data version.

Whoever changes an item, a domain or a unit calls one of these in the same transaction; a change nobody sees costs
next to nothing, because the index leaves alone what stands unchanged.
"""

from collections import defaultdict

from django.utils.timezone import localdate

from catalog.adjustment_words import day_in_words, deeds_in_words, heading
from catalog.guide_search import CHECKLIST, LIFE_EVENT, checklist_documents, life_event_documents
from catalog.models import (
    Adjustment,
    AdjustmentLine,
    Domain,
    Item,
    ItemPublisher,
    NegativeListEntry,
)
from catalog.publication_search import (
    PUBLICATION,
    display_ended,
    no_longer_in_force,
    publication_documents,
)
from linhai_portal.accounts.models import Organization
from linhai_portal.bulk import batches
from linhai_portal.data_version import bump
from linhai_portal.search.documents import Document
from linhai_portal.search.index import put, remove
from linhai_portal.search.models import Entry
from linhai_portal.search.sources import Source, join, refresh_source, sources

ITEM, DOMAIN, UNIT, NEGATIVE = "item", "domain", "unit", "negative"
ADJUSTMENT = "adjustment"
_MOST_LINES = 500  # of one adjustment, whose titles are found; its items are found by themselves


def items_changed(items):
    """After these were added or changed, as they are in memory now: one that is retired leaves the index."""
    bump()
    items = list(items)
    put(_item_documents(item for item in items if item.retired_on is None))
    items_removed(item for item in items if item.retired_on)


def items_removed(items):
    """After these were retired or deleted."""
    bump()
    remove(ITEM, [item.code for item in items])


def domain_changed(domain, *, renamed):
    """After a domain got another name, alias or lead unit; its items show its name."""
    bump()
    put(_domain_documents(Domain.objects.filter(pk=domain.pk)))
    if renamed:
        put(_item_documents(domain.items.current().iterator()))


def negative_list_changed(entry):
    """After an entry came into force, was kept or lifted; what its review date ends, no deed ends (`_run_out`)."""
    bump()
    if entry.status in entry.APPROVED:
        put(_negative_documents([entry]))
    else:
        remove(NEGATIVE, [entry.number])


def adjustment_changed(adjustment):
    """After it was announced, came into force, or was called back before its date."""
    bump()
    if adjustment.is_public:
        put(_adjustment_documents(Adjustment.objects.filter(pk=adjustment.pk)))
    else:
        remove(ADJUSTMENT, [adjustment.number])


def organizations_changed():
    """After any unit was added or renamed; guides show the names of their units."""
    bump()
    for kind in (UNIT, CHECKLIST, LIFE_EVENT):
        refresh_source(kind)


def reference_loaded():
    """After units and domains came from the fixtures; fills an index that knows no item yet, as after an upgrade."""
    for source in sources():
        if source.kind != ITEM or not Entry.objects.filter(kind=ITEM).exists():
            refresh_source(source.kind)


def item_documents():
    return _item_documents(Item.objects.current().order_by("domain__position", "position", "pk").iterator())


def _item_documents(items):
    domains = {}
    for batch in batches(items):
        domains |= Domain.objects.in_bulk({item.domain_id for item in batch} - domains.keys())
        publishers = _publishers([item.pk for item in batch])
        for item in batch:
            yield _item_document(item, domains[item.domain_id], *publishers[item.pk])


def _publishers(items):
    """Slugs of the units and of the groups that publish each item, two lists by its key."""
    found = defaultdict(lambda: ([], []))
    links = ItemPublisher.objects.filter(item__in=items).order_by("pk")
    for item, unit, group in links.values_list("item", "organization__slug", "group__slug"):
        found[item][0 if unit else 1].append(unit or group)
    return found


def _item_document(item, domain, units, groups):
    names = [item.level1, item.level2, item.level3]
    upper = [name for name in names if name and name != item.title]
    return Document(
        ITEM,
        item.code,
        item.title,
        item.get_absolute_url(),
        text=_listed([*upper, item.content, item.time_limit, item.publisher_text, *item.legal_basis], "；"),
        facts=_listed([item.code, domain.name, " ".join(item.publisher_text.split())], "，"),
        keys=(item.code,),
        domain=domain.number,
        units=tuple(units),
        groups=tuple(groups),
        date=localdate(item.updated_at),
    )


def _listed(parts, between):
    """What there is of the parts, each once."""
    return between.join(dict.fromkeys(filter(None, parts)))


def domain_documents():
    return _domain_documents(Domain.objects.all())


def _domain_documents(domains):
    for domain in domains.select_related("lead", "group"):
        lead = f"牵头单位：{domain.lead.name}" if domain.lead else ""
        yield Document(
            DOMAIN,
            domain.number,
            domain.title,
            domain.get_absolute_url(),
            text=_listed([domain.name, *domain.aliases, lead], "；"),
            facts=lead,
            keys=(domain.name, *domain.aliases),
            domain=domain.number,
            units=(domain.lead.slug,) if domain.lead else (),
            groups=(domain.group.slug,) if domain.group else (),
        )


def unit_documents():
    for unit in Organization.objects.select_related("parent").order_by("position", "pk"):
        parent = unit.parent.name if unit.parent else ""
        yield Document(
            UNIT,
            unit.slug,
            unit.name,
            unit.get_absolute_url(),
            text=_listed([unit.full_name, *unit.aliases, unit.address, unit.phone, unit.office_hours], "；"),
            facts=_listed(["示例" if unit.is_sample else "", unit.get_kind_display(), parent], "，"),
            keys=(unit.name, unit.full_name, *unit.aliases),
            units=(unit.slug,),
        )


def negative_documents():
    return _negative_documents(
        NegativeListEntry.objects.approved().select_related("domain", "publisher", "item__domain")
    )


def _negative_documents(entries):
    for entry in entries:
        domain = entry.item.domain if entry.item else entry.domain
        yield Document(
            NEGATIVE,
            entry.number,
            entry.title,
            entry.get_absolute_url(),
            text=_listed([entry.law.label, entry.legal_basis, entry.condition, entry.words], "；"),
            facts=_listed([entry.number, f"{entry.law.force}，条例{entry.law.article}"], "，"),
            keys=(entry.number,),
            domain=domain.number if domain else "",
            units=(entry.publisher.slug,) if entry.publisher else (),
            date=entry.in_force_from,
        )


def _run_out():
    return NegativeListEntry.objects.expired(on=localdate()).values("number")


def adjustment_documents():
    return _adjustment_documents(Adjustment.objects.public().order_by("pk"))


def _adjustment_documents(sheets):
    for batch in batches(sheets.with_what_they_do().iterator(chunk_size=200), 200):
        titles = _titles([sheet.pk for sheet in batch])
        for sheet in batch:
            domains = sheet.domains.all()
            yield Document(
                ADJUSTMENT,
                sheet.number,
                heading(sheet),
                sheet.get_absolute_url(),
                text=_listed([sheet.reason, sheet.basis, *titles[sheet.pk]], "；"),
                facts=_listed([sheet.number, deeds_in_words(sheet), day_in_words(sheet)], "，"),
                keys=(sheet.number,),
                domain=domains[0].number if len(domains) == 1 else "",
                units=(sheet.organization.slug,),
                date=sheet.effective_on,
            )


def _titles(sheets):
    found = defaultdict(list)
    lines = AdjustmentLine.objects.filter(adjustment__in=sheets, position__lte=_MOST_LINES)
    for sheet, title in lines.values_list("adjustment", "title"):
        found[sheet].append(title)
    return found


join(Source(ITEM, "目录事项", item_documents, place=10))
join(Source(UNIT, "单位", unit_documents, place=20, is_spelled=True))
join(Source(DOMAIN, "领域", domain_documents, place=30))
join(Source(LIFE_EVENT, "一件事", life_event_documents, place=32))
join(Source(CHECKLIST, "办事指南", checklist_documents, place=34))
join(Source(NEGATIVE, "负面清单", negative_documents, place=40, run_out=_run_out))
join(Source(ADJUSTMENT, "动态调整", adjustment_documents, place=50))
join(
    Source(
        PUBLICATION,
        "政府信息",
        publication_documents,
        place=5,
        run_out=display_ended,
        outdated=no_longer_in_force,
    )
)
