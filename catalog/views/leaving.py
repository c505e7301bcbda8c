"""The page between a text of ours and a site that is not the government's."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.leaving import host_of, is_ours
from linhai_portal.page_tags import site_tags


@require_safe
def leave(request):
    """It never goes on by itself: a person reads where the link leads, and goes on or back."""
    address, back = request.GET.get("to", ""), request.GET.get("from", "")
    if not is_ours(address, back, request.GET.get("seal", "")):
        raise Http404("这个链接不在本站的页面上")
    page = {
        "title": "即将离开本站",
        "tags": site_tags(),
        "host": host_of(address),
        "address": address,
        "back": back,
    }
    answer = render(request, "catalog/leave.html", page)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
