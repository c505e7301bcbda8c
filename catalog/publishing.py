"""先审后发: the verbs of a publication's way, each in one transaction with its event, its log entry and the index.

draft → review in the unit → 公开审查 (条例第十七条) → published by the system; three persons. Rules: catalog §3.
"""

import logging

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django_tasks import task

from catalog import gate, link_approval, publication_log
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

# Questions of higher apps, each a function of the publication that gives None or the sentence why it can't go out yet.
publication_guards = []


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
    gate.check(publication)


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
    if refusal := link_approval.refusal(publication):
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
    if at is None or at <= now or publication.is_urgent:
        _publish(publication, looks, now)
    else:
        transaction.on_commit(lambda: publish_task.using(run_after=at).enqueue(publication.pk))


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
        _correct(publication, now)
        return
    publication.move(
        Status.PUBLISHED,
        by=None,
        published_at=now,
        index_number=new_index_number(publication.organization, timezone.localdate(now).year),
        due_on=publication.last_day(work_calendar(), publication.items.all()),
    )
    _end_replaced(publication, now, by=publication.approved_by)
    publication_log.write(publication, Action.PUBLISHED, by=publication.approved_by, at=now)
    items_published(publication.items.all(), today=timezone.localdate(now))
    publication_changed(publication)
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
    return link_approval.refusal(publication) or next(
        filter(None, (guard(publication) for guard in publication_guards)), None
    )


def new_index_number(organization, year):
    """索引号 by the template of the settings; gapless per unit and year, never used again."""
    unit = organization.index_code or organization.slug
    serial = next_number(f"publication:{organization.pk}:{year}")
    return settings.INDEX_NUMBER.format(unit=unit, year=year, serial=serial)


def _end_replaced(publication, now, *, by):
    """The documents this one names as replaced lapse on the day it comes into force (失效：被新文件代替).

    The basis names it by its numbers: the title is said by its own page as long as that is public. All are locked
    before the first entry of the log, in one order, so that nobody who takes one of them down waits in a circle.
    """
    facts = {
        "ending": Publication.Validity.LAPSED,
        "on": publication.effective_on or timezone.localdate(now),
        "basis": f"由{publication.document_number or '新的文件'}（索引号 {publication.index_number}）代替",
    }
    replaced = publication.replaces.filter(status=Status.PUBLISHED, ending="").exclude(pk=publication.pk)
    for old in replaced.select_for_update(of=("self",)).order_by("pk"):
        end(old, by=by, now=now, **facts)


@transaction.atomic
def end(publication, *, ending, on, basis, by, now=None):
    """Write down that a policy document lapsed, was repealed or amended, from a day on, and by what."""
    if not basis.strip():
        raise InvalidMove("请写明失效、废止或者修改的依据。")
    _check_reason(basis)
    open_ones = Publication.objects.filter(pk=publication.pk, status=Status.PUBLISHED, ending="")
    if not open_ones.update(ending=ending, ended_on=on, ending_basis=basis):
        raise InvalidMove(f"“{publication}”没有发布，或者效力已经变更过。")
    publication.refresh_from_db()
    label = Publication.Validity(ending).label
    publication_log.write(publication, Action.ENDED, by=by, note=f"{label}，{on:%Y-%m-%d}起：{basis}", at=now)
    publication_changed(publication)


@transaction.atomic
def take_down(publication, *, by, reason, text_stays, now):
    """At once and by one person, for hiding harms nobody's right to be asked; the page says when and why."""
    if not reason.strip():
        raise InvalidMove("撤下要写明理由，页面上会向社会说明。")
    _check_reason(reason)
    publication.move(
        Status.TAKEN_DOWN,
        by=by,
        note=reason,
        taken_down_at=now,
        taken_down_reason=reason,
        text_stays=text_stays,
    )
    publication_log.write(publication, Action.TAKEN_DOWN, by=by, note=reason, at=now)
    items_published(publication.items.all(), today=timezone.localdate(now))
    publication_changed(publication)


def _check_reason(words):
    """What stands in the log is public and stays, so nobody's number may get into it."""
    if masked_text(words) != words:
        raise InvalidMove("这段话会向社会公布，里面有身份证号、手机号一类的个人信息。请删去号码再办。")


