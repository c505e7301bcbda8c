"""How satisfied applicants were with the replies of each unit in a year: answers counted, each opening to its rows."""

from collections import defaultdict
from dataclasses import dataclass

from disclosure_requests.models import FollowUp
from disclosure_requests.models.annual_reports import ALL

STEPS = FollowUp.Satisfaction
_SATISFIED = (STEPS.VERY_SATISFIED, STEPS.SATISFIED)


@dataclass(frozen=True, slots=True)
class Line:
    """`counts` are pairs of a step of the scale and how many answers gave it, the best first."""

    name: str
    slug: str
    counts: tuple

    @property
    def total(self):
        return sum(count for _, count in self.counts)

    @property
    def share(self):
        """Of those who said satisfied or very satisfied, in whole per cent."""
        return round(100 * sum(count for step, count in self.counts if step in _SATISFIED) / self.total)


def follow_ups_of(year, organization=None):
    """`organization` None: of all units."""
    found = FollowUp.objects.of_year(year)
    return found.filter(case__organization=organization) if organization else found


def lines_of(year, units, *, with_total):
    """Those of the units that have any answer, in one statement; first the sum over all, where it is asked for."""
    answers = FollowUp.objects.of_year(year)
    if not with_total:
        answers = answers.filter(case__organization__in=units)
    counted = defaultdict(lambda: dict.fromkeys(STEPS, 0))
    for unit, step, count in answers.counted():
        counted[unit][step] += count
    lines = [Line(unit.name, unit.slug, _pairs(counted[unit.pk])) for unit in units if unit.pk in counted]
    if with_total and lines:
        total = {step: sum(each[step] for each in counted.values()) for step in STEPS}
        lines.insert(0, Line("全市", ALL, _pairs(total)))
    return lines


def _pairs(counts):
    return tuple((step, counts[step]) for step in STEPS)
