"""How much of a table is public and in time: asked for a domain or a unit, and kept on the domain for its page.

The questions take the day; what is kept says up to which day it holds, and is asked anew after it.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet

from catalog.models import Domain, Item, Obligation, Placement, Publication
from catalog.obligations import keep_obligations, regular_items
from catalog.placements import keep_placements, misplaced
from linhai_portal.bulk import batches
from linhai_portal.calendar import work_calendar
from linhai_portal.data_version import bump


@dataclass(frozen=True)
class Scope:
    """A domain's or a unit's part of everything: items to be public, with something listed and without; what was
    published under any by a last day; what is owed regularly.

    `judged` are publications, or placements whose publication stands at `path`; both know their `due_on` and `is_late`.
    """

    items: QuerySet
    covered: QuerySet
    uncovered: QuerySet
    judged: QuerySet
    path: str
    obligations: QuerySet


def scope_of_domain(domain, *, on):
    items = _to_be_public(Item.objects.in_domain(domain))
    has_some = Q(publication_count__gt=0)
    if not _still_holds(domain, on):  # a 公示期 may have ended since the items were counted
        has_some &= _placed(on)
    return Scope(
        items,
        items.filter(has_some),
        items.exclude(has_some).order_by("position", "pk"),
        Placement.objects.judged_in(domain).listed(on=on),
        "publication__",
        Obligation.objects.filter(domain=domain),
    )


def _still_holds(domain, on):
    return not domain.timeliness or domain.timeliness["through"] >= on.isoformat()


def scope_of_unit(unit, *, on):
    """Of an item that many units publish, such as all villages, each answers for itself."""
    items = _to_be_public(Item.objects.published_by(unit))
    has_some = _placed(on, organization=unit)
    judged = Publication.objects.listed(on=on).filter(organization=unit, due_on__isnull=False)
    return Scope(
        items,
        items.filter(has_some),
        items.exclude(has_some).order_by("domain__position", "position", "pk"),
        judged.alias(is_late=Q(published_at__date__gt=F("due_on"))),
        "",
        Obligation.objects.filter(organization=unit),
    )


def _placed(on, **facts):
    return Exists(Placement.objects.listed(on=on).filter(item=OuterRef("pk"), **facts))


def _to_be_public(items):
    return items.current().filter(attribute=Item.Attribute.PROACTIVE)


@dataclass(frozen=True)
class Summary:
    """`due` is everything that had a last day: what was published, and the periods missed (made up for later or not)."""

    must: int
    covered: int
    in_time: int
    late: int
    missing: int

    @property
    def due(self):
        return self.in_time + self.late + self.missing

    @property
    def uncovered(self):
        return max(0, self.must - self.covered)

    @property
    def rate(self):
        """Per cent in time with one place, cut and not rounded: 100 means all."""
        return f"{self.in_time * 1000 // self.due / 10:g}%" if self.due else ""


def summary_of(scope, *, on, must=None):
    counts = scope.judged.aggregate(due=Count("pk"), late=Count("pk", filter=Q(is_late=True)))
    return Summary(
        must=scope.items.count() if must is None else must,
        covered=scope.covered.count(),
        in_time=counts["due"] - counts["late"],
        late=counts["late"],
        missing=scope.obligations.not_in_time(on=on).count(),
    )


_NOTHING = {"covered": 0, "in_time": 0, "late": 0, "missing": 0, "through": dt.date.max.isoformat()}


def summary_of_domain(domain, *, on):
    """The kept numbers as long as no date has changed them since; nothing kept means that nothing was ever published."""
    kept, must = domain.timeliness or _NOTHING, domain.attribute_counts.get(Item.Attribute.PROACTIVE, 0)
    if not _still_holds(domain, on):
        return summary_of(scope_of_domain(domain, on=on), on=on, must=must)
    return Summary(must, kept["covered"], kept["in_time"], kept["late"], kept["missing"])


def keep_summary(domain, *, today):
    scope = scope_of_domain(domain, on=today)
    summary = summary_of(scope, on=today, must=0)
    kept = {
        "covered": summary.covered,
        "in_time": summary.in_time,
        "late": summary.late,
        "missing": summary.missing,
        "through": _holds_through(domain, today).isoformat(),
    }
    if kept != domain.timeliness:
        Domain.objects.filter(pk=domain.pk).update(timeliness=kept)
        bump()


def _holds_through(domain, today):
    """The last day before a period becomes overdue or a 公示期 ends."""
    shown = Publication.objects.listed(on=today).filter(placements__domain=domain)
    days = [
        Obligation.objects.filter(domain=domain, due_on__gte=today)
        .unmet()
        .aggregate(day=Min("due_on"))["day"],
        shown.aggregate(day=Min("display_until"))["day"],
    ]
    return min(filter(None, days), default=dt.date.max)


def keep_counts(items, *, today):
    """How many publications are listed under each of these items."""
    placed = Placement.objects.listed(on=today).filter(item__in=items)
    counts = dict(placed.order_by().values_list("item").annotate(Count("pk")))
    for item in sorted(items):
        Item.objects.filter(pk=item).exclude(publication_count=counts.get(item, 0)).update(
            publication_count=counts.get(item, 0)
        )


def items_published(items, publications, *, today):
    """After these, under these items, were published, corrected or taken down; in the same transaction.

    The domains are locked first, as by every change of the catalog, so that of two publishing at once each counts both.
    """
    items = list(items)
    domains = _locked_domains(items)
    for batch in batches([each.pk for each in publications]):
        keep_placements(batch)
    keep_counts([item.pk for item in items], today=today)
    keep_obligations([item for item in items if item.limit_unit == Item.LimitUnit.PERIODIC], today=today)
    for domain in domains:
        keep_summary(domain, today=today)


def _locked_domains(items):
    keys = {item.domain_id for item in items}
    return list(Domain.objects.select_for_update().filter(pk__in=keys).order_by("pk"))


def items_regulated(items, domains, *, today):
    """After items came, went or got another limit, within the transaction that holds their domains."""
    for batch in batches(items):
        keep_obligations(regular_items().filter(pk__in=[item.pk for item in batch]), today=today)
    for domain in domains:
        keep_summary(domain, today=today)


def keep_all(*, today):
    """Daily, and after a change of the calendar: what is not decided yet is reckoned anew."""
    for batch in batches(
        Publication.objects.filter(status__in=Publication.ON_THE_WAY).order_by("pk").iterator()
    ):
        _keep_due_days(batch)
    for batch in batches(Publication.objects.order_by("pk").values_list("pk", flat=True).iterator()):
        _place_anew(misplaced(batch))
    for batch in batches(_published_items().iterator()):
        keep_counts(batch, today=today)
    keep_obligations(regular_items().order_by("pk").iterator(), today=today)
    for pk in Domain.objects.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            keep_summary(Domain.objects.select_for_update().get(pk=pk), today=today)


@transaction.atomic
def _place_anew(publications):
    if publications:
        _locked_domains(Item.objects.filter(publications__in=publications))
        keep_placements(publications)


def _published_items():
    """Those with a publication, and those thought to have one."""
    known = Q(pk__in=Placement.objects.order_by().values("item")) | Q(publication_count__gt=0)
    return Item.objects.filter(known).order_by("pk").values_list("pk", flat=True)


@transaction.atomic
def _keep_due_days(publications):
    """A calendar that changed moves few of them; only these are written."""
    calendar = work_calendar()
    for publication in Publication.objects.filter(pk__in=[each.pk for each in publications]).prefetch_related(
        "items"
    ):
        if publication.due_on != publication.last_day(calendar, publication.items.all()):
            publication.keep_due_day()
