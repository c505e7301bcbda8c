"""The 要素 of a 公开内容: the single things it promises."""

import re

_NUMBER = re.compile(r"^\s*(?:[（(]?\d{1,2}[.、．）)]|[（(][一二三四五六七八九十]+[）)]|[①-⑳])\s*")
_OPEN, _CLOSE = "（(《“〔【", "）)》”〕】"


def elements_of(content):
    """Split at lines and semicolons when there are any, else at 、 outside of brackets; numbering is dropped."""
    parts = re.split(r"[\n；;]+", content)
    if len([part for part in parts if part.strip()]) < 2:
        parts = _split_outside_brackets(content)
    plain = [_NUMBER.sub("", part).strip().rstrip("。，、") for part in parts]
    return [part for part in plain if part]


def _split_outside_brackets(text):
    parts, depth = [""], 0
    for character in text:
        depth += (character in _OPEN) - (character in _CLOSE)
        if character == "、" and depth <= 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts
