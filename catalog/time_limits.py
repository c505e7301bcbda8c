"""The rule behind a 公开时限 as printed: unit, number and where the count starts (rules/catalog.md §2).

A proposal from the text, for a person to review; never a decision of its own.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_MAX_LENGTH = 500  # characters; published time limits have at most a hundred
_NUMBER = r"(\d{1,4}|[一二两三四五六七八九十]{1,3})"
_WORKDAYS = re.compile(rf"{_NUMBER}个?(?:工作日|工作天)")
_DAYS = re.compile(rf"(?<![月\d]){_NUMBER}个?(?:自然)?[日天](?!期)")
# How long something is shown or stands open: a number of days, but no deadline.
_LEAST = r"不得?(?:少|低|短|小)于|至少|最[少短]|大于"
_IS = rf"(?:{_LEAST}|不得?超过|一般|通常|原则上|应当?|须|需|均|都|约|统一|设定|规定|连续|持续|为期?|是|有|达到?|[:(])*"
_FROM = r"(?:\d{1,4}(?:个?工作日)?[-–—~至到])?"  # 5-7个工作日
_DISPLAY = r"(?:公示|公告|披露|展示|挂网|征[求集](?:意见)?)"
_WORDS = r"[^，,；;。后起满终束完日前无]{0,2}?"  # 公示名单; but 公示后, 公示结束 begin a deadline
_PERIOD = r"(?:期[限间]?|时间|时限|时长|天数)"
_SHOWN_BEFORE = re.compile(
    rf"(?:{_LEAST}|满|提前|为期)$|{_DISPLAY}{_WORDS}{_PERIOD}{_IS}{_FROM}$|{_DISPLAY}{_IS}{_FROM}$"
)
_SHOWN_UNLESS_WITHIN = re.compile(rf"{_DISPLAY}{_WORDS}$")  # 公示名单5个工作日, but 公告发布5个工作日内
_DAY_IT_ENDS = re.compile(r"期[限间]?届?满$")
_SHOWN_AFTER = re.compile(r"以上|及以上")
# Counted back: days always; workdays only from a day on which something opens or closes for others.
_BEFORE_EVENT = re.compile(r"以?前|之前")
_OPENS_OR_CLOSES = re.compile(r"截止|起始|开始|开标")
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"两": 2}

_PERIODS = [
    ("half_yearly", re.compile(r"(?:每|按)半年")),
    ("monthly", re.compile(r"(?:每个?|按|逐)月")),
    ("quarterly", re.compile(r"(?:每个?|按|逐)季")),
    ("yearly", re.compile(r"(?:每|按|逐)年|年初|年终|年底|年度")),
]
_STANDING = re.compile(r"长期|常年|持续")
_REALTIME = re.compile(r"实时|及时|即时|随时|同步|同时|立即|当[日天]")
_ANCHORS = [
    ("received", re.compile(r"收到|接到|受理|送达")),
    ("decision", re.compile(r"决定")),
    ("formed", re.compile(r"形成|制作|制定|产生|生成|印发|颁布|获取(?!批)")),
    ("approved", re.compile(r"批准|批复|核准|核定|审批|审定")),
    ("changed", re.compile(r"变更|修订|修改|调整")),
]


@dataclass(frozen=True, slots=True)
class TimeRule:
    """`n` counts days for the units workday and day; `period` is set for periodic.

    unit: workday, day, realtime, periodic, standing, unknown. period: "", monthly, quarterly, half_yearly, yearly.
    anchor: what starts the count: formed, changed, approved, decision, received, other.
    """

    unit: str
    n: int | None = None
    period: str = ""
    anchor: str = "other"


def workdays(text: str) -> int | None:
    """The first `N个工作日` of the text that is a deadline, in workdays; None when there is none."""
    return _workdays(text[:_MAX_LENGTH])


def propose_rule(text: str) -> TimeRule:
    """The rule that the text most likely means; unit unknown when it says nothing that can be computed."""
    return _rule(text[:_MAX_LENGTH])


@lru_cache(maxsize=1024)
def _workdays(text):
    found = _first_workdays(_plain(text))
    return _value(found[1]) if found else None


@lru_cache(maxsize=1024)
def _rule(text):
    text = _plain(text)
    if found := _first_workdays(text):
        return TimeRule("workday", _value(found[1]), anchor=_anchor(text, found))
    if found := _first_days(text):
        return TimeRule("day", _value(found[1]), anchor=_anchor(text, found))
    for period, pattern in _PERIODS:
        if pattern.search(text):
            return TimeRule("periodic", period=period)
    if _STANDING.search(text):
        return TimeRule("standing")
    return TimeRule("realtime" if _REALTIME.search(text) else "unknown")


def _plain(text):
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _first_workdays(text):
    for found in _WORKDAYS.finditer(text):
        before, after = _clause_before(text, found), text[found.end() :]
        counted_back = _BEFORE_EVENT.match(after) and _OPENS_OR_CLOSES.search(before)
        if not (counted_back or _is_shown(before, after)):
            return found
    return None


def _first_days(text):
    for found in _DAYS.finditer(text):
        before, after = _clause_before(text, found), text[found.end() :]
        if "内" in after[:2] and not _is_shown(before, after) and "次月" not in before:
            return found
    return None


def _is_shown(before, after):
    """Whether the days are how long something is shown; `公示期满5个工作日内` counts from the day that ends."""
    if "内" in after[:2] and _DAY_IT_ENDS.search(before):
        return False
    if _SHOWN_BEFORE.search(before) or _SHOWN_AFTER.match(after):
        return True
    return "内" not in after[:2] and _SHOWN_UNLESS_WITHIN.search(before) is not None


def _clause_before(text, found):
    return re.split(r"[，,；;。]", text[: found.start()])[-1]


def _anchor(text, found):
    """What the words of the same sentence count from; the general rule is the forming (条例第二十六条)."""
    start = max((text.rfind(sign, 0, found.start()) for sign in "；;。"), default=-1) + 1
    words = text[start : found.start()]
    return next((name for name, pattern in _ANCHORS if pattern.search(words)), "other" if words else "formed")


def _value(number):
    """十五 is 15, 二十 is 20."""
    if number.isdecimal():
        return int(number)
    tens, ten, ones = number.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)
