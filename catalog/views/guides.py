"""Life events and checklists as a citizen reads them: the lists, the whole way on one page, one matter on one sheet."""

from itertools import groupby

from django.db.models import Case, Value, When
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from catalog.guide_listings import CHECKLISTS, LIFE_EVENTS
from catalog.models import Checklist, Domain, ItemPublisher, LifeEvent, LifeEventStage
from linhai_portal.accounts.models import Organization
from linhai_portal.formats import answer
from linhai_portal.page_tags import article_tags, column_tags
from linhai_portal.paging import check_page, last_page, page_links, page_number

GUIDES_PER_PAGE = 100
SERVICE = "办事服务"
_THEMES = Case(*(When(theme=theme, then=Value(place)) for place, theme in enumerate(Domain.Theme.values)))


@require_safe
def life_events(request):
    events = _life_events().order_by(_THEMES, "position", "pk")
    page = _list_page(request, events, lambda event: event.get_theme_display()) | {
        "title": "一件事",
        "tags": column_tags(
            "一件事", "一件事要找几个单位、按什么顺序办", keywords=["办事", "流程"], kind=SERVICE
        ),
    }
    return render(request, "catalog/life_events.html", page)


@require_safe
def checklists(request):
    rows = _checklists().order_by("organization__position", "organization", "title")
    page = _list_page(request, rows, lambda checklist: checklist.organization) | {
        "title": "办事指南",
        "tags": column_tags(
            "办事指南", "带什么、到哪里、怎么办、多久办好", keywords=["办事", "材料"], kind=SERVICE
        ),
    }
    return render(request, "catalog/checklists.html", page)


def _list_page(request, rows, group_of):
    total, number = rows.count(), page_number(request.GET)
    last = last_page(total, GUIDES_PER_PAGE)
    check_page(number, last)
    shown = rows[(number - 1) * GUIDES_PER_PAGE : number * GUIDES_PER_PAGE]
    return {
        "section": "guides",
        "groups": [(heading, list(found)) for heading, found in groupby(shown, key=group_of)],
        "links": page_links(request.GET, number, last),
    }


def _life_events():
    return LifeEvent.objects.published().select_related("organization")


def _checklists():
    return Checklist.objects.published().select_related("organization")


@require_safe
def life_events_file(request, format):
    order = ["-approved_at", "-pk"] if format == "atom" else [_THEMES, "position", "pk"]
    named = [f"stages__entries__{kind}" for kind in ("item", "checklist", "publication")]
    rows = _life_events().prefetch_related(*named)
    return answer(request, format, LIFE_EVENTS, rows.order_by(*order))


@require_safe
def checklists_file(request, format):
    order = (
        ["-approved_at", "-pk"] if format == "atom" else ["organization__position", "organization", "title"]
    )
    return answer(request, format, CHECKLISTS, _checklists().order_by(*order))


@require_safe
def life_event(request, slug):
    events = LifeEvent.objects.standing().select_related("organization")
    return render(request, "catalog/life_event.html", life_event_page(get_object_or_404(events, slug=slug)))


@require_safe
def checklist(request, slug):
    rows = Checklist.objects.standing().select_related("organization")
    return render(request, "catalog/checklist.html", checklist_page(get_object_or_404(rows, slug=slug)))


def life_event_page(event):
    """What the page shows of an edition; the screen for its approval shows the same."""
    stages = _stages(event)
    return _guide_page(event, LIFE_EVENTS.title, "/life-events/") | {
        "stages": stages,
        "units": _units(entry for _, entries in stages for entry in entries),
    }


def checklist_page(checklist):
    """What the page shows of an edition; the screen for its approval shows the same."""
    events = LifeEvent.objects.published().filter(stages__entries__checklist=checklist)
    return _guide_page(checklist, CHECKLISTS.title, "/checklists/") | {
        "places": checklist.where(),
        "missing": checklist.missing_elements(),
        "items": checklist.items.current().select_related("domain").order_by("code"),
        "life_events": events.distinct().order_by("position", "pk"),
    }


def _guide_page(guide, column, place):
    closed = guide.status == guide.Status.CLOSED
    return {
        "section": "guides",
        "title": guide.title,
        "tags": article_tags(
            guide.title,
            column=column,
            published_at=guide.published_at,
            source=guide.organization.name,
            kind=SERVICE,
        ),
        "trail": [(column, place)],
        "guide": guide,
        "closed_because": guide.events.last().note if closed else "",
    }


def _stages(event):
    """Pairs (stage, entries), an entry being what it names, the units and groups to turn to, and a policy's 有效性."""
    stages = LifeEventStage.objects.filter(life_event=event).with_entries()
    today = localdate()
    found = [
        (stage, [entry for entry in stage.entries.all() if entry.is_shown(on=today)]) for stage in stages
    ]
    publishers = _publishers([entry.item_id for _, entries in found for entry in entries if entry.item_id])
    return [
        (
            stage,
            [
                (
                    entry,
                    publishers[entry.item_id] if entry.item else [entry.target.organization],
                    entry.publication and entry.publication.badge(on=today),
                )
                for entry in entries
            ],
        )
        for stage, entries in found
    ]


def _publishers(items):
    found = {item: [] for item in items}
    links = ItemPublisher.objects.filter(item__in=items).select_related("organization", "group")
    for link in links:
        found[link.item_id].append(link.organization or link.group)
    return found


def _units(entries):
    """Each unit that the way leads to, once, in the order of the way."""
    named = (unit for _, units, _ in entries for unit in units)
    return list(dict.fromkeys(unit for unit in named if isinstance(unit, Organization)))
