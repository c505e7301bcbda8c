"""The frame around every page: what is the same for all readers of one kind is rendered once per process."""

from functools import lru_cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

register = template.Library()

_HERE = "@here@"


@register.simple_tag(takes_context=True)
def frame(context, component):
    """A component that depends on the section, the display mode, a login and the address of this page: on nothing else."""
    kind = context.get("section", ""), context["elder"], context["contrast"], context["user"].is_authenticated
    if settings.DEBUG:
        _rendered.cache_clear()
    # The address is percent-encoded and the rest came out of a template.
    return mark_safe(_rendered(component, *kind).replace(_HERE, context["here"]))  # noqa: S308


@lru_cache(maxsize=500)
def _rendered(component, section, elder, contrast, logged_in):
    return render_to_string(
        f"components/{component}.html",
        {
            "site": settings.SITE,
            "section": section,
            "elder": elder,
            "contrast": contrast,
            "logged_in": logged_in,
            "here": _HERE,
        },
    )
