"""When the agency must answer, the decision is due and a reply ordered anew must go out (rules: requests §9).

复议法 = 《行政复议法》（2023 年修订），行诉法 = 《行政诉讼法》（2017 年修正）. Days of reconsideration up to ten are workdays
（复议法第八十八条）; a longer period whose last day is off ends with the next workday（民事诉讼法第八十五条）.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from linhai_portal.workdays import WorkCalendar

ANSWER_SIMPLE_WORKDAYS = 5  # 复议法第五十四条
ANSWER_ORDINARY_WORKDAYS = 10  # 复议法第四十八条
ANSWER_SUIT_DAYS = 15  # 行诉法第六十七条
DECISION_SIMPLE_DAYS = 30  # 复议法第六十二条
DECISION_ORDINARY_DAYS = 60  # 复议法第六十二条
DECISION_EXTENSION_DAYS = 30  # 复议法第六十二条
JUDGMENT_SIMPLE_DAYS = 45  # 行诉法第八十三条
JUDGMENT_ORDINARY_MONTHS = 6  # 行诉法第八十一条
REDO_WORKDAYS = 20  # 没有写明期限的，按条例第三十三条重新计算


@dataclass(frozen=True, slots=True)
class RemedyDue:
    """`article` says where the period comes from; `provisional`: a year without an official calendar is counted.

    `ends_on`: the last of the calendar days, before it was put off to a workday; None for a period of workdays.
    """

    due_on: date
    article: str
    provisional: bool
    anchor: date
    ends_on: date | None = None


def answer_due(noticed_on: date, calendar: WorkCalendar, *, is_suit: bool, is_simple: bool) -> RemedyDue:
    """Statement and evidence of the agency, from its receipt of the copy; without them in time there are none."""
    if is_suit:
        return _days(noticed_on, ANSWER_SUIT_DAYS, "行政诉讼法第六十七条", calendar)
    workdays, article = (
        (ANSWER_SIMPLE_WORKDAYS, "行政复议法第五十四条")
        if is_simple
        else (ANSWER_ORDINARY_WORKDAYS, "行政复议法第四十八条")
    )
    return _workdays(noticed_on, workdays, article, calendar)


def decision_due(
    accepted_on: date, calendar: WorkCalendar, *, is_suit: bool, is_simple: bool, is_extended: bool = False
) -> RemedyDue:
    """The decision of the organ or the judgment of first instance, from the day the case was accepted."""
    if is_suit and is_simple:
        return _days(accepted_on, JUDGMENT_SIMPLE_DAYS, "行政诉讼法第八十三条", calendar)
    if is_suit:
        last = _months_after(accepted_on, JUDGMENT_ORDINARY_MONTHS)
        return _until(accepted_on, last, "行政诉讼法第八十一条", calendar)
    days = DECISION_SIMPLE_DAYS if is_simple else DECISION_ORDINARY_DAYS
    days += DECISION_EXTENSION_DAYS if is_extended and not is_simple else 0
    return _days(accepted_on, days, "行政复议法第六十二条", calendar)


def redo_due(ordered_on: date, number: int | None, calendar: WorkCalendar, *, in_workdays: bool) -> RemedyDue:
    """From the receipt of the decision or judgment that orders a new reply; `number` is None where it names no period."""
    if number is None:
        return _workdays(ordered_on, REDO_WORKDAYS, "没有写明期限，自收到之日起 20 个工作日", calendar)
    if in_workdays:
        return _workdays(ordered_on, number, f"责令 {number} 个工作日内重新答复", calendar)
    return _days(ordered_on, number, f"责令 {number} 日内重新答复", calendar)


def _workdays(anchor, number, article, calendar):
    last = calendar.nth_workday_after(anchor, number)
    return RemedyDue(last, article, calendar.is_provisional(anchor, last), anchor)


def _days(anchor, number, article, calendar):
    return _until(anchor, anchor + timedelta(days=number), article, calendar)


def _until(anchor, ends_on, article, calendar):
    """Of calendar days only the end asks the working-day calendar."""
    last = _workday_from(ends_on, calendar)
    return RemedyDue(
        last, article, calendar.is_provisional(ends_on - timedelta(days=1), last), anchor, ends_on
    )


def _workday_from(day, calendar):
    return day if calendar.is_workday(day) else calendar.nth_workday_after(day, 1)


def _months_after(day, months):
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
