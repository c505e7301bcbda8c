"""What else to search for. Every suggestion was tried with the visitor's own filters and finds something."""

import csv
from functools import lru_cache
from itertools import islice

from django.conf import settings

from linhai_portal.search.models import Entry
from linhai_portal.search.query import finds_something
from linhai_portal.search.sources import sources
from linhai_portal.search.spelling import distance
from linhai_portal.search.tokens import normal, words_of

_MOST = 4
# Each try is a query, so a visitor's words cost no more than so many.
_MOST_TRIES = 10
_MOST_TITLES = 5_000


def suggestions(question, *, visitor):
    """Instead of a question that found nothing: other spellings, official words, units, one word less."""
    words = " ".join(words_of(question.words))
    ideas = [*_corrected(words), *_renamed(words), *_units(words, visitor), *_one_less(words)]
    return _that_find(ideas, question, visitor)


def synonyms(question, *, visitor):
    """Beside the hits: the same in other words. The hits themselves are never widened."""
    return _that_find(_renamed(" ".join(words_of(question.words))), question, visitor)


def _that_find(ideas, question, visitor):
    asked = normal(question.words)
    tried = islice((idea for idea in dict.fromkeys(ideas) if idea != asked), _MOST_TRIES)
    found = (idea for idea in tried if finds_something(question.with_words(idea), visitor=visitor))
    return list(islice(found, _MOST))


@lru_cache
def _pairs(name):
    with (settings.BASE_DIR / "fixtures" / f"search-{name}.csv").open(encoding="utf-8", newline="") as file:
        return [(normal(a), normal(b)) for a, b in list(csv.reader(file))[1:]]


def _corrected(words):
    corrected = words
    for wrong, right in _pairs("misspellings"):
        corrected = corrected.replace(wrong, right)
    return [] if corrected == words else [corrected, *_renamed(corrected), *_one_less(corrected)]


def _renamed(words):
    """The longest known words first, and both ways: 低保 for 最低生活保障 too."""
    pairs = [pair for a, b in _pairs("synonyms") for pair in ((a, b), (b, a)) if pair[0] in words]
    pairs.sort(key=lambda pair: -len(pair[0]))
    # 征地 is a part of 征地补偿 already: putting it in again changes nothing.
    return [words.replace(a, b) for a, b in pairs if b not in words]


def _units(words, visitor):
    """Names that differ by one character, by two when long; 市 before the name is not counted."""
    kinds = [source.kind for source in sources() if source.is_spelled]
    titles = Entry.objects.visible_to(visitor).filter(kind__in=kinds).values_list("title", flat=True)
    most = 2 if len(words) > 4 else 1
    near = []
    for title in titles[:_MOST_TITLES]:
        name = normal(title)
        apart = min(
            distance(words, name, most), distance(words.removeprefix("市"), name.removeprefix("市"), most)
        )
        if apart <= most and len(words) > 2:
            near.append((apart, title))
    return [title for _, title in sorted(near)[:_MOST]]


def _one_less(words):
    parts = words.split()
    return (
        [" ".join(parts[:place] + parts[place + 1 :]) for place in range(len(parts))]
        if len(parts) > 1
        else []
    )
