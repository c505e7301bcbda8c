"""Parts of a page that follow from a few words, rendered once per process for each choice of them (docs/adr/0004)."""

from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string


def fragment(component, **facts):
    """A component as HTML. `facts`, and the names of the site, are all it sees: plain words, numbers, tuples of them.

    Words already marked safe do not belong in a tuple: there they would be taken for the same words unescaped.
    """
    if settings.DEBUG:
        _rendered.cache_clear()
    return _rendered(component, **facts)


@lru_cache(maxsize=1000, typed=True)
def _rendered(component, **facts):
    return render_to_string(f"components/{component}.html", {"site": settings.SITE} | facts)
