"""The last legal day for publishing, from the item's rule and the day the information was formed (rules: catalog §2).

Pure: the units and periods are those of `ItemElements`, as plain words. Days are dates; nothing here reads the clock.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from linhai_portal.workdays import WorkCalendar

GENERAL_WORKDAYS = (
    20  # 条例第二十六条：自该政府信息形成或者变更之日起20个工作日内; a special rule goes before it
)
_ARTICLE = "条例第二十六条"
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rule:
    """How an item's limit is counted; `code` names the item that printed it, empty for the general rule."""

    unit: str
    number: int | None = None
    code: str = ""

    @property
    def counts_workdays(self) -> bool:
        return not (self.unit == "day" and self.number)

    @property
    def days(self) -> int:
        """A rule without a number of days (及时, 长期, 定期, nothing printed) does not lengthen the general limit."""
        return self.number if self.unit in ("workday", "day") and self.number else GENERAL_WORKDAYS

    @property
    def article(self) -> str:
        return _ARTICLE

    def last_day(self, formed_on: date, calendar: WorkCalendar) -> date:
        """The last day in time; the day of forming itself is not counted. Calendar days are not moved off a holiday."""
        if self.counts_workdays:
            return calendar.nth_workday_after(formed_on, self.days)
        return formed_on + timedelta(days=self.days)

    def __str__(self):
        kind = "个工作日" if self.counts_workdays else "日（自然日）"
        source = f"事项 {self.code} 的公开时限" if self.code and self.unit in ("workday", "day") else _ARTICLE
        return f"信息形成或者变更之日起{self.days}{kind}内（{source}）"


@dataclass(frozen=True, slots=True)
class Day:
    """A day after the forming: whether it counts, as which one, and why, in words."""

    date: date
    counts: bool
    number: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a last day comes about; `provisional` when a counted day has no official calendar yet."""

    rule: Rule
    formed_on: date
    due_on: date
    provisional: bool
    days: list[Day]

    @property
    def days_off(self) -> list[Day]:
        return [day for day in self.days if not day.counts]


def rules_of(items) -> list[Rule]:
    return [Rule(item.limit_unit, item.limit_number, item.code) for item in items] or [Rule("unknown")]


def due_on(items, formed_on: date, calendar: WorkCalendar) -> date:
    """The earliest last day of all the items a publication stands under; the general limit when it has none."""
    return min(rule.last_day(formed_on, calendar) for rule in rules_of(items))


def is_provisional(items, formed_on: date, through: date, calendar: WorkCalendar) -> bool:
    """Whether the last day may still move: counted in workdays, through a year without an official calendar."""
    if not calendar.is_provisional(formed_on, through):
        return False
    return _strictest(items, formed_on, calendar).counts_workdays


def _strictest(items, formed_on, calendar):
    return min(rules_of(items), key=lambda rule: rule.last_day(formed_on, calendar))


def explain_due(items, formed_on: date, calendar: WorkCalendar) -> Explanation:
    """`due_on` day by day, by the strictest of the items' rules."""
    return explain(_strictest(items, formed_on, calendar), formed_on, calendar)


def explain(rule, formed_on: date, calendar: WorkCalendar) -> Explanation:
    """How the last day of any rule comes about; the rule says its days, how they count, its article and itself."""
    last = rule.last_day(formed_on, calendar)
    provisional = rule.counts_workdays and calendar.is_provisional(formed_on, last)
    return Explanation(rule, formed_on, last, provisional, _days(rule, formed_on, last, calendar))


def _days(rule, formed_on, last, calendar):
    days, number = [], 0
    for step in range(1, (last - formed_on).days + 1):
        day = formed_on + timedelta(days=step)
        counts = not rule.counts_workdays or calendar.is_workday(day)
        number += counts
        why = calendar.why(day) if rule.counts_workdays else "按自然日计算"
        why = why if counts else f"{why}，不是工作日，不计入（{rule.article}）"
        days.append(Day(day, counts, number if counts else None, why))
    return days


@dataclass(frozen=True, slots=True)
class Done:
    """A publication as far as a period is concerned; `key` says which one it is."""

    key: int
    formed_on: date
    published_on: date


def matched(periods: Iterable[tuple[date, date]], publications: Iterable[Done]) -> list[Done | None]:
    """For each period, given as (first day, last day in time), the publication that meets it, or None.

    No text says which period a publication is about, and one publication meets one period only. So, in the order of
    publishing, each goes to the earliest period not met yet that had begun when it was formed and is still in time: as
    many periods as possible are met in time. One that comes when nothing is open makes up, late, for the newest
    period missed: were it the oldest, a single gap would make everything after it late for ever.
    """
    periods = list(periods)
    met = [None] * len(periods)
    for done in sorted(publications, key=lambda each: (each.published_on, each.formed_on, each.key)):
        begun = [n for n, (start, _) in enumerate(periods) if met[n] is None and start <= done.formed_on]
        in_time = [n for n in begun if done.published_on <= periods[n][1]]
        if in_time or begun:
            met[in_time[0] if in_time else begun[-1]] = done
    return met
