import unicodedata

from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.models import Domain, Item
from linhai_portal.accounts.models import Organization
from linhai_portal.page_tags import column_tags
from linhai_portal.paging import PAGE_SIZE, check_page, last_page, page_links, page_number

LONGEST_QUERY = 60
MOST_NAMES = 6


@require_safe
def search(request):
    words = " ".join(
        unicodedata.normalize("NFKC", request.GET.get("q", "")[:LONGEST_QUERY]).replace("\x00", "").split()
    )
    page = {
        "section": "search",
        "title": f"搜索“{words}”" if words else "搜索",
        "tags": column_tags("搜索", "按名称查目录事项"),
        "words": words,
        "size": "big",
    }
    if words:
        page |= found(request.GET, words)
    return render(request, "catalog/search.html", page)


def found(params, words):
    """Items by name, and the domains and units that are called so."""
    items = Item.objects.current().titled(words).order_by("domain__position", "position")
    total = items.count()
    number, last = page_number(params), last_page(total)
    check_page(number, last)
    start = (number - 1) * PAGE_SIZE
    return {
        "total": total,
        "items": items.select_related("domain")[start : start + PAGE_SIZE],
        "domains": Domain.objects.filter(name__icontains=words)[:MOST_NAMES],
        "units": Organization.objects.filter(name__icontains=words)[:MOST_NAMES],
        "links": page_links(params, number, last),
    }
