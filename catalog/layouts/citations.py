"""The cell 公开依据: one entry per 《…》 with its document number."""

import re

from catalog.layouts.texts import join_lines, normalize_text

_PLAIN = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_BRACKETS = str.maketrans("([［【)]］】", "（〔〔〔）〕〕〕")
_TITLE_BRACKETS = str.maketrans("()", "（）")
_NUMBER_IN_BRACKETS = re.compile(r"\s*[（(]((?:[^（()）]|[（(][^（()）]{0,99}[)）]){0,200})[)）]")
_BARE_NUMBER = re.compile(
    r"\s*([\u4e00-\u9fff]{1,20}\s*[〔\[［(（【]\s*\d{4}\s*[〕\]］)）】]\s*第?\s*\d+\s*号|[\u4e00-\u9fff]{2,20}令\s*第?\s*[\d一二三四五六七八九十百]+\s*号)"
)
_YEAR = re.compile(r"[\[［(（【〔]\s*(\d{4})\s*[\]］)）】〕]")
_IS_NUMBER = re.compile(r"号|令|〔\d{4}〕|\d{4}年第|[A-Z]{2}/?T?\s*\d")
# A blank in a number is loose, but for one between Latin words or between two joint issuers (国务院国资委 财政部令).
_LOOSE_BLANK = re.compile(
    r"(?<![A-Za-z\u4e00-\u9fff])\s+|\s+(?![\dA-Za-z\u4e00-\u9fff])|\s*\n\s*|(?<=[\u4e00-\u9fff])\s+(?=[第号令\d])|(?<=第)\s+"
)
_FLAT = re.compile(r"《[^《》]*》")


def legal_basis_of(text: str) -> list[str]:
    """Every 《…》 with its （文号）; a text without any is one entry, a blank or placeholder none."""
    text = normalize_text(text)
    if not text:
        return []
    spans = _nested(text) or [found.span() for found in _FLAT.finditer(text)]
    return [_entry(text, start, end) for start, end in spans] or [text]


def _nested(text):
    """Where each outermost 《…》 stands; nothing when the brackets do not pair."""
    spans, depth, start = [], 0, 0
    for found in re.finditer("[《》]", text):
        if found[0] == "《":
            start = start if depth else found.start()
            depth += 1
        else:
            depth -= 1
            if depth < 0:
                return []
            if depth == 0:
                spans.append((start, found.end()))
    return [] if depth else spans


def _entry(text, start, end):
    return join_lines(text[start:end]).translate(_TITLE_BRACKETS) + _document_number(text, end)


def _document_number(text, end):
    found = _NUMBER_IN_BRACKETS.match(text, end) or _BARE_NUMBER.match(text, end)
    if not found:
        return ""
    number = _LOOSE_BLANK.sub("", found[1].translate(_PLAIN))
    number = _YEAR.sub(r"〔\1〕", number).translate(_BRACKETS)
    return f"（{number}）" if _IS_NUMBER.search(number) else ""
