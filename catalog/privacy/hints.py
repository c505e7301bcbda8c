"""What may be personal though no rule decides it: staff look at these themselves."""

import re

_HINTS = (
    ("可能是固定电话", re.compile(r"(?<![\d-])0\d{2,3}[- ]?\d{7,8}(?!\d)")),
    (
        "可能是护照号码",
        re.compile(r"护照[^\n]{0,12}?(?<![A-Za-z0-9])(?:[EGDPS]\d{8}|E[A-HJ-NP-Z]\d{7})(?!\d)"),
    ),
    (
        "可能是车牌号码",
        re.compile(
            r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·. ]?[A-HJ-NP-Z0-9]{5,6}(?![A-Za-z0-9])"
        ),
    ),
    (
        "可能是详细住址",
        re.compile(
            r"[路街巷弄村道][^\s，。；]{0,8}\d+\s*号?[^\s，。；]{0,6}(?:[号幢栋]楼?|单元|组)[^\s，。；]{0,8}\d+\s*[室户]"
        ),
    ),
)


# A quick look that spares most texts the close one.
_ANY = re.compile(r"0\d{2,3}[- ]?\d{7}|护照|[·.A-Z]|[室户]")


def hints_in(text: str) -> list[str]:
    """Which kinds of hints a text gives; never the words themselves."""
    if not _ANY.search(text):
        return []
    return [words for words, pattern in _HINTS if pattern.search(text)]
