"""The reminders before a limit and while it is over (rules: requests §7), on the morning of each workday, each to each person once.

A reminder is known by its case, the day of the limit and its step. So a second run or one that was killed tells nobody
twice, a morning without a worker is made up for, and a limit that moved starts a ladder of its own.
"""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils.timezone import localdate

from disclosure_requests.concerned import Staff
from disclosure_requests.kept_dates import LIMITS
from disclosure_requests.models import Assignment, Consultation, DisclosureRequest
from disclosure_requests.workflow import OPEN
from linhai_portal.accounts.models import Notice
from linhai_portal.accounts.notices import tell
from linhai_portal.bulk import batches
from linhai_portal.calendar import work_calendar

_NEEDED = ["number", "status", "officer", "organization", "limit_on", "limit_kind", "is_provisional"]


@dataclass(frozen=True, slots=True)
class Reminder:
    case: DisclosureRequest
    once: str
    words: str


def remind(*, today):
    """After the dates were kept: it asks them. On workdays only; what a day off let pass is told on the next one."""
    if not work_calendar().is_workday(today):
        return
    remind_of_limits(today=today)
    remind_of_undelivered(today=today)
    remind_of_unclaimed(today=today)
    remind_of_those_without_unit(today=today)


def remind_of_limits(*, today):
    """`REMINDER_WORKDAYS` before the nearest limit, then each workday while it is over: clerk, handlers and heads."""
    farthest = max(1, *settings.REMINDER_WORKDAYS)
    through = work_calendar().nth_workday_after(today, farthest)
    cases = DisclosureRequest.objects.in_queue().filter(limit_on__lte=through).order_by("limit_on", "pk")
    for batch in batches(cases.only(*_NEEDED)):
        _send([each for case in batch if (each := _of_limit(case, today))])


def _of_limit(case, today):
    limit, kind = case.limit_on, LIMITS[case.limit_kind]
    if limit < today:
        over = f"申请 {case.number} 的{kind}期限已过 {(today - limit).days} 天（{limit}），请马上办理"
        return Reminder(case, f"limit:{case.pk}:{limit}:over:{today}", over)
    left = work_calendar().workdays_between(today, limit)
    step = min((each for each in settings.REMINDER_WORKDAYS if left <= each), default=None)
    if step is None:
        return None
    when = "今天到期" if limit == today else f"还有 {left} 个工作日（{limit}）"
    provisional = "，日期是暂定的" if case.is_provisional else ""
    return Reminder(
        case, f"limit:{case.pk}:{limit}:{step}", f"申请 {case.number} 的{kind}期限{when}{provisional}"
    )


def remind_of_undelivered(*, today):
    """A letter of consultation that did not arrive leaves the reply without any date: daily until it is served."""
    calendar, since = work_calendar(), today - dt.timedelta(settings.UNDELIVERED_WORKDAYS)
    lost = Consultation.objects.filter(
        delivered_on=None, answered_on=None, ended_at=None, case__status__in=OPEN
    )
    rows = lost.filter(sent_on__lte=since).order_by("pk").values_list("pk", "case", "sent_on")
    for batch in batches(rows):
        cases, reminders = _cases(case for _, case, _ in batch), []
        for pk, case, sent_on in batch:
            days = calendar.workdays_between(sent_on, today)
            if days >= settings.UNDELIVERED_WORKDAYS:
                words = f"申请 {cases[case].number} 的征求意见书送出 {days} 个工作日还没有送达，答复期限未定，请改用其他方式送达"
                reminders.append(Reminder(cases[case], f"undelivered:{pk}:{today}", words))
        _send(reminders)


def remind_of_unclaimed(*, today):
    """The handlers of a unit where nobody has accepted a case, and the clerk who gave it to them; once."""
    calendar = work_calendar()
    unclaimed = Assignment.objects.unclaimed().filter(case__status__in=OPEN).order_by("pk")
    rows = unclaimed.values_list("pk", "case", "organization__name", "given_at")
    for batch in batches(rows):
        cases, reminders = _cases(case for _, case, _, _ in batch), []
        for pk, case, unit, given_at in batch:
            if calendar.workdays_between(localdate(given_at), today) >= settings.UNCLAIMED_WORKDAYS:
                words = f"申请 {cases[case].number} 转到{unit}，还没有人签收"
                reminders.append(Reminder(cases[case], f"unclaimed:{pk}", words))
        _send(reminders, heads=False)


def remind_of_those_without_unit(*, today):
    """What every unit gave back, or what came back from the applicant before any unit had it; daily."""
    cases = DisclosureRequest.objects.in_queue().without_unit().order_by("pk")
    for batch in batches(cases.only(*_NEEDED)):
        words = "申请 {} 没有承办单位，请增加承办单位或者起草答复"
        _send([Reminder(case, f"no-unit:{case.pk}:{today}", words.format(case.number)) for case in batch])


def _cases(keys):
    return DisclosureRequest.objects.only(*_NEEDED).in_bulk(set(keys))


def _send(reminders, *, heads=True):
    """Whom these concern and who was not told yet, asked for all at once."""
    staff = Staff([each.case for each in reminders])
    told = Notice.objects.filter(once__in=[each.once for each in reminders])
    told = set(told.values_list("recipient", "once"))
    for each in reminders:
        people = {*staff.office(each.case), *staff.handlers(each.case)}
        people |= set(staff.heads(each.case)) if heads else set()
        new = [person for person in people if (person.pk, each.once) not in told]
        if new:
            tell(
                new,
                kind="期限提醒",
                subject=each.words,
                place=each.case.get_office_url(),
                once=each.once,
            )
