import re
from html import escape

from django import template
from django.utils.safestring import mark_safe

register = template.Library()

# A landline with or without its area code, a mobile, or a service number such as 12345.
_PHONE = re.compile(r"(?<![\d-])(?:0\d{2,3}-?\d{7,8}|1\d{10}|1\d{4}|[2-8]\d{6,7})(?![\d-])")


@register.filter
def phone_links(words):
    """The same words with each telephone number as a link that calls it."""
    # What is not a number is escaped, and a number is digits and dashes.
    return mark_safe(_PHONE.sub(lambda found: f'<a href="tel:{found[0]}">{found[0]}</a>', escape(words)))  # noqa: S308
