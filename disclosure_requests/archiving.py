"""归档、保管、销毁: the dossier is sealed once; after its time two persons decide that it is destroyed."""

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from disclosure_requests.dossier import build
from disclosure_requests.models import Applicant, DisclosureRequest, Dossier
from disclosure_requests.moving import move, note_down
from disclosure_requests.telling import tell_heads
from disclosure_requests.workflow import Status
from linhai_portal.workflow import InvalidMove


@transaction.atomic
def archive(case, *, by, today, key="T24"):
    """The move comes first, so that the sealed course of the case ends with its archiving."""
    if case.received_on is None:
        raise InvalidMove("收到以前撤回的申请没有编号，也没有卷宗，不用归档。")
    move(case, key, by=by, today=today)
    dossier = Dossier(case=case, archived_on=today, archived_by=by, keep_until=_keep_until(today))
    content, dossier.pages, dossier.chain = build(case, today=today)
    dossier.keep(content)
    return dossier


def _keep_until(on):
    """The end of the year in which the retention period is over; 0 years means for ever."""
    years = settings.RETENTION_YEARS
    return date(on.year + years, 12, 31) if years else None


@transaction.atomic
def propose_destruction(dossier, *, by, today, reason):
    if not reason.strip():
        raise InvalidMove("请写明提请销毁的理由和依据的保管期限表。")
    due = Dossier.objects.due_for_destruction(on=today).filter(pk=dossier.pk, destruction_proposed_by=None)
    if not due.update(destruction_proposed_by=by, destruction_reason=reason):
        raise InvalidMove("保管期限还没有满，或者已经提请过。")
    note_down(dossier.case, "提请销毁卷宗", by=by, today=today, note=reason)
    tell_heads(dossier.case, f"申请 {dossier.case.number} 的卷宗保管期满，提请销毁", but=by)
    dossier.refresh_from_db()


@transaction.atomic
def destroy(dossier, *, by, today):
    """What names a person is gone: dossier, letters, files, identity. The case stays for the statistics."""
    if dossier.destruction_proposed_by_id in (None, by.pk):
        raise InvalidMove("要先由另一个人提请，才能批准销毁。")
    rows = Dossier.objects.standing().filter(pk=dossier.pk)
    if not rows.update(destroyed_by=by, destroyed_at=timezone.now(), file=""):
        raise InvalidMove("已经销毁。")
    _erase(dossier.case, by=by, today=today, deed="销毁卷宗", files=[dossier.file])
    dossier.refresh_from_db()


def forget_withdrawn(*, today):
    """收到以前撤回: nothing was received and nothing is archived; whom it names is forgotten as in a draft that was left."""
    before = today - timedelta(days=settings.DRAFT_DAYS)
    withdrawn = DisclosureRequest.objects.filter(
        status=Status.WITHDRAWN,
        received_on=None,
        applicant__destroyed_at=None,
        events__move="T23",
        events__happened_on__lt=before,
    )
    for case in withdrawn.order_by("pk"):
        with transaction.atomic():
            _erase(case, by=None, today=today, deed="收到以前撤回，删除身份信息和材料")


def _erase(case, *, by, today, deed, files=()):
    files = [*files, *(each.file for each in case.materials.all())]
    files += [getattr(each, kind) for each in case.letters.all() for kind in ("docx", "pdf")]
    case.materials.update(file="")
    case.letters.update(docx="", pdf="")
    case.decisions.update(words="", note="")
    case.consultations.update(name="", address="", opinion_reason="")
    case.follow_ups.update(said="", done="")
    case.verifications.update(what="")
    case.reasons_requests.update(answer="")
    case.remedies.update(text="")
    DisclosureRequest.objects.filter(pk=case.pk).update(code="", code_index="")
    _empty(case.applicant)
    note_down(case, deed, by=by, today=today)
    for file in files:
        if file:
            transaction.on_commit(_delete(file.storage, file.name))


def _empty(applicant):
    for name in Applicant.IDENTITY:
        setattr(applicant, name, "")
    applicant.destroyed_at = timezone.now()
    applicant.save()


def _delete(storage, name):
    return lambda: storage.delete(name)
