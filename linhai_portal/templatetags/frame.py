"""The frame around every page, and other parts that are rendered once per process."""

from django import template
from django.utils.safestring import mark_safe

from linhai_portal.fragments import fragment

register = template.Library()
register.simple_tag(fragment)

_HERE = "@here@"


@register.simple_tag(takes_context=True)
def frame(context, component):
    """A component that depends on the section, the display mode, a login and the address of this page: on nothing else."""
    html = fragment(
        component,
        section=context.get("section", ""),
        elder=context["elder"],
        contrast=context["contrast"],
        logged_in=context["user"].is_authenticated,
        here=_HERE,
    )
    # The address is percent-encoded and the rest came out of a template.
    return mark_safe(html.replace(_HERE, context["here"]))  # noqa: S308
