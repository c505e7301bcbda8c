"""From the model to HTML: one way to write each thing, a line for each block."""

from html import escape
from itertools import groupby

from linhai_portal.rich_text.model import MARKS, Break, Bullets, Paragraph, Picture, Quote, Rule


def write(blocks: list) -> str:
    return "\n".join(write_block(each) for each in blocks)


def write_block(block) -> str:
    if isinstance(block, Paragraph):
        return element(block.tag, inline(block.content), block.css)
    if isinstance(block, Bullets):
        return _bullets(block)
    if isinstance(block, Quote):
        return f"<blockquote>\n{write(block.blocks)}\n</blockquote>"
    return "<hr>" if isinstance(block, Rule) else _table(block)


def element(tag: str, inner: str, css: str = "", more: str = "") -> str:
    classes = f' class="{css}"' if css else ""
    return f"<{tag}{classes}{more}>{inner}</{tag}>"


def inline(content: list) -> str:
    parts = []
    for href, group in groupby(content, key=lambda each: getattr(each, "href", "")):
        inner = _marked(list(group), MARKS)
        parts.append(f'<a href="{escape(href)}">{inner}</a>' if href else inner)
    return "".join(parts)


def _marked(pieces, marks):
    if not marks:
        return "".join(_piece(each) for each in pieces)
    mark, *others = marks
    parts = []
    for has_mark, group in groupby(pieces, key=lambda each: mark in getattr(each, "marks", ())):
        inner = _marked(list(group), others)
        parts.append(element(mark, inner) if has_mark else inner)
    return "".join(parts)


def _piece(each):
    if isinstance(each, Break):
        return "<br>"
    if isinstance(each, Picture):
        alt = f' alt="{escape(each.alt)}"' if each.alt else ""
        return f'<img src="{escape(each.src)}"{alt}>'
    return escape(each.text, quote=False)


def _bullets(bullets):
    tag = "ul" if bullets.start is None else "ol"
    start = f' start="{bullets.start}"' if bullets.start not in (None, 1) else ""
    items = "\n".join(element("li", _inner(each)) for each in bullets.items)
    return f"<{tag}{start}>\n{items}\n</{tag}>"


def _inner(blocks):
    """What stands in an item or a cell: a single paragraph is written without its tag."""
    alone = sum(isinstance(each, Paragraph) for each in blocks) == 1 and isinstance(blocks[0], Paragraph)
    if not alone or blocks[0].css:
        return write(blocks)
    return "\n".join([inline(blocks[0].content), *(write_block(each) for each in blocks[1:])])


def _table(table):
    caption = f"<caption>{inline(table.caption)}</caption>\n" if table.caption else ""
    head = _section("thead", table.rows[: table.head], "col")
    return f"<table>\n{caption}{head}{_section('tbody', table.rows[table.head :], 'row')}</table>"


def _section(tag, rows, scope):
    lines = "\n".join(element("tr", "".join(_cell(cell, scope) for cell in row)) for row in rows)
    return f"<{tag}>\n{lines}\n</{tag}>\n" if rows else ""


def _cell(cell, scope):
    more = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    more += f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    if cell.header:
        return element("th", _inner(cell.blocks), cell.css, f'{more} scope="{scope}"')
    return element("td", _inner(cell.blocks), cell.css, more)
