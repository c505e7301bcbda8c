import datetime as dt

from django.utils import timezone


def midnight(day):
    """When a day begins here."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
