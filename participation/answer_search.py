"""The answers of interpretations in the site search: each question by itself, at its place on the page.

They are there as long as both are public, the interpretation and the document it explains.
"""

from django.db.models import Q
from django.utils.timezone import localdate

from catalog.models import Publication
from linhai_portal.search.documents import Document
from linhai_portal.search.index import put, remove
from linhai_portal.search.models import Entry
from participation.models import Interpretation

ANSWER = "answer"


def interpretations_changed(publications):
    """After any publication went out, was corrected or taken down: the answers it holds are written anew, or gone."""
    today = localdate()
    touched = Q(publication__in=publications) | Q(of__in=publications)
    for each in _with_questions().filter(touched):
        is_known = each.publication.is_listed(on=today) and each.of.is_listed(on=today)
        documents = list(_documents(each)) if is_known else []
        forget(each, but={document.key for document in documents})
        put(documents)


def forget(interpretation, *, but=frozenset()):
    """Take its answers out of the index, except these."""
    stood = Entry.objects.filter(kind=ANSWER, key__startswith=f"{interpretation.pk}-")
    remove(ANSWER, set(stood.values_list("key", flat=True)) - but)


def answer_documents():
    today = localdate()
    documents = Publication.objects.listed(on=today)
    for each in _with_questions().listed(on=today).filter(of__in=documents).order_by("pk"):
        yield from _documents(each)


def no_longer_in_force(keys):
    """Of these answers those whose document is repealed, lapsed or amended, each with the word for it."""
    today, of = localdate(), {key: int(key.partition("-")[0]) for key in keys}
    over = Publication.objects.policies().no_longer_in_force(on=today)
    rows = Interpretation.objects.filter(pk__in=set(of.values()), of__in=over).select_related("of")
    words = {each.pk: each.of.validity(on=today).label for each in rows}
    return {key: words[pk] for key, pk in of.items() if pk in words}


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
