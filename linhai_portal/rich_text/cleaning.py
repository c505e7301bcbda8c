"""The two doors a text passes: `clean` when it is saved, `sanitise` when it is shown."""

import re
from collections.abc import Callable
from html import escape

import nh3

from linhai_portal.rich_text.model import CAPTION, CENTER, FLUSH, RIGHT
from linhai_portal.rich_text.paragraphs import NOT_TEXT
from linhai_portal.rich_text.reader import read
from linhai_portal.rich_text.writer import write

TAGS = {
    "a",
    "blockquote",
    "br",
    "caption",
    "em",
    "h2",
    "h3",
    "h4",
    "hr",
    "img",
    "li",
    "ol",
    "p",
    "strong",
    "sub",
    "sup",
}
TAGS |= {"table", "tbody", "td", "th", "thead", "tr", "ul"}
ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
CLASSES = {"p": {RIGHT, CENTER, FLUSH, CAPTION}, "td": {RIGHT, CENTER}, "th": {RIGHT, CENTER}}
SCHEMES = {"http", "https", "mailto", "tel"}
MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")


def no_picture(src: str) -> bool:
    return False


def any_picture(src: str) -> bool:
    return True


def clean(html: str, *, is_own_picture: Callable[[str], bool] = no_picture) -> str:
    """What Word, WPS or a person wrote, as it may be stored: a second cleaning changes nothing.

    Pictures stay where `is_own_picture` says yes to their address. Raises `Refused` with a sentence for the person.
    """
    blocks = read(html, is_own_picture=is_own_picture)
    return sanitise(write(blocks), is_own_picture=is_own_picture)


def sanitise(html: str, *, is_own_picture: Callable[[str], bool] = any_picture) -> str:
    """Only what is allowed, whoever stored it and how; quick, for the moment of showing."""

    def allowed(tag, name, value):
        return None if (tag, name) == ("img", "src") and not is_own_picture(value) else value

    return nh3.clean(
        NOT_TEXT.sub("", html),
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=allowed,
        allowed_classes=CLASSES,
        url_schemes=SCHEMES,
        link_rel=None,
    )


def lost_pictures(html: str, *, is_own_picture: Callable[[str], bool] = no_picture) -> int:
    """How many pictures `clean` leaves out, so that nobody loses one without being told."""
    seen = []

    def look(src):
        seen.append(is_own_picture(src))
        return seen[-1]

    read(html, is_own_picture=look)
    return seen.count(False)


def has_markup(text: str) -> bool:
    return MARKUP.search(text) is not None


def from_plain(text: str) -> str:
    """Text typed without tags: each line is a paragraph."""
    return "\n".join(f"<p>{escape(line, quote=False)}</p>" for line in text.splitlines() if line.strip())
