"""Seats at an event: given out one after the other, never more than there are, and given back with a code."""

from django.db import transaction
from django.utils import timezone

from linhai_portal.crypto import blind_index
from linhai_portal.workflow import InvalidMove
from participation.event_questions import digest_of
from participation.models import Event, Registration

# Without letters and figures that are read as one another: it is told on the phone and copied from paper.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_LENGTH = 8


def code_of(registration):
    """Follows from what was sent, so one page sent twice shows one code; nobody guesses it without the key."""
    number = int(blind_index(f"{registration.event_id}:{registration.digest}", purpose="seat code"), 16)
    letters = []
    for _ in range(_LENGTH):
        number, place = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[place])
    return "".join(letters)


def _index(code):
    plain = "".join(code.upper().split()).replace("-", "")
    return blind_index(plain, purpose="seat code index")


@transaction.atomic
def book(event, *, people, sent, by=None, **facts):
    """Seats for so many people; who books for others by telephone says so with `by`."""
    locked = Event.objects.select_for_update().get(pk=event.pk)
    digest, known = _sent_before(locked, digest_of(sent, facts.get("person_name", "")))
    if known:
        return known
    _check(locked, people)
    registration = Registration(
        event=locked, people=people, digest=digest, entered_by=by, received_at=timezone.now(), **facts
    )
    registration.code_index = _index(code_of(registration))
    registration.save()
    return registration


def _sent_before(event, digest):
    """The mark to store, and what the same page has booked; one that was cancelled since and is sent again books anew."""
    known = event.registrations.filter(digest=digest).first()
    while known and known.status == Registration.Status.CANCELLED:
        digest = digest_of(digest, str(known.pk))
        known = event.registrations.filter(digest=digest).first()
    return digest, known


def _check(event, people):
    now = timezone.now()
    if not event.takes_registrations(now=now, on=timezone.localdate(now)):
        raise InvalidMove("报名已经截止。")
    left = event.seats_left()
    if people > left:
        words = f"只剩 {left} 个名额，不够 {people} 个人。" if left else "名额已经满了。"
        raise InvalidMove(f"{words}有人取消的话，名额会空出来，您可以过些时候再来看。")


@transaction.atomic
def cancel_with(event, *, code):
    """The seat goes to who comes next; the same words whether the code is wrong or of another event."""
    registration = event.registrations.booked().filter(code_index=_index(code)).first()
    if registration is None:
        raise InvalidMove("没有找到这个取消码的报名。请核对取消码；已经取消过的，不用再取消。")
    registration.move(Registration.Status.CANCELLED, by=None, note="本人取消")


def cancel(registration, *, by, reason):
    if not reason.strip():
        raise InvalidMove("请写明为什么取消。")
    registration.move(Registration.Status.CANCELLED, by=by, note=reason)
