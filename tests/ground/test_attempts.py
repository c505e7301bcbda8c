"""Tries are counted for everybody together, for a while, and nobody can be told from what is kept."""

import datetime as dt

import pytest
from django.test import RequestFactory
from django.utils import timezone

from linhai_portal.accounts.addresses import origin
from linhai_portal.attempts import count, forget, tries
from linhai_portal.models import Attempt

pytestmark = pytest.mark.django_db


def test_each_deed_and_each_person_has_a_count_of_its_own():
    for _ in range(3):
        count("lookup", "192.0.2.1")
    count("lookup", "192.0.2.2")
    assert [tries("lookup", "192.0.2.1"), tries("lookup", "192.0.2.2"), tries("draft", "192.0.2.1")] == [
        3,
        1,
        0,
    ]


def test_who_it_was_is_not_kept():
    count("lookup", "192.0.2.1")
    row = Attempt.objects.get()
    assert "192" not in row.key and "lookup" not in row.key


def test_after_its_while_a_count_begins_anew_and_is_forgotten():
    count("lookup", "192.0.2.1")
    Attempt.objects.update(until=timezone.now() - dt.timedelta(seconds=1), tries=9)
    assert tries("lookup", "192.0.2.1") == 0
    count("lookup", "192.0.2.1")
    assert tries("lookup", "192.0.2.1") == 1
    Attempt.objects.update(until=timezone.now() - dt.timedelta(seconds=1))
    forget(today=timezone.localdate())
    assert not Attempt.objects.exists()


@pytest.mark.parametrize(
    ("address", "who"),
    [("192.0.2.1", "192.0.2.1"), ("2001:db8:1:2::3", "2001:db8:1:2::/64"), ("unknown", "unknown")],
)
def test_a_household_of_many_addresses_is_one(address, who):
    assert origin(RequestFactory().get("/", REMOTE_ADDR=address)) == who
