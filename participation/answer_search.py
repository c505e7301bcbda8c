"""The answers of interpretations in the site search: each question by itself, at its place on the page."""

from django.utils.timezone import localdate

from linhai_portal.search.documents import Document
from linhai_portal.search.index import put, remove
from linhai_portal.search.models import Entry
from participation.models import Interpretation

ANSWER = "answer"


def interpretations_changed(publications):
    """After any publication went out, was corrected or taken down: the answers it holds are written anew, or gone."""
    today = localdate()
    for each in _with_questions().filter(publication__in=publications):
        documents = list(_documents(each)) if each.publication.is_listed(on=today) else []
        forget(each, but={document.key for document in documents})
        put(documents)


def forget(interpretation, *, but=frozenset()):
    """Take its answers out of the index, except these."""
    stood = Entry.objects.filter(kind=ANSWER, key__startswith=f"{interpretation.pk}-")
    remove(ANSWER, set(stood.values_list("key", flat=True)) - but)


def answer_documents():
    for each in _with_questions().listed(on=localdate()).order_by("pk"):
        yield from _documents(each)


def _with_questions():
    rows = Interpretation.objects.filter(form=Interpretation.Form.QUESTIONS)
    return rows.select_related("publication__organization", "of")


def _documents(interpretation):
    publication, anchors = interpretation.publication, interpretation.anchors()
    for number, entry in enumerate(interpretation.questions(), start=1):
        anchor = anchors.get(entry.line)
        yield Document(
            ANSWER,
            f"{interpretation.pk}-{number}",
            entry.question,
            publication.get_absolute_url() + (f"#{anchor}" if anchor else ""),
            text=entry.answer,
            facts=f"{publication.issuer}，{publication.title}",
            units=(publication.organization.slug,),
            date=localdate(publication.published_at),
        )
