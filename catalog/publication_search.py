"""What of the publications can be found: title, numbers, text and attachments, as long as they are listed."""

from collections import defaultdict

from django.utils.timezone import localdate

from catalog import higher_apps
from catalog.models import Attachment, Publication
from linhai_portal.bulk import batches
from linhai_portal.data_version import bump
from linhai_portal.rich_text import plain_text
from linhai_portal.search.documents import Document
from linhai_portal.search.index import put, remove

PUBLICATION = "publication"


def publication_changed(publication):
    """After it was published, corrected, taken down or its validity changed; what its 公示期 ends, the date ends."""
    bump()
    if Publication.objects.listed(on=localdate()).filter(pk=publication.pk).exists():
        put(_publication_documents([publication]))
    else:
        remove(PUBLICATION, [publication.index_number])
    higher_apps.changed([publication])


def publications_changed(publications):
    """The same for many rows at once."""
    bump()
    listed = publications.listed(on=localdate())
    put(_publication_documents(listed.select_related("organization").order_by("pk").iterator(chunk_size=500)))
    gone = publications.exclude(pk__in=listed.values("pk")).exclude(index_number=None)
    remove(PUBLICATION, list(gone.values_list("index_number", flat=True)))
    higher_apps.changed(publications)


def publication_documents():
    listed = Publication.objects.listed(on=localdate()).select_related("organization").order_by("pk")
    return _publication_documents(listed.iterator())


def _publication_documents(publications):
    for batch in batches(publications):
        domains, files = _domains_of(batch), _files_of(batch)
        for publication in batch:
            yield _publication_document(publication, domains.get(publication.pk, ""), files[publication.pk])


def _domains_of(publications):
    """The domain of the first item of each; what stands under several is found under one."""
    links = Publication.items.through.objects.filter(publication__in=publications).order_by("-pk")
    return dict(links.values_list("publication", "item__domain__number"))


def _files_of(publications):
    found = defaultdict(list)
    files = Attachment.objects.files().filter(publication__in=publications)
    for pk, name, text in files.values_list("publication", "name", "text"):
        found[pk] += [name, text]
    return found


def _publication_document(publication, domain, files):
    number, day = publication.document_number, localdate(publication.published_at)
    return Document(
        PUBLICATION,
        publication.index_number,
        publication.title,
        publication.get_absolute_url(),
        text="\n".join(
            filter(None, [publication.summary, publication.keywords, plain_text(publication.body), *files])
        ),
        facts="，".join(filter(None, [publication.issuer, number, publication.index_number])),
        keys=tuple(filter(None, [publication.index_number, number])),
        domain=domain,
        units=(publication.organization.slug,),
        date=day,
    )


def no_longer_in_force(numbers):
    """Of these 索引号 the policy documents that are repealed, lapsed or amended, with the word for it."""
    today = localdate()
    over = Publication.objects.policies().no_longer_in_force(on=today).filter(index_number__in=numbers)
    dates = over.only("index_number", "ending", "ended_on", "expires_on", "effective_on")
    return {each.index_number: each.validity(on=today).label for each in dates}


def display_ended():
    return Publication.objects.display_ended(on=localdate()).values("index_number")
