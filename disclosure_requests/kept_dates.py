"""The dates of a case as lists need them, computed by the clock from its facts and kept with the case."""

import datetime as dt
import logging
from collections import defaultdict

from django.db import transaction

from disclosure_requests.clock import Clock, opinion_due, payment_due, rules_on
from disclosure_requests.concerned import tell_of_moved_dates
from disclosure_requests.models import (
    Consultation,
    Correction,
    DisclosureRequest,
    Extension,
    FeeNotice,
    ReasonsRequest,
    Remedy,
)
from disclosure_requests.workflow import IN_REMEDY, OPEN, QUEUED, Status
from linhai_portal.accounts.models import Organization
from linhai_portal.bulk import batches, update_values
from linhai_portal.calendar import work_calendar
from linhai_portal.calendar_moves import Moved

logger = logging.getLogger(__name__)

BEFORE_CORRECTION = [Status.RECEIVED, Status.REGISTERED, Status.REVIEW]
KEPT = ["reply_due_on", "clock", "is_provisional", "limit_on", "limit_kind"]
LIMITS = {
    "reply": "答复",
    "notice": "补正告知",
    "correction": "申请人补正",
    "fee": "申请人缴费",
    "opinion": "征求意见",
    "remedy": "复议、诉讼答复",
}


# What of each measure and remedy the clock asks; the sealed columns beside it cost more than all the rest.
_ASKED = {
    "corrections": (Correction.objects.sent, ["sent_on", "delivered_on", "answered_on", "answer_workdays"]),
    "extensions": (Extension.objects.sent, ["sent_on", "workdays"]),
    "fee_notices": (FeeNotice.objects.sent, ["sent_on", "delivered_on", "paid_on"]),
    "reasons_requests": (ReasonsRequest.objects.sent, ["sent_on", "judged_on", "promised_on"]),
    "consultations": (
        Consultation.objects.sent,
        ["sent_on", "delivered_on", "answered_on", "party", "ended_at"],
    ),
    "remedies": (
        Remedy.objects.all,
        [
            "path",
            "procedure",
            "noticed_on",
            "answered_on",
            "result",
            "ordered_on",
            "ordered_number",
            "ordered_unit",
        ],
    ),
}
_ASKED_OF_CASE = [
    "pk",
    "number",
    "kind",
    "status",
    "received_on",
    "replied_on",
    "organization_id",
    "officer_id",
    *KEPT,
]

_BATCH = 5000


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
    if case.status in IN_REMEDY:
        return _in_remedy(case, calendar)
    if redo := _redo(case, calendar):
        return _by_order(redo)
    deadline = case.deadline(calendar)
    limits = limits_of(case, deadline, calendar, today=today) if case.status in OPEN else {}
    kind = min(limits, key=limits.get, default="")
    return {
        "reply_due_on": deadline.reply_due,
        "clock": deadline.clock.value if case.status in OPEN else Clock.ENDED.value,
        "is_provisional": deadline.provisional or _is_unofficial(limits.get(kind), calendar),
        "limit_on": limits.get(kind),
        "limit_kind": kind,
    }


def _is_unofficial(day, calendar):
    """A limit that ends in a year without an official calendar: what others have to do may end after the clock stopped."""
    return bool(day) and calendar.is_provisional(day - dt.timedelta(days=1), day)


