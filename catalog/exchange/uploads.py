"""An uploaded table on its way into the catalog: receive, read, correct, confirm or discard.

Nothing of it is in the catalog before the confirmation; then all of it is, in one transaction.
"""

import logging
import secrets
from functools import partial
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from catalog.exchange.apply import apply_plan
from catalog.exchange.plan import changes_of, plan_import
from catalog.exchange.rows import record_of
from catalog.import_words import outcome_in_words
from catalog.layouts.reader import read
from catalog.layouts.records import Column, Problem, Reading, Record, Refused
from catalog.models import CatalogImport, Domain, ImportRow
from catalog.models.domains import domain_names
from catalog.telling import tell_of_upload
from linhai_portal.bulk import insert_rows
from linhai_portal.workflow import InvalidMove

logger = logging.getLogger(__name__)

Status = CatalogImport.Status

AT_ONCE_BYTES = 300_000  # a larger file is read in the background
AT_ONCE_ROWS = 3_000  # more rows are written in the background
_UNCONFIRMED = {"confirmed_by": None, "confirmed_at": None}


def receive(file, *, by, organization, domain=None, retire_missing=False):
    """Store the upload and have it read: at once when it is small, else by the background worker."""
    upload = CatalogImport.objects.create(
        organization=organization,
        uploaded_by=by,
        file=file,
        file_name=Path(file.name).name[-200:],
        domain=domain,
        retire_missing=retire_missing,
    )
    _run_or_enqueue(_read_or_say, reading_task, upload, at_once=file.size <= AT_ONCE_BYTES)
    return upload


def _run_or_enqueue(deed, background, upload, *, at_once):
    if at_once:
        deed(upload.pk)
        upload.refresh_from_db()
    else:
        transaction.on_commit(partial(background.enqueue, upload.pk))


@task(takes_context=True)
def reading_task(context, pk):
    _read_or_say(pk)
    _tell_uploader(context, pk)


@task(takes_context=True)
def applying_task(context, pk):
    _apply_or_say(pk)
    _tell_uploader(context, pk)


def _tell_uploader(context, pk):
    """Who waited for the worker is told; a task taken up again after a stop does not tell it again."""
    tell_of_upload(CatalogImport.objects.get(pk=pk), once=f"task:{context.task_result.id}")


def _read_or_say(pk):
    _or_say(pk, read_upload, Status.REFUSED, "读取时出错")


def _apply_or_say(pk):
    _or_say(pk, apply_upload, Status.READ, "写入时出错，一行也没有写入")


def _or_say(pk, deed, failed, sentence):
    """Do it; whatever goes wrong, nothing is half done and the uploader gets a number to name to the office."""
    try:
        deed(pk)
    except Exception:
        reference = secrets.token_hex(4)
        logger.exception("catalog import %s failed, reference %s", pk, reference)
        upload = CatalogImport.objects.get(pk=pk)
        upload.swap(
            failed, outcome=f"{sentence}，编号 {reference}。请把文件和编号告诉市政务公开办。", **_UNCONFIRMED
        )


def read_upload(pk):
    """Read the stored file and keep what was read, with what storing it would do. Safe to run again after a stop."""
    upload = CatalogImport.objects.get(pk=pk)
    if upload.status == Status.READING:
        upload.swap(Status.RECEIVED)
    if upload.status != Status.RECEIVED:
        return
    upload.swap(Status.READING, progress=0)
    try:
        reading = read(
            upload.file.path,
            domain_names=domain_names(),
            filename=upload.file_name,
            progress=_progress_of(upload),
        )
    except Refused as refused:
        upload.swap(Status.REFUSED, outcome=str(refused))
        return
    _keep(upload, reading)


def _progress_of(upload):
    """Tell the progress page how far the reading is, at most once a per cent."""
    shown = [0]

    def report(done, total):
        percent = done * 100 // max(total, 1)
        if percent > shown[0]:
            shown[0] = percent
            CatalogImport.objects.filter(pk=upload.pk).update(progress=percent)

    return report


