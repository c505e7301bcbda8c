"""How the last day of one period of an item comes about, day by day."""

import datetime as dt

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from catalog.models import Item, Obligation
from catalog.periods import is_provisional, period_words
from catalog.timeliness import explain_due
from catalog.views.domains import SECTIONS, TRAILS
from catalog.views.items import retirement_of
from linhai_portal.calendar import work_calendar
from linhai_portal.page_tags import column_tags


@require_safe
def item_period(request, code, start):
    item = get_object_or_404(Item.objects.select_related("domain"), code=code)
    if item.retired_on:
        retirement_of(item)
    period = _period(item, start)
    calendar, domain = work_calendar(), item.domain
    title = f"{item.title}：{period_words(period.starts_on, period.ends_on)}最迟哪天公开"
    page = {
        "section": SECTIONS[domain.kind],
        "title": title,
        "tags": column_tags(title, f"{item.title}（{item.code}）这一期最迟公开日期怎么算"),
        "trail": [
            TRAILS[domain.kind],
            (domain.name, domain.get_absolute_url()),
            (item.title, item.get_absolute_url()),
        ],
        "item": item,
        "period": period,
        "is_provisional": is_provisional(period.ends_on, period.due_on, calendar),
        "explanation": _explanation(period, calendar),
    }
    return render(request, "catalog/item_period.html", page)


def _period(item, start):
    """Of several units, for which it is the same day, any."""
    try:
        starts_on = dt.date.fromisoformat(start)
    except ValueError as wrong:
        raise Http404("没有这一期") from wrong
    return get_object_or_404(Obligation.objects.filter(item=item, starts_on=starts_on).order_by("pk")[:1])


def _explanation(period, calendar):
    """None where the printed limit names the day, or the day passed under another calendar."""
    told = explain_due([], period.ends_on, calendar)
    return told if told.due_on == period.due_on else None
