from dataclasses import replace

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from catalog.elements import elements_of
from catalog.layouts.vocabulary import CHANNELS
from catalog.listings import PUBLICATIONS_OF_ITEM
from catalog.models import AdjustmentLine, Item, NegativeListEntry, Publication
from catalog.models.obligations import address_of_period
from catalog.page_queries import (
    IN_FORCE_BY,
    NEWEST_OF_ITEM,
    guides_of_item,
    item_page,
    newest_publications,
    periods_of_item,
)
from catalog.periods import is_provisional, period_words
from catalog.views.domains import SECTIONS, TRAILS
from linhai_portal.addresses import address_of
from linhai_portal.calendar import work_calendar
from linhai_portal.formats import answer
from linhai_portal.fragments import fragment
from linhai_portal.page_tags import article_tags, column_tags
from linhai_portal.paging import PAGE_SIZE, check_page, last_page, page_links, page_number

LONGEST_LIMIT_IN_A_SENTENCE = 40


@require_safe
def item(request, code):
    found = item_page(code)
    if found is None:
        raise Http404("没有这个事项")
    item, publishers, beside = found
    retirement = retirement_of(item) if item.retired_on else None
    domain = item.domain
    chosen, is_withheld = set(item.channels), item.attribute == Item.Attribute.WITHHELD
    page = {
        "section": SECTIONS[domain.kind],
        "title": f"{item.title}（{item.code}）",
        "tags": article_tags(
            item.title,
            column=domain.title,
            published_at=item.updated_at,
            source=item.publisher_text or domain.name,
        ),
        "item": item,
        "domain": domain,
        "trail": (TRAILS[domain.kind], (domain.name, domain.get_absolute_url())),
        "retirement": retirement,
        "sentence": sentence(item),
        "withheld": is_withheld,
        "entry": entry_in_force(item) if is_withheld and not retirement else None,
        "is_overdue": not retirement and item.is_overdue_for_confirmation(on=localdate()),
        "elements": elements_of(item.content),
        "publishers": publishers,
        "channels": tuple((name, name in chosen) for name in CHANNELS),
        "guides": guides_gathering(item),
        "neighbours": [] if retirement else neighbours(*beside),
        "is_unconfirmed": not item.is_confirmed and request.user.is_authenticated and request.user.is_staff,
    }
    return render(request, "catalog/item.html", page | what_is_public(item, on=localdate()))


def what_is_public(item, *, on):
    """The newest of what stands under the item, not asked for where there is nothing; the periods of a regular one."""
    rows = newest_publications(item, on=on)
    return {
        "publications": [_publication_line(row, on) for row in rows],
        "publication_total": len(rows) if len(rows) < NEWEST_OF_ITEM else item.publication_count,
        "periods": _periods(item, on) if item.limit_unit == Item.LimitUnit.PERIODIC else [],
    }


def _periods(item, on):
    """Each line with whether its day may still move, and where it is explained."""
    calendar = work_calendar()
    return [
        (
            *period_line(row, on=on),
            is_provisional(row[1], row[2], calendar),
            address_of_period(item.code, row[0]),
        )
        for row in periods_of_item(item.pk, on)
    ]


def _publication_line(row, on):
    """Address, title and badge, unit, day and whether it was in time."""
    number, title, unit, published_at, due_on, *dates = row
    badge = Publication(**dict(zip(IN_FORCE_BY, dates, strict=True))).badge(on=on)
    return (
        address_of("catalog:publication", number),
        title,
        fragment("validity", validity=badge) if badge else "",
        unit,
        localdate(published_at),
        _tag(localdate(published_at), due_on),
    )


def _tag(done_on, due_on):
    return "" if due_on is None else fragment("timeliness_tag", late_days=max(0, (done_on - due_on).days))


