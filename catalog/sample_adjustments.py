"""Adjustments for the demonstration, dated from the day of loading: catalogs published months ago, and sheets in every state."""

import datetime as dt
from collections import defaultdict

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from catalog.adjusting import (
    propose_addition,
    propose_change,
    propose_publication,
    propose_retirement,
)
from catalog.layouts.vocabulary import CHANNELS, LEVELS
from catalog.models import Adjustment, AdjustmentLine, Domain, Item, ItemRevision, NegativeListEntry
from catalog.models.elements import flags_of
from catalog.positions import place_new_items
from catalog.searchable import items_removed
from catalog.taking_effect import approve, effect_task
from linhai_portal.counters import set_back

MARK = "（示例）"
_REASON = "【演示】"
_BASIS = "【演示】临海市示例文件〔2026〕1号"
# Number of the domain and how many days before the loading its catalog was first published; the others stay on trial.
_PUBLISHED = [("3", 180), ("5", 150), ("6", 150), ("7", 120)]
_LEVEL1 = f"演示事项{MARK}"
# Names of the items that the sheets are about: none of them is a real one.
_BUS, _CANTEEN, _CLUBS, _VOLUNTEERS = (
    f"{name}{MARK}" for name in ("校车线路和时刻", "学校食堂菜价", "课后服务社团名单", "助学志愿服务点")
)


def load_sample_adjustments(*, today):
    """Add what is missing. A catalog that is published already, and a person who has a draft, are left alone."""
    people = {user.username: user for user in get_user_model().objects.filter(is_sample=True)}
    editor, officer, head = (people[name] for name in ("editor", "officer", "head"))
    for number, days in _PUBLISHED:
        _publish(Domain.objects.get(number=number), officer, head, today - dt.timedelta(days=days))
    if _is_to_be_filled("3", editor):
        _of_the_unit(editor, head, today)
    if _is_to_be_filled("5", officer):
        propose_addition(_item("5", "市民政局", _VOLUNTEERS), by=officer)
        _hand_in(_draft_of(officer), "新设助学志愿服务点，补充公开事项", today - dt.timedelta(days=2))


def _publish(domain, officer, head, on):
    if domain.published_on or not domain.item_count:
        return
    sheet = propose_publication([domain], by=officer)
    _put_in_force(sheet, f"{domain}目录首次发布", head, on)


def _is_to_be_filled(number, person):
    """Only a catalog of the demonstration, and only once."""
    lines = AdjustmentLine.objects.filter(domain__number=number, title__endswith=MARK)
    published = _publications().filter(domain__number=number).exists()
    return published and not lines.exists() and not Adjustment.objects.open_draft_of(person).exists()


def _publications():
    return AdjustmentLine.objects.filter(
        action=AdjustmentLine.Action.PUBLISH,
        adjustment__status=Adjustment.Status.EFFECTIVE,
        adjustment__drafted_by__is_sample=True,
    )


def _of_the_unit(editor, head, today):
    """Added, changed and retired months ago; to be changed on a coming day; returned; still a draft."""
    ago, later = (lambda days: today - dt.timedelta(days=days)), today + dt.timedelta(days=14)
    for name in (_BUS, _CANTEEN, _CLUBS):
        propose_addition(_item("3", "市教育局", name), by=editor)
    _put_in_force(_draft_of(editor), "新增三个示例事项", head, ago(90))
    propose_change(
        _changed(_BUS, time_limit="信息形成或者变更之日起10个工作日内", limit_number=10), by=editor
    )
    propose_retirement([_named(_CANTEEN)], by=editor)
    _put_in_force(_draft_of(editor), "缩短一项时限，取消一项不再公开的事项", head, ago(45))
    propose_change(_changed(_BUS, content="线路、站点、时刻、责任人、监督电话"), by=editor)
    sheet = _hand_in(_draft_of(editor), "补充公开内容", ago(3))
    approve(sheet, by=head, effective_on=later, today=today)
    _date(sheet, ago(3))
    propose_retirement([_named(_CLUBS)], by=editor)
    sheet = _hand_in(_draft_of(editor), "社团名单拟不再公开", ago(10))
    sheet.send_back(by=head, reason="名单与学生和家长关系密切，请说明取消的理由。")
    _date(sheet, ago(10))
    propose_change(_changed(_CLUBS, content="社团名称、指导老师、时间、人数"), by=editor)
    _draft_of(editor).revise(by=editor, reason=f"{_REASON}补充公开内容", basis="")


