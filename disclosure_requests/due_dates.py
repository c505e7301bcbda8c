"""Every due date of one request, each with how it came about and its days: what calculator, pages and letters show."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from disclosure_requests.clock import Deadline, deadline_of, opinion_due, payment_due, rules_on
from disclosure_requests.day_strip import days_of
from disclosure_requests.facts import Consultation, CorrectionReceived, Fact, FeeNotice, FeePaid
from linhai_portal.day_strip import DueDate, plain, years_unknown
from linhai_portal.workdays import WorkCalendar


@dataclass(frozen=True, slots=True)
class DueDates:
    """`reply` is None while the clock is stopped; `others` are the limits on the way to it, by date."""

    deadline: Deadline
    reply: DueDate | None
    others: tuple[DueDate, ...]


def due_dates(
    received_on: date, facts: Iterable[Fact], calendar: WorkCalendar, *, reply_workdays: int | None = None
) -> DueDates:
    """Takes and raises what `deadline_of` does."""
    facts = [*facts]
    deadline = deadline_of(received_on, facts, calendar, reply_workdays=reply_workdays)
    others = [_correction_notice(received_on, deadline, calendar), *_by_others(received_on, facts, calendar)]
    reply = _reply(deadline, facts, calendar) if deadline.reply_due else None
    if reply and reply_workdays:
        rule = f"更正本人信息，法规没有规定天数，本机关在 {reply_workdays} 个工作日内办理（条例第四十一条）"
        reply = replace(reply, rule=rule)
    return DueDates(deadline, reply, tuple(sorted(others, key=lambda each: each.due_on)))


def _correction_notice(received_on, deadline, calendar):
    workdays = rules_on(received_on).correction_notice
    rule = f"申请内容不明确的，收到申请之日起 {workdays} 个工作日内一次性告知补正（条例第三十条）"
    return plain("补正告知", deadline.correction_notice_due, received_on, "收到申请", rule, calendar)


def _by_others(received_on, facts, calendar):
    """What third parties, other agencies and the applicant have to do in time."""
    rules = rules_on(received_on)
    for fact in facts:
        if isinstance(fact, Consultation) and fact.delivered_on:
            name, rule = _OPINIONS[fact.third_party]
            due = opinion_due(fact.delivered_on, rules, calendar)
            rule = rule.format(rules.opinion)
            yield plain(name, due, fact.delivered_on, "征求意见书送达", rule, calendar)
        elif isinstance(fact, FeeNotice):
            due = payment_due(fact.on, rules, calendar)
            rule = f"收到收费通知的次日起 {rules.payment} 个工作日内缴费，逾期未缴视为放弃申请（国办函〔2020〕109号）"
            yield plain("缴费", due, fact.on, "收到收费通知", rule, calendar)


_OPINIONS = {
    True: (
        "第三方提出意见",
        "收到征求意见书之日起 {} 个工作日内提出意见，逾期由行政机关决定是否公开（条例第三十二条）",
    ),
    False: (
        "其他机关提出意见",
        "收到征求意见书之日起 {} 个工作日内提出意见，逾期视为同意公开（条例第三十四条）",
    ),
}


def _reply(deadline, facts, calendar):
    days = tuple(days_of(deadline, calendar))
    return DueDate(
        name="答复",
        due_on=deadline.reply_due,
        anchor=deadline.anchor,
        from_day=_restart(deadline.anchor, facts) or "收到申请",
        rule=_reply_rule(deadline),
        years_unknown=() if deadline.is_promised else years_unknown(days, calendar),
        days=days,
    )


def _restart(anchor, facts):
    """The payment is the later one where both were on the day."""
    restarts = {CorrectionReceived: "收到补正", FeePaid: "缴费"}
    on_that_day = {type(fact) for fact in facts if fact.on == anchor and type(fact) in restarts}
    return "、".join(words for kind, words in restarts.items() if kind in on_that_day)


def _reply_rule(deadline):
    if deadline.is_promised:
        return "申请的数量、频次超过合理范围而有正当理由的，在告知申请人的合理期限内答复（条例第三十五条）"
    rule = f"{deadline.period} 个工作日内答复（条例第三十三条）"
    if deadline.workdays > deadline.period:
        rule += f"，延期 {deadline.workdays - deadline.period} 个工作日"
    if any(each.through > deadline.anchor for each in deadline.exclusions):
        rule += "，征求意见的日子不计入"
    return rule
