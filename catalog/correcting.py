"""Corrections: a draft with the texts of a published one, which exchanges them with it when it has passed all three."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from catalog import publication_log
from catalog.ending import check_reason, end_replaced
from catalog.models import GateCheck, LogEntry, Publication
from catalog.publication_search import publication_changed
from catalog.timeliness_kept import items_published
from linhai_portal.workflow import InvalidMove

Status, Action = Publication.Status, LogEntry.Action


@transaction.atomic
def draft_correction(original, *, by, organization, reason):
    """A draft with the texts, items and files of a published one; what is public stays until it has passed all three."""
    original.lock()
    original.refresh_from_db()
    if refusal := _correction_refusal(original, on=timezone.localdate()):
        raise InvalidMove(refusal)
    if not reason.strip():
        raise InvalidMove("请写明更正理由。")
    check_reason(reason)
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


def correct(correction, now):
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
    end_replaced(original, now, by=correction.approved_by)
    items_published(original.items.all() | correction.items.all(), [original], today=timezone.localdate())
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
