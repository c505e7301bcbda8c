"""Many publications at once (rules: catalog §7): the same three hands and the same gate, every row or none of them.

draft → review in the unit → 公开审查 → published; each step is one transaction over the batch and all its rows.
"""

import logging
import secrets

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from catalog import gate, publishing
from catalog.models import Examination, GateCheck, Publication, PublicationBatch
from linhai_portal.bulk import insert_rows
from linhai_portal.calendar import work_calendar
from linhai_portal.workflow import InvalidMove, move_all

logger = logging.getLogger(__name__)

Status = PublicationBatch.Status
RowStatus = Publication.Status
_NAMED = 10  # rows in one refusal


@transaction.atomic
def draft_batch(rows, *, by, title, file_name):
    """One batch of drafts, `rows` the cleaned facts of the table's rows with their `items`; the gate looks at each."""
    unit, calendar = by.organizations().first(), work_calendar()
    batch = PublicationBatch.objects.create(
        title=title, file_name=file_name, drafted_by=by, organization=unit
    )
    drafts = [_draft(batch, calendar, **facts) for facts in rows]
    insert_rows(Publication, drafts)
    links = Publication.items.through
    insert_rows(
        links,
        [
            links(publication_id=draft.pk, item_id=item.pk)
            for draft, facts in zip(drafts, rows, strict=True)
            for item in facts["items"]
        ],
    )
    gate.check_texts(drafts)
    return batch


def _draft(batch, calendar, *, items, issuer, **facts):
    draft = Publication(
        batch=batch,
        organization=batch.organization,
        drafted_by=batch.drafted_by,
        issuer=issuer or batch.organization.full_name,
        **facts,
    )
    draft.due_on = draft.last_day(calendar, items)
    return draft


def stopped_rows(batch):
    """The rows in which the gate finds something or can't read a file: mended, or taken out and handed in alone."""
    return batch.rows().filter(pk__in=GateCheck.objects.open().values("publication"))


def submit(batch, *, by):
    """Hand all of it to the unit's reviewer; in a batch the gate lets nothing pass with a request to keep it."""
    looks = _looks(batch)
    with transaction.atomic():
        _submit(batch, looks, by)


def _looks(batch):
    """By the row what the gate sees in it now; before the transaction, for it takes its time."""
    return {row.pk: gate.look(row) for row in batch.rows()}


def _submit(batch, looks, by):
    rows = list(batch.rows().select_for_update())
    if not rows:
        raise InvalidMove("这个批次里没有信息了，不能提交。请重新上传表格。")
    batch.submit(by=by)
    for row in rows:
        row.keep_due_day()
        _check_whole(row)
        gate.keep(row, looks[row.pk])
    stopped = list(stopped_rows(batch)[: _NAMED + 1])
    if stopped:
        names = "、".join(f"“{row}”" for row in stopped[:_NAMED])
        raise InvalidMove(
            f"{names}{'等' if len(stopped) > _NAMED else ''}里有个人信息或者无法读取的内容。"
            "请打开打码或删去；确需公开的移出批次，单独提交，由审核人决定。"
        )
    move_all(batch.rows(), RowStatus.SUBMITTED, by=by)


def _check_whole(row):
    """What would keep all the others back, said with the row it is about."""
    if row.attribute != row.Attribute.PROACTIVE or row.publish_at:
        raise InvalidMove(f"“{row}”不主动公开或者定了发布时间，不能整批发布。请移出批次，单独提交。")
    try:
        publishing.check_whole(row)
    except InvalidMove as refusal:
        raise InvalidMove(f"“{row}”：{refusal}") from refusal


@transaction.atomic
def review(batch, *, by, note=""):
    """The unit's yes to every row, by another person than the drafter."""
    batch.review(by=by, note=note)
    if stopped_rows(batch).exists():
        raise InvalidMove("其中有的信息，查验发现了个人信息。请退回这几条，再审核其余的。")
    move_all(
        batch.rows(), RowStatus.REVIEWED, by=by, note=note, reviewed_by=by, reviewed_at=batch.reviewed_at
    )


@transaction.atomic
def send_back(batch, *, by, reason):
    """All of it, in one piece; to return a single row is `drop`."""
    if batch.status == Status.REVIEWED and not may_examine(by, batch):
        raise InvalidMove("公开审查由第三个人做：不能是起草人或者审核人，要有公开审查职责。")
    batch.send_back(by=by, reason=reason)
    blank = {"reviewed_by": None, "reviewed_at": None}
    move_all(batch.rows(), RowStatus.RETURNED, by=by, note=reason, **blank)


