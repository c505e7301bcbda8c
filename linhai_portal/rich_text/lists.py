"""Paragraphs that Word and WPS only number become real lists; a numbering that HTML has not stays as text.

`1.` `1、` `1)` and bullets are lists. `一、` `（一）` `（1）` `①` stay: the text of an official document is cited by them.
"""

import re

from linhai_portal.rich_text.limits import MAX_LIST_DEPTH
from linhai_portal.rich_text.model import Bullets, Paragraph, Run

NUMBER = re.compile(r"(\d{1,4})\s*[.．、)）]?", re.ASCII)
# Letters of Symbol and Wingdings that print as bullets, and the bullets themselves.
BULLET = re.compile("[·•●○■□◆◇▪▫►➢➤✓✔※*–—\\-oØ§ülnuvq\uf000-\uf0ff]")


def grouped(blocks: list) -> list:
    """The blocks with each row of numbered paragraphs as one list."""
    whole, path = [], []
    for each in blocks:
        number = _number(each) if isinstance(each, Paragraph) and each.level else ""
        if number == "":
            path = []
            whole.append(_with_marker(each))
        else:
            path = _placed(whole, path, each, number)
    return whole


def _number(paragraph):
    """The number before the paragraph, None for a bullet, empty where the marker must stay text."""
    marker = paragraph.marker.strip()
    if match := NUMBER.fullmatch(marker):
        return int(match[1])
    return None if BULLET.fullmatch(marker) else ""


def _with_marker(each):
    if isinstance(each, Paragraph) and each.marker.strip():
        each.content = [Run(each.marker.strip()), *each.content]
    if isinstance(each, Paragraph):
        each.marker, each.level = "", 0
    return each


def _placed(whole, path, paragraph, number):
    """Put the paragraph into the list of its level; the lists that are open afterwards."""
    depth = min(paragraph.level, len(path) + 1, MAX_LIST_DEPTH)
    path = path[:depth]
    if len(path) == depth and not _continues(path[-1], number):
        path = path[:-1]
    if len(path) < depth:
        new = Bullets(start=number)
        (path[-1].items[-1] if path else whole).append(new)
        path = [*path, new]
    path[-1].items.append([Paragraph(paragraph.content)])
    return path


def _continues(bullets, number):
    if number is None or bullets.start is None:
        return number is bullets.start
    return number == bullets.start + len(bullets.items)
