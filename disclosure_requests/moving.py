"""The one door through which a case moves: table, guard, compare-and-swap, event, dates, in one transaction."""

from django.db import transaction

from disclosure_requests.clock import NoRulesInForce
from disclosure_requests.facts import ImpossibleFact
from disclosure_requests.guards import why_not
from disclosure_requests.kept_dates import keep_dates
from disclosure_requests.workflow import MOVES_BY_KEY
from linhai_portal.workdays import OutOfCalendar
from linhai_portal.workflow import InvalidMove


@transaction.atomic
def move(case, key, *, by, today, note="", on=None, record=None, **facts):
    """Make the move `key` of the table; `on` is the day it happened where that is not today.

    `record` writes what the clock is to know of it, after the guard has looked and before the dates are kept. Raises InvalidMove in Chinese when the table or a guard does not allow it, or another was quicker.
    """
    step = MOVES_BY_KEY[key]
    case.lock()
    case.refresh_from_db()
    if reason := why_not(case, key, today=today):
        raise InvalidMove(reason)
    if record:
        record()
    before = case.status
    if step.to and step.to != before:
        case.swap(step.to, **facts)
    elif facts:
        type(case).objects.filter(pk=case.pk).update(**facts)
        case.refresh_from_db()
    case.events.create(
        from_status=before,
        to_status=case.status,
        by=by,
        note=note,
        move=key,
        deed=step.deed,
        happened_on=on or today,
    )
    _keep(case, today=today)


@transaction.atomic
def note_down(case, deed, *, by, today, note="", on=None):
    """What happened without a step of the table: it stands in the course of the case, and the dates are kept anew."""
    case.events.create(
        from_status=case.status, to_status=case.status, by=by, note=note, deed=deed, happened_on=on or today
    )
    _keep(case, today=today)


def _keep(case, *, today):
    """What lists ask of a case. Days that contradict each other are refused in the words of the clock, and with them what was told."""
    case.keep_unit()
    try:
        keep_dates(case, today=today)
    except (ImpossibleFact, NoRulesInForce, OutOfCalendar) as wrong:
        raise InvalidMove(str(wrong)) from wrong


def check_day(case, on, *, today, since=None, what="日期"):
    """A day that people tell: not in the future, not before what it follows."""
    since = since or case.received_on
    if on > today:
        raise InvalidMove(f"{what}不能晚于今天（{today}）。")
    if on < since:
        raise InvalidMove(f"{what}不能早于 {since}。")
