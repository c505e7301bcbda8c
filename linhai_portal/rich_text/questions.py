"""What is asked of a cleaned text, and what a page makes of it."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from html import escape
from itertools import chain

from linhai_portal.rich_text.addresses import is_external
from linhai_portal.rich_text.cleaning import any_picture, sanitise
from linhai_portal.rich_text.model import Bullets, Paragraph, Picture, Quote, Run, Table
from linhai_portal.rich_text.reader import read
from linhai_portal.rich_text.writer import element, inline, write_block

# What Word, WPS and cameras write of their own accord describes nothing.
NO_DESCRIPTION = re.compile(
    r"(?:图片|图像|照片|文本框|picture|image|img|dsc|screenshot|微信图片|wps图片)[\s_\-]*[\d_\-]*"
    r"|\S*\.(?:png|jpe?g|gif|bmp|webp|emf|wmf|tiff?)",
    re.IGNORECASE,
)


def missing_alt(html: str) -> list[str]:
    """The addresses of pictures that nobody has described; a file name is no description."""
    pictures = (each for each in _pieces(_read(html)) if isinstance(each, Picture))
    return [each.src for each in pictures if not each.alt or NO_DESCRIPTION.fullmatch(each.alt)]


def external_links(html: str) -> list[str]:
    """Addresses outside this site, each once, in their order."""
    links = (each.href for each in _pieces(_read(html)) if isinstance(each, Run))
    return list(dict.fromkeys(link for link in links if is_external(link)))


def outline(html: str) -> list[tuple[str, str]]:
    """(id, title) of each heading, as `with_anchors` marks them."""
    headings = _headings(_read(html))
    return list(zip(_ids(headings), (each.text for each in headings), strict=True))


def with_anchors(html: str) -> str:
    """The headings with ids that stay while their words stay, whatever is written around them."""
    return _with_anchors(_read(html), write_block)


def for_page(html: str, *, link: Callable[[str], str] = str) -> str:
    """As it is shown: sanitised, with anchors, and each table in a frame that scrolls on a narrow screen.

    `link` says for each address where its link leads on this page; where it leads nowhere, the words stay.
    """
    blocks = _read(sanitise(html))
    for content in _contents(blocks):
        content[:] = [
            replace(each, href=link(each.href)) if isinstance(each, Run) and each.href else each
            for each in content
        ]
    return _with_anchors(blocks, _framed)


def plain_text(html: str) -> str:
    """Readable without markup: a line for each paragraph and row, cells parted by tabs."""
    return "\n".join(line for line in _lines(_read(html)) if line.strip())


def _read(html):
    return read(html, is_own_picture=any_picture)


def _headings(blocks):
    return [each for each in blocks if isinstance(each, Paragraph) and each.tag != "p"]


def _ids(headings):
    seen = Counter()
    for each in headings:
        name = "s-" + hashlib.sha256(each.text.encode()).hexdigest()[:8]
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name}-{seen[name]}"


def _with_anchors(blocks, write):
    ids = _ids(_headings(blocks))
    return "\n".join(
        element(each.tag, inline(each.content), more=f' id="{next(ids)}"')
        if isinstance(each, Paragraph) and each.tag != "p"
        else write(each)
        for each in blocks
    )


def _framed(block):
    if not isinstance(block, Table):
        return write_block(block)
    name = escape("".join(each.text for each in block.caption if isinstance(each, Run)) or "表格")
    table = write_block(block)
    return f'<div class="doc-scroll" role="region" aria-label="{name}" tabindex="0">\n{table}\n</div>'


def _pieces(blocks):
    """Every run, break and picture."""
    return chain.from_iterable(_contents(blocks))


def _contents(blocks):
    """Every list of runs, breaks and pictures."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.content
        elif isinstance(block, Table):
            yield block.caption
            for row in block.rows:
                for cell in row:
                    yield from _contents(cell.blocks)
        elif isinstance(block, Bullets):
            for item in block.items:
                yield from _contents(item)
        elif isinstance(block, Quote):
            yield from _contents(block.blocks)


def _lines(blocks):
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Table):
            if block.caption:
                yield Paragraph(block.caption).text
            for row in block.rows:
                yield "\t".join(" ".join(" ".join(_lines(cell.blocks)).split()) for cell in row)
        elif isinstance(block, Quote):
            yield from _lines(block.blocks)
        elif isinstance(block, Bullets):
            yield from _items(block)


def _items(bullets):
    for number, item in enumerate(bullets.items):
        mark = "· " if bullets.start is None else f"{bullets.start + number}. "
        lines = list(_lines(item))
        yield mark + (lines[0] if lines else "")
        yield from lines[1:]
