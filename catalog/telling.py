"""Whom the life of a catalog concerns besides those at work on it: told by permission, each thing once."""

from collections import defaultdict

from django.db.models import Count
from django.urls import reverse

from catalog.models import AdjustmentLine, CatalogImport, Item, ItemPublisher, NegativeListEntry
from linhai_portal.accounts.models import Organization, User
from linhai_portal.accounts.notices import tell

Status = CatalogImport.Status
_LISTED = 20  # items named in one notice


def day_in_words(day):
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def tell_of_effect(adjustment):
    """The drafter, and the editors of the units whose items it touches when another unit drafted it."""
    day = day_in_words(adjustment.effective_on)
    word = adjustment.events.filter(to_status=adjustment.Status.APPROVED).last().note
    people = adjustment.if_still_here(adjustment.drafted_by)
    adjustment.tell(people, f"{adjustment} 已批准并生效，生效日期 {day}", word)
    for unit, lines in _touched(adjustment):
        others = User.objects.working_in(_seats_of(unit, adjustment), permission="catalog.change_item")
        tell(
            others.exclude(pk=adjustment.drafted_by_id),
            kind=adjustment._meta.verbose_name,
            subject=f"{unit}的目录事项有变化，{day}起生效",
            text="\n".join([*lines[:_LISTED], *(["……"] if len(lines) > _LISTED else [])]),
            place=adjustment.get_absolute_url(),
        )


def _touched(adjustment):
    """Pairs of a publishing unit, other than the drafting one, and what happens to its items in words."""
    touched = defaultdict(list)
    lines = adjustment.lines.order_by("position")
    units = lines.filter(item__publisher_links__organization__isnull=False)
    for unit, action, title in units.values_list("item__publisher_links__organization", "action", "title"):
        touched[unit].append(f"{AdjustmentLine.Action(action).label}：{title}")
    published = ItemPublisher.objects.filter(
        item__retired_on=None,
        item__domain__in=lines.filter(action=AdjustmentLine.Action.PUBLISH).values("domain"),
    ).exclude(organization=None)
    counts = published.values_list("organization", "item__domain__name").annotate(Count("pk"))
    for unit, domain, count in counts.order_by("item__domain__position"):
        touched[unit].append(f"首次发布：{domain} {count} 项")
    others = Organization.objects.exclude(pk=adjustment.organization_id)
    return [(unit, touched[unit.pk]) for unit in others.filter(pk__in=touched)]


def _seats_of(unit, adjustment):
    """The units whose people work on this one's items, as far as they did not draft it themselves."""
    seats = Organization.objects.administering(Organization.objects.filter(pk=unit.pk))
    return seats.exclude(pk=adjustment.organization_id)


def tell_of_upload(upload, *, once):
    """The uploader, of what came out in the background, as long as the upload still exists for this person."""
    words = _upload_in_words(upload)
    people = User.objects.who_may("catalog.view_catalogimport", organization=upload.organization)
    if words:
        tell(
            people.filter(pk=upload.uploaded_by_id),
            kind=upload._meta.verbose_name,
            subject=f"“{upload}”{words}",
            text=upload.outcome,
            place=upload.get_absolute_url(),
            once=once,
        )


def _upload_in_words(upload):
    if upload.status == Status.READ:
        return "没有写入，请再看一遍" if upload.outcome else "读好了，等您确认"
    return {Status.REFUSED: "不能读取", Status.DONE: "已写入"}.get(upload.status)


def tell_of_expired_entries(*, today):
    """Who may propose what becomes of an entry past its review date, and who decides; once for each date."""
    for entry in NegativeListEntry.objects.expired(on=today).select_related("organization"):
        tell(
            (entry.who_may("draft") | entry.who_may("approve")).distinct(),
            kind=entry._meta.verbose_name,
            subject=f"{entry} 过了复核日期，不再是不公开的理由，请重新评估",
            text=entry.title,
            place=entry.get_office_url(),
            once=f"expired:{entry.pk}:{entry.review_on}",
        )


def tell_of_yearly_confirmation(*, today):
    """The editors of every unit with items nobody confirmed for a year: once a year, when the first falls due."""
    due = Item.objects.unconfirmed(on=today)
    units = Organization.objects.filter(
        pk__in=ItemPublisher.objects.filter(item__in=due).values("organization")
    )
    seats, once = Organization.objects.administering(units), f"confirmation:{today.year}"
    people = User.objects.working_in(seats, permission="catalog.change_item")
    for person in people.exclude(notices__once=once):
        tell(
            [person],
            kind="年度确认",
            subject=f"本单位有 {due.administered_by(person).count()} 个目录事项满一年没有确认",
            text="请逐项核对，没有变化的选中后点“确认所选事项”，有变化的起草调整。",
            place=f"{reverse('admin:catalog_item_changelist')}?confirmed=overdue",
            once=once,
        )
