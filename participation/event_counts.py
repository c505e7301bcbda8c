"""How many events a unit has held in a year, and how many the inspection asks for."""

from dataclasses import dataclass

from django.db.models import Count

from linhai_portal.accounts.models import Organization
from linhai_portal.accounts.models.organizations import Kind
from participation.models import Event

# 政府网站检查指标（2019）：门户一年至少 6 次访谈征集，部门至少 3 次; rules: participation §8, number not re-read.
WANTED = {Kind.GOVERNMENT: 6, Kind.DEPARTMENT: 3}


@dataclass(frozen=True)
class Held:
    """`wanted` is 0 where nothing is asked of this kind of unit."""

    organization: Organization
    count: int
    wanted: int

    @property
    def is_enough(self):
        return self.lacking == 0

    @property
    def lacking(self):
        return max(0, self.wanted - self.count)


def held(*, year, on):
    """Units that have held events this year or have to, those that lack most first; what was taken down does not count."""
    begun = Event.objects.listed(on=on).of_year(year).filter(starts_at__date__lte=on, called_off_at=None)
    counts = dict(begun.order_by().values_list("publication__organization").annotate(Count("pk")))
    units = Organization.objects.filter(kind__in=WANTED) | Organization.objects.filter(pk__in=counts)
    lines = [Held(unit, counts.get(unit.pk, 0), WANTED.get(unit.kind, 0)) for unit in units.order_by("pk")]
    return sorted(lines, key=lambda line: -line.lacking)
