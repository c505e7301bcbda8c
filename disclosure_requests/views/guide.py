"""How to apply: who may, to whom, what it costs, how long it takes, and the course of a request as a drawing."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from disclosure_requests import flow_chart
from linhai_portal.page_tags import column_tags

NAME = "申请公开政府信息"


@require_safe
def guide(request):
    page = {
        "section": "requests",
        "title": NAME,
        "tags": column_tags(
            NAME, "谁可以申请、向谁申请、多久答复、要不要钱、怎么办理", keywords=["依申请公开"]
        ),
        "chart": flow_chart.chart(),
        "steps": [*flow_chart.in_words()],
    }
    return render(request, "disclosure_requests/guide.html", page)
