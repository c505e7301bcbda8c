"""The publication log: append-only, each entry bound to the one before by SHA-256 (rules: architecture, invariant 4).

What an entry says is hashed in one canonical form; the page of a publication shows its entries, `verify_log` recomputes
them all and compares the last one of each publication with what stands there now.
"""

import datetime as dt
import hashlib
import json

from django.db import transaction
from django.utils import timezone

from catalog.models import LogEntry, Publication
from linhai_portal.counters import next_number
from linhai_portal.models import Counter

GENESIS = "0" * 64
_SERIES = "publication-log"
Action = LogEntry.Action

# Everything a reader is told of a publication; the order is part of the digest.
CONTENT = (
    "title",
    "issuer",
    "document_number",
    "formed_on",
    "topic",
    "subtopic",
    "form",
    "summary",
    "keywords",
    "source",
    "body",
    "column",
    "is_policy",
    "registration_number",
    "stage",
    "policy_id",
    "effective_on",
    "expires_on",
    "display_until",
)
# And how it stands since: no deed on it is undone, and nothing becomes timely, behind the log.
_STANDING = (
    "status",
    "organization_id",
    "due_on",
    "ending",
    "ended_on",
    "ending_basis",
    "taken_down_at",
    "taken_down_reason",
    "text_stays",
    "imported_from",
)
_ENTRY = (
    "number",
    "publication_id",
    "at",
    "action",
    "by_id",
    "note",
    "index_number",
    "published_at",
    "content_digest",
    "attachment_digests",
    "previous_hash",
)


def content_digest(publication):
    """SHA-256 of all the texts, dates and links of a publication and how it stands, in lower-case hexadecimal."""
    return _digest(_content(publication) | {name: getattr(publication, name) for name in _STANDING})


def examined_digest(publication):
    """SHA-256 of what is examined and must go out unchanged: the texts, dates and links, and the files."""
    return _digest(_content(publication) | {"attachments": attachment_digests(publication)})


def _content(publication):
    facts = {name: getattr(publication, name) for name in CONTENT}
    facts["items"] = sorted(publication.items.values_list("code", flat=True))
    facts["replaces"] = sorted(publication.replaces.values_list("index_number", flat=True))
    return facts


def attachment_digests(publication):
    return [
        {"name": name, "digest": digest}
        for name, digest in publication.attachments.order_by("position").values_list("name", "digest")
    ]


@transaction.atomic
def write(publication, action, *, by, note="", at=None):
    """Add the entry of a public deed, inside the deed's transaction and of its moment, which is now unless it says so.

    `by` is None for what the system does.
    """
    number = next_number(_SERIES)
    before = LogEntry.objects.filter(number=number - 1).values_list("hash", flat=True).first()
    entry = LogEntry(
        number=number,
        publication=publication,
        at=at or timezone.now(),
        action=action,
        by=by,
        note=note,
        index_number=publication.index_number,
        published_at=publication.published_at,
        content_digest=content_digest(publication),
        attachment_digests=attachment_digests(publication),
        previous_hash=before or GENESIS,
    )
    entry.hash = hash_of(entry)
    entry.save()
    return entry


def hash_of(entry):
    return _digest({name: getattr(entry, name) for name in _ENTRY})


def _digest(facts):
    return hashlib.sha256(
        json.dumps(facts, ensure_ascii=False, sort_keys=True, default=_plain).encode()
    ).hexdigest()


def _plain(value):
    """Dates in ISO form, moments in UTC to the microsecond, whatever the database gives back."""
    return value.astimezone(dt.UTC).isoformat() if isinstance(value, dt.datetime) else value.isoformat()


class Broken(Exception):
    """The chain or a publication does not fit; the message names the first entry in Chinese."""


def verify():
    """How many entries there are; raises Broken at the first that does not fit, or at a publication that was altered."""
    total = _verify_chain()
    if (counted := _counted()) != total:
        raise Broken(f"日志应有 {counted} 条，只有 {total} 条：第 {total + 1} 条起缺失。")
    _verify_publications()
    return total


def _verify_chain():
    previous, number = GENESIS, 0
    for entry in LogEntry.objects.order_by("number").iterator():
        number += 1
        if entry.number != number:
            raise Broken(f"第 {number} 条缺失。")
        if entry.previous_hash != previous:
            raise Broken(f"第 {number} 条（{entry.index_number}）记的前一条散列与第 {number - 1} 条不符。")
        if entry.hash != hash_of(entry):
            raise Broken(f"第 {number} 条（{entry.index_number}）的内容与散列不符：写入以后被改动过。")
        previous = entry.hash
    return number


def _counted():
    return Counter.objects.filter(series=_SERIES).values_list("last", flat=True).first() or 0


def _verify_publications():
    """What stands there now is what its last entry says: no forged date, no silent edit, no exchanged file."""
    last = {}
    for entry in LogEntry.objects.order_by("number").iterator():
        last[entry.publication_id] = entry
    known = Publication.objects.with_page() | Publication.objects.filter(
        pk__in=LogEntry.objects.values("publication")
    )
    for publication in known.order_by("pk").iterator():
        entry = last.get(publication.pk)
        if entry is None:
            raise Broken(f"“{publication}”（{publication.index_number}）已发布，日志里没有记录。")
        _compare(publication, entry)


def _compare(publication, entry):
    place = f"第 {entry.number} 条（{entry.index_number}）"
    if (publication.index_number, publication.published_at) != (entry.index_number, entry.published_at):
        raise Broken(f"{place}：现在的索引号或发布时间与日志不符。")
    if content_digest(publication) != entry.content_digest:
        raise Broken(f"{place}：现在的内容与日志不符，发布以后被改动过。")
    if attachment_digests(publication) != entry.attachment_digests:
        raise Broken(f"{place}：现在的附件与日志不符。")
    for attachment in publication.attachments.all():
        if digest_of_file(attachment) != attachment.digest:
            raise Broken(f"{place}：附件“{attachment}”的文件被改动过或者丢失。")


def digest_of_file(attachment):
    """SHA-256 of the stored bytes; empty when there is no file."""
    try:
        with attachment.file.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""
