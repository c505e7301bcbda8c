"""Facts of a disclosure request → its due dates, and whether the clock runs; docs/adr/0016 says what was chosen where.

Day 0 is the receipt, or the last restart, and never counts. Workdays are counted up to the length of the period, and
days inside a consultation of others are skipped. Nothing here is stored: from the facts everything is computed anew.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from operator import attrgetter

from disclosure_requests.facts import (
    Consultation,
    CorrectionNotice,
    CorrectionReceived,
    Delay,
    Extension,
    Fact,
    FeeNotice,
    FeePaid,
    ImpossibleFact,
    Replied,
)
from linhai_portal.workdays import WorkCalendar, days_between

ONE_DAY = timedelta(days=1)
_BY_DATE = attrgetter("on", "turn")
FEES_SINCE = date(2021, 1, 1)  # 国办函〔2020〕109号


@dataclass(frozen=True, slots=True)
class Rules:
    """The lengths in workdays, by the statute in force on the day of receipt."""

    since: date
    correction_notice: int
    reply: int
    extension: int
    opinion: int
    payment: int


# The newest first; an amended statute is one row more.
RULES = (
    Rules(
        since=date(2019, 5, 15),  # 条例, 国务院令第711号
        correction_notice=7,  # 条例第三十条
        reply=20,  # 条例第三十三条第二款
        extension=20,  # 条例第三十三条第二款
        opinion=15,  # 条例第三十二条、第三十四条
        payment=20,  # 国办函〔2020〕109号
    ),
)


class NoRulesInForce(ValueError):
    """The application was received under the regulation of 2008, whose periods are not computed."""


class Clock(StrEnum):
    RUNNING = "running"
    STOPPED = "stopped"
    ENDED = "ended"


class Wait(StrEnum):
    """What a stopped clock waits for."""

    CORRECTION = "correction"
    PAYMENT = "payment"
    DELIVERY = "delivery"


@dataclass(frozen=True, slots=True)
class Exclusion:
    """The days after `after` up to and including `through` do not count; 条例第三十三条第三款."""

    after: date
    through: date
    third_party: bool


@dataclass(frozen=True, slots=True)
class Deadline:
    """`reply_due` is None while nobody can know it; `workdays` is the period with its extension, from `anchor`.

    `is_promised`: the day was told to the applicant and not counted, 条例第三十五条.
    """

    clock: Clock
    waits_for: tuple[Wait, ...]
    correction_notice_due: date
    reply_due: date | None
    provisional: bool
    notes: tuple[str, ...]
    anchor: date
    period: int
    workdays: int
    exclusions: tuple[Exclusion, ...]
    is_promised: bool


def rules_on(received_on: date) -> Rules:
    for rules in RULES:
        if rules.since <= received_on:
            return rules
    raise NoRulesInForce(
        f"收到日期 {received_on} 早于 2019-05-15，适用修订前的《政府信息公开条例》，这里不计算，请按当时的规定办理。"
    )


def opinion_due(delivered_on: date, rules: Rules, calendar: WorkCalendar) -> date:
    """The last day for the opinion of a third party or another agency, from its receipt of the letter."""
    return calendar.nth_workday_after(delivered_on, rules.opinion)


def payment_due(noticed_on: date, rules: Rules, calendar: WorkCalendar) -> date:
    """The last day to pay, from the applicant's receipt of the notice; unpaid, the application is abandoned."""
    return calendar.nth_workday_after(noticed_on, rules.payment)


def due_after(anchor: date, workdays: int, exclusions: Iterable[Exclusion], calendar: WorkCalendar) -> date:
    """The day on which the n-th workday outside every exclusion falls; exclusions sorted by their start."""
    for each in exclusions:
        if each.through <= anchor:
            continue
        if each.after > anchor:
            counted = calendar.workdays_between(anchor, each.after)
            if counted >= workdays:
                break
            workdays -= counted
        anchor = each.through
    return calendar.nth_workday_after(anchor, workdays)


