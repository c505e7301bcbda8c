"""How often one address may do something on a public page within an hour, whoever sits there."""

from linhai_portal.accounts.addresses import origin
from linhai_portal.attempts import count, tries
from linhai_portal.workflow import InvalidMove


def count_deed(request, deed, *, most, words):
    """One more from this address; raises InvalidMove with these words where it was `most` already."""
    who = origin(request)
    if tries(deed, who) >= most:
        raise InvalidMove(words)
    count(deed, who)
