"""先审后发: the verbs of a publication's way, each in one transaction with its event, its log entry and the index.

draft → review in the unit → 公开审查 (条例第十七条) → published by the system; three persons. Rules: catalog §3.
"""

import logging

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from catalog import gate, higher_apps, link_approval, publication_log
from catalog.correcting import correct
from catalog.ending import end_display, end_replaced
from catalog.models import Examination, GateCheck, LogEntry, NegativeListEntry, Publication
from catalog.privacy import mask_text
from catalog.privacy.numbers import masked_text
from catalog.publication_search import publication_changed
from catalog.timeliness_kept import items_published
from linhai_portal.calendar import work_calendar
from linhai_portal.counters import next_number
from linhai_portal.workflow import InvalidMove

logger = logging.getLogger(__name__)

Status, Action, Conclusion = Publication.Status, LogEntry.Action, Examination.Conclusion


@transaction.atomic
def draft(publication, *, items, replaces=()):
    """Store a new draft with its items; the gate looks at once, so that the drafter sees what it finds."""
    publication.save()
    publication.items.set(items)
    publication.keep_due_day()
    publication.replaces.set(replaces)
    gate.check(publication)
    return publication


@transaction.atomic
def mask_texts(publication, *, by):
    """Mask what the gate finds in the texts of a draft."""
    masked = {name: masked_text(getattr(publication, name)) for name in gate.TEXTS}
    publication.revise(by=by, body=mask_text(publication.body), **masked)
    gate.keep(publication, [gate.look_at_text(publication, publication.attachments.all())])


@transaction.atomic
def revise(publication, *, by, items, replaces=(), **facts):
    """Write what a valid form says of a draft: its texts and dates, its items, and what it takes the place of."""
    publication.revise(by=by, items=items, **facts)
    publication.replaces.set(replaces)


def submit(publication, *, by):
    """Hand it to the unit's reviewer; the gate has run, and what it found is gone or has a request to keep it."""
    looks = gate.look(publication)
    with transaction.atomic():
        _submit(publication, looks, by)


def _submit(publication, looks, by):
    publication.lock_draft()
    publication.check_alone()
    publication.keep_due_day()
    check_whole(publication)
    checks = gate.keep(publication, looks)
    open_checks = [each for each in checks if not each.passes and not each.request.strip()]
    if open_checks:
        raise InvalidMove(f"{_where(open_checks)}。请先打码或删去；确需公开的，写明保留理由，由审核人决定。")
    publication.submit(by=by)


def check_whole(publication):
    if not publication.items.exists() and publication.corrects_id is None:
        raise InvalidMove("请先选定公开事项：这条信息属于目录里的哪一项。")
    if not publication.body.strip() and not publication.attachments.files().exists():
        raise InvalidMove("请写正文或者上传附件，再提交。")
    if refusal := link_approval.refusal(publication) or higher_apps.refusal(publication):
        raise InvalidMove(refusal)


def _where(checks):
    names = "、".join(f"“{each.attachment or '正文'}”" for each in checks)
    return f"{names}里有个人信息或者无法读取的内容"


@transaction.atomic
def review(publication, *, by, note="", overrides=None):
    """The unit's yes; `overrides` gives by the key of a check the legal reason why what was found may be shown."""
    publication.check_alone()
    _override(publication, by, overrides or {})
    left = GateCheck.objects.filter(publication=publication).open()
    if left:
        raise InvalidMove(f"{_where(left)}。准予公开要写明法律理由，否则请退回起草人。")
    publication.review(by=by, note=note)


def _override(publication, by, reasons):
    for each in publication.gate_checks.all():
        reason = reasons.get(each.pk, "").strip()
        if reason and not each.is_clean:
            each.override_reason, each.override_by = reason, by
            each.save(update_fields=["override_reason", "override_by"])


def considered_entries(publication, *, on):
    """The negative-list entries in force whose scope reaches an item of the publication, or words of its title."""
    reached = Q(pk__in=[])
    in_force = NegativeListEntry.objects.in_force(on=on)
    for item in publication.items.all():
        reached |= Q(pk__in=in_force.covering(item).values("pk"))
    by_words = [
        pk
        for pk, words in in_force.exclude(words="").values_list("pk", "words")
        if words in publication.title
    ]
    return in_force.filter(reached | Q(pk__in=by_words)).order_by("number")


def may_examine(user, publication):
    """The third person: never the drafter or the reviewer, and with the duty of 公开审查."""
    return Publication.objects.to_be_examined_by(user).filter(pk=publication.pk).exists()


def examine(publication, *, by, conclusion, ground, now):
    """公开审查: the third person's word, on record with the entries of the negative list that were considered."""
    publication.check_alone()
    looks = gate.look(publication) if conclusion == Conclusion.PUBLISH else None
    with transaction.atomic():
        conclude(publication, looks, by=by, conclusion=conclusion, ground=ground, now=now)


