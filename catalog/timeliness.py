"""The last legal day for publishing, from the item's rule and the day the information was formed (rules: catalog §2)."""

from datetime import date, timedelta

from catalog.models.elements import ItemElements
from linhai_portal.workdays import WorkCalendar

GENERAL_WORKDAYS = (
    20  # 条例第二十六条：自该政府信息形成或者变更之日起20个工作日内; a special rule goes before it
)
Unit = ItemElements.LimitUnit


def last_day(unit: str, number: int | None, formed_on: date, calendar: WorkCalendar) -> date:
    """The last day in time by one item's rule; the day of forming itself is not counted.

    A rule without a number of days (及时, 长期, 定期, nothing printed) does not lengthen the general limit.
    """
    if unit == Unit.DAY and number:
        return formed_on + timedelta(days=number)
    return calendar.nth_workday_after(
        formed_on, number if unit == Unit.WORKDAY and number else GENERAL_WORKDAYS
    )


def due_on(items, formed_on, calendar):
    """The earliest last day of all the items a publication stands under; the general limit when it has none."""
    rules = [(item.limit_unit, item.limit_number) for item in items] or [(Unit.UNKNOWN, None)]
    return min(last_day(unit, number, formed_on, calendar) for unit, number in rules)
