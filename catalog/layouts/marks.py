"""Ticks and boxes: which mark means chosen, and how a cell full of options is cut at its marks.

Fonts with symbols leave letters behind: Wingdings 2 prints R as ☑ and £ as □, Symbol prints Ö as √.
"""

import re

CHOSEN = "■☑√✓✔●★▲◆▣⬛◼✅☒∨▪◉⦿"
OPEN = "□☐○〇◯◇☆▢◻⬜×✗✘✕▫△"
_TICK_WORDS = {"v", "r", "p", "ö", "ü", "þ", "y", "yes", "true", "是", "有", "对", "1", "o.k.", "ok"}
_NO_WORDS = {
    "否",
    "无",
    "不",
    "n",
    "no",
    "false",
    "x",
    "0",
    "o",
    "n/a",
    "不涉及",
    "不适用",
    "无此项",
    "£",
    "¨",
}
_BRACKETED = re.compile(rf"[\[［【(（〔]\s{{0,3}}([{CHOSEN}vVxX]?)\s{{0,3}}[{OPEN}]?\s{{0,3}}[\]］】)）〕]")
_EMPTY_BOX = re.compile(r"(?<![\w）)])[\[［【(（〔]\s{0,3}[\]］】)）〕]()")  # 其他（ ） is no box
_GLYPH = re.compile(rf"(?<![\[［【(（〔])([{CHOSEN}])|(?<![\[［【(（〔])[{OPEN}]")
_LETTER = re.compile(r"(?<![A-Za-z0-9])([RPþüÖVv√])(?=[\u4e00-\u9fff])|[£¨](?=\s*[\u4e00-\u9fff])")
_SEPARATORS = " \t\u3000、，,；;。/"
_PRIVATE = {code: code - 0xF000 for code in (*range(0xF020, 0xF07F), *range(0xF0A0, 0xF100))}


def plain_marks(text: str) -> str:
    """Characters of symbol fonts kept in the private area, as the letters they are printed with."""
    return text.translate(_PRIVATE) if any("\uf020" <= each <= "\uf0ff" for each in text) else text


def is_ticked(text: str) -> bool:
    """Whether a tick cell says yes: any mark or word, but no open box, cross, 否, 无 or dash."""
    text = plain_marks(text).strip()
    if not text or text.casefold() in _NO_WORDS or not text.strip("-‐‑–—―─━－/／\\＼ \n"):
        return False
    return text[0] not in OPEN or any(each in CHOSEN for each in text)


def is_bare_tick(text: str) -> bool:
    """Whether a ticked cell holds the mark only."""
    text = strip_marks(text)
    return not text or text.casefold() in _TICK_WORDS


def strip_marks(text: str) -> str:
    """The text without marks and blanks around it."""
    return plain_marks(text).strip(CHOSEN + OPEN + " \t\n\u3000")


def options(text: str) -> list[tuple[bool, str]] | None:
    """The (chosen, text) options of a cell with marks before or behind them; None for a cell without marks.

    A text without a mark in a cell with marks is an option not chosen.
    """
    text = plain_marks(text)
    found = next(
        (found for kind in (_GLYPH, _BRACKETED, _LETTER) if (found := list(kind.finditer(text)))), None
    )
    if found is None:
        return None
    ends = [each.start() for each in found] + [len(text)]
    starts = [0] + [each.end() for each in found]
    pieces = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    states = [bool(each[1]) for each in found]
    if _stand_behind(pieces):
        return [(state, _last_option(piece)) for state, piece in zip(states, pieces, strict=False)]
    return [(False, pieces[0]), *zip(states, pieces[1:], strict=True)]


def _marks_in(text):
    """The marks of the first kind that the cell uses."""
    if found := list(_GLYPH.finditer(text)):
        return found
    found = list(_BRACKETED.finditer(text))
    if any(each[1] for each in found):
        return found
    return list(_EMPTY_BOX.finditer(text)) or list(_LETTER.finditer(text))


def _last_option(piece):
    """Before a mark that stands behind, only the last option is meant."""
    return re.split(r"[\s、，,；;]+", piece.rstrip())[-1]


def _stand_behind(pieces):
    """Marks stand behind their options when a text touches the first one, and a gap follows it or nothing the last."""
    before, after = pieces[0], pieces[1]
    touches = bool(before.strip()) and before[-1] not in _SEPARATORS + "\n：:"
    return touches and (
        not after.strip() or after[0] in _SEPARATORS + "\n" or not pieces[-1].strip(_SEPARATORS + "\n")
    )