@dataclass(slots=True)
class _Course:
    """What the facts so far, taken by date, have made of the clock."""

    calendar: WorkCalendar
    rules: Rules
    received_on: date
    correction_notice_due: date
    anchor: date
    corrections_open: int = 0
    correction_noticed: bool = False
    waits_for_correction: bool = False
    fee_noticed_on: date | None = None
    undelivered: bool = False
    exclusions: list[Exclusion] = field(default_factory=list)
    extension: Extension | None = None
    delay: Delay | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def is_stopped(self):
        return self.waits_for_correction or self.fee_noticed_on is not None or self.undelivered

    @property
    def waits_for(self):
        waits = {
            Wait.CORRECTION: self.waits_for_correction,
            Wait.PAYMENT: self.fee_noticed_on,
            Wait.DELIVERY: self.undelivered,
        }
        return tuple(wait for wait, is_open in waits.items() if is_open)

    def restart(self, on):
        if self.extension and self.extension.on >= self.anchor:
            self.notes.append(
                f"{self.extension.on} 的延期在期限重新计算（{on}）前作出，不再计入，也不能再次延期（条例第三十三条）。"
            )
        self.anchor, self.delay = on, None

    def correction_notice(self, fact):
        self.corrections_open += 1
        if self.correction_noticed:
            self.note_void_correction(fact, "不是第一次")
        elif fact.on > self.correction_notice_due:
            self.note_void_correction(fact, f"晚于第 {self.rules.correction_notice} 个工作日")
        else:
            self.waits_for_correction = True
        self.correction_noticed = True

    def note_void_correction(self, fact, reason):
        self.notes.append(
            f"{fact.on} 的补正告知{reason}，期限不停止也不重新计算，请负责人核查（条例第三十条）。"
        )

    def correction_received(self, fact):
        if not self.corrections_open:
            raise ImpossibleFact(f"{fact.on} 收到补正，此前没有尚待补正的补正告知，请核对。", fact)
        self.corrections_open -= 1
        if self.waits_for_correction:
            self.waits_for_correction = False
            self.restart(fact.on)

    def fee_notice(self, fact):
        if fact.on < FEES_SINCE:
            self.notes.append(f"{fact.on} 的收费通知早于信息处理费管理办法施行之日（2021-01-01），请核查。")
        if not self.is_stopped and fact.on > self.due():
            self.note_past_due(fact, "收费通知")
        self.fee_noticed_on = self.fee_noticed_on or fact.on

    def fee_paid(self, fact):
        if not self.fee_noticed_on:
            raise ImpossibleFact(f"{fact.on} 缴费，此前没有尚未缴费的收费通知，请核对。", fact)
        limit = payment_due(self.fee_noticed_on, self.rules, self.calendar)
        if fact.on > limit:
            self.notes.append(
                f"{fact.on} 缴费，晚于缴费期限（{limit}），请负责人核查（国办函〔2020〕109号）。"
            )
        self.fee_noticed_on = None
        self.restart(fact.on)

    def consultation(self, fact):
        if not self.is_stopped and fact.on > self.due():
            self.note_past_due(fact, "征求意见书")
        if fact.is_undelivered:
            self.undelivered = True
            self.notes.append(
                f"{fact.on} 送出的征求意见书尚未送达，答复期限未定，请改用其他方式送达（条例第三十三条）。"
            )
            return
        end = fact.answered_on
        if fact.delivered_on:
            limit = opinion_due(fact.delivered_on, self.rules, self.calendar)
            end = min(end, limit) if end else limit
        self.exclusions.append(Exclusion(fact.on, end, fact.third_party))

    def extend(self, fact):
        if self.extension:
            raise ImpossibleFact(f"{fact.on} 是第二次延期，一件申请只能延期一次（条例第三十三条）。", fact)
        if not 1 <= fact.workdays <= self.rules.extension:
            raise ImpossibleFact(
                f"延期应为 1 至 {self.rules.extension} 个工作日，不能是 {fact.workdays} 个（条例第三十三条）。",
                fact,
                name="workdays",
            )
        if not self.is_stopped and fact.on > self.due():
            self.note_past_due(fact, "延期")
        self.extension = fact

    def delayed(self, fact):
        self.delay = fact

    def note_past_due(self, fact, what):
        self.notes.append(f"{fact.on} 的{what}晚于当时的答复期限（{self.due()}），请负责人核查。")

    @property
    def workdays(self):
        """With the extension, unless it was granted before the restart."""
        extended = self.extension is not None and self.extension.on >= self.anchor
        return self.rules.reply + (self.extension.workdays if extended else 0)

    def due(self):
        if self.delay:
            return self.delay.promised_on
        return due_after(self.anchor, self.workdays, self.exclusions, self.calendar)

    def deadline(self, clock):
        due = None if self.is_stopped else self.due()
        return Deadline(
            clock=clock,
            waits_for=self.waits_for if self.is_stopped else (),
            correction_notice_due=self.correction_notice_due,
            reply_due=due,
            provisional=self.is_provisional(due),
            notes=tuple(self.notes),
            anchor=self.anchor,
            period=self.rules.reply,
            workdays=self.workdays,
            exclusions=tuple(self.exclusions),
            is_promised=bool(due and self.delay),
        )

    def is_provisional(self, reply_due):
        """Whether a day counted for one of the two dates has no official calendar; a promised day is not counted."""
        last = max(reply_due or self.received_on, self.correction_notice_due)
        if not self.calendar.is_provisional(self.received_on, last):
            return False
        spans = [(self.received_on, self.correction_notice_due, ())]
        if reply_due and not self.delay:
            spans.append((self.anchor, reply_due, self.exclusions))
        return any(_counts_unofficial_days(*span, self.calendar) for span in spans)