@transaction.atomic
def end_display(publication, *, now=None):
    """公示期 over: written down once; what is shown follows from the date, not from this."""
    publication.lock()
    publication.refresh_from_db()
    if publication.status != Status.PUBLISHED or publication.log.filter(action=Action.DISPLAY_ENDED).exists():
        return
    publication_log.write(
        publication,
        Action.DISPLAY_ENDED,
        by=None,
        note=f"公示至{publication.display_until:%Y-%m-%d}",
        at=now,
    )
    items_published(publication.items.all(), today=timezone.localdate())
    publication_changed(publication)


@transaction.atomic
def draft_correction(original, *, by, organization, reason):
    """A draft with the texts, items and files of a published one; what is public stays until it has passed all three."""
    original.lock()
    original.refresh_from_db()
    if refusal := _correction_refusal(original, on=timezone.localdate()):
        raise InvalidMove(refusal)
    if not reason.strip():
        raise InvalidMove("请写明更正理由。")
    _check_reason(reason)
    if original.corrections.filter(status__in=Publication.ON_THE_WAY).exists():
        raise InvalidMove("这条信息已有一份更正在办理中。")
    facts = {name: getattr(original, name) for name in publication_log.CONTENT}
    correction = Publication.objects.create(
        **facts, organization=organization, drafted_by=by, corrects=original, correction_reason=reason
    )
    correction.items.set(original.items.all())
    correction.replaces.set(original.replaces.all())
    _copy_attachments(original, correction)
    return correction


def _correction_refusal(original, *, on):
    """A list whose 公示期 is over stays gone: no correction brings it back."""
    if original.status != Status.PUBLISHED:
        return "原信息没有发布或者已经撤下，不能更正。"
    if original.display_has_ended(on=on):
        return "公示期已经过了，名单和附件已经撤下，不能再更正。"
    return ""


def _copy_attachments(original, correction):
    """The same stored files under rows of their own; the pictures of the text get their new addresses."""
    body = correction.body
    for attachment in original.attachments.all():
        old = attachment.get_absolute_url()
        attachment.pk, attachment.publication = None, correction
        attachment.save()
        body = body.replace(f'"{old}"', f'"{attachment.get_absolute_url()}"')
    Publication.objects.filter(pk=correction.pk).update(body=body)
    correction.refresh_from_db()


def _correct(correction, now):
    """Exchange the texts: the original shows the new ones under its old number, the correction keeps the old ones."""
    original = Publication.objects.select_for_update().get(pk=correction.corrects_id)
    if refusal := _correction_refusal(original, on=timezone.localdate(now)):
        correction.send_back(by=None, reason=refusal)
        return
    new = {name: getattr(correction, name) for name in publication_log.CONTENT}
    old = {name: getattr(original, name) for name in publication_log.CONTENT}
    Publication.objects.filter(pk=original.pk).update(**new)
    correction.move(Status.REPLACED, by=None, **old)
    _exchange_links(original, correction)
    _exchange_attachments(original, correction)
    original.refresh_from_db()
    _end_replaced(original, now, by=correction.approved_by)
    items_published(original.items.all() | correction.items.all(), today=timezone.localdate())
    publication_log.write(
        original, Action.CORRECTED, by=correction.approved_by, note=correction.correction_reason, at=now
    )
    publication_changed(original)


def _exchange_links(original, correction):
    """Its items, and the documents it takes the place of."""
    for links in ("items", "replaces"):
        of_original, of_correction = getattr(original, links), getattr(correction, links)
        old, new = list(of_original.all()), list(of_correction.all())
        of_original.set(new)
        of_correction.set(old)


def _exchange_attachments(original, correction):
    """Their gate checks go with them; between the two updates no place is taken twice."""
    files = original.attachments.model.objects
    old, new = (list(each.attachments.values_list("pk", flat=True)) for each in (original, correction))
    apart = 1 + max(files.filter(pk__in=new).values_list("position", flat=True), default=0)
    files.filter(pk__in=old).update(publication=correction, position=F("position") + apart)
    files.filter(pk__in=new).update(publication=original)
    for keys, publication in ((old, correction), (new, original)):
        GateCheck.objects.filter(attachment__in=keys).update(publication=publication)
