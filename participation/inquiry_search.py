"""What of the inquiries can be found: question and answer as they are public; nothing else of them is ever indexed."""

from django.utils.timezone import localdate

from linhai_portal.bulk import batches
from linhai_portal.data_version import bump
from linhai_portal.search.documents import Document
from linhai_portal.search.index import put, remove
from participation.models import Inquiry

INQUIRY = "inquiry"


def inquiry_changed(inquiry):
    """After it was published or taken down, in the same transaction."""
    bump()
    if inquiry.published_at:
        put([_document(inquiry)])
    else:
        remove(INQUIRY, [inquiry.number])


def inquiry_documents():
    rows = Inquiry.objects.public().select_related("organization").order_by("pk")
    for batch in batches(rows.iterator()):
        yield from map(_document, batch)


def _document(inquiry):
    return Document(
        INQUIRY,
        inquiry.number,
        inquiry.public_title,
        inquiry.get_absolute_url(),
        text=f"{inquiry.public_words}\n{inquiry.answer}",
        facts=f"{inquiry.number}，{inquiry.organization.name}答复",
        keys=(inquiry.number,),
        units=(inquiry.organization.slug,),
        date=localdate(inquiry.published_at),
    )