_TAKE = {
    CorrectionNotice: _Course.correction_notice,
    CorrectionReceived: _Course.correction_received,
    FeeNotice: _Course.fee_notice,
    FeePaid: _Course.fee_paid,
    Consultation: _Course.consultation,
    Extension: _Course.extend,
    Delay: _Course.delayed,
    Replied: lambda course, fact: None,
}


def deadline_of(
    received_on: date, facts: Iterable[Fact], calendar: WorkCalendar, *, reply_workdays: int | None = None
) -> Deadline:
    """The dates of one request by all its facts, told in any order.

    `reply_workdays` in place of the statute's own period, where that has none: corrections of own records.
    Raises ImpossibleFact, NoRulesInForce, or OutOfCalendar where a date leaves the years of the calendar.
    """
    rules = rules_on(received_on)
    if reply_workdays:
        rules = replace(rules, reply=reply_workdays)
    notice_due = calendar.nth_workday_after(received_on, rules.correction_notice)
    course = _Course(calendar, rules, received_on, notice_due, anchor=received_on)
    ended, ignored = None, 0
    for fact in sorted(facts, key=_BY_DATE):
        if fact.on < received_on:
            raise ImpossibleFact(f"{fact.on} 发生的事早于收到申请之日（{received_on}），请核对。", fact)
        _TAKE[type(fact)](course, fact)
        if ended:
            ignored += 1
        elif type(fact) is Replied:
            ended = course.deadline(Clock.ENDED)
    if ignored:
        note = f"答复之后还有 {ignored} 项记录，不影响期限，请核查。"
        return replace(ended, notes=(*ended.notes, note))
    return ended or course.deadline(Clock.STOPPED if course.is_stopped else Clock.RUNNING)


def _counts_unofficial_days(anchor, due, exclusions, calendar):
    """Day by day only where a year without an official calendar lies before the due date's own."""
    if calendar.is_provisional(due - ONE_DAY, due):
        return True
    return any(
        calendar.is_provisional(day - ONE_DAY, day)
        for day in days_between(anchor, due)
        if calendar.is_workday(day) and not any(each.after < day <= each.through for each in exclusions)
    )
