"""Writing the index, always inside the transaction of the change that is to be found.

An external engine would take its documents here and give its hits in `query.py`; nothing else knows of the index.
"""

from django.db import connections, router, transaction

from linhai_portal.bulk import batches, insert_rows
from linhai_portal.search.documents import LONG
from linhai_portal.search.engines import engine_of
from linhai_portal.search.models import Chunk, Entry
from linhai_portal.search.tokens import tokens

BATCH = 1000  # documents; half of what rows go by, for their texts are long
# From so many documents on a change is a large one.
_MANY = 200
_LONGEST_TITLE = 300


@transaction.atomic
def put(documents):
    """Make these findable as they are now; gives how many were written. What stands unchanged is not touched."""
    written = sum(_put(batch) for batch in batches(documents, BATCH))
    _settle(written)
    return written


@transaction.atomic
def remove(kind, keys):
    """Gives how many there were."""
    _lock({kind})
    return sum(_remove(kind, batch) for batch in batches(keys, BATCH))


@transaction.atomic
def replace(kind, documents, *, progress=lambda written: None):
    """Write all documents of a kind anew, whatever stood there; `progress` is told how many are written so far."""
    _lock({kind})
    _delete(Entry.objects.filter(kind=kind))
    written = 0
    for batch in batches(documents, BATCH):
        _insert(batch)
        written += len(batch)
        progress(written)
    _settle(written)
    return written


@transaction.atomic
def refresh(kind, documents):
    """Bring a kind to exactly these documents, touching only what differs; gives how many were written or removed."""
    keys, changed = set(), 0
    for batch in batches(documents, BATCH):
        keys |= {document.key for document in batch}
        changed += _put(batch)
    _settle(changed)
    stale = set(Entry.objects.filter(kind=kind).values_list("key", flat=True)) - keys
    return changed + remove(kind, stale)


def _put(documents):
    documents = {(document.kind, document.key): document for document in documents}
    kinds = {kind for kind, _ in documents}
    _lock(kinds)
    stood = Entry.objects.filter(kind__in=kinds, key__in=[key for _, key in documents])
    digests = {(kind, key): digest for kind, key, digest in stood.values_list("kind", "key", "digest")}
    changed = [each for name, each in documents.items() if digests.get(name) != each.digest]
    for kind in kinds:
        _remove(kind, [each.key for each in changed if each.kind == kind and (kind, each.key) in digests])
    _insert(changed)
    return len(changed)


def _remove(kind, keys):
    return _delete(Entry.objects.filter(kind=kind, key__in=keys)) if keys else 0


def _delete(entries):
    Chunk.objects.filter(entry__in=entries).delete()
    return entries.delete()[0]


def _insert(documents):
    entries = [_entry(document) for document in documents]
    insert_rows(Entry, entries)
    pairs = zip(entries, documents, strict=True)
    insert_rows(Chunk, [chunk for entry, document in pairs for chunk in _chunks(entry, document)])


def _entry(document):
    return Entry(
        kind=document.kind,
        key=document.key,
        title=_storable(document.title),
        address=document.address,
        facts=_storable(document.facts),
        text=_storable(document.text),
        date=document.date,
        visibility=document.visibility,
        digest=document.digest,
    )


def _storable(text):
    """PostgreSQL keeps no NUL, and no database half a character."""
    return text.replace("\0", " ").encode(errors="replace").decode()


def _chunks(entry, document):
    engine = engine_of(_connection())
    pieces = list(document.chunks())
    marks = document.marks() + ([LONG] if len(pieces) > 1 else [])
    title, head_marks = tokens(document.title[:_LONGEST_TITLE]), document.key_marks()
    for piece in pieces:
        terms = engine.terms(piece, title, [*marks, *head_marks])
        title, head_marks = [], []
        yield Chunk(entry_id=entry.pk, day=document.day(), visibility=document.visibility, terms=terms)


def _connection():
    return connections[router.db_for_write(Chunk)]


def _settle(written):
    if written >= _MANY:
        with _connection().cursor() as cursor:
            engine_of(_connection()).settle(cursor)


def _lock(kinds):
    connection = _connection()
    with connection.cursor() as cursor:
        for kind in sorted(kinds):
            engine_of(connection).lock(cursor, kind)
