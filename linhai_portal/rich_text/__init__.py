"""Texts with headings, lists, tables and pictures: cleaned of what Word, WPS and an attacker put in, and asked about.

Pure: knows no framework. Sizes are bounded, and `clean(clean(html)) == clean(html)`.
"""

from linhai_portal.rich_text.addresses import is_external
from linhai_portal.rich_text.cleaning import clean, from_plain, has_markup, lost_pictures, sanitise
from linhai_portal.rich_text.limits import MAX_CHARACTERS, Refused
from linhai_portal.rich_text.questions import (
    external_links,
    for_page,
    missing_alt,
    outline,
    plain_text,
    with_anchors,
)

__all__ = [
    "MAX_CHARACTERS",
    "Refused",
    "clean",
    "external_links",
    "for_page",
    "from_plain",
    "has_markup",
    "is_external",
    "lost_pictures",
    "missing_alt",
    "outline",
    "plain_text",
    "sanitise",
    "with_anchors",
]
