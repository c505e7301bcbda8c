"""The public negative list: what is not published, by its ground, with the words of the regulation."""

from itertools import groupby

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog.listings import NEGATIVE_LIST
from catalog.models import Domain, Ground, NegativeListEntry
from linhai_portal.accounts.models import Organization
from linhai_portal.formats import answer
from linhai_portal.page_tags import article_tags, column_tags
from linhai_portal.paging import PAGE_SIZE, check_page, last_page, page_links, page_number

TRAIL = ("负面清单", "/negative-list/")
_PARTS = ("domain", "publisher", "item__domain", "organization")


@require_safe
def negative_list(request):
    entries, choices = _chosen(request.GET)
    total, number = entries.count(), page_number(request.GET)
    last = last_page(total)
    check_page(number, last)
    start = (number - 1) * PAGE_SIZE
    rows = entries.order_by("ground", "number")[start : start + PAGE_SIZE]
    page = {
        "section": "negative_list",
        "title": f"负面清单，第 {number} 页" if number > 1 else "负面清单",
        "tags": column_tags("负面清单", "不予公开的信息、理由和复核日期", keywords=["不予公开", "理由"]),
        "groups": [
            (Ground(ground), list(found)) for ground, found in groupby(rows, key=lambda row: row.ground)
        ],
        "total": total,
        "filtered": any(value for *_, value in choices),
        "choices": choices,
        "links": page_links(request.GET, number, last),
    }
    return render(request, "catalog/negative_list.html", page)


def _chosen(params):
    """What is in force and passes the filters, and the selects; a value nobody offers is passed over."""
    in_force = NegativeListEntry.objects.in_force(on=timezone.localdate())
    unit, domain = params.get("unit", ""), params.get("domain", "")
    choices, entries = _choices(in_force, unit, domain), in_force.select_related(*_PARTS)
    if unit in dict(choices[0][2]):
        entries = entries.of_unit(unit)
    if domain in dict(choices[1][2]):
        entries = entries.of_domain(domain)
    return entries, choices


def _choices(in_force, unit, domain):
    """The selects: the units and domains that entries in force name, and no other."""
    named = in_force.order_by()
    units = Organization.objects.filter(pk__in=named.exclude(publisher=None).values("publisher"))
    units |= Organization.objects.filter(pk__in=named.values("organization"))
    domains = Domain.objects.filter(pk__in=named.exclude(domain=None).values("domain"))
    domains |= Domain.objects.filter(pk__in=named.exclude(item=None).values("item__domain"))
    return [
        ("unit", "单位", list(units.values_list("slug", "name")), unit),
        ("domain", "领域", list(domains.values_list("number", "name")), domain),
    ]


@require_safe
def negative_list_file(request, format):
    """In the order of the page; as a feed the newest first."""
    entries, _ = _chosen(request.GET)
    order = ("-in_force_from", "-number") if format == "atom" else ("ground", "number")
    return answer(request, format, NEGATIVE_LIST, entries.order_by(*order))


@require_safe
def negative_list_entry(request, number):
    """Whatever was ever in force keeps its page, which says whether it still is."""
    entries = NegativeListEntry.objects.numbered().select_related(*_PARTS)
    entry = get_object_or_404(entries, number=number)
    today = timezone.localdate()
    page = {
        "section": "negative_list",
        "title": f"{entry.title}（{entry.number}）",
        "tags": article_tags(
            entry.title, column="负面清单", published_at=entry.approved_at, source=entry.organization.name
        ),
        "trail": [TRAIL],
        "entry": entry,
        "in_force": entry.is_in_force(on=today),
        "expired": entry.is_expired(on=today),
    }
    return render(request, "catalog/negative_list_entry.html", page)
