"""The text of one paragraph set right: blanks, breaks, empty pieces, the indents and alignment made by blanks."""

import re
from itertools import pairwise

from linhai_portal.rich_text.model import FLUSH, RIGHT, Break, Paragraph, Picture, Run

# Control characters, joiners of no width, direction overrides, and code points that are no characters.
NOT_TEXT = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff9-\uffff"
    "\ud800-\udfff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "]"
)
BLANKS = re.compile("[ \t\n\r\f\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u0085]+")
EDGES = " \n\u3000"
CJK = "\u2e80-\u2fff\u3001-\u303f\u3041-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff"
BETWEEN_CJK = re.compile(f"(?<=[{CJK}])\n(?=[{CJK}])")
IS_CJK = re.compile(f"[{CJK}]")
SIGNATURE = 8  # full-width blanks before a short line move it to the right by hand
SIGNATURE_LENGTH = 40


def split_lines(content: list) -> list[list]:
    """The pieces between a line break and an indent: paragraphs to the eye, and so here."""
    pieces, piece = [], []
    for each, after in pairwise([*content, None]):
        if (
            isinstance(each, Break)
            and isinstance(after, Run)
            and after.text.lstrip(" \t\n\r\xa0").startswith("\u3000")
        ):
            pieces.append(piece)
            piece = []
        else:
            piece.append(each)
    return [*pieces, piece]


def tidy(paragraph: Paragraph, *, is_word: bool = False, is_indented: bool = False) -> Paragraph | None:
    """The paragraph set right; None when nothing is left of it. Text from Word without an indent may be an addressee."""
    blanks = _blanks_before(paragraph.content)
    paragraph.content = tidy_content(paragraph.content)
    if not paragraph.content:
        return None
    if paragraph.tag == "p" and not paragraph.css:
        text = paragraph.text
        if blanks >= SIGNATURE and len(text) <= SIGNATURE_LENGTH:
            paragraph.css = RIGHT
        elif is_word and not is_indented and blanks < 2 and text.endswith(("：", ":")):
            paragraph.css = FLUSH
    return paragraph


def tidy_content(pieces: list) -> list:
    """Runs joined and without needless blanks, breaks only between them."""
    whole = _joined(_plain_blanks(each) for each in pieces)
    whole = _joined(_trimmed([_collapsed(each) for each in whole]))
    while whole and isinstance(whole[-1], Break):
        whole.pop()
    return whole


def not_bold(pieces: list) -> list:
    """For headings and header cells, which are bold by themselves."""
    return tidy_content(
        [
            Run(each.text, each.marks - {"strong"}, each.href) if isinstance(each, Run) else each
            for each in pieces
        ]
    )


def _blanks_before(pieces):
    """How far blanks push the first line in, in full-width characters."""
    width = 0.0
    for each in pieces:
        if not isinstance(each, Run):
            break
        for letter in each.text:
            if letter not in " \xa0\u3000\u2003":
                return width
            width += 1 if letter in "\u3000\u2003" else 0.5
    return width


def _plain_blanks(each):
    if not isinstance(each, Run):
        return each
    text = NOT_TEXT.sub("", each.text)
    return Run(text) if not text.strip() else Run(text, each.marks, each.href)


def _joined(pieces):
    whole = []
    for each in pieces:
        last = whole[-1] if whole else None
        if isinstance(each, Run) and not each.text:
            continue
        if isinstance(each, Run) and isinstance(last, list) and (last[1], last[2]) == (each.marks, each.href):
            last[0].append(each.text)
        else:
            whole.append([[each.text], each.marks, each.href] if isinstance(each, Run) else each)
    return [Run("".join(each[0]), each[1], each[2]) if isinstance(each, list) else each for each in whole]


def _collapsed(each):
    """Blanks become one; where only the source was wrapped, between Chinese characters, none."""
    if not isinstance(each, Run):
        return each
    text = BLANKS.sub(lambda match: "\n" if "\n" in match[0] and "\xa0" not in match[0] else " ", each.text)
    return Run(BETWEEN_CJK.sub("", text), each.marks, each.href)


def _trimmed(pieces):
    """No blank at the beginning, at the end, beside a break, or beside another blank."""
    whole, before = [], "\n"  # what stands before: a line end as at the beginning
    for each, after in pairwise([*pieces, None]):
        if isinstance(each, Break):
            _strip_end(whole)
            if whole and not isinstance(whole[-1], Break):
                whole.append(each)
            before = "\n"
        elif isinstance(each, Picture):
            whole.append(each)
            before = "."
        elif text := _fitted(each.text, before, after.text[:1] if isinstance(after, Run) else ""):
            whole.append(_plain_blanks(Run(text, each.marks, each.href)))
            before = text[-1]
    _strip_end(whole)
    return whole


def _fitted(text, before, after):
    if before == "\n":
        text = text.lstrip(EDGES)
    elif before == " ":
        text = text.lstrip(" \n")
    elif text.startswith("\n") and len(text) > 1 and IS_CJK.match(before) and IS_CJK.match(text[1]):
        text = text[1:]
    if text.endswith("\n") and len(text) > 1 and IS_CJK.match(text[-2]) and after and IS_CJK.match(after):
        text = text[:-1]
    return text.replace("\n", " ")


def _strip_end(whole):
    while whole and isinstance(whole[-1], Run):
        text = whole[-1].text.rstrip(EDGES)
        last = whole.pop()
        if text:
            whole.append(Run(text, last.marks, last.href))
            return
