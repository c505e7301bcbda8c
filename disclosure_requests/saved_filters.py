"""What of the queue a member of staff sees: a tab, what they looked for, or what they saved under a name before."""

from dataclasses import dataclass

from django.db import transaction
from django.http import Http404

from disclosure_requests import kept_searches
from disclosure_requests.models import SavedFilter
from disclosure_requests.queue_tabs import TABS
from linhai_portal.accounts.models import User
from linhai_portal.workflow import InvalidMove


@dataclass(frozen=True, slots=True)
class Asked:
    """`saved` is the filter it comes from, or None; `words` is None where they were kept once and are not any more."""

    tab: str
    words: str | None
    saved: SavedFilter | None = None


def asked_of(facts, own, session):
    """Of the address, in which words never stand: a key leads to them."""
    if key := facts.get("saved"):
        saved = next((each for each in own if str(each.pk) == key), None)
        if saved is None:
            raise Http404("没有这个常用筛选")
        return Asked(saved.tab, saved.words, saved)
    words = kept_searches.words_of(session, facts["found"]) if "found" in facts else ""
    return Asked(facts.get("tab", ""), words)


@transaction.atomic
def save(user, *, name, tab, words, is_start):
    """Of two windows at once neither exceeds the limit."""
    User.objects.select_for_update().get(pk=user.pk)
    own = user.saved_filters.all()
    if tab not in TABS or not (tab or words):
        raise InvalidMove("没有什么可保存的：先选一个标签或者查找。")
    if own.count() >= SavedFilter.MOST:
        raise InvalidMove(f"最多保存 {SavedFilter.MOST} 个常用筛选。请先删去不用的。")
    _check_name(own, name)
    if is_start:
        own.update(is_start=False)
    return user.saved_filters.create(name=name, tab=tab, words=words[:100], is_start=is_start)


@transaction.atomic
def revise(saved, *, name, is_start):
    User.objects.select_for_update().get(pk=saved.owner_id)
    others = saved.owner.saved_filters.exclude(pk=saved.pk)
    _check_name(others, name)
    if is_start:
        others.update(is_start=False)
    SavedFilter.objects.filter(pk=saved.pk).update(name=name, is_start=is_start)


def _check_name(others, name):
    if others.filter(name=name).exists():
        raise InvalidMove(f"已经有一个叫“{name}”的常用筛选，请换一个名称。")
