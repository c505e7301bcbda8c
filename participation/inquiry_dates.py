"""The limits of an inquiry: accepted, answered; computed from its facts by the calendar, kept for lists, told day by day."""

import datetime as dt

from django.conf import settings

from linhai_portal.bulk import batches, update_values
from linhai_portal.calendar import work_calendar
from linhai_portal.calendar_moves import Moved
from linhai_portal.day_strip import plain
from linhai_portal.workdays import OutOfCalendar
from participation.models import Inquiry
from participation.models.inquiries import SEALED

_LONGEST_AWAY = 60  # days in which any few workdays lie


def answer_workdays(inquiry):
    """国办发〔2014〕57号: 7, complex ones 15; 我为政府网站找错: 3."""
    if inquiry.kind == Inquiry.Kind.ERROR:
        return settings.INQUIRY_ERROR_WORKDAYS
    return settings.INQUIRY_EXTENDED_WORKDAYS if inquiry.extended_on else settings.INQUIRY_ANSWER_WORKDAYS


def limits(inquiry, calendar):
    """The days by which it has to be accepted and answered, each None where the calendar does not reach."""
    after, workdays = inquiry.received_on, (settings.INQUIRY_ACCEPT_WORKDAYS, answer_workdays(inquiry))
    try:
        accept, answer = (calendar.nth_workday_after(after, number) for number in workdays)
    except OutOfCalendar:
        accept = answer = None
    return {"accept_due_on": accept, "answer_due_on": answer}


def explained(inquiry, calendar):
    """The last day of the answer as a strip of days, or None where the calendar does not reach."""
    due = limits(inquiry, calendar)["answer_due_on"]
    if due is None:
        return None
    source = "政府网站找错" if inquiry.kind == Inquiry.Kind.ERROR else "国办发〔2014〕57号"
    rule = f"收到以后 {answer_workdays(inquiry)} 个工作日内答复（{source}）"
    if inquiry.extended_on:
        rule += f"，已经从 {settings.INQUIRY_ANSWER_WORKDAYS} 个工作日延长"
    return plain("答复", due, inquiry.received_on, "收到", rule, calendar)


def first_in_time(calendar, *, workdays, today):
    """Received before this day, the workdays that were given are over."""
    day = today
    for _ in range(_LONGEST_AWAY):
        earlier = day - dt.timedelta(days=1)
        if calendar.nth_workday_after(earlier, workdays) < today:
            return day
        day = earlier
    return day


def keep_dates(*, today):
    """Every morning and after the calendar changed: those that wait get the limits that follow from it now."""
    keep_limits(_kept())


def keep_limits(rows):
    calendar = work_calendar()
    for batch in batches(rows):
        moved = [
            (each.pk, *now.values()) for each in batch if _stands(each) != (now := limits(each, calendar))
        ]
        update_values(Inquiry, ["accept_due_on", "answer_due_on"], moved)


def foresee(calendar, *, today, looked):
    for batch in batches(_kept().select_related("organization")):
        for each in batch:
            after = limits(each, calendar)["answer_due_on"]
            if each.answer_due_on and after and after != each.answer_due_on:
                unit = each.organization.name if each.organization else ""
                address = each.get_office_url()
                yield Moved("提问", each.number, unit, "答复", each.answer_due_on, after, address)
        looked(len(batch))


def count(*, today):
    return _kept().count()


def _kept():
    return Inquiry.objects.unanswered().order_by("pk").defer(*SEALED, "words")


def _stands(inquiry):
    return {"accept_due_on": inquiry.accept_due_on, "answer_due_on": inquiry.answer_due_on}
