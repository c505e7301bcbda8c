"""A domain's table, or all of them in one workbook, for taking away."""

import io
from dataclasses import replace

from django.db.models import Q
from django.http import FileResponse
from django.shortcuts import get_list_or_404
from django.views.decorators.http import require_safe

from catalog.exchange.export import FORMATS, export_catalog
from catalog.filters import ItemFilter
from catalog.listings import ITEMS
from catalog.models import Domain, Item
from linhai_portal.formats import answer


@require_safe
def domain_file(request, number, format):
    """The whole table, or what of it passes the filters of the page; as a feed what of it changed last."""
    domains = get_list_or_404(Domain, number=number)
    if format == "atom":
        return _changed_items(request, f"{domains[0].title}：最近修改的事项", Q(domain=domains[0]))
    items = ItemFilter(request.GET, Item.objects.current()).qs
    return table_file(domains, format, domains[0].title, only=items)


@require_safe
def all_domains_file(request, format):
    if format == "atom":
        return _changed_items(request, "标准目录：最近修改的事项", Q())
    return table_file(Domain.objects.of_the_plan().exclude(item_count=0), format, "基层政务公开标准目录")


def _changed_items(request, title, condition):
    items = Item.objects.current().filter(condition).select_related("domain").order_by("-updated_at", "-pk")
    return answer(request, "atom", replace(ITEMS, title=title), ItemFilter(request.GET, items).qs)


def table_file(domains, format, title, only=None, on=None):
    target = io.BytesIO()
    export_catalog(target, domains, format=format, only=only, on=on)
    target.seek(0)
    return FileResponse(
        target, as_attachment=True, filename=f"{title}.{format}", content_type=FORMATS[format]
    )
