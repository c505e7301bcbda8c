"""The text of an old page: cleaned, with its own pictures and files in the place of those of the older site."""

import re
from html import escape, unescape
from urllib.parse import unquote, urlsplit

from linhai_portal import rich_text

_PICTURE = re.compile(r'<img src="([^"]*)"(?: alt="([^"]*)")?>')
_LINK = re.compile(r'href="([^"]*)"')


class BadBody(ValueError):
    """The message says in Chinese what is wrong with the text."""


def cleaned(text, *, pictures):
    """`pictures` are the names of the files that may stand in it; raises BadBody."""

    def is_own(src):
        return name_in(src) in pictures

    html = text if rich_text.has_markup(text) else rich_text.from_plain(text)
    try:
        body = rich_text.clean(html, is_own_picture=is_own)
        lost = rich_text.lost_pictures(html, is_own_picture=is_own)
    except rich_text.Refused as refusal:
        raise BadBody(str(refusal)) from refusal
    if lost:
        raise BadBody(
            f"有 {lost} 张图片没有文件。请把图片放进文件夹，文件名写进“附件”一栏；不需要的，从正文里删去。"
        )
    return body


def name_in(address):
    """The file name at the end of an address."""
    return unquote(urlsplit(unescape(address)).path).replace("\\", "/").rpartition("/")[2]


def pictures_in(body):
    """The file name of each picture with its description, if the old page had one."""
    described = rich_text.missing_alt(body)
    return {
        name_in(src): "" if unescape(src) in described else unescape(alt)
        for src, alt in _PICTURE.findall(body)
    }


def with_own_files(body, places):
    """Pictures and links that name a file lead to the stored one; `places` gives address and description by name."""

    def picture(match):
        address, words = places[name_in(match[1])]
        return f'<img src="{escape(address)}" alt="{escape(words)}">'

    def link(match):
        address, _ = places.get(name_in(match[1]), ("", ""))
        return f'href="{escape(address)}"' if address else match[0]

    return _LINK.sub(link, _PICTURE.sub(picture, body))
