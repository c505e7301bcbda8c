"""政策解读: its plan before the document goes out, the last day for it, who is reminded, and how many there were of each form."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from catalog.models import Publication
from catalog.publishing import publish_task
from catalog.timeliness import explain
from linhai_portal.accounts.models import User
from linhai_portal.accounts.notices import tell
from linhai_portal.calendar import work_calendar
from linhai_portal.workdays import OutOfCalendar, WorkCalendar
from linhai_portal.workflow import InvalidMove
from participation.inquiry_dates import first_in_time
from participation.models import Interpretation, InterpretationPlan

INTERPRETATION_WORKDAYS = 3  # 解读材料应当于文件公开后3个工作日内发布 (rules: participation §6)


@dataclass(frozen=True)
class _Rule:
    days: int = INTERPRETATION_WORKDAYS
    counts_workdays: bool = True
    article: str = "政策解读的时限按工作日算"

    def last_day(self, published_on: date, calendar: WorkCalendar) -> date:
        return calendar.nth_workday_after(published_on, self.days)

    def __str__(self):
        return f"解读原则上和文件同时公布，最迟在文件公布以后{self.days}个工作日内"


def document_went_out(publication):
    """Its interpretations that were approved before it, and are due, follow at once; in the background, each by itself."""
    waiting = Publication.objects.scheduled(now=timezone.now())
    for key in waiting.filter(interpretation__of=publication).values_list("pk", flat=True):
        publish_task.enqueue(key)


def explanation(publication):
    """How the last day for its interpretation comes about; None before it is public and where no calendar reaches."""
    if publication.published_at is None:
        return None
    try:
        return explain(_Rule(), localdate(publication.published_at), work_calendar())
    except OutOfCalendar:
        return None


def due_on(publication):
    if publication.published_at is None:
        return None
    try:
        return _Rule().last_day(localdate(publication.published_at), work_calendar())
    except OutOfCalendar:
        return None


@transaction.atomic
def plan(publication, *, by, **facts):
    """Write the plan of a document while it is a draft of the same person, or once for one that is public without a plan."""
    publication.lock()
    publication.refresh_from_db()
    if not may_plan(publication, by):
        raise InvalidMove("文件已经提交审核，或者不是您起草的，解读方案不能改。")
    InterpretationPlan.objects.update_or_create(publication=publication, defaults=facts)


def may_plan(publication, user):
    if publication.may_be_edited_by(user):
        return True
    is_public = publication.status == Publication.Status.PUBLISHED
    return is_public and not InterpretationPlan.objects.filter(publication=publication).exists()


def waiting(user, *, on):
    """The plans of documents whose interpretation is still to come, the most urgent first."""
    rows = InterpretationPlan.objects.visible_to(user).waiting(on=on)
    return rows.select_related("publication__organization").order_by("publication__published_at", "pk")


def late(user, *, on):
    """Those of `waiting` whose last day is past."""
    in_time = first_in_time(work_calendar(), workdays=INTERPRETATION_WORKDAYS, today=on)
    return waiting(user, on=on).published_before(in_time)


def with_last_days(plans, *, on):
    """Each document with its last day, and if it is past."""
    return [_waiting(each.publication, on) for each in plans]


def _waiting(publication, on):
    due = due_on(publication)
    return {"publication": publication, "due": due, "is_late": bool(due and due < on)}


def remind_of_interpretations(*, today):
    """Each morning: the unit is told once that an interpretation is due, and once more when it is late."""
    plans = InterpretationPlan.objects.waiting(on=today)
    for each in plans.select_related("publication__organization"):
        due = due_on(each.publication)
        if due:
            _remind(each.publication, due, is_late=due < today)


def _remind(publication, due, *, is_late):
    tell(
        User.objects.who_may("catalog.draft_publication", organization=publication.organization),
        kind="政策解读",
        subject=f"“{publication}”的解读{'逾期还没有公布' if is_late else '还没有公布'}",
        text=f"最迟 {due:%Y-%m-%d} 公布。",
        place=reverse("participation_office:plan", args=[publication.pk]),
        once=f"interpretation:{publication.pk}:{'late' if is_late else 'due'}",
    )


def counted_by_form(year, *, organization=None):
    """Pairs of form and how many interpretations of it were published in a year, for the annual report and inspections."""
    rows = Interpretation.objects.filter(publication__in=Publication.objects.with_page())
    rows = rows.filter(publication__published_at__year=year)
    if organization:
        rows = rows.filter(publication__organization=organization)
    found = dict(rows.order_by().values_list("form").annotate(Count("pk")))
    return [(form, found.get(form.value, 0)) for form in Interpretation.Form]
