"""Carrying out the draw of a hearing, and showing how it came about, with numbers instead of names."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from catalog.models import Publication
from linhai_portal.data_version import bump
from linhai_portal.formats import Column, Listing
from linhai_portal.workflow import InvalidMove, move_all
from participation.drawing import digits_of, draw, make_seed, ticket
from participation.models import Category, Hearing, HearingRegistration

Status = HearingRegistration.Status
_SHOWN = 100  # of each category on the page; the table has all


@transaction.atomic
def draw_lots(hearing, *, by, public_number):
    """Once, on the day the public number is known or later; the seed is on the public page from then on."""
    locked = Hearing.objects.select_for_update().select_related("publication").get(pk=hearing.pk)
    _check(locked, public_number, on=timezone.localdate())
    seed = make_seed(locked.publication.index_number, public_number)
    for category in locked.categories.all():
        _draw(category, seed, by)
    Hearing.objects.filter(pk=locked.pk).update(seed=seed, drawn_at=timezone.now())
    bump()
    hearing.refresh_from_db()


def _check(hearing, public_number, *, on):
    if not hearing.is_by_draw:
        raise InvalidMove("这次听证会按报名先后，不抽签。")
    if hearing.drawn_at:
        raise InvalidMove("已经抽过签了，只抽一次。")
    if hearing.publication.status != Publication.Status.PUBLISHED:
        raise InvalidMove("公告没有公布，或者已经撤下，不能抽签。")
    if on < hearing.draw_on:
        raise InvalidMove(f"{hearing.draw_on:%Y-%m-%d} 才能抽签，那一天公共数字才公布。")
    told = len(digits_of(public_number))
    if told != hearing.seed_digits:
        raise InvalidMove(
            f"公告里写明公共数字是 {hearing.seed_digits} 位，填的是 {told} 位。请照公布的号码核对，一位不多、一位不少。"
        )


def _draw(category, seed, by):
    """Those who wait in as many statements for many as for two; none of their names is opened."""
    rows = category.registrations.drawn_from()
    by_number = {each.number: each for each in rows.only("category", "number", "status")}
    for place, number in enumerate(draw(seed, list(by_number)), start=1):
        by_number[number].place = place
    HearingRegistration.objects.bulk_update(by_number.values(), ["place"], batch_size=500)
    move_all(rows.filter(place__gt=category.seats), Status.WAITING, by=by)
    for each in by_number.values():
        if each.place <= category.seats:
            each.move(Status.SEATED, by=by, seat=each.place)


@dataclass(frozen=True)
class Lot:
    """One number of the list, before the draw without ticket and place."""

    category: str
    number: int
    place: int | None
    ticket: str
    became: str


@dataclass(frozen=True)
class Lots:
    """The lots of one category as the page shows them, and how many there are."""

    category: Category
    total: int
    lots: list


def shown_lots(hearing, *, on):
    """Nothing while one can register; then the numbers that will be drawn, and after the draw their order."""
    if not hearing.is_by_draw or on <= hearing.registers_until:
        return []
    rows = _rows(hearing)
    totals = dict(rows.order_by().values_list("category").annotate(Count("pk")))
    nth = Window(RowNumber(), partition_by="category", order_by=["place", "number"])
    lots = {}
    for each in rows.annotate(nth=nth).filter(nth__lte=_SHOWN):
        lots.setdefault(each.category_id, []).append(_lot(hearing, each))
    return [
        Lots(each, totals[each.pk], lots[each.pk]) for each in hearing.categories.all() if each.pk in lots
    ]


def _rows(hearing):
    rows = hearing.registrations
    rows = rows.filter(place__isnull=False) if hearing.drawn_at else rows.drawn_from()
    rows = rows.select_related("category").only("hearing", "number", "place", "status", "category__name")
    return rows.order_by("category_id", "place", "number")


def _lot(hearing, each):
    drawn = ticket(hearing.seed, each.number) if hearing.seed else ""
    return Lot(each.category.name, each.number, each.place, drawn, each.get_status_display())


def listing(hearing):
    """All numbers of the draw as a table, to compute it again elsewhere."""
    return Listing(
        f"{hearing}抽签",
        (
            Column("number", "报名编号", lambda lot: lot.number, "integer"),
            Column("category", "类别", lambda lot: lot.category),
            Column("ticket", "签", lambda lot: lot.ticket),
            Column("place", "次序", lambda lot: lot.place, ("integer", "null")),
            Column("became", "结果", lambda lot: lot.became),
        ),
        address_of=lambda lot: hearing.get_absolute_url(),
    )


def lots(hearing):
    """The rows of `listing`."""
    return [_lot(hearing, each) for each in _rows(hearing)]
