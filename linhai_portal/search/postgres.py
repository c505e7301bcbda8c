"""The index on PostgreSQL: a tsvector per chunk, written as a literal so that no parser cuts anything, and a GIN index."""

from zlib import crc32

from linhai_portal.search.tokens import is_cjk

# What is new waits in a list that every query reads, until it is sorted in by many at once: sorting each document in
# at once takes four times as long. The list stays short, and `settle` empties it after a large change.
_INSTALL = """CREATE INDEX search_chunk_terms ON search_chunk USING gin (terms)
    WITH (fastupdate = on, gin_pending_list_limit = 1024)"""
_UNINSTALL = "DROP INDEX search_chunk_terms"
COLUMN_TYPE = "tsvector"


def install(execute):
    execute(_INSTALL)


def uninstall(execute):
    execute(_UNINSTALL)


def terms(tokens, title, marks):
    """The column's text: tokens with their places, those of the title a second time with a caret, marks without place."""
    body = [f"'{token}':{place}" for place, token in enumerate(tokens, start=1) if token]
    head = [f"'^{token}':{place}" for place, token in enumerate(title, start=1) if token]
    return " ".join([*body, *head, *map(_quoted, marks)])


def condition(alias, column, wanted):
    return f"{column} @@ %s::tsquery", [_expression(wanted)]


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
