"""The elements of HTML as the reader sees them, and what it remembers of the open ones."""

from collections.abc import Callable
from dataclasses import dataclass, field

from linhai_portal.rich_text.tokens import RAW

VOID = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "param",
    "source",
    "track",
    "wbr",
}
GONE = RAW | {
    "audio",
    "button",
    "canvas",
    "datalist",
    "del",
    "head",
    "map",
    "math",
    "noscript",
    "object",
    "option",
}
GONE |= {"optgroup", "select", "svg", "template", "video", "xml"}
HEADING_TAGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
BLOCKS = HEADING_TAGS | {
    "address",
    "article",
    "aside",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
}
BLOCKS |= {
    "figcaption",
    "figure",
    "footer",
    "form",
    "header",
    "legend",
    "main",
    "nav",
    "p",
    "pre",
    "section",
    "summary",
}
CELLS, SECTIONS, LISTS = ("td", "th"), ("thead", "tbody", "tfoot"), ("ul", "ol")
MARK_TAGS = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "sub": "sub", "sup": "sup"}
IN_TABLE = {*CELLS, *SECTIONS, "tr", "caption"}
# What a closing tag may not reach across.
WALLS = {"table", "td", "th", "caption", "ul", "ol", "li"}
LIST_WALLS = {"table", "td", "th", "caption"}


@dataclass(frozen=True)
class State:
    """What an element hands down to what stands in it."""

    marks: frozenset[str] = frozenset()
    href: str = ""
    css: str = ""
    tag: str = "p"
    level: int = 0
    is_word: bool = False
    is_indented: bool = False
    is_gone: bool = False
    is_marker: bool = False
    is_flat: bool = False  # a table in a table: its rows are paragraphs
    is_loose: bool = True  # in no block: blank lines part paragraphs


@dataclass
class Flow:
    """Where blocks are put: the text itself, a quotation, an item, a cell."""

    kind: str
    blocks: list = field(default_factory=list)
    content: list = field(default_factory=list)
    state: State = State()
    marker: str = ""


@dataclass
class Open:
    name: str
    state: State
    close: Callable | None = None
