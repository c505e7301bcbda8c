"""The days of a consultation: it begins when it is public, and its feedback is due so many workdays after its last day."""

import datetime as dt

from django.utils.timezone import localdate

from linhai_portal.calendar import soon, work_calendar
from linhai_portal.day_strip import plain
from linhai_portal.workdays import OutOfCalendar
from participation.inquiry_dates import first_in_time
from participation.models import Consultation

# 20 workdays after the last day; no national rule gives a number (rules: participation §3).
FEEDBACK_WORKDAYS = 20


def feedback_due(consultation):
    """The last day for the feedback, or None where the calendar does not reach."""
    try:
        return work_calendar().nth_workday_after(consultation.closes_on, FEEDBACK_WORKDAYS)
    except OutOfCalendar:
        return None


def explained(consultation):
    """The last day for the feedback as a strip of days, or None where the calendar does not reach."""
    due, rule = feedback_due(consultation), f"截止以后 {FEEDBACK_WORKDAYS} 个工作日内公布"
    return due and plain("公布采纳情况", due, consultation.closes_on, "截止", rule, work_calendar())


def workdays_early(consultation):
    """How many workdays before its last day the feedback was out, negative when it was late; None where no calendar reaches."""
    due, out_on = feedback_due(consultation), localdate(consultation.feedback.published_at)
    return work_calendar().workdays_between(out_on, due) if due else None


def overdue(consultations, *, on):
    """Those whose feedback should be public by now."""
    return consultations.unanswered(on=on).filter(closes_on__lt=_due_before(on))


def due_soon(consultations, *, on):
    """Those whose feedback is due within the days that are shown in amber."""
    end = _due_before(soon(on) + dt.timedelta(days=1))
    return consultations.unanswered(on=on).filter(closes_on__gte=_due_before(on), closes_on__lt=end)


def _due_before(day):
    """Closed before the day this gives, the feedback was due before `day`."""
    return first_in_time(work_calendar(), workdays=FEEDBACK_WORKDAYS, today=day)


def notice_went_out(publication):
    """Days on which nobody could read it are no days of the period."""
    today = localdate(publication.published_at)
    Consultation.objects.filter(publication=publication, opens_on__lt=today).update(opens_on=today)
