"""Files and pictures of a draft: taken by what they are, scanned, stripped, and looked at by the gate at once."""

import hashlib

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max

from catalog import gate
from catalog.models import Attachment
from catalog.privacy import masked_copy, texts
from linhai_portal.uploads import BadUpload, checked
from linhai_portal.workflow import InvalidMove

MOST_FILES = 100
LONGEST_TEXT = 2_000_000  # characters of a file that search looks into


@transaction.atomic
def add_file(publication, upload, *, by, alternative=""):
    """Take an upload into a draft; `alternative` makes it a picture of the text. Raises InvalidMove with the reason."""
    _check_may_change(publication, by)
    if publication.attachments.count() >= MOST_FILES:
        raise InvalidMove(f"一条信息最多 {MOST_FILES} 个附件，可以打包成一个压缩文件。")
    try:
        taken = checked(upload, most_bytes=settings.MAX_ATTACHMENT_BYTES)
    except BadUpload as refusal:
        raise InvalidMove(str(refusal)) from refusal
    if alternative and not taken.is_picture:
        raise InvalidMove(f"“{taken.name}”不是图片，不用写替代文字。请作为附件上传。")
    attachment = Attachment(
        publication=publication,
        position=1 + (publication.attachments.aggregate(last=Max("position"))["last"] or 0),
        kind=Attachment.Kind.PICTURE if alternative else Attachment.Kind.FILE,
        name=taken.name,
        alternative=alternative,
        content_type=taken.content_type,
    )
    _store(attachment, taken.content)
    return attachment


def _check_may_change(publication, by):
    publication.lock_draft()
    if by != publication.drafted_by:
        raise InvalidMove("只有起草人能改附件。")


def _store(attachment, content):
    attachment.size, attachment.digest = len(content), hashlib.sha256(content).hexdigest()
    attachment.text = texts(content, attachment.name)[:LONGEST_TEXT]
    attachment.file.save("stored", ContentFile(content), save=False)
    attachment.save()
    gate.keep(attachment.publication, [gate.look_at(attachment)])


@transaction.atomic
def mask(attachment, *, by):
    """Put a masked copy in the same format in the place of an upload; the unmasked original is deleted."""
    _check_may_change(attachment.publication, by)
    with attachment.file.open("rb") as file:
        content = file.read()
    try:
        content = masked_copy(content, attachment.name)
    except ValueError as refusal:
        raise InvalidMove(str(refusal)) from refusal
    original = attachment.file.name
    attachment.is_masked_copy = True
    _store(attachment, content)
    delete_unless_used(original)


@transaction.atomic
def drop(attachment, *, by):
    _check_may_change(attachment.publication, by)
    name = attachment.file.name
    attachment.delete()
    delete_unless_used(name)


def delete_unless_used(name):
    """A correction shares the stored files of what it corrects."""
    if not Attachment.objects.filter(file=name).exists():
        transaction.on_commit(lambda: default_storage.delete(name))
