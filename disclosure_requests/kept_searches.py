"""What a member of staff looked for in the queue: it may be the name of an applicant, so it is posted and kept sealed.

The address, and with it the history, the access log and the Referer, hold a number that means nothing elsewhere.
"""

from linhai_portal.crypto import CannotOpen, open_sealed, seal

MOST = 20  # who goes back further looks once more
_NAME = _PLACE = "queue_searches"


def keep(session, words):
    """Gives the key under which this session finds the words again."""
    kept = session.get(_NAME, {})
    key = str(max(map(int, kept), default=0) + 1)
    session[_NAME] = dict([*kept.items(), (key, seal(words, place=_PLACE))][-MOST:])
    return key


def words_of(session, key):
    """None where the session keeps none under it, as after signing in anew."""
    try:
        return open_sealed(session.get(_NAME, {}).get(key, ""), place=_PLACE) or None
    except CannotOpen:
        return None