@transaction.atomic
def _keep(upload, reading, outcome=""):
    """Plan the import and keep the rows of the preview in place of those of an earlier reading."""
    plan = plan_import(
        reading, domain=upload.domain, user=upload.uploaded_by, retire_missing=upload.retire_missing
    )
    upload.rows.all().delete()
    insert_rows(ImportRow, [_import_row(upload, place, row) for place, row in enumerate(plan.rows, start=1)])
    in_rows = {id(problem) for row in plan.rows for problem in row.problems}
    notes = [problem for problem in reading.problems if id(problem) not in in_rows]
    problems = [*notes, *(problem for row in plan.rows for problem in row.problems + row.refusals)]
    upload.swap(
        Status.READ,
        progress=100,
        outcome=outcome,
        **_UNCONFIRMED,
        seen_versions=_versions(plan.domains),
        reading={
            "domain": reading.domain,
            "domains": [each.name for each in plan.domains],
            "columns": [_as_dict(column) for column in reading.columns],
            "counts": plan.counts(),
            "errors": sum(each.severity == "error" for each in problems),
            "warnings": sum(each.severity == "warning" for each in problems),
            "notes": [_as_dict(note) for note in notes],
        },
    )


def _versions(domains):
    return {str(each.pk): each.data_version for each in domains}


def _as_dict(thing):
    return {name: getattr(thing, name) for name in thing.__slots__}


def _import_row(upload, place, row):
    record = row.record or (record_of(row.values) if row.values else None)
    return ImportRow(
        catalog_import=upload,
        position=place,
        action=row.action,
        record=_as_dict(record) if record else {},
        problems=[_as_dict(problem) for problem in row.problems],
        refusals=[_as_dict(problem) for problem in row.refusals],
        changes=changes_of(row) if row.changed else [],
        has_warning=any(problem.severity == "warning" for problem in row.problems),
        item_id=row.item_id,
    )


def reading_of(upload):
    """The reading as the rows keep it now, with the corrections made by people."""
    rows = [row for row in upload.rows.all() if row.action != ImportRow.Action.RETIRE]
    problems = [*upload.reading["notes"], *(problem for row in rows for problem in row.problems)]
    return Reading(
        domain=upload.reading["domain"],
        records=[Record(**row.record) for row in rows if row.record],
        problems=[Problem(**problem) for problem in problems],
        columns=[Column(**column) for column in upload.reading["columns"]],
    )


@transaction.atomic
def correct_row(row, values):
    """Take the corrected values for a row in place of what was read, and look again at what storing would do."""
    upload = CatalogImport.objects.select_for_update().get(pk=row.catalog_import_id)
    if upload.status != Status.READ:
        raise InvalidMove(f"“{upload}”现在是“{upload.get_status_display()}”，不能再改。")
    place = row.record or row.problems[0]
    row.record = {
        "domain": None,
        "time_limit_workdays": None,
        "row": place["row"],
        "sheet": place["sheet"],
    } | values
    row.problems = []
    row.save()
    _keep(upload, reading_of(upload))


def confirm(upload, *, by, skip_bad_rows=False):
    """Write what the preview shows; raises InvalidMove with the reason when that is not possible any more."""
    if upload.reading.get("errors") and not skip_bad_rows:
        raise InvalidMove("还有错误没有改正。请逐行改正，或者选择跳过有错误的行。")
    if upload.status == Status.READ and _is_stale(upload):
        _keep(upload, reading_of(upload))
        raise InvalidMove("您查看之后，目录有了变化。下面是重新比对的结果，请再看一遍后确认。")
    upload.swap(Status.CONFIRMED, confirmed_by=by, confirmed_at=timezone.now(), skip_bad_rows=skip_bad_rows)
    _run_or_enqueue(_apply_or_say, applying_task, upload, at_once=upload.rows.count() <= AT_ONCE_ROWS)


def _is_stale(upload):
    domains = Domain.objects.filter(pk__in=upload.seen_versions)
    return _versions(domains) != upload.seen_versions


@transaction.atomic
def apply_upload(pk):
    """Store a confirmed upload, all in one transaction. Safe to run again: what is stored is not stored twice."""
    upload = CatalogImport.objects.select_for_update().get(pk=pk)
    if upload.status != Status.CONFIRMED:
        return
    list(Domain.objects.select_for_update().filter(pk__in=upload.seen_versions).order_by("pk"))
    if _is_stale(upload):
        _keep(upload, reading_of(upload), outcome="确认之后，目录有了变化，没有写入。请再看一遍后确认。")
        return
    plan = plan_import(
        reading_of(upload),
        domain=upload.domain,
        user=upload.uploaded_by,
        retire_missing=upload.retire_missing,
    )
    counts = apply_plan(
        plan,
        skip_bad_rows=upload.skip_bad_rows,
        by=upload.confirmed_by,
        reason=f"导入目录表格“{upload.file_name}”",
    )
    upload.swap(Status.DONE, outcome=outcome_in_words(plan, counts), adjustment=plan.draft)


def discard(upload):
    upload.swap(Status.DISCARDED)
