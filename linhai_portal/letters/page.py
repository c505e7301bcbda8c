"""What stands on one official letter, GB/T 9704-2012《党政机关公文格式》: told once, written by `docx.py` and `pdf.py`."""

import re
import unicodedata
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

# 22 lines of 28 characters fill the type area; 5.2.4
BODY_PT, TITLE_PT, SMALL_PT = 16, 22, 14  # 三号, 二号, 四号
LINE_PT = 28.9  # 225 mm / 22 lines
TITLE_LINE_PT = 36
TYPE_AREA_PT = 442.2  # 156 mm
TIGHTER_PT = 0.25  # between characters, so that 28 of them fit
NUMBER_LINE_MM = 7  # the dashes of the page number below the type area; 7.5
NAME_MM = 35  # the red name below the upper edge of the type area; 7.2.4
LETTER_NAME_MM = 30  # that of 信函格式, below the edge of the paper; 10.1
LETTER_LINE_MM, LETTER_FOOT_MM = 170, 20  # its double lines, the lower one above the edge of the paper; 10.1
RED = "E60012"
SEAL_ROOM, MARGIN_ROOM = 4, 2  # characters free to the right of the date; 7.3.5


_PICTOGRAM = re.compile("[\U0001f000-\U0001faff]\ufe0f?|\u20e3")


class Head(StrEnum):
    NONE = "none"
    RED = "red"  # 发文机关标志 and a red line
    LETTER = "letter"  # 信函格式


def printable(text: str) -> str:
    """The text without what no printer prints: control signs, signs that turn the direction, half characters.

    Pictograms become □, the mark for a sign that cannot be printed. Characters that Python does not know yet and those
    for private use stay: names are written with them.
    """
    text = re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text).replace("\t", " ")
    text = _PICTOGRAM.sub("□", text)
    kept = "".join(sign for sign in text if sign == "\n" or not _is_unprintable(sign))
    return re.sub(r"\s*\n\s*", "\n", kept).strip()


def _is_unprintable(sign):
    return unicodedata.category(sign) in ("Cc", "Cf", "Cs") or ord(sign) & 0xFFFE == 0xFFFE


def day(on: date) -> str:
    """成文日期 and every other day: no padding zero; 7.3.5.4."""
    return f"{on.year}年{on.month}月{on.day}日"


def characters(text: str) -> float:
    """How wide the text is, in Chinese characters."""
    return sum(1 if unicodedata.east_asian_width(sign) in "WFA" else 0.5 for sign in text)


class _Printed:
    """Nothing unprintable gets into a part of a page, wherever it comes from."""

    __slots__ = ()

    def __post_init__(self):
        for each in fields(self):
            object.__setattr__(self, each.name, _printed(getattr(self, each.name)))


def _printed(value):
    if type(value) is str:
        return printable(value)
    if isinstance(value, list | tuple):
        return tuple(map(_printed, value))
    return value


@dataclass(frozen=True, slots=True)
class Paper:
    """Width, height and margins in millimetres."""

    width: float
    height: float
    top: float
    right: float
    bottom: float
    left: float

    @property
    def text_width(self) -> float:
        return self.width - self.left - self.right


A4 = Paper(210, 297, top=37, right=26, bottom=35, left=28)  # 5.2


@dataclass(frozen=True, slots=True)
class Paragraph(_Printed):
    """`level` 1 to 4 is that of 一、（一）1.（1）, 0 the text itself; the numbering stands in the text.

    `facts` names what a person may change in it; without any, the wording is locked.
    """

    text: str
    level: int = 0
    facts: tuple[str, ...] = ()

    @property
    def is_locked(self) -> bool:
        return not self.facts


@dataclass(frozen=True, slots=True)
class Cell(_Printed):
    text: str
    columns: int = 1  # how many columns it covers
    is_label: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]
    lines: float = 1  # at least so high

    @property
    def height_pt(self) -> float:
        return self.lines * LINE_PT


@dataclass(frozen=True, slots=True)
class Table:
    """`widths` are shares of the whole width; without `ruled` no lines are drawn."""

    widths: tuple[int, ...]
    rows: tuple[Row, ...]
    ruled: bool = True

    @property
    def column_shares(self) -> list[float]:
        """The widths in percent of the whole."""
        return [100 * width / sum(self.widths) for width in self.widths]


Block = Paragraph | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(_Printed):
    """`dated` also dates the files. A title breaks where it has a line break; `subject` names the files of a page without one.

    `is_sealed` leaves room for the seal.
    """

    title: str
    dated: date
    subject: str = ""
    signer: str = ""
    number: str = ""
    addressee: str = ""
    blocks: tuple[Block, ...] = ()
    contact: str = ""
    attachments: tuple[str, ...] = ()
    remark: str = ""
    head: Head = Head.NONE
    is_sealed: bool = True
    is_numbered: bool = True
    paper: Paper = A4

    @property
    def is_letter(self) -> bool:
        return self.head is Head.LETTER

    @property
    def name(self) -> str:
        return self.title.replace("\n", "") or self.subject

    @property
    def date_text(self) -> str:
        return day(self.dated) if self.signer else ""

    @property
    def attachment_lines(self) -> list[str]:
        """`1.` and so on only where there are several; 7.3.4."""
        if len(self.attachments) == 1:
            return list(self.attachments)
        return [f"{number}.{name}" for number, name in enumerate(self.attachments, 1)]

    @property
    def name_pt(self) -> float:
        """发文机关标志 on one line of the type area, as large as it looks well."""
        return min(48, int(0.93 * TYPE_AREA_PT / max(characters(self.signer), 1)))

    @property
    def signature_indents(self) -> tuple[float, float]:
        """How many characters stay free to the right of the signer and of the date; 7.3.5.1, 7.3.5.3."""
        signer, dated = characters(self.signer), characters(self.date_text)
        if self.is_sealed:
            free = max(SEAL_ROOM, MARGIN_ROOM + (signer - dated) / 2)
            return free + (dated - signer) / 2, free
        if signer - dated >= MARGIN_ROOM:
            return MARGIN_ROOM, signer - dated
        return 2 * MARGIN_ROOM + dated - signer, MARGIN_ROOM
