"""The last days of what is on its way to the public, and of regular periods, under the calendar of now or another."""

from collections import defaultdict

from django.db import transaction
from django.urls import reverse

from catalog import timeliness
from catalog.models import Obligation, Publication
from catalog.obligations import foresee_periods, keep_obligations, regular_items
from catalog.periods import is_provisional
from linhai_portal.accounts.notices import tell
from linhai_portal.bulk import batches
from linhai_portal.calendar import work_calendar
from linhai_portal.calendar_moves import Moved

_LISTED = 20  # titles named in one notice


def keep_due_days(*, today):
    """Of everything on its way; where a last day moved, its drafter is told, in the transaction that writes it."""
    for batch in batches(_on_the_way().values_list("pk", flat=True)):
        _keep_batch(batch)


def move_due_days(*, today):
    """With the calendar: what is not public yet, and the regular periods still to come."""
    keep_due_days(today=today)
    keep_obligations(regular_items().order_by("pk").iterator(), today=today)


def count(*, today):
    return _on_the_way().count() + Obligation.objects.filter(due_on__gte=today).count()


def foresee(calendar, *, today, looked):
    """What another calendar would move; nothing is written."""
    for batch in batches(_on_the_way().values_list("pk", flat=True)):
        for publication, due_on in _moved(batch, calendar):
            if publication.due_on and due_on:
                yield Moved(
                    "信息",
                    publication.title,
                    publication.organization.name,
                    "最迟公开",
                    publication.due_on,
                    due_on,
                    publication.get_office_url(),
                    f"{publication.get_office_url()}#due",
                    timeliness.is_provisional(
                        publication.items.all(), publication.formed_on, due_on, calendar
                    ),
                )
        looked(len(batch))
    for obligation, due_on in foresee_periods(calendar, today=today, looked=looked):
        yield Moved(
            "定期公开",
            str(obligation),
            obligation.organization.name,
            "最迟公开",
            obligation.due_on,
            due_on,
            f"{reverse('office:due')}?kind=period",
            obligation.explained_at,
            is_provisional(obligation.ends_on, due_on, calendar),
        )


def _on_the_way():
    return Publication.objects.filter(status__in=Publication.ON_THE_WAY).order_by("pk")


def _moved(keys, calendar):
    """Pairs of a publication and its last day, where that is not the one kept."""
    rows = _on_the_way().filter(pk__in=keys).select_related("organization", "drafted_by")
    for publication in rows.prefetch_related("items"):
        due_on = publication.last_day(calendar, publication.items.all())
        if due_on != publication.due_on:
            yield publication, due_on


@transaction.atomic
def _keep_batch(keys):
    """A calendar that changed moves few of them; only these are written."""
    lines = defaultdict(list)
    for publication, due_on in list(_moved(keys, work_calendar())):
        before = publication.due_on
        publication.keep_due_day()
        if before and due_on and publication.drafted_by:
            words = f"“{publication}”的最迟公开日期由 {before} 改为 {due_on}"
            lines[publication.drafted_by].append((publication, words))
    for drafter, its in lines.items():
        _tell(drafter, its)


def _tell(drafter, lines):
    """One notice for all of the person's; whoever has left or works elsewhere by now could not open them."""
    lines = [each for each in lines if each[0].if_still_here(drafter).exists()]
    if len(lines) == 1:
        publication, words = lines[0]
        publication.tell([drafter], words, "工作日历或者公开时限有变化。")
    elif lines:
        tell(
            [drafter],
            kind=Publication._meta.verbose_name,
            subject=f"您起草的 {len(lines)} 条信息改了最迟公开日期",
            text="\n".join([words for _, words in lines[:_LISTED]] + ["……"] * (len(lines) > _LISTED)),
            place=reverse("office:due"),
        )
