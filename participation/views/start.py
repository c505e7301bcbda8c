"""提意见: what the government asks the public today, and where to ask the government."""

from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from linhai_portal.page_tags import column_tags
from participation.starting import sections

NAME = "提意见"


@require_safe
def start(request):
    tags = column_tags(NAME, "正在征求意见的事、问卷、听证会和活动，以及您提的问题", kind="公众参与")
    return render(
        request,
        "participation/start.html",
        {
            "section": "participation",
            "title": NAME,
            "tags": tags,
            "trail": (),
            "sections": sections(on=localdate()),
        },
    )
