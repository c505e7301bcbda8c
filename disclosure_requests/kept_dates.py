"""The dates of a case as lists need them, computed by the clock from its facts and kept with the case."""

from disclosure_requests.clock import Clock, opinion_due, payment_due, rules_on
from disclosure_requests.models import DisclosureRequest
from disclosure_requests.workflow import OPEN, Status
from linhai_portal.calendar import work_calendar

BEFORE_CORRECTION = [Status.RECEIVED, Status.REGISTERED, Status.REVIEW]
KEPT = ["reply_due_on", "clock", "is_provisional", "limit_on", "limit_kind"]
LIMITS = {
    "reply": "答复",
    "notice": "补正告知",
    "correction": "申请人补正",
    "fee": "申请人缴费",
    "opinion": "征求意见",
}


def keep_dates(case, *, today):
    """Written only where something moved; gives whether it did."""
    kept = dates_of(case, work_calendar(), today=today)
    moved = {name: value for name, value in kept.items() if getattr(case, name) != value}
    if moved:
        DisclosureRequest.objects.filter(pk=case.pk).update(**moved)
        for name, value in moved.items():
            setattr(case, name, value)
    return bool(moved)


def dates_of(case, calendar, *, today):
    if not case.received_on:
        return {
            "reply_due_on": None,
            "clock": "",
            "is_provisional": False,
            "limit_on": None,
            "limit_kind": "",
        }
    if redo := _redo(case, calendar):
        return _by_order(redo)
    deadline = case.deadline(calendar)
    limits = limits_of(case, deadline, calendar, today=today) if case.status in OPEN else {}
    kind = min(limits, key=limits.get, default="")
    return {
        "reply_due_on": deadline.reply_due,
        "clock": deadline.clock.value if case.status in OPEN else Clock.ENDED.value,
        "is_provisional": deadline.provisional,
        "limit_on": limits.get(kind),
        "limit_kind": kind,
    }


def _redo(case, calendar):
    """The order to reply anew, as long as the new reply is not out: the period is its own, not that of 条例第三十三条."""
    if not case.replied_on or case.status not in OPEN:
        return None
    orders = [each for each in case.remedies.all() if each.ordered_on]
    return max(orders, key=lambda each: each.ordered_on).redo_due(calendar) if orders else None


def _by_order(redo):
    return {
        "reply_due_on": redo.due_on,
        "clock": Clock.RUNNING.value,
        "is_provisional": redo.provisional,
        "limit_on": redo.due_on,
        "limit_kind": "reply",
    }


def limits_of(case, deadline, calendar, *, today):
    """Every legal limit that stands on this day, by kind; a correction notice missed is none any more."""
    limits = {"reply": deadline.reply_due} | _of_others(case, calendar)
    may_correct = case.status in BEFORE_CORRECTION and today <= deadline.correction_notice_due
    if may_correct and not any(each.sent_on for each in case.corrections.all()):
        limits["notice"] = deadline.correction_notice_due
    return {kind: day for kind, day in limits.items() if day}


def _of_others(case, calendar):
    """What the applicant, third parties and other agencies have to do, as long as it is awaited."""
    rules, days = rules_on(case.received_on), {}
    if case.status == Status.CORRECTION:
        days["correction"] = next(
            (each.answer_due_on for each in case.corrections.all() if each.sent_on), None
        )
    if case.status == Status.FEE:
        noticed = [
            each.delivered_on for each in case.fee_notices.all() if each.delivered_on and not each.paid_on
        ]
        days["fee"] = payment_due(noticed[-1], rules, calendar) if noticed else None
    opinions = [
        opinion_due(each.delivered_on, rules, calendar)
        for each in case.consultations.all()
        if each.is_open and each.delivered_on
    ]
    days["opinion"] = min(opinions, default=None)
    return days
