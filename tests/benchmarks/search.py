"""P6: searching 200,000 documents, one visitor, through the function that the page calls."""

import datetime as dt
import random
import re
import statistics
import time
from collections import Counter

from django.contrib.auth.models import AnonymousUser
from django.db import connection

from catalog.reference import FIXTURES, fixture_rows
from linhai_portal.search.documents import Document
from linhai_portal.search.index import put
from linhai_portal.search.query import Question, search
from tests.benchmarks.report import Finding

DOCUMENTS = 200_000
HOT_WORD, HOT_SHARE = "燃气", 0.15
_LENGTH = 500
_KINDS = ["item", "publication", "consultation", "unit"]
_FIRST_DAY = dt.date(2020, 1, 1)
_TWO_CHARACTERS = re.compile(r"[\u4e00-\u9fff]{2}")
_CLAUSE = re.compile(r"[\u4e00-\u9fff0-9]{4,40}")


def measure(database_url):
    words = _fill()
    since, until = dt.date(2023, 1, 1), dt.date(2024, 12, 31)
    filters = {"kind": "publication", "unit": "unit-3", "since": since, "until": until}
    ordinary = [Question(word) for word in words]
    hot = [Question(HOT_WORD)] * 40
    filtered = [Question(word, **filters) for word in [HOT_WORD, *words]]
    yield _within("an ordinary word of two characters", ordinary, 40)
    yield _within(f"a word in {HOT_SHARE:.0%} of the documents", hot, 150)
    yield _within("with unit, kind and date", filtered, 30)


def _fill():
    """Documents of clauses from the real catalog; gives two-character words that few of them hold."""
    chance = random.Random(6)
    clauses = sorted(_clauses())
    holders = Counter()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE search_chunk, search_entry")
        put(_documents(chance, clauses, holders))
        cursor.execute("VACUUM ANALYZE search_entry, search_chunk")
    ordinary = [
        pair
        for pair, count in holders.items()
        if 20 <= count <= DOCUMENTS // 100 and _TWO_CHARACTERS.fullmatch(pair)
    ]
    return chance.sample(sorted(ordinary), 60)


def _clauses():
    rows = [
        row for path in (FIXTURES / "catalog").glob("*.csv") for row in fixture_rows(f"catalog/{path.name}")
    ]
    text = "\n".join(
        row[name] for row in rows for name in ("level1", "level2", "content", "legal_basis", "time_limit")
    )
    return {clause for clause in _CLAUSE.findall(text) if HOT_WORD not in clause}


def _documents(chance, clauses, holders):
    """Clauses drawn with skew, as in real texts: a few stand everywhere, most hardly anywhere."""
    for number in range(DOCUMENTS):
        drawn = [clauses[int(len(clauses) * chance.random() ** 3)] for _ in range(40)]
        if chance.random() < HOT_SHARE:
            drawn[chance.randrange(25)] = f"管道{HOT_WORD}安全"
        body = "，".join(drawn[1:])[:_LENGTH]
        holders.update({body[place : place + 2] for place in range(0, len(body) - 1, 7)})
        yield Document(
            kind=_KINDS[int(4 * chance.random() ** 2)],
            key=str(number),
            title=drawn[0],
            address=f"/publications/{number}/",
            text=body,
            units=(f"unit-{int(60 * chance.random() ** 2)}",),
            date=_FIRST_DAY + dt.timedelta(days=chance.randrange(2500)),
        )


def _within(name, questions, limit):
    for question in questions[:5]:
        search(question, visitor=AnonymousUser())
    taken = sorted(_milliseconds(question) for question in questions)
    p50, p95 = statistics.median(taken), taken[int(len(taken) * 0.95) - 1]
    work = f"search in 200,000 documents: {name} (p50 {p50:.1f} ms)"
    return Finding("P6", work, "–", f"p95 {p95:.1f} ms", f"≤ {limit} ms", p95 <= limit)


def _milliseconds(question):
    start = time.perf_counter()
    search(question, visitor=AnonymousUser())
    return (time.perf_counter() - start) * 1000
