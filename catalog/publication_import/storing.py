"""What an older site published becomes ours: all rows or none, with their own log entries, findable at once."""

import hashlib
from collections import Counter
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from catalog import gate, publication_log
from catalog.attaching import delete_unless_used
from catalog.models import Attachment, Item, LogEntry, OldPage, Publication
from catalog.publication_import.bodies import with_own_files
from catalog.publication_import.checking import compare
from catalog.publication_search import publications_changed
from catalog.publishing import new_index_number
from catalog.timeliness_kept import items_published
from linhai_portal.bulk import batches
from linhai_portal.counters import next_number

Status = Publication.Status


class Overtaken(Exception):
    """Somebody changed what was compared before; nothing was stored."""


def store(checked, *, progress=lambda done: None):
    """Gives how many were added, updated and left as they are. Files written for nothing are deleted again."""
    written = []
    try:
        return _store(checked, written, progress)
    except BaseException:
        for name in written:
            default_storage.delete(name)
        raise


@transaction.atomic
def _store(checked, written, progress):
    """Rows, then the numbers of all units, then the log: whoever publishes meanwhile takes its locks in this order too."""
    number = next_number("publication-import")  # one import at a time
    addresses = [each.address for each in checked.rows]
    for batch in batches(addresses, 500):
        list(Publication.objects.select_for_update().filter(imported_from__in=batch).order_by("pk"))
    compare(checked)
    if checked.problems:
        raise Overtaken
    changed = [each for each in checked.rows if not each.is_unchanged]
    publications = [_publication(each) for each in sorted(changed, key=_by_number)]
    items = {item for each in changed for item in each.items} | _items_before(changed)
    for done, (publication, each) in enumerate(publications, start=1):
        _fill(publication, each, written)
        publication_log.write(
            publication, LogEntry.Action.IMPORTED, by=None, note=f"第 {number} 次迁入，原网址 {each.address}"
        )
        progress(done)
    items_published(items, [publication for publication, _ in publications], today=timezone.localdate())
    for batch in batches([publication.pk for publication, _ in publications], 500):
        publications_changed(Publication.objects.filter(pk__in=batch))
    updated = sum(each.standing is not None for each in changed)
    return Counter(added=len(changed) - updated, updated=updated, unchanged=len(checked.rows) - len(changed))


def _items_before(changed):
    """What the updated ones stood under: one left behind counts one fewer."""
    updated = [each.standing.publication_id for each in changed if each.standing]
    return set(Item.objects.filter(publications__in=updated))


def _by_number(each):
    """Serial numbers follow the original dates; the counters are locked in one order."""
    year = timezone.localdate(each.published_at).year
    return each.organization.pk, year, each.published_at, each.place


def _publication(each):
    """The row with its number, new or as it stood; a number once given stays."""
    if each.standing:
        return each.standing.publication, each
    year = timezone.localdate(each.published_at).year
    publication = Publication.objects.create(
        **each.facts,
        organization=each.organization,
        status=Status.PUBLISHED,
        published_at=each.published_at,
        index_number=new_index_number(each.organization, year),
        imported_from=each.address,
    )
    return publication, each


def _fill(publication, each, written):
    """Texts, items and files as the row has them; what the gate said of these bytes is kept with them."""
    _drop_files(publication)
    places = {}
    for position, file in enumerate(each.files, start=1):
        attachment = _attach(publication, position, file, each.looked_by, written)
        places[attachment.name] = (attachment.get_absolute_url(), attachment.alternative)
    facts = each.facts | {"body": with_own_files(each.facts["body"], places)}
    facts |= {"organization": each.organization, "published_at": each.published_at}
    Publication.objects.filter(pk=publication.pk).update(**facts)
    publication.refresh_from_db()
    publication.items.set(each.items)
    gate.keep(publication, [gate.look_at_text(publication, publication.attachments.all())])
    OldPage.objects.update_or_create(
        publication=publication, defaults={"path": each.path, "digest": each.digest}
    )
    if each.standing is None:
        publication.events.create(to_status=Status.PUBLISHED, by=None, note=f"从旧网站迁入：{each.address}")


def _drop_files(publication):
    for attachment in publication.attachments.all():
        # Robust: what is committed stays, even if an old file can't be deleted.
        transaction.on_commit(partial(delete_unless_used, attachment.file.name), robust=True)
        attachment.delete()


def _attach(publication, position, file, looked_by, written):
    content = file.content()
    attachment = Attachment(
        publication=publication,
        position=position,
        kind=Attachment.Kind.PICTURE if file.alternative else Attachment.Kind.FILE,
        name=file.name,
        alternative=file.alternative,
        content_type=file.content_type,
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        text=file.text,
    )
    attachment.file.save("stored", ContentFile(content), save=False)
    written.append(attachment.file.name)
    attachment.save()
    (check,) = gate.keep(publication, [gate.Look(attachment, attachment.digest, file.report)])
    if not check.passes:
        check.override_by, check.override_reason = looked_by, "迁入以前人工看过"
        check.save()
    return attachment
