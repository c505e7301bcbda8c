"""Approving an adjustment and putting it in force on its date: items, revisions and totals in one transaction."""

import datetime as dt
from contextlib import suppress

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django_tasks import task

from catalog.exchange.apply import NewCodes, link_publishers
from catalog.models import Adjustment, AdjustmentLine, Domain, Item, ItemPublisher, ItemRevision
from catalog.models.revisions import ELEMENTS, elements_of
from catalog.places import next_places
from catalog.positions import place_new_items
from catalog.searchable import adjustment_changed, items_changed, items_removed
from catalog.telling import day_in_words, tell_of_effect
from catalog.timeliness_kept import items_regulated
from linhai_portal.accounts.models.organizations import PublisherNames
from linhai_portal.bulk import batches, insert_rows
from linhai_portal.counters import next_number
from linhai_portal.workflow import InvalidMove

Action = AdjustmentLine.Action
_LIMIT_RULE = ("limit_unit", "limit_number", "limit_period", "limit_anchor")


class Overtaken(InvalidMove):
    """The catalog has changed since the lines were drafted; the message says which."""


@transaction.atomic
def approve(adjustment, *, by, effective_on, today, note=""):
    """The second person's yes. In force at once when its date is today, else on the morning of its date."""
    if by == adjustment.drafted_by:
        raise InvalidMove("自己起草的调整要由另一个人批准。")
    if effective_on < today:
        raise InvalidMove("生效日期不能早于今天：目录的变化不能倒签。")
    domains = _locked_domains(adjustment)
    adjustment.check_move(Adjustment.Status.APPROVED)
    _check_not_overtaken(adjustment, domains)
    _check_not_promised_twice(adjustment)
    adjustment.move(
        Adjustment.Status.APPROVED,
        by=by,
        note=note,
        approved_by=by,
        approved_at=timezone.now(),
        effective_on=effective_on,
        number=adjustment.number or f"{today.year}-{next_number(f'adjustment:{today.year}'):03d}",
    )
    if effective_on == today:
        take_effect(adjustment)
    else:
        words = f"{adjustment} 已批准，{day_in_words(effective_on)}起生效"
        adjustment.tell(adjustment.if_still_here(adjustment.drafted_by), words, note)
        adjustment_changed(adjustment)
        morning = timezone.make_aware(dt.datetime.combine(effective_on, dt.time()))
        transaction.on_commit(lambda: effect_task.using(run_after=morning).enqueue(adjustment.pk))


@task
def effect_task(pk):
    for adjustment in Adjustment.objects.due(on=timezone.localdate()).filter(pk=pk):
        take_effect_or_return(adjustment)


def put_due_in_force(*, today):
    """Whatever was due and has not been done, for example because nothing was running at midnight."""
    for adjustment in Adjustment.objects.due(on=today).order_by("effective_on", "pk"):
        take_effect_or_return(adjustment)


def take_effect_or_return(adjustment):
    """Another worker, or a head who takes it back, may be quicker at any moment: then it is dealt with."""
    with suppress(InvalidMove):
        try:
            take_effect(adjustment)
        except Overtaken as overtaken:
            send_back(adjustment, by=None, reason=str(overtaken))


@transaction.atomic
def send_back(adjustment, *, by, reason):
    """Return it to the drafter; one that was announced is taken off the public list."""
    was_public = adjustment.is_public
    adjustment.send_back(by=by, reason=reason)
    if was_public:
        adjustment_changed(adjustment)


@transaction.atomic
def take_effect(adjustment):
    """Write every line into the catalog with validity from `effective_on`; all of them or, when overtaken, none."""
    domains = _locked_domains(adjustment)
    adjustment.check_move(Adjustment.Status.EFFECTIVE)
    _check_not_overtaken(adjustment, domains)
    adjustment.move(Adjustment.Status.EFFECTIVE, by=None)
    names, lines = PublisherNames(), list(adjustment.lines.select_related("item"))
    for domain in domains:
        _apply(adjustment, domain, [each for each in lines if each.domain_id == domain.pk], names)
        domain.items_changed()
    items_regulated([each.item for each in lines if each.item], domains, today=timezone.localdate())
    tell_of_effect(adjustment)
    adjustment_changed(adjustment)


def _locked_domains(adjustment):
    """Locked in the order of every change of the catalog, so that nobody waits for nobody."""
    named = adjustment.lines.values("domain")
    return list(Domain.objects.select_for_update().filter(pk__in=named).order_by("pk"))


def _check_not_overtaken(adjustment, domains):
    versions = {domain.pk: domain for domain in domains}
    for line in adjustment.lines.filter(action=Action.PUBLISH):
        domain = versions[line.domain_id]
        if domain.published_on or domain.data_version != line.domain_version:
            raise Overtaken(f"提交以后，“{domain}”的目录有了变化。请起草人核对后重新起草发布。")
    drafted = adjustment.lines.exclude(base=None)
    latest = ItemRevision.objects.filter(item__in=drafted.values("item")).order_by("item", "number")
    newest = {item: (pk, valid_to) for item, pk, valid_to in latest.values_list("item", "pk", "valid_to")}
    for line in drafted:
        pk, valid_to = newest[line.item_id]
        if pk != line.base_id or (valid_to is None) == (line.action == Action.RESTORE):
            raise Overtaken(f"起草以后，“{line.title}”已被另一份调整改动。请退回起草人，按新的内容重新起草。")


