from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from catalog.elements import elements_of
from catalog.layouts.vocabulary import CHANNELS
from catalog.models import Item
from catalog.views.domains import SECTIONS, TRAILS
from linhai_portal.page_tags import article_tags

LONGEST_LIMIT_IN_A_SENTENCE = 40


@require_safe
def item(request, code):
    item = get_object_or_404(Item.objects.current().select_related("domain__lead"), code=code)
    domain = item.domain
    links = item.publisher_links.select_related("organization", "group")
    chosen = set(item.channels)
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
        "trail": [TRAILS[domain.kind], (domain.name, domain.get_absolute_url())],
        "sentence": sentence(item),
        "elements": elements_of(item.content),
        "publishers": [link.organization or link.group for link in links],
        "channels": [(name, name in chosen) for name in CHANNELS],
        "neighbours": neighbours(item),
        "is_unconfirmed": not item.is_confirmed and request.user.is_authenticated and request.user.is_staff,
    }
    return render(request, "catalog/item.html", page)


def neighbours(item):
    """The rows before and after in the table: whether it comes before, its code and its name."""
    near = (
        Item.objects.current()
        .in_domain(item.domain)
        .filter(position__in=[item.position - 1, item.position + 1])
    )
    rows = near.order_by("position").values_list("position", "code", "level1", "level2", "level3")
    return [
        (position < item.position, code, level3 or level2 or level1)
        for position, code, level1, level2, level3 in rows
    ]


def sentence(item):
    """Who publishes, how, by when and for whom, as one would say it."""
    modes = [
        words for words, holds in (("主动公开", item.proactive), ("依申请公开", item.on_request)) if holds
    ]
    who = f"由{item.publisher_text}" if item.publisher_text else ""
    audience = "全社会可查" if item.to_everyone else f"向{item.audience_group or '特定群体'}公开"
    limit = item.time_limit.rstrip("。")
    if not limit or len(limit) > LONGEST_LIMIT_IN_A_SENTENCE:
        return f"{who}{'、'.join(modes)}，{audience}。"
    return f"{who}{'、'.join(modes)}。{limit}，{audience}。"