def conclude(publication, looks, *, by, conclusion, ground, now):
    """`examine`, also of what goes with its batch; inside the caller's transaction, after a look at what goes out."""
    if not may_examine(by, publication):
        raise InvalidMove("公开审查由第三个人做：不能是起草人或者审核人，要有公开审查职责。")
    if not ground.strip():
        raise InvalidMove("请写明审查意见和依据。")
    _check_conclusion(publication, conclusion)
    record = Examination.objects.create(
        publication=publication,
        examined_by=by,
        conclusion=conclusion,
        ground=ground,
        digest=publication_log.examined_digest(publication),
    )
    record.entries.set(considered_entries(publication, on=timezone.localdate(now)))
    if conclusion == Conclusion.RETURN:
        publication.send_back(by=by, reason=ground)
        return
    to = Status.APPROVED if conclusion == Conclusion.PUBLISH else Status.KEPT
    publication.move(to, by=by, note=ground, approved_by=by, approved_at=now)
    if to == Status.APPROVED:
        _publish_or_wait(publication, looks, now)


def _check_conclusion(publication, conclusion):
    is_proactive = publication.attribute == publication.Attribute.PROACTIVE
    if conclusion == Conclusion.PUBLISH and not is_proactive:
        raise InvalidMove(
            f"公开方式是“{publication.get_attribute_display()}”，不能发布。要公开的，退回改为主动公开。"
        )
    if conclusion == Conclusion.KEEP and is_proactive:
        raise InvalidMove("公开方式是“主动公开”。不公开的，退回起草人改公开方式并写明法律依据。")


def _publish_or_wait(publication, looks, now):
    at = publication.publish_at
    if at and at > now and not publication.is_urgent:
        transaction.on_commit(lambda: publish_task.using(run_after=at).enqueue(publication.pk))
    elif higher_apps.waits(publication):
        Publication.objects.filter(pk=publication.pk).update(publish_at=now)  # due from now on
    else:
        _publish(publication, looks, now)


@task
def publish_task(pk):
    _publish_each(Publication.objects.scheduled(now=timezone.now()).filter(pk=pk))


def publish_due(*, today):
    """What was scheduled while nothing was running, and what a 公示期 has ended."""
    _publish_each(Publication.objects.scheduled(now=timezone.now()).order_by("publish_at", "pk"))
    for publication in Publication.objects.display_ended(on=today).exclude(log__action=Action.DISPLAY_ENDED):
        end_display(publication)


def _publish_each(publications):
    """One that another worker has just put out, or that can't be read today, keeps none of the others back."""
    for publication in publications:
        if higher_apps.waits(publication):
            continue
        try:
            publish(publication, now=timezone.now())
        except Exception:
            logger.exception("publication %s was not put out", publication.pk)


def publish(publication, *, now):
    """Put out exactly what was reviewed: the gate and the guards run once more on these bytes, else it goes back."""
    looks = gate.look(publication)
    with transaction.atomic():
        _publish(publication, looks, now)


def _publish(publication, looks, now):
    refusal = _refusal(publication, looks, on=timezone.localdate(now))
    if refusal:
        publication.send_back(by=None, reason=refusal)
        return
    if publication.corrects_id:
        correct(publication, now)
        return
    publication.move(
        Status.PUBLISHED,
        by=None,
        published_at=now,
        index_number=new_index_number(publication.organization, timezone.localdate(now).year),
        due_on=publication.last_day(work_calendar(), publication.items.all()),
    )
    end_replaced(publication, now, by=publication.approved_by)
    publication_log.write(publication, Action.PUBLISHED, by=publication.approved_by, at=now)
    items_published(publication.items.all(), [publication], today=timezone.localdate(now))
    publication_changed(publication)
    higher_apps.gone_out(publication)
    if publication.batch_id is None:  # a batch tells once for all of it
        publication.tell(publication.if_still_here(publication.drafted_by), f"“{publication}”已发布")


def _refusal(publication, looks, *, on):
    is_same = publication.examinations.last().digest == publication_log.examined_digest(publication)
    if not is_same or not gate.is_of_these_bytes(publication, looks):
        return "公开审查以后内容有了变化。请核对后重新提交。"
    if publication.display_has_ended(on=on):
        return "公示截止日期已经过了，发布了也不会显示。请改成以后的日期，重新提交。"
    left = [each for each in gate.keep(publication, looks) if not each.passes]
    if left:
        return f"发布前最后一次查验：{_where(left)}。请处理后重新提交。"
    return link_approval.refusal(publication) or higher_apps.refusal(publication)


def new_index_number(organization, year):
    """索引号 by the template of the settings; gapless per unit and year, never used again."""
    unit = organization.index_code or organization.slug
    serial = next_number(f"publication:{organization.pk}:{year}")
    return settings.INDEX_NUMBER.format(unit=unit, year=year, serial=serial)
