"""Where what is published stands, kept as rows: under each of its items, of the items' domains, by its unit."""

import datetime as dt
from collections import defaultdict

from django.utils import timezone

from catalog.models import Placement, Publication

_FACTS = (
    "publication_id",
    "item_id",
    "domain_id",
    "organization_id",
    "due_on",
    "is_late",
    "listed_until",
    "is_first_in_domain",
)


def keep_placements(publications):
    """Make the rows of these, given by their keys, say what holds now; within a transaction that holds their domains."""
    wanted, held = _wanted(publications), _held(publications)
    stale = [key for key in publications if wanted[key] != held[key]]
    Placement.objects.filter(publication__in=stale).delete()
    new = [Placement(**dict(zip(_FACTS, row, strict=True))) for key in stale for row in wanted[key]]
    Placement.objects.bulk_create(new, batch_size=500)


def misplaced(publications):
    """Those of these keys whose rows say something else than what holds."""
    wanted, held = _wanted(publications), _held(publications)
    return [key for key in publications if wanted[key] != held[key]]


def _held(publications):
    return _by_publication(Placement.objects.filter(publication__in=publications).values_list(*_FACTS))


def _wanted(publications):
    public = Publication.objects.filter(pk__in=publications, status=Publication.Status.PUBLISHED)
    facts = (
        public.filter(items__isnull=False)
        .order_by("pk", "items__domain", "items")
        .values_list(
            "pk", "items", "items__domain", "organization", "due_on", "published_at", "display_until"
        )
    )
    rows, seen = [], set()
    for key, item, domain, unit, due_on, published_at, display_until in facts:
        is_late = due_on is not None and timezone.localdate(published_at) > due_on
        is_first = (key, domain) not in seen
        seen.add((key, domain))
        rows.append((key, item, domain, unit, due_on, is_late, display_until or dt.date.max, is_first))
    return _by_publication(rows)


def _by_publication(rows):
    found = defaultdict(set)
    for row in rows:
        found[row[0]].add(row)
    return found
