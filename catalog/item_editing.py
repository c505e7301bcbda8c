"""Editing a catalog on trial by hand, and the unit's word for an item; each deed in one transaction.

A published catalog is changed by adjustments (adjusting.py); what is not an element of an item is noted here for both.
"""

from django.db import transaction
from django.utils import timezone

from catalog.exchange.apply import NewCodes, link_publishers
from catalog.exchange.rows import rule_fields
from catalog.models import Domain, DomainUnit, Item, ItemConfirmation
from catalog.positions import place_new_items
from catalog.searchable import items_changed, items_removed
from catalog.timeliness_kept import items_regulated
from linhai_portal.accounts.models.organizations import PublisherNames
from linhai_portal.bulk import insert_rows
from linhai_portal.data_version import bump
from linhai_portal.workflow import InvalidMove

# Attested by a published catalog or by the unit itself; everything else is 待责任单位核定.
CONFIRMED = [Item.Evidence.SEEN, Item.Evidence.UNIT]


def stored_version(item):
    """When the stored row was last changed; it stays so to the end of the transaction. The domain is locked first,
    in the order of the import."""
    list(Domain.objects.select_for_update().filter(pk=item.domain_id))
    return Item.objects.select_for_update().values_list("updated_at", flat=True).get(pk=item.pk)


@transaction.atomic
def save_item(item, *, propose_rule=False, rule_reviewed=None, confirmed=False):
    """Store a new or changed item as its unit's word.

    `propose_rule` takes the time limit rule from the text; `rule_reviewed` says that a person has (not) looked at the
    rule, None leaves that as it is; `confirmed` says that the responsible unit stands for the item.
    """
    domain = _locked_trial(item.domain_id)
    item.edited_by_staff = True
    if propose_rule:
        _fill(item, rule_fields(item.time_limit))
    if rule_reviewed is not None:
        item.limit_reviewed_on = timezone.localdate() if rule_reviewed else None
    if confirmed:
        item.evidence = Item.Evidence.UNIT
    if item.pk is None:
        _place(item, domain)
    stored = Item.objects.filter(pk=item.pk).values_list("publisher_text", flat=True).first()
    item.save()
    if stored != item.publisher_text:
        item.publisher_links.all().delete()
        link_publishers([item], PublisherNames())
    domain.items_changed()
    items_regulated([item], [domain], today=timezone.localdate())
    items_changed([item])


def _locked_trial(pk):
    domain = Domain.objects.select_for_update().get(pk=pk)
    if domain.published_on:
        raise InvalidMove(f"“{domain}”的目录已经发布，只能通过目录调整来改。")
    return domain


@transaction.atomic
def note_review(item, *, rule_reviewed, on):
    """A person has (not) looked at the time limit rule of an item; its elements stay as they are."""
    _lock_domains_of([item])
    Item.objects.filter(pk=item.pk).update(
        limit_reviewed_on=on if rule_reviewed else None, edited_by_staff=True, updated_at=timezone.now()
    )
    bump()  # the page names the day of the last change


def _lock_domains_of(items):
    """As an adjustment does before it touches their items, so that none waits for another in a circle."""
    domains = {item.domain_id for item in items}
    list(Domain.objects.select_for_update().filter(pk__in=domains).order_by("pk"))


def _fill(item, facts):
    for name, value in facts.items():
        setattr(item, name, value)


def _place(item, domain):
    """A new item gets the next code of its 一级事项 and stands after the last item of the same."""
    item.code = NewCodes(domain).next(item.level1)
    same = Item.objects.current().in_domain(domain).filter(level1=item.level1).order_by("-position").first()
    sequence = [(same.pk, None)] if same else []
    place_new_items(domain, [*sequence, (None, item)])


@transaction.atomic
def confirm_items(items, *, by, on):
    """The responsible unit stands for these items as they are, for the coming year; gives how many it confirmed."""
    _lock_domains_of(items)
    pks = [item.pk for item in items if not item.is_confirmed or item.confirmed_on != on]
    insert_rows(
        ItemConfirmation, [ItemConfirmation(item_id=pk, confirmed_on=on, confirmed_by=by) for pk in pks]
    )
    confirmed = Item.objects.filter(pk__in=pks)
    confirmed.exclude(evidence__in=CONFIRMED).update(evidence=Item.Evidence.UNIT)
    count = confirmed.update(confirmed_on=on, edited_by_staff=True, updated_at=timezone.now())
    items_changed(Item.objects.filter(pk__in=pks))
    return count


@transaction.atomic
def retire_items(items, *, on):
    """Take items out of the catalog; their rows stay. Gives how many were current until now."""
    domains = {item.domain_id for item in items}
    retired = 0
    for domain in [_locked_trial(pk) for pk in sorted(domains)]:
        mine = Item.objects.current().in_domain(domain).filter(pk__in=[item.pk for item in items])
        retired += mine.update(retired_on=on, edited_by_staff=True, updated_at=timezone.now())
        place_new_items(domain, [])
        domain.items_changed()
    items_removed(items)
    return retired


@transaction.atomic
def name_other_units(domain, units):
    """Replace the other responsible units of a domain, in this order."""
    domain.domainunit_set.all().delete()
    DomainUnit.objects.bulk_create(
        DomainUnit(domain=domain, organization=unit, position=position)
        for position, unit in enumerate(units, start=1)
    )
