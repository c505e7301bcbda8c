"""What other apps hand over to be found, and the pieces in which it stands in the index."""

import datetime as dt
import hashlib
import json
import re
from collections import Counter
from dataclasses import astuple, dataclass, field
from functools import cached_property

from linhai_portal.search.tokens import LONGEST_QUERY, exact_key, tokens

PUBLIC, STAFF = "public", "staff"

# Part of every digest: a change of what is written for the same document rewrites it at the next loading.
_FORMAT = 1
# tsvector: places end at 16,383, a lexeme keeps 255 of them, all lexemes together 1 MB.
_MOST_PLACES, _MOST_REPEATS, _MOST_CHARACTERS = 12_000, 250, 30_000
LONG = "long:yes"
_NO_MARK = re.compile(r"[^\w-]")


@dataclass(frozen=True)
class Document:
    """Something that can be found: `kind` and `key` name it, `keys` are codes and names by which it comes first.

    `units` and `groups` are slugs of organizations and of groups of them; `facts` is shown under the title.
    """

    kind: str
    key: str
    title: str
    address: str
    text: str = ""
    facts: str = ""
    keys: tuple[str, ...] = ()
    domain: str = ""
    units: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    date: dt.date | None = None
    visibility: str = field(default=PUBLIC)

    @cached_property
    def digest(self):
        facts = json.dumps([_FORMAT, *astuple(self)], ensure_ascii=False, default=str)
        return hashlib.blake2b(facts.encode(errors="replace"), digest_size=16).hexdigest()

    def day(self):
        """The date as a number that sorts alike in every database; 0 without one."""
        return self.date.toordinal() if self.date else 0

    def marks(self):
        """What every piece of it carries for the filters."""
        found = [mark("kind", self.kind)]
        if self.domain:
            found.append(mark("domain", self.domain))
        found += [mark("unit", slug) for slug in self.units]
        return found + [mark("group", slug) for slug in self.groups]

    def key_marks(self):
        keys = dict.fromkeys(exact_key(text) for text in [self.title, *self.keys])
        return [f"key:{key}" for key in keys if key]

    def chunks(self):
        """Its tokens in pieces that fit into a tsvector and overlap by the longest phrase."""
        found = tokens("\n".join([self.title, self.text, *self.keys]))
        if _fits(found):
            yield found
            return
        start = 0
        while True:
            end = _end_of_chunk(found, start)
            yield found[start:end]
            if end == len(found):
                return
            start = end - LONGEST_QUERY


def mark(name, value):
    """A token that no text can hold, because none of a text has a colon."""
    return f"{name}:{_NO_MARK.sub('_', value.lower())}"


def _fits(found):
    """Whether one chunk takes it all, as nearly always: told without walking through the tokens."""
    if len(found) > _MOST_PLACES // 4:
        return False
    repeats = Counter(found)
    del repeats[None]
    return max(repeats.values(), default=0) <= _MOST_REPEATS and sum(map(len, repeats)) <= _MOST_CHARACTERS


def _end_of_chunk(found, start):
    last = min(start + _MOST_PLACES, len(found))
    repeats, characters = Counter(), 0
    for place in range(start, last):
        token = found[place]
        if token is None:
            continue
        repeats[token] += 1
        characters += len(token)
        if repeats[token] == _MOST_REPEATS or characters > _MOST_CHARACTERS:
            return place + 1
    return last
