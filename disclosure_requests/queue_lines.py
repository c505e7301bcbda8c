"""The rows of the queue as they are shown: the nearest limit, the workdays used, who works on it."""

from collections import defaultdict
from functools import lru_cache

from django.conf import settings

from disclosure_requests.clock import deadline_of
from disclosure_requests.day_strip import days_of
from disclosure_requests.kept_dates import LIMITS, facts_of
from disclosure_requests.models import Assignment, DisclosureRequest
from disclosure_requests.queue_steps import Steps
from disclosure_requests.workflow import Status

_WEEKDAYS = "一二三四五六日"
_BAR, _WIDTH = 6.6, 132  # one workday, and what there is for all of them, in units of the drawing
# A model with all its columns, some of them sealed, takes longer than finding the row.
_SHOWN = [
    "number",
    "kind",
    "title",
    "document_number",
    "description",
    "status",
    "received_on",
    "replied_on",
    "closed_on",
    "limit_on",
    "limit_kind",
    "is_provisional",
    "organization__name",
    "applicant__case",
    "applicant__kind",
    "applicant__name",
]


def near_day(today, calendar):
    """What ends up to this day is due soon."""
    return calendar.nth_workday_after(today, settings.DUE_SOON_WORKDAYS)


def lines_of(rows, calendar, *, today, user):
    """The keys of the page are found in an index; only its rows are read, in the same order."""
    whole = DisclosureRequest.objects.filter(pk__in=rows.values("pk")).order_by(*rows.query.order_by)
    cases = list(whole.select_related("organization", "applicant").only(*_SHOWN))
    keys = [case.pk for case in cases]
    facts, units, near = facts_of(keys), _units_of(keys), near_day(today, calendar)
    steps = Steps(user)
    return [_line(case, facts[case.pk], units[case.pk], calendar, today, near, steps) for case in cases]


def _units_of(keys):
    units = defaultdict(list)
    standing = Assignment.objects.standing().filter(case__in=keys)
    for case, name, handler in standing.values_list("case", "organization__name", "handler"):
        units[case].append((name, handler))
    return units


def _line(case, facts, units, calendar, today, near, steps):
    limit, handlers = case.limit_on, [handler for _, handler in units]
    return {
        "case": case,
        "address": f"{steps.queue}{case.pk}/",
        "number": case.number or "未编号",
        "ends": f"{limit:%m-%d}" if limit else "",
        "kind": f"周{_WEEKDAYS[limit.weekday()]}" if limit and case.limit_kind == "reply" else "",
        "other": LIMITS.get(case.limit_kind, "") if case.limit_kind != "reply" else "",
        "over": (today - limit).days if limit and limit < today else 0,
        "is_today": limit == today,
        "is_soon": bool(limit) and today < limit <= near,
        "left": calendar.workdays_between(today, limit) if limit else None,
        "units": "、".join(name for name, _ in units) or case.organization.name,
        "unclaimed": _unclaimed(case, handlers),
        "step": steps.of(case, handlers, is_today=limit == today),
    } | (_used_by(case, facts, calendar, today) if _is_counted(case) else {})


def _unclaimed(case, handlers):
    """Why nobody works on it: no unit has it any more, or one that has not accepted it yet."""
    if case.status != Status.HANDLING:
        return ""
    return "没有承办单位" if not handlers else "没有签收" if None in handlers else ""


def _is_counted(case):
    """A reply ordered anew has a period of its own; that of the first reply is over."""
    return case.received_on and case.is_open and not case.replied_on


def _used_by(case, facts, calendar, today):
    return _used(case.received_on, tuple(facts), case.reply_workdays, calendar, today)


@lru_cache(maxsize=2000)
def _used(received_on, facts, reply_workdays, calendar, today):
    """The workdays of the period as bars: used, held by a consultation, left; red beyond the due day.

    Cases received on one day mostly have the same bars.
    """
    deadline = deadline_of(received_on, facts, calendar, reply_workdays=reply_workdays)
    if not deadline.reply_due:
        return {}
    days = [
        day
        for day in days_of(deadline, calendar)
        if day.counts or (day.taken_out and calendar.is_workday(day.date))
    ]
    used = sum(day.counts and day.date <= today for day in days)
    looks = ["held" if day.taken_out else "past" if day.date <= today else "" for day in days]
    looks += ["late"] * min(3, max(0, (today - deadline.reply_due).days))
    return {"bars": _bars(tuple(looks)), "used_words": f"已用 {used} 个工作日，共 {deadline.workdays} 个"}


@lru_cache(maxsize=1000)
def _bars(looks):
    """All bars of a look as one path: a drawing of each day would be most of the page."""
    step = min(_BAR, _WIDTH / max(1, len(looks)))
    paths = defaultdict(str)
    for n, look in enumerate(looks):
        paths[look] += f"M{n * step:.1f} 1h{step * 0.76:.1f}v14h-{step * 0.76:.1f}z"
    return list(paths.items())
