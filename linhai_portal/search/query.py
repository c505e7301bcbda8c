"""Finding: exact names, codes and 文号 first, then what has the words in its title, then the rest, the newest first;
what is no longer in force comes last, after everything that is.

Whoever asks has to say who the visitor is; what that visitor may not see is not counted, ranked or suggested.
"""

import datetime as dt
from dataclasses import dataclass, field, replace

from django.db import connections
from django.db.models.functions import Left, Length

from linhai_portal.accounts.models import Organization
from linhai_portal.search.documents import LONG, mark
from linhai_portal.search.engines import engine_of
from linhai_portal.search.models import Chunk, Entry, Wanted
from linhai_portal.search.snippets import highlighted, snippet
from linhai_portal.search.sources import outdated_entries, run_out_entries
from linhai_portal.search.tokens import Phrase, exact_key, phrases

PAGE_SIZE = 20
# Hits beyond are neither counted nor shown: whoever needs them needs another word or a filter.
MOST_HITS = 1000
# Never rank an unbounded set: of title hits the newest so many are put in order.
MOST_RANKED = 300
# As much of a text as is looked through for a snippet.
_LONGEST_LOOKED_AT = 60_000


@dataclass(frozen=True)
class Question:
    """Words and filters; `kind`, `domain` and `unit` as their documents have them, empty for any."""

    words: str
    kind: str = ""
    domain: str = ""
    unit: str = ""
    since: dt.date | None = None
    until: dt.date | None = None

    @property
    def is_filtered(self):
        return any([self.kind, self.domain, self.unit, self.since, self.until])

    def with_words(self, words):
        return replace(self, words=words)

    def unfiltered(self):
        return Question(self.words)


@dataclass(frozen=True)
class Hit:
    """`title` and `snippet` are HTML with the words marked; `outdated` says 废止 and the like of what is not in force."""

    kind: str
    key: str
    address: str
    title: str
    snippet: str
    facts: str
    date: dt.date | None
    outdated: str = ""


@dataclass(frozen=True)
class Found:
    """A page of hits. `total` stops at MOST_HITS; `has_more` says that there are more than that."""

    hits: list = field(default_factory=list)
    total: int = 0
    has_more: bool = False

    @property
    def last_page(self):
        return max(1, -(-self.total // PAGE_SIZE))


def search(question, *, visitor, page=1):
    """The hits of a page from 1; a page beyond the last has none."""
    finder = Finder(question, visitor)
    if not finder.phrases:
        return Found()
    order, outdated, has_more = finder.ordered()
    shown = order[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return Found(_hits(question.words, shown, outdated, visitor), len(order), has_more)


def finds_something(question, *, visitor):
    finder = Finder(question, visitor)
    return bool(finder.phrases) and finder.finds_something()


class Finder:
    """A question turned into querysets over the chunks that the visitor may see."""

    def __init__(self, question, visitor):
        self.question = question
        self.phrases = tuple(phrases(question.words))
        self._chunks = Chunk.objects.visible_to(visitor).between(question.since, question.until)
        if gone := run_out_entries():
            self._chunks = self._chunks.exclude(entry__in=gone)
        self._marks = tuple(_filter_marks(question))

    def finds_something(self):
        return self._with(self.phrases).exists() or self._across_chunks().exists()

    def ordered(self):
        """Keys of the entries in the order of the hits, MOST_HITS at most; of those no longer in force the word for it;
        and whether there are more. What was asked for by its exact name comes first all the same."""
        exact = self._with((), (f"key:{exact_key(self.question.words)}",)).newest(MOST_RANKED)
        titled = self._by_share_of_title(self._with(tuple(map(_in_title, self.phrases))).newest(MOST_RANKED))
        order = list(dict.fromkeys(entry for _, entry in [*exact, *titled, *self._newest()]))
        shown, named = order[:MOST_HITS], {entry for _, entry in exact}
        outdated = outdated_entries(shown)
        shown.sort(key=lambda entry: (entry not in named, entry in outdated))
        return shown, outdated, len(order) > MOST_HITS

    def _newest(self):
        engine = engine_of(connections[self._chunks.db])
        found = engine.newest(self._chunks, self._wanted(self.phrases), MOST_HITS + 1)
        return sorted({*found, *self._across_chunks().newest(MOST_HITS + 1)})

    def _across_chunks(self):
        """Of texts in several chunks those that hold each of several words somewhere."""
        if len(self.phrases) == 1:
            return self._chunks.none()
        first, *others = [self._with((phrase,), (LONG,)) for phrase in self.phrases]
        for other in others:
            first = first.filter(entry__in=other.values("entry"))
        return first

    def _with(self, phrases, *marks):
        return self._chunks.filter(terms__matches=self._wanted(phrases, *marks))

    def _wanted(self, phrases, *marks):
        return Wanted(phrases, (*self._marks, *marks))

    def _by_share_of_title(self, found):
        """The more of the title the words are, the better it fits."""
        lengths = dict(
            Entry.objects.filter(pk__in=[entry for _, entry in found]).values_list("pk", Length("title"))
        )
        return sorted(found, key=lambda pair: (lengths[pair[1]], pair))


def _in_title(phrase):
    return Phrase(tuple(f"^{token}" for token in phrase.tokens), phrase.open_end)


def _filter_marks(question):
    if question.kind:
        yield (mark("kind", question.kind),)
    if question.domain:
        yield (mark("domain", question.domain),)
    if question.unit:
        yield tuple(_unit_marks(question.unit))


def _unit_marks(slug):
    """A unit publishes what names it, and what names a group it belongs to (各镇人民政府、街道办事处)."""
    unit = Organization.objects.filter(slug=slug).first()
    groups = unit.groups().values_list("slug", flat=True) if unit else [slug]
    return [mark("unit", slug), *(mark("group", each) for each in groups)]


def _hits(words, keys, outdated, visitor):
    entries = (
        Entry.objects.visible_to(visitor)
        .defer("text", "digest")
        .annotate(start=Left("text", _LONGEST_LOOKED_AT))
    )
    found = entries.in_bulk(keys)
    return [_hit(words, found[key], outdated.get(key, "")) for key in keys if key in found]


def _hit(words, entry, outdated):
    return Hit(
        kind=entry.kind,
        key=entry.key,
        address=entry.address,
        title=highlighted(entry.title, words),
        snippet=snippet(entry.start, words),
        facts=entry.facts,
        date=entry.date,
        outdated=outdated,
    )
