"""The page about the open data, and its two descriptions for programs."""

from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.models import Domain
from catalog.open_api import api_document, path_of
from catalog.open_data import catalog_document
from linhai_portal.accounts.models import Organization
from linhai_portal.formats import published
from linhai_portal.page_tags import column_tags

_PRETTY = {"ensure_ascii": False, "indent": 1}


@require_safe
def open_data(request):
    domain = Domain.objects.of_the_plan().exclude(item_count=0).first()
    unit = Organization.objects.governmental().order_by("position", "pk").first()
    page = {
        "title": "开放数据",
        "tags": column_tags(
            "开放数据",
            "本站的目录、政府信息、政策文件、单位和责任清单，供下载和程序使用",
            keywords=["下载", "接口", "JSON", "CSV"],
        ),
        "lists": [
            (each.listing.title, path_of(each), _addresses(path_of(each), each.formats))
            for each in published.values()
        ],
        "examples": _examples(domain, unit),
        "origin": request.build_absolute_uri("/").rstrip("/"),
    }
    return render(request, "catalog/open_data.html", page)


def _addresses(path, formats):
    """Pairs (format, address); a list that must be named first, or asked for, has none."""
    needs_more = "{" in path or path == "/search"
    return [(format, "" if needs_more else f"{path}.{format}") for format in formats]


def _examples(domain, unit):
    """Pairs (what it gives, address); with what there is, so that each of them runs."""
    if domain:
        yield "一个领域的目录，用 Excel 打开", f"/domains/{domain.number}.xlsx"
        yield "同一张目录里依申请公开的事项", f"/domains/{domain.number}.csv?mode=on_request"
        yield "同一张目录里最近修改的事项", f"/domains/{domain.number}.atom"
    if unit:
        yield "一个单位要公开的事项", f"/organizations/{unit.slug}.json"
        yield "一个单位公开了什么，用来订阅", f"/publications.atom?unit={unit.slug}"
    yield "现在有效的政策文件", "/policies.csv?validity=in_force"
    yield "正在征求和征求过意见的草案", "/consultations.json"
    yield "全部单位，第 1 页", "/organizations.json"
    yield "哪个领域哪个单位负责", "/responsibilities.csv"
    yield "搜索", "/search.json?q=%E4%BD%8E%E4%BF%9D"


@require_safe
def catalog_description(request):
    document = catalog_document(request.build_absolute_uri)
    return JsonResponse(document, content_type="application/ld+json", json_dumps_params=_PRETTY)


@require_safe
def api_description(request):
    document = api_document(request.build_absolute_uri("/").rstrip("/"))
    return JsonResponse(document, json_dumps_params=_PRETTY)
