"""What is about the same as a longer name: an application for disclosure may ask for what is already public.

A search wants every word; here a title counts the more, the more pairs of characters it shares.
"""

from functools import reduce
from itertools import pairwise
from operator import or_

from django.db.models import Q

from linhai_portal.search.documents import mark
from linhai_portal.search.models import Chunk, Entry, Wanted
from linhai_portal.search.sources import outdated_entries, run_out_entries
from linhai_portal.search.tokens import LONGEST_QUERY, Phrase, tokens

_MOST_PIECES = 24
_MOST_LOOKED_AT = 200
_LEAST_SHARED = 3  # pairs
_LEAST_LIKENESS = 0.25  # of the pairs of both


def similar(words, *, kind, visitor, most):
    """Up to `most` entries of a kind that the visitor may see and that are in force, the most alike first."""
    asked = tokens(words[:LONGEST_QUERY])
    pieces = [Phrase((f"^{one}", f"^{two}")) for one, two in pairwise(asked) if one and two][:_MOST_PIECES]
    if not pieces:
        return []
    wanted = reduce(or_, [Q(terms__matches=Wanted((piece,), ((mark("kind", kind),),))) for piece in pieces])
    chunks = Chunk.objects.visible_to(visitor).filter(wanted).exclude(entry__in=run_out_entries())
    keys = {entry for _, entry in chunks.newest(_MOST_LOOKED_AT)}
    entries = (
        Entry.objects.visible_to(visitor)
        .defer("text", "digest")
        .in_bulk(keys - outdated_entries(keys).keys())
    )
    alike = [(_likeness(asked, tokens(entry.title)), entry) for entry in entries.values()]
    alike.sort(key=lambda pair: (-pair[0], -(pair[1].date.toordinal() if pair[1].date else 0), pair[1].pk))
    return [entry for likeness, entry in alike if likeness >= _LEAST_LIKENESS][:most]


def _likeness(asked, title):
    """Dice's measure over what is longer than a character; nothing where too little is shared."""
    mine, theirs = ({each for each in found if each and len(each) > 1} for found in (asked, title))
    shared = len(mine & theirs)
    return 2 * shared / (len(mine) + len(theirs)) if shared >= _LEAST_SHARED else 0
