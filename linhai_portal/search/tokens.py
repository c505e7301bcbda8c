"""What a text is cut into for the index, and what a query asks of it.

After NFKC and lower case a run of CJK characters becomes its overlapping pairs plus its last single character, a run
of other letters and digits one word. Dictionaries cut 市人社局 as 市人/社局 and then miss 人社; pairs with exact phrases
find what plain substring search finds, no more and no less, alike on PostgreSQL and SQLite (docs/adr/0008).
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

# Ideographs with the extensions A–G and the compatibility ones, 々〆〇, kana.
CJK = "\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_RUN = re.compile(rf"[{CJK}]+|[^\W_{CJK}]+")
_CJK_RUN = re.compile(rf"[{CJK}]+")
_WORD = re.compile(rf"(?:[{CJK}]|[^\W_])+")

# More of a query is not read; chunks of a long text overlap by so much, so no phrase falls between two.
LONGEST_QUERY = 100
# A lexeme of PostgreSQL has at most 2,046 bytes; a longer word is known by its beginning and a digest.
_LONGEST_TOKEN = 64


def normal(text):
    return unicodedata.normalize("NFKC", text).lower()


def is_cjk(run):
    return _CJK_RUN.match(run) is not None


def tokens(text):
    """One token per place of the text: a CJK character, a word, or None where something stands between two runs."""
    found, end = [], None
    for run in _RUN.finditer(normal(text)):
        if end is not None and run.start() > end:
            found.append(None)
        found += _of_run(run[0])
        end = run.end()
    return found


def _of_run(run):
    if is_cjk(run):
        return [*map("".join, pairwise(run)), run[-1]]
    return [token_of(run)]


def token_of(word):
    if len(word) <= _LONGEST_TOKEN:
        return word
    digest = hashlib.blake2b(word.encode(), digest_size=12).hexdigest()
    return word[: _LONGEST_TOKEN - len(digest)] + digest


@dataclass(frozen=True)
class Phrase:
    """Tokens that must stand one after the other; the last one may be only the beginning of a token."""

    tokens: tuple[str, ...]
    open_end: bool = False


def words_of(query):
    """The words of a query as it is shown: runs of letters, digits and characters, normalised."""
    return list(dict.fromkeys(_WORD.findall(normal(query[:LONGEST_QUERY]))))


def phrases(query):
    """A phrase for each word of the query; a text must hold them all. Empty when there is nothing to look for."""
    return [_phrase(word) for word in words_of(query)]


def _phrase(word):
    runs = _RUN.findall(word)
    found = [token for run in runs for token in _of_run(run)]
    if not is_cjk(runs[-1]):
        return Phrase(tuple(found))
    if len(runs[-1]) > 1:
        # The last pair holds the last character; in the text more may follow it.
        return Phrase(tuple(found[:-1]))
    return Phrase(tuple(found), open_end=True)


def exact_key(text):
    """Equal for names, codes and 文号 that differ in width, case, brackets and blanks only."""
    return token_of("-".join(_WORD.findall(normal(text))))
