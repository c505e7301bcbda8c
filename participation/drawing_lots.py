"""Carrying out the draw of a hearing, and showing how it came about, with numbers instead of names."""

from django.db import transaction
from django.utils import timezone

from linhai_portal.data_version import bump
from linhai_portal.workflow import InvalidMove
from participation.drawing import draw, make_seed, ticket
from participation.models import Hearing, HearingRegistration

Status = HearingRegistration.Status


@transaction.atomic
def draw_lots(hearing, *, by, public_number):
    """Once, on the day the public number is known or later; the seed is on the public page from then on."""
    locked = Hearing.objects.select_for_update().select_related("publication").get(pk=hearing.pk)
    _check(locked, public_number, on=timezone.localdate())
    seed = make_seed(locked.publication.index_number, public_number)
    for category in locked.categories.all():
        rows = {each.number: each for each in category.registrations.drawn_from()}
        for place, number in enumerate(draw(seed, list(rows)), start=1):
            _give(rows[number], place, category.seats, by)
    Hearing.objects.filter(pk=locked.pk).update(seed=seed, drawn_at=timezone.now())
    bump()
    hearing.refresh_from_db()


def _check(hearing, public_number, *, on):
    if not hearing.is_by_draw:
        raise InvalidMove("这次听证会按报名先后，不抽签。")
    if hearing.drawn_at:
        raise InvalidMove("已经抽过签了，只抽一次。")
    if hearing.publication.published_at is None or on < hearing.draw_on:
        raise InvalidMove(f"{hearing.draw_on:%Y-%m-%d} 才能抽签，那一天公共数字才公布。")
    if not public_number.strip():
        raise InvalidMove("请填公布出来的公共数字。")


def _give(registration, place, seats, by):
    if place <= seats:
        registration.move(Status.SEATED, by=by, place=place, seat=place)
    else:
        registration.move(Status.WAITING, by=by, place=place)


def drawn(hearing):
    """Of each category the numbers in the order of the draw, each with its ticket and what became of it."""
    rows = hearing.registrations.filter(place__isnull=False).select_related("category")
    found = {}
    for each in rows.order_by("category_id", "place"):
        each.ticket = ticket(hearing.seed, each.number)
        found.setdefault(each.category, []).append(each)
    return found
