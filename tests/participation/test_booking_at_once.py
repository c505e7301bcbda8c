"""Many want the last seats at the same moment: no seat is given twice, and none stays empty."""

from functools import partial

import pytest

from linhai_portal.workflow import InvalidMove
from participation import booking, rescheduling
from participation.models import Event, EventChange, Registration
from tests.at_once import at_once
from tests.make import make_user
from tests.make_participation import make_public_event, make_registration

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_six_who_want_the_last_three_seats_three_get_them():
    event = make_public_event(seats=4)
    make_registration(event)
    deeds = [partial(make_registration, Event.objects.get(pk=event.pk)) for _ in range(6)]
    answers = at_once(*deeds, held=[Event.objects.filter(pk=event.pk)])
    assert sorted(type(each).__name__ for each in answers) == ["InvalidMove"] * 3 + ["Registration"] * 3
    assert event.seats_taken() == 4


def test_one_page_sent_by_two_presses_at_once_books_once():
    event = make_public_event(seats=5)
    told = {"people": 2, "sent": "same", "person_name": "示例甲", "contact": "0576-1"}
    deeds = [partial(booking.book, Event.objects.get(pk=event.pk), **told) for _ in range(2)]
    first, second = at_once(*deeds, held=[Event.objects.filter(pk=event.pk)])
    assert first == second and event.seats_taken() == 2


def test_a_seat_is_given_back_once_however_often_it_is_sent():
    event = make_public_event(seats=5)
    code = booking.code_of(make_registration(event))
    deeds = [partial(booking.cancel_with, event, code=code) for _ in range(2)]
    answers = at_once(*deeds, held=[Registration.objects.all()])
    assert [type(each) for each in answers if each] == [InvalidMove]
    assert Registration.objects.get().events.count() == 1


def test_an_event_is_called_off_once_by_two_who_do_so_at_once():
    event, by = make_public_event(), make_user("editor")
    deeds = [
        partial(rescheduling.call_off, Event.objects.get(pk=event.pk), by=by, reason="台风") for _ in range(2)
    ]
    answers = at_once(*deeds, held=[Event.objects.filter(pk=event.pk)])
    assert sorted(type(each).__name__ for each in answers) == ["EventChange", "InvalidMove"]
    assert EventChange.objects.count() == 1
