"""The rows of a standard catalog as HTML: one table for the screen, the phone and the national layout on paper.

Written in Python because the template language needs 9 ms for 50 rows, more than a whole page may cost (budget P1).
Class `n` marks what only the national layout shows, class `s` what only the screen shows; the style sheet chooses.
"""

import json
import re
from collections import namedtuple
from dataclasses import dataclass
from functools import lru_cache, reduce
from html import escape
from operator import or_

from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.safestring import mark_safe

from catalog.layouts.vocabulary import CHANNELS, LEVELS
from catalog.models import Item
from catalog.models.elements import names_of
from linhai_portal.addresses import address_of
from linhai_portal.fragments import fragment

_FIELDS = [
    "domain_id",
    "position",
    "code",
    "level1",
    "level2",
    "level3",
    "content",
    "legal_basis",
    "time_limit",
    "publisher_text",
    "channel_flags",
    "other_channel",
    "to_everyone",
    "audience_group",
    "proactive",
    "on_request",
    "level_flags",
    "evidence",
]
CatalogRow = namedtuple("CatalogRow", _FIELDS)
# For `values_list`. 公开依据 stays the JSON it is stored as: the same few lists stand in many rows and are read once.
COLUMNS = [Cast(name, TextField()) if name == "legal_basis" else name for name in _FIELDS]

_MARKS = slice(_FIELDS.index("channel_flags"), _FIELDS.index("level_flags") + 1)
_ALWAYS_A_COLUMN = {"县级", "乡级"}
_CONFIRMED = {Item.Evidence.SEEN, Item.Evidence.UNIT}
_UNCONFIRMED = ' <span class="tag warn">待责任单位核定</span>'
_COLUMNS_BESIDE_LEVELS = 13
_CODE = "CODE"
# 条例第二十六条, the general limit: the screen leaves its fixed words out, paper and the item page keep them.
_GENERAL_LIMIT = re.compile(
    r"([自该政府公开事项信息形成或者变更（）之日起]*)(\d+个工作日内)(予以公开|及时公开|公开)?(.*)", re.DOTALL
)


@dataclass(frozen=True)
class CatalogTable:
    rows: str
    levels: tuple
    has_level3: bool

    @property
    def head(self):
        return fragment("catalog_table_head", levels=self.levels, has_level3=self.has_level3)

    @property
    def leaf_columns(self):
        return 12 + self.has_level3 + len(self.levels)


def by_level1(row):
    """The group row above a 一级事项, with an anchor to jump to."""
    return row.level1 or "其他", f' id="p{row.position}"'


def catalog_table(rows, *, heading=by_level1, marks_unconfirmed=False, page="catalog:item"):
    """`rows` are CatalogRows; `heading(row)` gives the words of the group row above it and its attributes.

    `page` names the page of an item that its name leads to.
    """
    used = {*names_of(reduce(or_, (row.level_flags for row in rows), 0), LEVELS)} | _ALWAYS_A_COLUMN
    levels = tuple(name for name in LEVELS if name in used)
    has_level3 = any(row.level3 for row in rows)
    width = _COLUMNS_BESIDE_LEVELS + has_level3 + len(levels)
    address = address_of(page, _CODE)
    parts, group = [], None
    for row in rows:
        words, attributes = heading(row)
        if starts := words != group:
            parts.append(_group(words, attributes, width))
        mark = _UNCONFIRMED if marks_unconfirmed and row.evidence not in _CONFIRMED else ""
        names = _names(row, address.replace(_CODE, row.code), has_level3, starts=starts, mark=mark)
        parts.append(_row(row, names, levels))
        group = words
    # Every part escapes what it was given.
    return CatalogTable(mark_safe("".join(parts)), levels, has_level3)  # noqa: S308


def _group(words, attributes, width):
    return f'<tr class="g"{attributes}><th colspan="{width}" scope="colgroup">{escape(words)}</th></tr>\n'


def _row(row, names, levels):
    return (
        f'<tr><td class="q">{row.position}</td>{names}'
        f'<td class="c">{escape(row.content)}</td><td class="n">{_basis(row.legal_basis)}</td>'
        f'<td class="w">{_limit(row.time_limit)}</td><td class="p">{_repeated(row.publisher_text)}</td>'
        f"{_marks(*row[_MARKS], levels)}</tr>\n"
    )


def _names(row, address, has_level3, *, starts, mark):
    """一级 stands once a group: border-less cells instead of a row span, which would break over pages badly."""
    level1 = f'<td class="n m a">{_repeated(row.level1)}</td>' if starts else '<td class="n m"></td>'
    link = f'<a href="{address}">{escape(row.level3 or row.level2 or row.level1)}</a>{mark}'
    if not has_level3:
        return f'{level1}<th class="t" scope="row">{link}</th>'
    only_screen = "" if row.level3 else ' class="s"'
    level2 = f'<td class="n">{escape(row.level2)}</td>'
    return f'{level1}{level2}<th class="t" scope="row"><span{only_screen}>{link}</span></th>'


_repeated = lru_cache(maxsize=4096)(escape)


@lru_cache(maxsize=4096)
def _basis(stored):
    return escape("；".join(json.loads(stored)))


@lru_cache(maxsize=4096)
def _limit(printed):
    general = _GENERAL_LIMIT.fullmatch(printed)
    if general is None:
        return escape(printed)
    head, core, tail, rest = (escape(part or "") for part in general.groups())
    head, tail = (f'<span class="n">{words}</span>' if words else "" for words in (head, tail))
    return head + core + tail + rest


@lru_cache(maxsize=4096)
def _marks(
    channel_flags, other_channel, to_everyone, audience_group, proactive, on_request, level_flags, levels
):
    """The cells that are ticked, of which a catalog knows but a few combinations."""
    ticks = _ticks(to_everyone, audience_group, proactive, on_request)
    return f"{_channels(channel_flags, other_channel)}{ticks}{_levels(level_flags, levels)}"


def _channels(flags, other):
    chosen = set(names_of(flags, CHANNELS))
    words = [f"{'■' if name in chosen else '□'}{name}" for name in CHANNELS[:-1]]
    words.append(f"{'■' if other or CHANNELS[-1] in chosen else '□'}{CHANNELS[-1]}{escape(other)}")
    return f'<td class="n"><span class="ch">{"<br>".join(words)}</span></td>'


def _ticks(to_everyone, audience_group, proactive, on_request):
    cells = (
        "√" if to_everyone else "",
        escape(audience_group),
        "√" if proactive else "",
        "√" if on_request else "",
    )
    return "".join(f'<td class="n k">{cell}</td>' for cell in cells)


def _levels(flags, columns):
    chosen = names_of(flags, LEVELS)
    ticks = "".join(f'<td class="n k">{"√" if name in chosen else ""}</td>' for name in columns)
    return f'<td class="s l">{"、".join(chosen)}</td>{ticks}'
