"""A domain's table, or all of them in one workbook, for taking away."""

import io

from django.http import FileResponse
from django.shortcuts import get_list_or_404
from django.views.decorators.http import require_safe

from catalog.exchange.export import FORMATS, export_catalog
from catalog.models import Domain


@require_safe
def domain_file(request, number, format):
    domains = get_list_or_404(Domain, number=number)
    return _answer(domains, format, domains[0].title)


@require_safe
def all_domains_file(request, format):
    return _answer(Domain.objects.of_the_plan().exclude(item_count=0), format, "基层政务公开标准目录")


def _answer(domains, format, title):
    target = io.BytesIO()
    export_catalog(target, domains, format=format)
    target.seek(0)
    return FileResponse(
        target, as_attachment=True, filename=f"{title}.{format}", content_type=FORMATS[format]
    )
