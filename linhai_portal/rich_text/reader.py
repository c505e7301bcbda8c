"""From HTML of any kind to the model: one pass over the tokens, with the open elements at hand."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from linhai_portal.rich_text.addresses import link
from linhai_portal.rich_text.elements import (
    BLOCKS,
    CELLS,
    GONE,
    HEADING_TAGS,
    IN_TABLE,
    LIST_WALLS,
    LISTS,
    MARK_TAGS,
    SECTIONS,
    VOID,
    WALLS,
    Flow,
    Open,
    State,
)
from linhai_portal.rich_text.finishing import align, finished, one_line
from linhai_portal.rich_text.limits import (
    MAX_CHARACTERS,
    MAX_DEPTH,
    MAX_LIST_DEPTH,
    MAX_TEXT,
    MAX_TOKENS,
    Refused,
)
from linhai_portal.rich_text.model import (
    Break,
    Bullets,
    Cell,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Run,
    Table,
)
from linhai_portal.rich_text.paragraphs import NOT_TEXT, split_lines, tidy
from linhai_portal.rich_text.styles import NOTHING, Facts, facts_of
from linhai_portal.rich_text.tables import regular
from linhai_portal.rich_text.tokens import tokens

TOO_LONG = "正文太长。请分成几篇，或者把长的部分作为附件上传。"


def read(html: str, *, is_own_picture: Callable[[str], bool]) -> list:
    """The blocks of a text; pictures that are not ours are left out. Refuses what is too large, in Chinese."""
    reader, text = Reader(is_own_picture), 0
    if len(html) > MAX_CHARACTERS:
        raise Refused(TOO_LONG)
    for number, token in enumerate(tokens(html)):
        text += len(token) if isinstance(token, str) else 0
        if number >= MAX_TOKENS or text > MAX_TEXT:
            raise Refused(TOO_LONG)
        reader.take(token)
    return reader.end()


class Reader:
    def __init__(self, is_own_picture):
        self.is_own_picture = is_own_picture
        self.opened: list[Open] = []
        self.counts: Counter = Counter()
        self.too_deep: Counter = Counter()
        self.flows = [Flow("root")]
        self.tables: list[Table] = []

    def take(self, token):
        if isinstance(token, str):
            self._text(token)
        elif token.closes and token.name != "br":
            self._close_tag(token.name)
        else:
            self._open_tag(token)

    def end(self):
        self._pop_to(0)
        self._flush()
        return finished(self.flows[0].blocks)

    @property
    def state(self):
        return self.opened[-1].state if self.opened else State()

    @property
    def flow(self):
        return self.flows[-1]

    # text

    def _text(self, text):
        state = self.state
        if state.is_gone:
            return
        if state.is_marker:
            self.flow.marker += text[:20]
        elif state.is_loose and "\n" in text:
            for number, part in enumerate(text.replace("\r\n", "\n").split("\n\n")):
                if number:
                    self._flush()
                self._add(Run(part, state.marks, state.href))
        else:
            self._add(Run(text, state.marks, state.href))

    def _add(self, piece):
        if not self.flow.content:
            self.flow.state = self.state
        self.flow.content.append(piece)

    def _flush(self):
        """End the paragraph."""
        flow = self.flow
        if not flow.content and not flow.marker:
            return
        state = flow.state
        for piece in split_lines(flow.content):
            paragraph = Paragraph(piece, state.tag, state.css, flow.marker, state.level)
            tidied = tidy(paragraph, is_word=state.is_word and not state.level, is_indented=state.is_indented)
            if tidied:
                flow.blocks.append(tidied)
            flow.marker = ""
        flow.content = []

    # tags

    def _open_tag(self, tag):
        name = tag.name
        if name in VOID:
            self._void(tag)
            return
        self._imply_ends(name)
        if len(self.opened) >= MAX_DEPTH:
            self.too_deep[name] += 1
            return
        facts = facts_of(tag.attributes)
        state = self._handed_down(tag, facts)
        close = None if state.is_gone else self._begin(tag, state)
        if name == "table" and close is None and not state.is_gone:
            state = replace(state, is_flat=True)
        self.opened.append(Open(name, state, close))
        self.counts[name] += 1

    def _handed_down(self, tag, facts):
        above, name = self.state, tag.name
        is_plain = facts is NOTHING and name not in MARK_TAGS and name not in ("a", "ins")
        is_block = (
            name in BLOCKS or name in IN_TABLE or name in LISTS or name in ("li", "blockquote", "table")
        )
        if is_plain and not is_block:
            return replace(above, is_gone=True) if name in GONE and not above.is_gone else above
        state = replace(
            above,
            marks=_marks(above.marks, name, facts),
            href=link(tag.attributes.get("href", "")) if name == "a" else above.href,
            is_gone=above.is_gone or facts.is_gone or name in GONE or _is_ruler(tag),
            is_marker=above.is_marker or facts.is_marker,
        )
        return self._as_block(state, name, facts) if is_block else state

    def _as_block(self, state, name, facts):
        css = state.css if facts.css is None else facts.css
        if name in ("li", "table", "blockquote", *LISTS):
            css = ""
        elif name == "center":
            css = "doc-center"
        tag = _heading(name, facts) if self.flow.kind == "root" else "p"
        return replace(
            state,
            css=css,
            tag=tag or (state.tag if name in BLOCKS - {"p"} else "p"),
            level=facts.level or state.level,
            is_word=facts.is_word,
            is_indented=facts.is_indented,
            is_loose=False,
        )

    def _begin(self, tag, state):
        """What begins with this tag; the deed that ends it."""
        name = tag.name
        if name in CELLS and self._in_table() and not state.is_flat:
            return self._begin_cell(tag, state)
        if name == "table" and not state.is_flat and self.flow.kind in ("root", "quote"):
            return self._begin_table()
        if name in LISTS and self._list_depth() < MAX_LIST_DEPTH and not state.is_flat:
            return self._begin_list(tag)
        if name == "li" and self._open_list() and not state.is_flat:
            return self._begin_item()
        if name == "blockquote" and self.flow.kind == "root":
            return self._begin_quote()
        if name == "caption" and self._in_table() and not state.is_flat:
            return self._begin_caption()
        if name in ("tr", *SECTIONS) and self._in_table() and not state.is_flat:
            if name == "tr":
                self._begin_row()
            return None
        return self._begin_block(name, state)

    def _begin_block(self, name, state):
        if name in CELLS and state.is_flat:
            self._add(Run(" "))
            return None
        if name in BLOCKS or name in ("tr", "table", "caption", "li", "blockquote", *CELLS, *LISTS):
            self._flush()
            return None if name == "table" else self._flush
        return None

    def _enter(self, kind):
        self._flush()
        self.flows.append(Flow(kind))
        return self.flow

    def _leave(self):
        self._flush()
        flow = self.flows.pop()
        flow.blocks = finished(flow.blocks)
        return flow

    def _begin_table(self):
        self._flush()
        table = Table()
        self.tables.append(table)

        def end():
            self._flush()
            self.tables.pop()
            self._put_table(table)

        return end

    def _put_table(self, table):
        table = regular(table)
        if not table:
            return
        if len(table.rows) == 1 and len(table.rows[0]) == 1 and not table.caption:
            self.flow.blocks.extend(table.rows[0][0].blocks)  # a frame around a text
        else:
            self.flow.blocks.append(table)

    def _in_table(self):
        """Directly in a table, not in a cell of it."""
        return bool(self.tables) and self.flow.kind not in ("cell", "caption", "item")

    def _begin_row(self):
        table = self.tables[-1]
        table.rows.append([])
        if self.counts["thead"]:
            table.head = len(table.rows)

    def _begin_cell(self, tag, state):
        table = self.tables[-1]
        if not table.rows:
            self._begin_row()
        row = table.rows[-1]
        cell = Cell(
            header=tag.name == "th",
            columns=_span(tag.attributes.get("colspan")),
            rows=_span(tag.attributes.get("rowspan")),
        )
        row.append(cell)
        self._enter("cell")

        def end():
            cell.blocks = self._leave().blocks
            align(cell)

        return end

    def _begin_caption(self):
        table = self.tables[-1]
        self._enter("caption")

        def end():
            blocks = [each for each in self._leave().blocks if isinstance(each, Paragraph)]
            if blocks and not table.caption:
                table.caption = one_line(blocks)

        return end

    def _begin_quote(self):
        self._enter("quote")

        def end():
            if blocks := self._leave().blocks:
                self.flow.blocks.append(Quote(blocks))

        return end

    def _begin_list(self, tag):
        """A list; one directly in a list belongs to the item before it."""
        outer = self._open_list()
        item = None
        if outer is not None:
            if not outer.items:
                outer.items.append([])
            item = outer.items[-1]
        self._flush()
        bullets = Bullets(start=_start(tag.attributes) if tag.name == "ol" else None)

        def end():
            self._flush()
            bullets.items = [each for each in bullets.items if each]
            if bullets.items:
                (self.flow.blocks if item is None else item).append(bullets)

        end.bullets = bullets
        return end

    def _open_list(self):
        """The list whose item may begin here; None inside an item or a cell."""
        for each in reversed(self.opened):
            if each.name in LISTS and hasattr(each.close, "bullets"):
                return each.close.bullets
            if each.name in ("li", "td", "th", "caption", "table", "blockquote"):
                return None
        return None

    def _list_depth(self):
        return sum(hasattr(each.close, "bullets") for each in self.opened)

    def _begin_item(self):
        bullets = self._open_list()
        item = []
        bullets.items.append(item)
        self._enter("item")

        def end():
            item[:0] = self._leave().blocks

        return end

    def _void(self, tag):
        state = self.state
        if state.is_gone or state.is_marker:
            return
        if tag.name == "br":
            self._add(Break())
        elif tag.name == "hr" and self.flow.kind in ("root", "quote") and not self.tables:
            self._flush()
            self.flow.blocks.append(Rule())
        elif tag.name == "img" and not facts_of(tag.attributes).is_gone:
            src = tag.attributes.get("src", "").strip()
            if self.is_own_picture(src):
                alt = " ".join(NOT_TEXT.sub("", tag.attributes.get("alt", "")).split())
                self._add(Picture(src, alt))

    # the ends of elements

    def _imply_ends(self, name):
        if name in BLOCKS or name in WALLS or name in ("blockquote", "tr", *SECTIONS):
            self._close("p", WALLS)
        if name == "li":
            self._close("li", LIST_WALLS | set(LISTS))
        elif name == "a":
            self._close("a", WALLS)
        elif name in IN_TABLE:
            for each in (
                *CELLS,
                "caption",
                *(("tr",) if name not in CELLS else ()),
                *(SECTIONS if name in SECTIONS else ()),
            ):
                self._close(each, {"table"})

    def _close_tag(self, name):
        if self.too_deep[name]:
            self.too_deep[name] -= 1
        elif name == "table":
            self._close(name, set())
        elif name in IN_TABLE:
            self._close(name, {"table"})
        elif name in LISTS or name == "blockquote":
            self._close(name, LIST_WALLS)
        elif name == "li":
            self._close(name, LIST_WALLS | set(LISTS))
        else:
            self._close(name, WALLS)

    def _close(self, name, walls):
        if not self.counts[name]:
            return
        for index in range(len(self.opened) - 1, -1, -1):
            if self.opened[index].name == name:
                self._pop_to(index)
                return
            if self.opened[index].name in walls:
                return

    def _pop_to(self, index):
        while len(self.opened) > index:
            last = self.opened[-1]
            if last.close:
                last.close()
            self.opened.pop()
            self.counts[last.name] -= 1


def _marks(marks, name, facts):
    if name in MARK_TAGS:
        marks = marks | {MARK_TAGS[name]}
    for mark, said in (("strong", facts.bold), ("em", facts.italic)):
        if said is not None:
            marks = marks | {mark} if said else marks - {mark}
    if facts.script:
        marks = marks | {facts.script}
    return marks - {"sub"} if {"sub", "sup"} <= marks else marks


def _is_ruler(tag):
    """The last row that Word adds to uneven tables, only to hold the widths."""
    return tag.name == "tr" and tag.attributes.get("height") == "0"


def _heading(name, facts: Facts):
    """The level as marked; what only looks like a heading stays a paragraph."""
    if name in HEADING_TAGS:
        return name
    return f"h{facts.outline}" if 1 <= facts.outline <= 6 and name == "p" else ""


def _span(text):
    return min(int(text), 1000) or 1 if text and text.isdecimal() and len(text) < 6 else 1


def _start(attributes):
    text = attributes.get("start", "")
    return int(text) if text.isdecimal() and len(text) < 5 else 1
