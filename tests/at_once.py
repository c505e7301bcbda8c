"""Several people, or workers, at the same moment: each in a thread with a connection of its own."""

import threading
import time
from functools import partial

from django.db import connection, transaction

_UNTIL_ALL_WAIT = 0.25  # seconds; who starts later only makes the test easier to pass, never wrong


def at_once(*deeds, held):
    """Do all of them together; gives what each returned, or the exception it raised, in their order.

    The rows of the querysets `held` stay locked until every deed is under way and waits for them (on SQLite: for the one
    writer), so that all have read what stood before and none has written.
    """
    answers = [None] * len(deeds)
    threads = [threading.Thread(target=partial(_do, deed, answers, n)) for n, deed in enumerate(deeds)]
    with transaction.atomic():
        for rows in held:
            list(rows.select_for_update())
        for thread in threads:
            thread.start()
            time.sleep(_UNTIL_ALL_WAIT)
    for thread in threads:
        thread.join()
    return answers


def _do(deed, answers, place):
    try:
        answers[place] = deed()
    except Exception as raised:
        answers[place] = raised
    finally:
        connection.close()