@transaction.atomic
def withdraw(batch, *, by):
    batch.withdraw(by=by)
    move_all(batch.rows(), RowStatus.WITHDRAWN, by=by)


@transaction.atomic
def drop(publication, *, by, reason):
    """Return one row to its drafter; it leaves the batch and goes its own way from there."""
    _lock(publication.batch)
    publication.send_back(by=by, reason=reason)


@transaction.atomic
def take_out(publication, *, by):
    """The drafter's: this draft is handed in alone."""
    publication.lock_draft()
    if publication.drafted_by != by:
        raise InvalidMove("只有起草人能把它移出批次。")
    publication.revise(by=by, batch=None)


def may_examine(user, batch):
    """The third person: never the drafter or the reviewer, and with the duty of 公开审查."""
    return PublicationBatch.objects.to_be_examined_by(user).filter(pk=batch.pk).exists()


def examine(batch, *, by, ground, now):
    """公开审查 of the whole batch: all of it goes out at once, or in the background when it is a large one."""
    at_once = batch.rows().count() <= settings.BATCH_AT_ONCE
    looks = _looks(batch) if at_once else None
    with transaction.atomic():
        _approve(batch, by, ground, now)
        if at_once:
            _publish_all(batch, looks)
        else:
            transaction.on_commit(lambda: publishing_task.enqueue(batch.pk))


def _approve(batch, by, ground, now):
    if not may_examine(by, batch):
        raise InvalidMove("公开审查由第三个人做：不能是起草人或者审核人，要有公开审查职责。")
    if not ground.strip():
        raise InvalidMove("请写明审查意见和依据。")
    batch.move(
        Status.PUBLISHING, by=by, note=ground, ground=ground, approved_by=by, approved_at=now, outcome=""
    )


def publish_batch(pk):
    """Put out every row in one transaction. Safe to run again after a stop: what is out is not put out twice."""
    looks = _looks(PublicationBatch(pk=pk))
    with transaction.atomic():
        _publish_all(_lock(PublicationBatch(pk=pk)), looks)


def _publish_all(batch, looks):
    if batch.status != Status.PUBLISHING:
        return
    now = timezone.now()  # the worker may come long after the examiner, and nothing is dated back
    for row in batch.rows().select_related("organization", "drafted_by"):
        _publish(row, batch, looks[row.pk], now)
    batch.move(Status.PUBLISHED, by=None)
    batch.tell(batch.if_still_here(batch.drafted_by), f"“{batch}”已发布")


def _lock(batch):
    return PublicationBatch.objects.select_for_update().get(pk=batch.pk)


def _publish(row, batch, looks, now):
    publishing.conclude(
        row,
        looks,
        by=batch.approved_by,
        conclusion=Examination.Conclusion.PUBLISH,
        ground=batch.ground,
        now=now,
    )
    if row.status == RowStatus.RETURNED:
        reason = row.events.last().note
        raise InvalidMove(f"“{row}”不能发布：{reason} 一条也没有发布，请先退回这一条。")


@task
def publishing_task(pk):
    publish_or_say(pk)


def publish_or_say(pk):
    """Whatever goes wrong, nothing is half out: the batch waits for its examiner again, with the reason."""
    try:
        publish_batch(pk)
    except InvalidMove as refusal:
        _wait_again(pk, str(refusal))
    except Exception:
        reference = secrets.token_hex(4)
        logger.exception("publishing batch %s failed, reference %s", pk, reference)
        _wait_again(pk, f"发布时出错，一条也没有发布，编号 {reference}。请把编号告诉系统管理员。")


@transaction.atomic
def _wait_again(pk, outcome):
    batch = _lock(PublicationBatch(pk=pk))
    if batch.status != Status.PUBLISHING:  # another worker has put it out meanwhile
        return
    examiner = batch.approved_by
    batch.move(
        Status.REVIEWED, by=None, note=outcome, outcome=outcome, ground="", approved_by=None, approved_at=None
    )
    batch.tell(batch.if_still_here(examiner), f"“{batch}”没有发布，请再看", outcome)


def publish_interrupted(*, today):
    """Batches whose worker was stopped half-way."""
    for pk in PublicationBatch.objects.filter(status=Status.PUBLISHING).values_list("pk", flat=True):
        publish_or_say(pk)
