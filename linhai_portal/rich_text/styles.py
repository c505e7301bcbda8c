"""What the style, class and align of an element of Word, WPS or another editor say about its text."""

import re
from dataclasses import dataclass
from functools import lru_cache

from linhai_portal.rich_text.model import CENTER, CLASSES, RIGHT

ALIGNMENTS = {"center": CENTER, "middle": CENTER, "right": RIGHT, "end": RIGHT}
UNALIGNED = {"left", "start", "justify", "both", "distribute"}
# Comments in the margin and text taken out while changes are tracked.
GONE_CLASSES = {"msodel", "msocomanchor", "msocomtxt", "msocommentreference", "msocommenttext"}
GONE_ELEMENTS = {"comment", "comment-list"}
CENTRED_CLASSES = {"msotitle", "msosubtitle"}
LEVEL = re.compile(r"level(\d{1,2})")
LENGTH = re.compile(r"(-?[\d.]{1,9})(pt|px|em|cm|mm|in)")
POINTS = {"pt": 1, "px": 0.75, "em": 12, "cm": 28.35, "mm": 2.835, "in": 72}
FAR_RIGHT = 150  # points of indent: a line of the signature, moved there by hand


@dataclass(frozen=True)
class Facts:
    bold: bool | None = None
    italic: bool | None = None
    script: str = ""
    css: str | None = None  # None: as around it
    is_gone: bool = False
    is_marker: bool = False
    level: int = 0
    outline: int = 0
    is_word: bool = False
    is_indented: bool = False


NOTHING = Facts()


def facts_of(attributes: dict[str, str]) -> Facts:
    if not attributes:
        return NOTHING
    facts = _facts(
        attributes.get("style", "")[:2000],
        attributes.get("class", "")[:200],
        attributes.get("align", "")[:20],
    )
    return Facts(**(vars(facts) | {"is_gone": True})) if "hidden" in attributes else facts


@lru_cache(maxsize=2000)
def _facts(style, classes, align):
    said, names = _properties(style), set(classes.lower().split())
    indent = max(_points(said.get("text-indent", "")), _points(said.get("margin-left", "")))
    return Facts(
        bold=_bold(said.get("font-weight", "")),
        italic={"italic": True, "oblique": True, "normal": False}.get(said.get("font-style")),
        script={"super": "sup", "sub": "sub"}.get(said.get("vertical-align"), ""),
        css=_css(said, names, align.lower(), indent),
        is_gone=_is_gone(said, names),
        is_marker="ignore" in said.get("mso-list", ""),
        level=_number(LEVEL.search(said.get("mso-list", ""))),
        outline=_number(re.match(r"(\d)$", said.get("mso-outline-level", ""))),
        is_word=any(name.startswith("mso") for name in names) or any(key.startswith("mso-") for key in said),
        is_indented=bool(indent or said.get("mso-char-indent-count", "0").strip("0.")),
    )


def _properties(style):
    pairs = (part.partition(":") for part in style.lower().split(";"))
    return {name.strip(): value.replace("!important", "").strip() for name, _, value in pairs}


def _points(length):
    match = LENGTH.match(length)
    return float(match[1].strip("-.") or 0) * POINTS[match[2]] if match and match[1].count(".") < 2 else 0


def _number(match):
    return int(match[1]) if match else 0


def _bold(weight):
    if weight in ("bold", "bolder"):
        return True
    if weight in ("normal", "lighter"):
        return False
    return int(weight) >= 600 if re.fullmatch(r"[1-9]00", weight) else None


def _is_gone(said, names):
    return bool(
        names & GONE_CLASSES
        or said.get("mso-element") in GONE_ELEMENTS
        or said.get("display") == "none"
        or said.get("visibility") == "hidden"
        or said.get("mso-hide") == "all"
    )


def _css(said, names, align, indent):
    if own := [name for name in CLASSES if name in names]:
        return own[0]
    aligned = said.get("text-align") or align
    if aligned in ALIGNMENTS:
        return ALIGNMENTS[aligned]
    if names & CENTRED_CLASSES:
        return CENTER
    if indent >= FAR_RIGHT:
        return RIGHT
    return "" if aligned in UNALIGNED else None
