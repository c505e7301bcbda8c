"""An application while it is filled in on the portal: kept between the steps, resumed by its code, forgotten when left."""

import datetime as dt
from contextlib import suppress
from functools import partial

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from catalog.models import Item
from catalog.publication_search import PUBLICATION
from catalog.searchable import ITEM
from disclosure_requests import filing
from disclosure_requests.models import AnswersOffered, Applicant, DisclosureRequest, Material
from disclosure_requests.workflow import Status
from linhai_portal.lookup_codes import code_index
from linhai_portal.search.similar import similar
from linhai_portal.uploads import BadUpload
from linhai_portal.workflow import InvalidMove

MOST_FILES = 10
MOST_ANSWERS = 3
_MOST_ITEMS = 30  # looked at


def drafts():
    return DisclosureRequest.objects.filter(status=Status.DRAFT, entered_by=None)


@transaction.atomic
def begin():
    case = filing.start_draft()
    Applicant.objects.create(case=case)
    return case


def with_code(code):
    """The draft that a code resumes, or None."""
    return drafts().filter(code_index=code_index(code)).first() if code.strip() else None


def kept_until(case):
    return timezone.localdate(case.started_at) + dt.timedelta(days=settings.DRAFT_DAYS)


@transaction.atomic
def keep(case, *, asked, person, files=()):
    """What a step was told: `asked` of the case, `person` of its applicant, `files` as pairs of kind and upload."""
    _lock(case)
    DisclosureRequest.objects.filter(pk=case.pk).update(**asked)
    if person:
        applicant = Applicant.objects.get(case=case)
        for name, value in person.items():
            setattr(applicant, name, value)
        applicant.save()
    for kind, upload in files:
        attach(case, kind, upload)
    case.refresh_from_db()


def attach(case, kind, upload, *, most=None):
    """`upload` was checked. Raises BadUpload where there are too many already."""
    most = most or MOST_FILES
    if case.materials.filter(by=None).count() >= most:
        raise BadUpload(f"最多传 {most} 个文件，可以打包成一个压缩文件。")
    return Material.keep(
        case, upload.content, kind=kind, name=upload.name, content_type=upload.content_type, source="申请人"
    )


@transaction.atomic
def drop(case, pk):
    _lock(case)
    _delete(case.materials.filter(pk=pk))


@transaction.atomic
def discard(case):
    _lock(case)
    _delete(case.materials.all())
    case.delete()


def forget_old(*, today):
    """Nobody handed them in, and they hold a person's data."""
    before = timezone.make_aware(
        dt.datetime.combine(today - dt.timedelta(days=settings.DRAFT_DAYS), dt.time.min)
    )
    for case in drafts().filter(started_at__lt=before):
        with suppress(InvalidMove):  # handed in at this moment
            discard(case)


def answers_to(case):
    """What is public already and nearly what is asked for: publications, then items under which something is published."""
    words, visitor = f"{case.title} {case.document_number}".strip() or case.description, AnonymousUser()
    found = similar(words, kind=PUBLICATION, visitor=visitor, most=MOST_ANSWERS)
    if len(found) == MOST_ANSWERS:
        return found
    items = similar(words, kind=ITEM, visitor=visitor, most=_MOST_ITEMS)
    return (found + _with_publications(items))[:MOST_ANSWERS]


def _with_publications(entries):
    """An item that nothing stands under yet answers nothing."""
    codes = [entry.key for entry in entries]
    items = Item.objects.current().filter(code__in=codes, publication_count__gt=0)
    filled = set(items.exclude(attribute=Item.Attribute.WITHHELD).values_list("code", flat=True))
    return [entry for entry in entries if entry.key in filled]


@transaction.atomic
def note_shown(case, answers, *, today):
    """Counted once for each draft."""
    fresh = drafts().filter(pk=case.pk, answers_shown=0)
    if answers and fresh.update(answers_shown=len(answers)):
        AnswersOffered.objects.count_up("shown", on=today)


@transaction.atomic
def found_already(case, *, today):
    """What was shown helped: nothing is left to ask for, and nothing of it is kept."""
    if case.answers_shown:
        AnswersOffered.objects.count_up("helped", on=today)
    discard(case)


def _lock(case):
    """A step that comes after the application was handed in changes nothing any more."""
    if not drafts().select_for_update().filter(pk=case.pk).exists():
        raise InvalidMove("这份申请已经提交，或者草稿已经删除，不能再改。")


def _delete(materials):
    for material in materials:
        name = material.file.name
        material.delete()
        transaction.on_commit(partial(default_storage.delete, name))
