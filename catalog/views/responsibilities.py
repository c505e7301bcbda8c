from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.listings import RESPONSIBILITIES
from catalog.models import Domain
from linhai_portal.formats import answer
from linhai_portal.page_tags import column_tags

LEAD, SHARED = "lead", "shared"


@require_safe
def responsibilities(request):
    """附件2 of the work plan: which unit leads a domain, and which others answer for it."""
    shares = _shares()
    page = {
        "section": "responsibilities",
        "title": "责任清单",
        "tags": column_tags("责任清单", "各领域的牵头单位和责任单位", keywords=["牵头单位", "责任单位"]),
        "shares": shares,
        "matrix": matrix(shares),
    }
    return render(request, "catalog/responsibilities.html", page)


def _shares():
    """Triples (domain, its lead unit, the other responsible units)."""
    domains = Domain.objects.of_the_plan().select_related("lead")
    return [
        (domain, domain.lead, [link.organization for link in domain.domainunit_set.all()])
        for domain in domains.prefetch_related("domainunit_set__organization")
    ]


@require_safe
def responsibilities_file(request, format):
    rows = []
    for domain, lead, others in _shares():
        rows += [(domain, lead, "牵头")] if lead else []
        rows += [(domain, unit, "责任") for unit in others]
    return answer(request, format, RESPONSIBILITIES, rows)


def matrix(shares):
    """Rows (unit, one of "lead", "shared", "" for each domain) in the order of the units."""
    places = {}
    for place, (_, lead, others) in enumerate(shares):
        for unit, part in [*((unit, SHARED) for unit in others), *([(lead, LEAD)] if lead else [])]:
            places.setdefault(unit, {})[place] = part
    units = sorted(places, key=lambda unit: (unit.position, unit.pk))
    return [(unit, [places[unit].get(place, "") for place in range(len(shares))]) for unit in units]
