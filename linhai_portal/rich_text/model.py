"""A text as blocks of runs: what can be said here is what may be published."""

from dataclasses import dataclass, field

RIGHT, CENTER, FLUSH, CAPTION = "doc-right", "doc-center", "doc-flush", "doc-caption"
CLASSES = (RIGHT, CENTER, FLUSH, CAPTION)
HEADINGS = ("h2", "h3", "h4")
MARKS = ("strong", "em", "sub", "sup")


@dataclass(frozen=True)
class Run:
    text: str
    marks: frozenset[str] = frozenset()
    href: str = ""


@dataclass(frozen=True)
class Break:
    pass


@dataclass(frozen=True)
class Picture:
    src: str
    alt: str


@dataclass
class Paragraph:
    content: list = field(default_factory=list)
    tag: str = "p"
    css: str = ""
    marker: str = ""  # as Word prints it before a paragraph of a list: `1.`, `（一）`, a bullet of Wingdings
    level: int = 0  # of that list

    @property
    def text(self) -> str:
        return "".join(_words(each) for each in self.content)


def _words(each):
    if isinstance(each, Run):
        return each.text
    return "\n" if isinstance(each, Break) else each.alt


@dataclass
class Bullets:
    """A list; `start` is None where it has no numbers."""

    start: int | None = None
    items: list[list] = field(default_factory=list)


@dataclass
class Quote:
    blocks: list


@dataclass
class Rule:
    pass


@dataclass
class Cell:
    blocks: list = field(default_factory=list)
    header: bool = False
    css: str = ""
    columns: int = 1
    rows: int = 1


@dataclass
class Table:
    rows: list[list[Cell]] = field(default_factory=list)
    head: int = 0  # how many of the rows stand in the head
    caption: list = field(default_factory=list)
