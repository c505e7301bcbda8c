"""Drafting an adjustment: each deed puts one line on the person's open draft; nothing of a catalog changes yet."""

from django.db import transaction
from django.db.models import Max

from catalog.models import Adjustment, AdjustmentLine, Domain, Item, ItemRevision
from catalog.models.revisions import ELEMENTS, elements_of
from linhai_portal.workflow import InvalidMove

Action = AdjustmentLine.Action


def open_draft(by):
    """The person's draft that new lines go to; a new one when there is none."""
    draft = Adjustment.objects.open_draft_of(by).first()
    return draft or Adjustment.objects.create(organization=by.organizations().first(), drafted_by=by)


@transaction.atomic
def propose_change(item, *, by):
    """Propose the elements that `item` has in memory in place of those stored."""
    stored = Item.objects.get(pk=item.pk)
    return _put(
        open_draft(by),
        Action.CHANGE,
        item,
        base=_current(item),
        before=elements_of(stored),
        after=elements_of(item),
    )


@transaction.atomic
def propose_addition(item, *, by):
    """Propose an item that is not stored; it will stand after the last one of its 一级事项."""
    table = Item.objects.current().in_domain(item.domain).order_by("-position")
    above = table.filter(level1=item.level1).first() or table.first()
    return _put(open_draft(by), Action.ADD, item, above=above, after=elements_of(item))


@transaction.atomic
def propose_retirement(items, *, by):
    draft = open_draft(by)
    for item in items:
        _put(draft, Action.RETIRE, item, base=_current(item), before=elements_of(item))
    return draft


@transaction.atomic
def propose_restoration(item, *, by):
    """Propose to bring a retired item back as it was when it was retired."""
    last = item.revisions.order_by("-number").first()
    if item.retired_on is None or last is None:
        raise InvalidMove(f"“{item}”没有取消，不用恢复。")
    above = Item.objects.current().in_domain(item.domain).filter(position__lt=item.position)
    return _put(
        open_draft(by),
        Action.RESTORE,
        item,
        base=last,
        above=above.order_by("-position").first(),
        after=elements_of(item),
    )


@transaction.atomic
def propose_publication(domains, *, by):
    """Propose the first publication of these catalogs as they stand; they get a draft of their own."""
    domains = list(Domain.objects.filter(pk__in=[each.pk for each in domains]))
    if not domains or any(each.published_on or not each.item_count for each in domains):
        raise InvalidMove("只能发布有事项、还没有发布过的目录。")
    draft = Adjustment.objects.create(
        kind=Adjustment.Kind.PUBLICATION, organization=by.organizations().first(), drafted_by=by
    )
    lines = [
        AdjustmentLine(
            adjustment=draft,
            position=place,
            action=Action.PUBLISH,
            domain=domain,
            title=domain.title,
            domain_version=domain.data_version,
        )
        for place, domain in enumerate(domains, start=1)
    ]
    AdjustmentLine.objects.bulk_create(lines)
    return draft


def _current(item):
    return ItemRevision.objects.current().get(item=item)


def _put(draft, action, item, **facts):
    draft.lock_draft()
    if item.pk:
        draft.lines.filter(item=item).delete()
    last = draft.lines.aggregate(last=Max("position"))["last"] or 0
    draft.lines.create(
        position=last + 1,
        action=action,
        domain=item.domain,
        item=item if item.pk else None,
        title=item.title,
        **facts,
    )
    return draft


@transaction.atomic
def drop_line(line):
    """Take a line off its sheet; raises InvalidMove once the sheet is handed in."""
    line.adjustment.lock_draft()
    line.delete()


def changes_of(line):
    """What a line alters, element by element in the order of the table: field, before, after."""
    return [
        (name, line.before.get(name), line.after.get(name))
        for name in ELEMENTS
        if line.before.get(name) != line.after.get(name)
    ]
