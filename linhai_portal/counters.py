"""Gapless numbers: one row a series, locked until the number's user is committed or undone together with it."""

from django.db import connection

from linhai_portal.models import Counter


def next_number(series):
    """The next number of a series, from 1, inside the caller's transaction; undone with it, so no gap stays."""
    if not connection.in_atomic_block:
        raise RuntimeError("a number is drawn in the transaction that uses it")
    Counter.objects.get_or_create(series=series)
    counter = Counter.objects.select_for_update().get(series=series)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def go_on_after(series, number):
    """Never give this number or one below it: they came from elsewhere. Inside the caller's transaction."""
    Counter.objects.get_or_create(series=series)
    Counter.objects.filter(series=series, last__lt=number).update(last=number)


def set_back(series, last):
    """Go on after `last`: only when every later number is gone for good, as those of a demonstration."""
    Counter.objects.filter(series=series).update(last=last)
