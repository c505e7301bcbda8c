"""What of the remedies of a case is due, when, and why: the section of the case page (rules: requests §9)."""

from dataclasses import dataclass
from datetime import date

from disclosure_requests.models import Remedy
from disclosure_requests.remedy_clock import RemedyDue
from linhai_portal.day_strip import DueDate, workdays_of
from linhai_portal.workdays import WorkCalendar


@dataclass(frozen=True, slots=True)
class RemedyDate:
    """`strip` is None where calendar days are counted; `left` workdays, `over` days: of what is still to be done.

    `is_ours`: the office has to keep it, not the organ or the court.
    """

    name: str
    due: RemedyDue
    done_on: date | None
    is_ours: bool
    anchor: date
    strip: DueDate | None
    left: int
    over: int
    is_soon: bool

    @property
    def is_open(self):
        return self.done_on is None


@dataclass(frozen=True, slots=True)
class Shown:
    remedy: Remedy
    dates: tuple[RemedyDate, ...]


def remedies_of(case, calendar: WorkCalendar, *, today: date, near: date) -> list[Shown]:
    """The newest first; `near` is the last day that is soon."""
    made = _Made(calendar, today, near)
    return [Shown(each, tuple(made.dates(each, case))) for each in case.remedies.reverse()]


@dataclass(frozen=True, slots=True)
class _Made:
    calendar: WorkCalendar
    today: date
    near: date

    def dates(self, remedy, case):
        due = remedy.answer_due(self.calendar)
        if due and (remedy.awaits_answer or remedy.answered_on):
            from_day = f"收到{remedy.get_path_display()}副本"
            by_workdays = not remedy.is_suit
            yield self._date(
                "提出答复和证据",
                due,
                remedy.noticed_on,
                from_day,
                remedy.answered_on,
                by_workdays=by_workdays,
            )
        name = "法院判决" if remedy.is_suit else "复议决定"
        decision, since = remedy.decision_due(self.calendar), remedy.accepted_on or remedy.filed_on
        yield self._date(name, decision, since, "", remedy.decided_on, is_ours=False)
        if due := remedy.redo_due(self.calendar):
            by_workdays = remedy.ordered_number is None or remedy.ordered_unit == Remedy.Unit.WORKDAYS
            sent_on = _redone_on(remedy, case)
            yield self._date(
                "重新答复", due, remedy.ordered_on, "收到决定或判决", sent_on, by_workdays=by_workdays
            )

    def _date(self, name, due, anchor, from_day, done_on, *, is_ours=True, by_workdays=False):
        strip = None
        if by_workdays:
            days = tuple(workdays_of(anchor, due.due_on, self.calendar))
            strip = DueDate(name, due.due_on, anchor, from_day, due.article, (), days)
        is_late = done_on is None and due.due_on < self.today
        return RemedyDate(
            name=name,
            due=due,
            done_on=done_on,
            is_ours=is_ours,
            anchor=anchor,
            strip=strip,
            left=self.calendar.workdays_between(self.today, due.due_on) if due.due_on > self.today else 0,
            over=(self.today - due.due_on).days if is_late else 0,
            is_soon=self.today <= due.due_on <= self.near,
        )


def _redone_on(remedy, case):
    """The day on which the reply that it ordered went out; there is one order at a time."""
    sent = case.events.filter(move="T21", happened_on__gte=remedy.ordered_on).order_by("pk").first()
    return sent.happened_on if sent else None