def _check_not_promised_twice(adjustment):
    other = AdjustmentLine.objects.filter(
        adjustment__status=Adjustment.Status.APPROVED, item__in=adjustment.lines.values("item")
    ).select_related("adjustment")
    taken = other.exclude(adjustment=adjustment).first()
    if taken:
        day = f"{taken.adjustment.effective_on:%Y-%m-%d}"
        raise InvalidMove(
            f"“{taken.title}”已有一份批准了的调整（{taken.adjustment.number}），{day} 生效。请等它生效以后再办。"
        )


def _apply(adjustment, domain, lines, names):
    of = {action: [line for line in lines if line.action == action] for action in Action}
    if of[Action.PUBLISH]:
        _publish(domain, adjustment)
    _retire(of[Action.RETIRE], adjustment)
    kept = [*of[Action.CHANGE], *of[Action.RESTORE]]
    for line in kept:
        _fill(line, line.item, adjustment.effective_on)
    _make_new_items(domain, of[Action.ADD], adjustment.effective_on)
    _place(domain, [line for line in lines if line.action in (Action.ADD, Action.RESTORE)], of[Action.RETIRE])
    _store([line.item for line in kept], [line.item for line in of[Action.ADD]], names)
    AdjustmentLine.objects.bulk_update(of[Action.ADD], ["item"], batch_size=500)
    changed = [line.item for line in (*kept, *of[Action.ADD])]
    write_revisions(domain, changed, adjustment)
    items_changed(changed)
    items_removed([line.item for line in of[Action.RETIRE]])


def _publish(domain, adjustment):
    Domain.objects.filter(pk=domain.pk).update(published_on=adjustment.effective_on)
    domain.published_on = adjustment.effective_on
    current = Item.objects.current().in_domain(domain)
    current.update(confirmed_on=adjustment.effective_on)
    write_revisions(domain, list(current), adjustment)


def _retire(lines, adjustment):
    on = adjustment.effective_on
    for batch in batches([line.item_id for line in lines]):
        items = Item.objects.filter(pk__in=batch)
        items.update(retired_on=on, edited_by_staff=True, updated_at=timezone.now())
        ItemRevision.objects.current().filter(item__in=batch).update(valid_to=on)


def _fill(line, item, on):
    """Give the item the proposed elements; a rule that was changed by approval counts as reviewed."""
    if item.pk and any(line.after[name] != getattr(item, name) for name in _LIMIT_RULE):
        item.limit_reviewed_on = on
    for name, value in line.after.items():
        setattr(item, name, value)
    item.confirmed_on, item.retired_on = on, None
    item.edited_by_staff, item.updated_at = True, timezone.now()


def _make_new_items(domain, lines, on):
    codes = NewCodes(domain) if lines else None
    for line in lines:
        line.item = Item(domain=domain, code=codes.next(line.after["level1"]), created_on=on)
        _fill(line, line.item, on)


def _place(domain, lines, retired):
    """Each new or restored item comes behind the one its line names: at the head when it names none, at the end when
    that one is no longer there."""
    if not (lines or retired):
        return
    standing = list(
        Item.objects.current().in_domain(domain).order_by("position").values_list("pk", flat=True)
    )
    known, last = set(standing), next(reversed(standing), None)
    sequence = [(None, line.item) for line in lines if line.above_id is None or last is None]
    if last is not None:
        sequence.append((standing[0], None))
        for line in lines:
            if line.above_id:
                above = line.above_id if line.above_id in known else last
                sequence += [(above, None), (None, line.item)]
    place_new_items(domain, sequence)


def _store(kept, new, names):
    bookkeeping = [
        "position",
        "limit_reviewed_on",
        "confirmed_on",
        "retired_on",
        "edited_by_staff",
        "updated_at",
    ]
    moved = dict(
        Item.objects.current().filter(pk__in=[item.pk for item in kept]).values_list("pk", "position")
    )
    for item in kept:
        item.position = moved.get(item.pk, item.position)
    Item.objects.bulk_update(kept, [*ELEMENTS, *bookkeeping], batch_size=200)
    insert_rows(Item, new)
    for batch in batches([item.pk for item in kept]):
        ItemPublisher.objects.filter(item__in=batch).delete()
    link_publishers([*kept, *new], names)


def write_revisions(domain, items, adjustment):
    """Close the current revision of each item and open the next, on the date of the adjustment."""
    places = next_places(domain, items)
    for batch in batches(items):
        pks, on = [item.pk for item in batch], adjustment.effective_on
        ItemRevision.objects.current().filter(item__in=pks).update(valid_to=on)
        numbers = dict(
            ItemRevision.objects.filter(item__in=pks).order_by().values_list("item").annotate(Max("number"))
        )
        slugs = _publisher_slugs(pks)
        insert_rows(
            ItemRevision,
            [
                ItemRevision(
                    item=item,
                    domain=domain,
                    place=places[item.pk],
                    number=numbers.get(item.pk, 0) + 1,
                    valid_from=on,
                    publisher_slugs=slugs.get(item.pk, ""),
                    adjustment=adjustment,
                    **elements_of(item),
                )
                for item in batch
            ],
        )


def _publisher_slugs(pks):
    links = ItemPublisher.objects.filter(item__in=pks).order_by("pk")
    slugs = {}
    for item, unit, group in links.values_list("item", "organization__slug", "group__slug"):
        slugs[item] = f"{slugs.get(item, ' ')}{unit or group} "
    return slugs
