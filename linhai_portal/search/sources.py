"""The one list of what can be searched. An app joins in its module `searchable`, which is loaded at the start."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from linhai_portal.search.documents import Document
from linhai_portal.search.index import refresh
from linhai_portal.search.models import Entry

_sources = {}


@dataclass(frozen=True)
class Source:
    """`documents` gives all there are of a kind; `place` orders the filter on the page; with `is_spelled` a mistyped
    query is compared with their titles. `run_out` gives the keys of what no deed removed but a date: it is not found.
    `outdated` gives, of some keys, those no longer in force, each with the word for it: they come last and are marked."""

    kind: str
    label: str
    documents: Callable[[], Iterable[Document]]
    place: int
    is_spelled: bool = False
    run_out: Callable[[], QuerySet] | None = None
    outdated: Callable[[Iterable[str]], dict[str, str]] | None = None


def join(source):
    _sources[source.kind] = source


def sources():
    return sorted(_sources.values(), key=lambda source: source.place)


def label_of(kind):
    return _sources[kind].label if kind in _sources else kind


def run_out_entries():
    """Keys of the entries that are still in the index though their date has passed; asked anew for each question.

    One question a kind, put together: of all kinds in one condition the whole index would be read.
    """
    of_kinds = [
        Entry.objects.filter(kind=each.kind, key__in=each.run_out()).values_list("pk", flat=True)
        for each in _sources.values()
        if each.run_out
    ]
    if not of_kinds:
        return []
    first, *others = of_kinds
    return list(first.union(*others, all=True))


def outdated_entries(entries):
    """Of these keys of entries those that are no longer in force on this day, each with the word for it."""
    found, keys = {}, defaultdict(dict)
    asked = {kind: source.outdated for kind, source in _sources.items() if source.outdated}
    rows = Entry.objects.filter(pk__in=entries, kind__in=asked)
    for kind, key, entry in rows.values_list("kind", "key", "pk"):
        keys[kind][key] = entry
    for kind, of_kind in keys.items():
        found |= {of_kind[key]: word for key, word in asked[kind](of_kind).items()}
    return found


def refresh_source(kind):
    """Bring the index to what the source says now; gives how many documents were written or removed."""
    return refresh(kind, _sources[kind].documents())
