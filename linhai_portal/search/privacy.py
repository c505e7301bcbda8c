"""Which words may be kept for the office: nothing that looks like a number of a person, and nothing long."""

import re

from linhai_portal.search.tokens import normal

LONGEST_KEPT = 40
_DIGIT = "[0-9〇零一幺二三四五六七八九]"
# Five digits on end, or seven with blanks, dashes and brackets between: phones, identity and bank cards, plates.
_NUMBER = re.compile(rf"[0-9]{{5}}|{_DIGIT}(?:[\s().+_-]*{_DIGIT}){{6}}")


def may_be_kept(query):
    query = normal(query)
    return len(query) <= LONGEST_KEPT and "@" not in query and not _NUMBER.search(query)
