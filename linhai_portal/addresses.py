"""Addresses of the objects a page names by the dozen: the resolver is asked once per kind of page (docs/adr/0004)."""

from functools import lru_cache

from django.urls import reverse

_PLACE = "SLUG"


def address_of(url_name, slug):
    """What `reverse(url_name, args=[slug])` gives; `slug` must be one, as the models see to."""
    return _pattern(url_name).replace(_PLACE, slug)


@lru_cache
def _pattern(url_name):
    return reverse(url_name, args=[_PLACE])
