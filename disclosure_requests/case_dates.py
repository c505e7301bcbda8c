"""Every date of one case that anybody waits for, each with its days: the 期限计算说明 of office and applicant."""

from disclosure_requests.day_strip import calendar_days_of
from disclosure_requests.due_dates import due_dates
from linhai_portal.day_strip import DueDate, plain, unofficial

_ANSWER, _DECISION, _JUDGMENT, REDO = "提出答复和证据", "作出复议决定", "作出判决", "重新答复"
OF_REMEDIES = (_ANSWER, _DECISION, _JUDGMENT, REDO)


def dates_of_case(case, calendar):
    """The dates of the statute, and beside them what the case adds: 补正, 说明理由, 复议和诉讼, in the order of their days.

    Gives the pair (DueDates, list of DueDate); raises what `due_dates` raises.
    """
    dates = due_dates(case.received_on, case.facts(), calendar, reply_workdays=case.reply_workdays)
    added = [*_correction(case, calendar), *_reasons(case, calendar), *_remedies(case, calendar)]
    return dates, sorted([*dates.others, *added], key=lambda each: each.due_on)


def _correction(case, calendar):
    for each in case.corrections.all():
        if due := each.answer_due(calendar):
            rule = f"收到补正告知书之日起 {each.answer_workdays} 个工作日内补正，无正当理由逾期不补正的，视为放弃申请（条例第三十条）"
            yield plain("补正", due, each.delivered_on, "收到补正告知书", rule, calendar)


def _reasons(case, calendar):
    for each in case.reasons_requests.all():
        if each.sent_on:
            rule = f"收到说明理由告知书之日起 {each.answer_workdays} 个工作日内说明理由（条例第三十五条）"
            due = calendar.nth_workday_after(each.sent_on, each.answer_workdays)
            yield plain("说明理由", due, each.sent_on, "告知说明理由", rule, calendar)


def _remedies(case, calendar):
    for each in case.remedies.all():
        since = "受理或者立案" if each.accepted_on else "申请或者起诉"
        told = [
            (_ANSWER, "收到副本", each.awaits_answer and each.answer_due(calendar)),
            (
                _JUDGMENT if each.is_suit else _DECISION,
                since,
                not each.decided_on and each.decision_due(calendar),
            ),
            (REDO, "收到决定或者判决", each.redo_due(calendar)),
        ]
        yield from (_of_remedy(name, from_day, due, calendar) for name, from_day, due in told if due)


def _of_remedy(name, from_day, due, calendar):
    if due.ends_on is None:
        return plain(name, due.due_on, due.anchor, from_day, due.article, calendar)
    days = tuple(calendar_days_of(due.anchor, due.ends_on, due.due_on, calendar))
    unknown = unofficial((due.ends_on.year, due.due_on.year), calendar)
    return DueDate(name, due.due_on, due.anchor, from_day, due.article, unknown, days, unit="日")
