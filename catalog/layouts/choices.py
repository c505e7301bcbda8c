"""The cells 公开对象, 公开方式 and 公开层级: ticks, or words that say the same."""

import re

from catalog.layouts.marks import is_bare_tick, is_ticked, options, strip_marks
from catalog.layouts.texts import clean, is_ditto, normalize_text, squeeze
from catalog.layouts.vocabulary import LEVELS, SPECIFIC_GROUP

_EVERYONE = re.compile(r"(?:面向|向)?(?:全社会|社会公众|全体公民|社会大众|公众|全体)(?:公开|公众)?")
_SPECIFIC = re.compile(r"特定(?:群体|群众|对象|人群)\s*(?=[（(:：])\s*[:：]?")
_WRAPPED = re.compile(r"[（(\[［【]([^（()）\[\]［］【】]*)[)）\]］】]")
_LIST_SIGNS = re.compile(r"[\s、，,；;/和及与]+")
_LEVEL_SIGNS = {"市级": "市", "县级": "县区旗", "乡级": "乡镇街", "村级": "村"}


def audience_group_of(text: str) -> str:
    """The group named in a 特定群体 cell, without tick and brackets; a bare tick gives 特定群体."""
    text = clean(text)
    if not is_ticked(text):
        return ""
    return _group(text) or SPECIFIC_GROUP


def normalize_group(text: str) -> str:
    """What the reader keeps of a group's name."""
    text = normalize_text(text)
    return _group(text) if is_ticked(text) and not is_bare_tick(text) else ""


def _group(text):
    while True:
        before, text = text, strip_marks(text).strip()
        wrapped = _WRAPPED.fullmatch(text)
        if wrapped:
            text = wrapped[1]
        named = _SPECIFIC.match(text)
        if named and named.end() < len(text):
            text = text[named.end() :]
        if text == before:
            return text if is_ticked(text) and not is_bare_tick(text) and not is_ditto(text) else ""


def audience_of(text: str) -> tuple[bool, str]:
    """全社会 and the group, from one column that holds words (or ticked options)."""
    if not is_ticked(text):
        return False, ""
    everyone, groups = False, []
    for option in _chosen(text):
        rest = _EVERYONE.sub("", option)
        everyone = everyone or rest != option
        rest = rest.strip("、，,；;。/和及与 \t\n\u3000") if rest != option else option
        if group := _group(rest):
            groups.append(group)
    return everyone or not groups, "、".join(groups)


def mode_of(text: str) -> tuple[bool, bool]:
    """主动公开 and 依申请公开, from one column that holds words (or ticked options)."""
    if not is_ticked(text):
        return False, False
    words = squeeze("".join(_chosen(text)))
    if is_bare_tick(words):
        return True, False
    return "主动" in words, "申请" in words


def levels_of(text: str) -> list[str]:
    """The levels named, from one column that holds words (or ticked options)."""
    return levels_named("、".join(_chosen(text))) if is_ticked(text) else []


def levels_named(text: str) -> list[str]:
    """The levels that a header or a word list names; 乡、村级 is both."""
    words = squeeze(re.sub(r"[（(][^（()）]*[)）]?", "", text)) or squeeze(text)
    words = words.replace("社区", "村").replace("市辖区", "区").replace("县级市", "县").replace("村居", "村")
    return [level for level in LEVELS if any(sign in words for sign in _LEVEL_SIGNS[level])]


def _chosen(text):
    marked = options(text)
    if marked is None:
        return [text.strip()]
    chosen = [option.strip() for is_chosen, option in marked if is_chosen]
    return chosen if any(chosen) else [strip_marks(text)] if chosen else []