def _in_remedy(case, calendar):
    """The reply is out, and was judged by its day; what is due now is the answer to the organ or court."""
    answers = [each.answer_due(calendar) for each in case.remedies.all() if each.awaits_answer]
    nearest = min(answers, key=lambda each: each.due_on, default=None)
    return {
        "reply_due_on": case.reply_due_on,
        "clock": Clock.ENDED.value,
        "is_provisional": bool(nearest and nearest.provisional),
        "limit_on": nearest and nearest.due_on,
        "limit_kind": "remedy" if nearest else "",
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
            (each.answer_due(calendar) for each in case.corrections.all() if each.sent_on), None
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


def keep_all(*, today):
    """Of every case in the queue: each morning, as limits lapse by themselves, and when the calendar has changed.

    Facts that change are kept with their step, so a date that moves here was moved by the calendar, and those at work on
    the case are told, in the transaction that writes it: a run that was killed tells nobody twice.
    """
    for first, last in _batches():
        _keep_batch(first, last, today)


def _batches():
    """The first and the last key of each batch of cases: a statement that names two thousand keys takes longer."""
    queued = DisclosureRequest.objects.in_queue().order_by("pk")
    for keys in batches(queued.values_list("pk", flat=True), _BATCH):
        yield keys[0], keys[-1]


@transaction.atomic
def _keep_batch(first, last, today):
    """Locked first, as by each step of a case, so that neither computes from facts the other is just changing."""
    cases, calendar = _read(DisclosureRequest.objects.select_for_update(), first, last), work_calendar()
    written, moved = [], []
    for case in cases:
        dates = _dates_or_none(case, calendar, today)
        if dates and any(getattr(case, name) != value for name, value in dates.items()):
            written.append((case.pk, *dates.values()))
            if moves := _moves(case, dates):
                moved.append((case, moves))
    update_values(DisclosureRequest, KEPT, written)
    tell_of_moved_dates(moved)


def facts_of(keys):
    """What the clock is told of each of these cases, in as many statements for many as for one."""
    facts = defaultdict(list)
    for name, (rows, columns) in _ASKED.items():
        if name != "remedies":  # they come after the reply
            for row in rows().filter(case__in=keys).only("case", *columns):
                facts[row.case_id] += row.facts()
    return facts


def count(*, today):
    return DisclosureRequest.objects.in_queue().count()


def foresee(calendar, *, today, looked):
    """Which dates of open cases would be others under this calendar; nothing is written."""
    units = dict(Organization.objects.values_list("pk", "name"))
    for first, last in _batches():
        cases = _read(DisclosureRequest.objects.all(), first, last)
        for case in cases:
            dates = _dates_or_none(case, calendar, today)
            for move in _moves(case, dates) if dates else []:
                address = case.get_office_url()
                facts = ("申请", case.number, units[case.organization_id], *move, address, f"{address}dates/")
                yield Moved(*facts, is_provisional=dates["is_provisional"])
        looked(len(cases))


class _Rows(list):
    """Rows read already, asked as a related manager is."""

    def all(self):
        return self


_NO_ROWS = _Rows()


class _ReadCase:
    """What the clock asks of a case, without the rest of it: a model with its prefetched rows costs five times as much."""

    __slots__ = [*_ASKED_OF_CASE, *_ASKED]
    facts = DisclosureRequest.facts
    deadline = DisclosureRequest.deadline
    is_own_records = DisclosureRequest.is_own_records
    reply_workdays = DisclosureRequest.reply_workdays
    get_office_url = DisclosureRequest.get_office_url

    def __init__(self, values):
        for name, value in zip(_ASKED_OF_CASE, values, strict=True):
            setattr(self, name, value)
        for name in _ASKED:
            setattr(self, name, _NO_ROWS)


def _read(cases, first, last):
    """In as many statements for many cases as for one."""
    rows = cases.in_queue().filter(pk__range=(first, last)).order_by("pk").values_list(*_ASKED_OF_CASE)
    read = {values[0]: _ReadCase(values) for values in rows}
    for name, (rows_of_all, columns) in _ASKED.items():
        of_queued = rows_of_all().filter(case__gte=first, case__lte=last, case__status__in=QUEUED)
        for row in of_queued.only("case", *columns):
            if case := read.get(row.case_id):
                setattr(case, name, _Rows([*getattr(case, name), row]))
    return list(read.values())


def _dates_or_none(case, calendar, today):
    """One case with facts that cannot be does not keep the others from their dates."""
    try:
        return dates_of(case, calendar, today=today)
    except ValueError:
        logger.exception("the dates of case %s cannot be computed", case.pk)


def _moves(case, dates):
    """(which limit, from, to): a limit that begins or ends was not moved."""
    limits = {"reply": (case.reply_due_on, dates["reply_due_on"])}
    if case.limit_kind == dates["limit_kind"] != "":
        limits[case.limit_kind] = (case.limit_on, dates["limit_on"])
    return [
        (LIMITS[kind], before, after)
        for kind, (before, after) in limits.items()
        if before and after and before != after
    ]
