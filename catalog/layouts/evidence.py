"""What the cells under a header speak for, when the header itself is wrong, doubled or missing."""

import re

from catalog.layouts.channels import channels_of
from catalog.layouts.choices import levels_named
from catalog.layouts.header_words import (
    AUDIENCE,
    BASIS,
    CHANNEL,
    CONTENT,
    EVERYONE,
    GROUP,
    LEVEL,
    LEVEL1,
    LEVEL2,
    LEVEL3,
    MODE,
    ON_REQUEST,
    PROACTIVE,
    PUBLISHER,
    TIME_LIMIT,
)
from catalog.layouts.marks import is_bare_tick
from catalog.layouts.texts import is_ditto, is_placeholder
from catalog.layouts.vocabulary import LEVELS

TICKS = {EVERYONE, GROUP, PROACTIVE, ON_REQUEST, *LEVELS}
PROSE = {LEVEL1, LEVEL2, LEVEL3, CONTENT, PUBLISHER, TIME_LIMIT, BASIS, GROUP}
_TIME = re.compile(r"工作日|及时|实时|即时|随时|同步|长期|每[年季月日]|\d+\s*[日天]|时限")
_MODE = re.compile(r"[■□√☑☐\s]*(?:主动|依?申请)(?:公开)?[\s、，,/和■□√☑☐]*(?:(?:主动|依?申请)(?:公开)?)?\s*")
_AUDIENCE = re.compile(r"[■□√☑☐\s]*(?:面向)?(?:全社会|社会公众|公众|特定群[体众]).{0,20}", re.DOTALL)
_OFFICE = re.compile(
    r".{1,40}(?:局|办|委|部|厅|处|科|队|站|所|院|校|社|会|府|区|镇|乡|街道|中心|机构|公司|单位|部门|企业|[）)])",
    re.DOTALL,
)
_LEVELS = re.compile(r"[市县区乡镇街道村社居、，,/和及级两三■□√☑☐\s]{1,20}")


def leaves_spoken_for(texts: list[str]) -> set[str] | None:
    """The leaves that these cells may stand under; None when they hold nothing to go by."""
    texts = [text for text in texts if text and not is_placeholder(text) and not is_ditto(text)]
    if not texts:
        return None
    for share, leaves, speaks in _SIGNS:
        if sum(map(speaks, texts)) >= share * len(texts):
            return leaves
    return PROSE


def is_clear(leaves: set[str] | None) -> bool:
    """Whether cells speak for one kind of column only, not just for some text."""
    return leaves is not None and leaves is not PROSE and leaves is not TICKS


def _names_channels(text):
    channels, other = channels_of(text)
    return len(channels) > bool(other)


def _names_levels(text):
    return _LEVELS.fullmatch(text) is not None and bool(levels_named(text))


_SIGNS = [
    (0.9, TICKS, is_bare_tick),
    (0.5, {MODE}, lambda text: len(text) < 40 and _MODE.fullmatch(text) is not None),
    (0.5, {AUDIENCE}, lambda text: _AUDIENCE.fullmatch(text) is not None),
    (0.8, {LEVEL}, _names_levels),
    (0.5, {BASIS}, lambda text: "《" in text),
    (0.6, {CHANNEL}, _names_channels),
    (0.6, {TIME_LIMIT}, lambda text: len(text) < 120 and _TIME.search(text) is not None),
    (0.8, {PUBLISHER}, lambda text: _OFFICE.fullmatch(text) is not None),
]
