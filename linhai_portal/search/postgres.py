"""The index on PostgreSQL: a tsvector per chunk, written as a literal so that no parser cuts anything, and a GIN index."""

from zlib import crc32

from django.db import connections

from linhai_portal.search.tokens import is_cjk

# What is new waits in a list that every query reads, until it is sorted in by many at once: sorting each document in
# at once takes four times as long. The list stays short, and `settle` empties it after a large change.
_INSTALL = """CREATE INDEX {table}_terms ON {table} USING gin (terms)
    WITH (fastupdate = on, gin_pending_list_limit = 1024)"""
_UNINSTALL = "DROP INDEX {table}_terms"
COLUMN_TYPE = "tsvector"
# Of the newest hundred chunks so many hold the words: then walking along the days costs less than reading all of them.
# A phrase is compared within each tsvector either way, so it pays sooner.
_SAMPLE, _SAMPLE_OF_WORDS, _SAMPLE_WITH_PHRASE = 100, 25, 8
_LONGEST_WALK = 15_000


def install(execute, table="search_chunk"):
    execute(_INSTALL.format(table=table))


def uninstall(execute, table="search_chunk"):
    execute(_UNINSTALL.format(table=table))


def terms(tokens, title, marks):
    """The column's text: tokens with their places, those of the title a second time with a caret, marks without place."""
    body = [f"'{token}':{place}" for place, token in enumerate(tokens, start=1) if token]
    head = [f"'^{token}':{place}" for place, token in enumerate(title, start=1) if token]
    return " ".join([*body, *head, *map(_quoted, marks)])


def condition(alias, column, wanted, table="search_chunk"):
    return f"{column} @@ %s::tsquery", [_expression(wanted)]


def newest(chunks, wanted, limit):
    """What `chunks.newest` gives, of those that hold what is wanted.

    Reading all chunks with a word is quick while they are few. A word that stands nearly everywhere is looked for in
    the newest chunks only, one after the other, until there are enough.
    """
    enough = (
        _SAMPLE_WITH_PHRASE if any(len(phrase.tokens) > 1 for phrase in wanted.phrases) else _SAMPLE_OF_WORDS
    )
    if len(_along_the_days(chunks, wanted, _SAMPLE, _SAMPLE)) >= enough:
        found = _along_the_days(chunks, wanted, _LONGEST_WALK, limit)
        if len(found) == limit:
            return found
    return chunks.filter(terms__matches=wanted).newest(limit)


def _along_the_days(chunks, wanted, looked_at, limit):
    rows = chunks.order_by("-day", "entry_id").values("day", "entry_id", "terms")[:looked_at]
    inner, values = rows.query.sql_with_params()
    test, expression = condition("newest", "terms", wanted)
    outer = f"SELECT DISTINCT day, entry_id FROM ({inner}) AS newest WHERE {test} ORDER BY day DESC, entry_id LIMIT %s"  # noqa: S608
    with connections[chunks.db].cursor() as cursor:
        cursor.execute(outer, [*values, *expression, limit])
        return [(-day, entry) for day, entry in cursor.fetchall()]


def lock(cursor, kind):
    """Two writers of one kind would both find the same document missing; held to the end of the transaction."""
    cursor.execute(
        "SELECT pg_advisory_xact_lock(hashtext('search'), %s)", [crc32(kind.encode()) & 0x7FFFFFFF]
    )


def settle(cursor):
    """After many documents, so that no query has to read the list of what is new."""
    cursor.execute("SELECT gin_clean_pending_list('search_chunk_terms')")


def _expression(wanted):
    parts = [_phrase(phrase) for phrase in wanted.phrases]
    parts += [" | ".join(map(_quoted, alternatives)) for alternatives in wanted.marks]
    return " & ".join(f"({part})" for part in parts)


def _phrase(phrase):
    """Tokens with the distance to the one before; those whose characters others hold are left out."""
    kept = _needed(phrase.tokens)
    words = [_quoted(phrase.tokens[place]) for place in kept]
    if phrase.open_end:
        words[-1] += ":*"
    found = words[0]
    for before, place, word in zip(kept, kept[1:], words[1:], strict=False):
        found += f" <{place - before}> {word}"
    return found


def _needed(tokens):
    """Places of the tokens that together hold every character: of pairs every second one and the last."""
    kept, held = [], 0
    for place, token in enumerate(tokens):
        holds = place + (2 if len(token) == 2 and is_cjk(token) else 1)
        if place == held or (place == len(tokens) - 1 and holds > held):
            kept.append(place)
            held = holds
    return kept


def _quoted(token):
    """Tokens are letters, digits and characters, marks those and `:-_^`: nothing in them ends a quotation."""
    return f"'{token}'"
