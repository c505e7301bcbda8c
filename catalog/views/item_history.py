"""Every state an item of a published catalog had, newest first."""

from dataclasses import dataclass

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from catalog.change_words import all_in_words, changes_in_words
from catalog.models import Adjustment, AdjustmentLine, Item, ItemRevision
from catalog.models.revisions import differences, elements_of
from catalog.views.domains import SECTIONS, TRAILS
from catalog.views.items import retirement_of
from linhai_portal.page_tags import article_tags
from linhai_portal.paging import check_page, last_page, page_links, page_number

STATES_A_PAGE = 20


@dataclass(frozen=True)
class State:
    """A revision with what led to it, and the adjustment that retired the item from it."""

    revision: ItemRevision
    deed: str
    changes: list
    elements: list
    retirement: Adjustment | None


@require_safe
def item_history(request, code):
    item = get_object_or_404(Item.objects.select_related("domain"), code=code)
    if item.retired_on:
        retirement_of(item)
    number, total = page_number(request.GET), item.revisions.count()
    last = last_page(total, STATES_A_PAGE)
    check_page(number, last)
    title = f"{item.title}：历次变化"
    page = {
        "section": SECTIONS[item.domain.kind],
        "title": f"{title}（{item.code}），第 {number} 页" if number > 1 else f"{title}（{item.code}）",
        "tags": article_tags(
            title,
            column=item.domain.title,
            published_at=item.updated_at,
            source=item.publisher_text or item.domain.name,
        ),
        "trail": (
            TRAILS[item.domain.kind],
            (item.domain.name, item.domain.get_absolute_url()),
            (item.title, item.get_absolute_url()),
        ),
        "item": item,
        "total": total,
        "states": states(item, (number - 1) * STATES_A_PAGE),
        "links": page_links(request.GET, number, last),
    }
    return render(request, "catalog/item_history.html", page)


def states(item, start):
    """A page of states, each compared with the one before it."""
    newest = item.revisions.order_by("-number").select_related("adjustment")
    found = list(newest[start : start + STATES_A_PAGE + 1])
    retired = {line.base_id: line.adjustment for line in AdjustmentLine.objects.that_retired(item)}
    return [
        State(
            revision,
            _deed(revision, before, retired),
            changes_in_words(differences(before, revision)) if before else [],
            all_in_words(elements_of(revision)),
            retired.get(revision.pk),
        )
        for revision, before in zip(found[:STATES_A_PAGE], [*found[1:], None], strict=False)
    ]


def _deed(revision, before, retired):
    if before is None:
        is_first = revision.adjustment.kind == Adjustment.Kind.PUBLICATION
        return "首次发布" if is_first else "新增"
    return "恢复" if before.pk in retired else "修改"
