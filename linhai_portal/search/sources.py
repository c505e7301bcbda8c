"""The one list of what can be searched. An app joins in its module `searchable`, which is loaded at the start."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from linhai_portal.search.documents import Document
from linhai_portal.search.index import refresh

_sources = {}


@dataclass(frozen=True)
class Source:
    """`documents` gives all there are of a kind; `place` orders the filter on the page; with `is_spelled` a mistyped
    query is compared with their titles."""

    kind: str
    label: str
    documents: Callable[[], Iterable[Document]]
    place: int
    is_spelled: bool = False


def join(source):
    _sources[source.kind] = source


def sources():
    return sorted(_sources.values(), key=lambda source: source.place)


def label_of(kind):
    return _sources[kind].label if kind in _sources else kind


def refresh_source(kind):
    """Bring the index to what the source says now; gives how many documents were written or removed."""
    return refresh(kind, _sources[kind].documents())