def _item(number, publisher, name):
    return Item(
        domain=Domain.objects.get(number=number),
        level1=_LEVEL1,
        level2=name,
        content="名称、地点、时间、联系电话",
        legal_basis=["《中华人民共和国政府信息公开条例》（国务院令第711号）"],
        time_limit="信息形成或者变更之日起20个工作日内",
        limit_unit=Item.LimitUnit.WORKDAY,
        limit_number=20,
        publisher_text=publisher,
        channel_flags=flags_of(["政府网站"], CHANNELS),
        level_flags=flags_of(["县级"], LEVELS),
        to_everyone=True,
        proactive=True,
    )


def _named(name):
    return Item.objects.current().get(level1=_LEVEL1, level2=name)


def _changed(name, **elements):
    item = _named(name)
    for element, value in elements.items():
        setattr(item, element, value)
    return item


def _draft_of(person):
    return Adjustment.objects.open_draft_of(person).get()


def _hand_in(sheet, reason, on):
    sheet.revise(by=sheet.drafted_by, reason=f"{_REASON}{reason}", basis=_BASIS)
    sheet.submit(by=sheet.drafted_by)
    _date(sheet, on)
    return sheet


def _put_in_force(sheet, reason, head, on):
    _hand_in(sheet, reason, on)
    approve(sheet, by=head, effective_on=on, today=on)
    _date(sheet, on)


def _date(sheet, on):
    """The verbs write the moment of the loading; the steps of a sheet were taken on the day it tells of."""
    morning = timezone.make_aware(dt.datetime.combine(on, dt.time(9)))
    Adjustment.objects.filter(pk=sheet.pk).update(drafted_at=morning)
    Adjustment.objects.filter(pk=sheet.pk).exclude(approved_at=None).update(approved_at=morning)
    sheet.events.update(at=morning)
    sheet.refresh_from_db()


@transaction.atomic
def remove_sample_adjustments():
    """The catalogs that only persons of the demonstration worked on are on trial again, without what they drafted."""
    domains, sheets = _what_is_ours()
    numbers = set(
        Adjustment.objects.filter(pk__in=sheets).exclude(number=None).values_list("number", flat=True)
    )
    AdjustmentLine.objects.filter(adjustment__in=sheets).delete()
    ItemRevision.objects.filter(adjustment__in=sheets).delete()
    _forget_effects(sheets)
    Adjustment.objects.filter(pk__in=sheets).delete()
    for domain in Domain.objects.select_for_update().filter(pk__in=domains).order_by("pk"):
        _remove_items(domain)
        domain.items.update(confirmed_on=None)
        Domain.objects.filter(pk=domain.pk).update(published_on=None)
        domain.items_changed()
    for year in {number.partition("-")[0] for number in numbers}:
        left = Adjustment.objects.filter(number__startswith=f"{year}-").values_list("number", flat=True)
        set_back(f"adjustment:{year}", max((int(each.partition("-")[2]) for each in left), default=0))


def _what_is_ours():
    """Keys of the domains and of the sheets: a sheet of another person, or one that spans a domain of others, keeps its own."""
    ours = set(Adjustment.objects.filter(drafted_by__is_sample=True).values_list("pk", flat=True))
    spans = defaultdict(set)
    for sheet, domain in AdjustmentLine.objects.order_by().values_list("adjustment", "domain"):
        spans[sheet].add(domain)
    domains = set(_publications().values_list("domain", flat=True))
    domains -= set(
        NegativeListEntry.objects.filter(item__level1=_LEVEL1).values_list("item__domain", flat=True)
    )
    while True:
        kept = {pk for pk, span in spans.items() if pk not in ours or not span <= domains}
        held = domains & set().union(*(spans[pk] for pk in kept))
        if not held:
            return domains, ours - kept
        domains -= held


def _remove_items(domain):
    """With their places: the real items stand again where they stood."""
    items = list(domain.items.filter(level1=_LEVEL1))
    items_removed(items)
    domain.items.filter(level1=_LEVEL1).delete()
    place_new_items(domain, [])


def _forget_effects(sheets):
    tasks = DBTaskResult.objects.filter(task_path=effect_task.module_path)
    wanted = [task.pk for task in tasks if set(task.args_kwargs["args"]) & sheets]
    tasks.filter(pk__in=wanted).delete()
