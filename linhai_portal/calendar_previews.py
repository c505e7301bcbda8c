"""What a calendar that was handed in would move: computed once, at once where it is little, else by the worker.

It is kept in pages as the office reads them, so that a page of a hundred thousand moves costs what the first one costs.
Nothing of it is written to the calendar before it is confirmed, and then all is computed anew.
"""

import datetime as dt
import logging
import secrets
from dataclasses import asdict
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from linhai_portal.bulk import batches
from linhai_portal.calendar_file import BadCalendar
from linhai_portal.calendar_loading import calendar_with, check_against_table, counts_of, load
from linhai_portal.calendar_moves import Moved, how_many, moves_under
from linhai_portal.models import CalendarPreview, CalendarPreviewPage, SpecialDay
from linhai_portal.paging import PAGE_SIZE
from linhai_portal.workdays import Special

logger = logging.getLogger(__name__)

Status = CalendarPreview.Status
_PAGES_AT_ONCE = 200
_LOST_AFTER = dt.timedelta(hours=1)  # without a sign of the worker
_KEPT = dt.timedelta(days=7)


def start(days, *, notice, today):
    """Raises BadCalendar where the days do not fit what is known."""
    check_against_table(days)
    draft = CalendarPreview.objects.create(
        days=[[day.date.isoformat(), day.kind, day.name] for day in days],
        notice=notice,
        counts=counts_of(days),
        total=how_many(today=today),
    )
    _do(draft, work_out, previewing_task)
    draft.refresh_from_db()
    return draft


def confirm(draft):
    """The days and all that follows from them, once; gives whether this call was the first."""
    mine = CalendarPreview.objects.filter(pk=draft.pk, status=Status.READY)
    if not mine.update(status=Status.APPLYING, touched_at=timezone.now()):
        return False
    _do(draft, write, writing_task)
    draft.refresh_from_db()
    return True


def _do(draft, deed, background):
    if draft.total <= settings.CALENDAR_AT_ONCE:
        deed(draft.pk)
    else:
        transaction.on_commit(partial(background.enqueue, draft.pk))


@task
def previewing_task(pk):
    work_out(pk)


@task
def writing_task(pk):
    write(pk)


def days_of(draft):
    return [Special(dt.date.fromisoformat(date), *rest) for date, *rest in draft.days]


def work_out(pk):
    """Safe to run again after a stop: what there is of it goes first."""
    draft = CalendarPreview.objects.get(pk=pk)
    if draft.status == Status.WORKING:
        _or_say(draft, _fill, "没有算完，编号 {}。请重新上传；再不行，把编号告诉系统管理员。")


def _fill(draft):
    draft.pages.all().delete()
    progress = _Progress(draft)
    calendar = calendar_with(days_of(draft))
    moves = moves_under(calendar, today=timezone.localdate(), looked=progress.add)
    moved = 0
    for pages in batches(batches(moves, PAGE_SIZE), _PAGES_AT_ONCE):
        first = moved // PAGE_SIZE + 1
        CalendarPreviewPage.objects.bulk_create(
            CalendarPreviewPage(preview=draft, number=number, moves=[_as_json(each) for each in page])
            for number, page in enumerate(pages, first)
        )
        moved += sum(map(len, pages))
    _now(draft, status=Status.READY, moved=moved, looked=draft.total)


def write(pk):
    draft = CalendarPreview.objects.get(pk=pk)
    if draft.status == Status.APPLYING:
        _or_say(draft, _write, "没有写入，什么也没有改，编号 {}。请重新上传；再不行，把编号告诉系统管理员。")


def _write(draft):
    """With the news that it is done, in one transaction: a worker that was killed has written neither."""
    with transaction.atomic():
        _check_unchanged(draft)
        loading = load(days_of(draft), notice=draft.notice, today=timezone.localdate())
        _now(draft, status=Status.APPLIED, moved=len(loading.moves))


def _check_unchanged(draft):
    """What was confirmed is what was shown: another's days, loaded meanwhile, are not overwritten unseen."""
    changed = SpecialDay.objects.filter(changed_at__gt=draft.made_at).exists()
    if changed or counts_of(days_of(draft)) != draft.counts:
        raise BadCalendar(["您上传以后，工作日历又有了变化。请重新上传，看过会改的期限再确认。"])


def _or_say(draft, deed, sentence):
    try:
        deed(draft)
    except BadCalendar as bad:
        _now(draft, status=Status.FAILED, outcome="".join(bad.problems))
    except Exception:
        reference = secrets.token_hex(4)
        logger.exception("calendar preview %s failed, reference %s", draft.pk, reference)
        _now(draft, status=Status.FAILED, outcome=sentence.format(reference))


def _now(draft, **facts):
    CalendarPreview.objects.filter(pk=draft.pk).update(touched_at=timezone.now(), **facts)


class _Progress:
    """Told after each batch, seen by whoever waits."""

    def __init__(self, draft):
        self._draft, self._looked = draft, 0

    def add(self, number):
        self._looked += number
        _now(self._draft, looked=min(self._looked, self._draft.total))


def _as_json(move):
    return asdict(move) | {"before": move.before.isoformat(), "after": move.after.isoformat()}


def moves_on(draft, number):
    """The moves of one page, from 1."""
    page = draft.pages.filter(number=number).first()
    return [_from_json(**each) for each in page.moves] if page else []


def _from_json(before, after, **facts):
    return Moved(before=dt.date.fromisoformat(before), after=dt.date.fromisoformat(after), **facts)


def tidy(*, today):
    """What a stopped worker left half done is given up, and what nobody confirmed within a week goes."""
    now = timezone.now()
    lost = CalendarPreview.objects.filter(
        status__in=[Status.WORKING, Status.APPLYING], touched_at__lt=now - _LOST_AFTER
    )
    lost.update(status=Status.FAILED, outcome="中途停下，什么也没有写入。请重新上传。")
    CalendarPreview.objects.filter(touched_at__lt=now - _KEPT).delete()