def period_line(row, *, on):
    """A period in words, what became of it, and whether it is overdue."""
    starts_on, ends_on, due_on, units, unmet, met_on = row
    words = period_words(starts_on, ends_on)
    if not unmet:
        late = f"，迟了 {(met_on - due_on).days} 天" if met_on > due_on else "，按时"
        return words, f"{units} 个单位都已公开" if units > 1 else f"{met_on} 公开{late}", False
    missing = f"{units} 个单位中 {unmet} 个还没有公开" if units > 1 else "还没有公开"
    if due_on < on:
        return words, f"应于 {due_on} 公开，{missing}", True
    if ends_on >= on and unmet == units:
        return words, f"尚未形成，最迟应于 {due_on} 公开", False
    return words, f"最迟应于 {due_on} 公开，{missing}", False


@require_safe
def item_publications(request, code):
    item, today = get_object_or_404(Item.objects.current().select_related("domain"), code=code), localdate()
    listed = item.publications.listed(on=today).select_related("organization")
    total, number = listed.count(), page_number(request.GET)
    last = last_page(total)
    check_page(number, last)
    rows = listed.order_by("-published_at", "-pk")[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    domain, title = item.domain, f"{item.title}：已公开的信息"
    page = {
        "section": SECTIONS[domain.kind],
        "title": f"{title}，第 {number} 页" if number > 1 else title,
        "tags": column_tags(title, f"{item.title}（{item.code}）下已经公开的信息"),
        "trail": [
            TRAILS[domain.kind],
            (domain.name, domain.get_absolute_url()),
            (item.title, item.get_absolute_url()),
        ],
        "item": item,
        "total": total,
        "rows": [(row, row.badge(on=today)) for row in rows],
        "links": page_links(request.GET, number, last),
        "place": f"{item.get_absolute_url()}publications",
    }
    return render(request, "catalog/item_publications.html", page)


@require_safe
def item_publications_file(request, code, format):
    item = get_object_or_404(Item.objects.current(), code=code)
    listed = item.publications.listed(on=localdate()).select_related("organization")
    listing = replace(PUBLICATIONS_OF_ITEM, title=f"{item.title}：已公开的信息")
    return answer(request, format, listing, listed.order_by("-published_at", "-pk"))


def retirement_of(item):
    """The adjustment by which an item left its published catalog; one that was never published does not exist."""
    line = AdjustmentLine.objects.that_retired(item).first()
    if line is None:
        raise Http404("没有这个事项")
    return line.adjustment


_GUIDES = (("一件事", "catalog:life_event"), ("办事指南", "catalog:checklist"))


def guides_gathering(item):
    """Of each life event and checklist that gathers the item: what it is, address and title."""
    return [
        (_GUIDES[place][0], address_of(_GUIDES[place][1], slug), title)
        for place, slug, title in guides_of_item(item.code)
    ]


def entry_in_force(item):
    """The entry of the negative list that a withheld item rests on today, or None: of several the one that lasts longest."""
    return (
        NegativeListEntry.objects.in_force(on=localdate()).covering(item).order_by("-review_on", "pk").first()
    )


def neighbours(before, after):
    """The items before and after in the table: the words above the link, its address and the name."""
    return [
        (
            words,
            address_of("catalog:item", facts["code"]),
            facts["level3"] or facts["level2"] or facts["level1"],
        )
        for words, facts in (("上一项", before), ("下一项", after))
        if facts
    ]


def sentence(item):
    """Who publishes, how, by when and for whom, as one would say it."""
    if item.attribute == Item.Attribute.WITHHELD:
        return f"由{item.publisher_text}掌握，不予公开。" if item.publisher_text else "不予公开。"
    modes = [
        words for words, holds in (("主动公开", item.proactive), ("依申请公开", item.on_request)) if holds
    ]
    who = f"由{item.publisher_text}" if item.publisher_text else ""
    audience = "全社会可查" if item.to_everyone else f"向{item.audience_group or '特定群体'}公开"
    limit = item.time_limit.rstrip("。")
    if not limit or len(limit) > LONGEST_LIMIT_IN_A_SENTENCE:
        return f"{who}{'、'.join(modes)}，{audience}。"
    return f"{who}{'、'.join(modes)}。{limit}，{audience}。"
