"""The index on SQLite: the tokens of a chunk as text, and an FTS5 table over it that triggers keep.

SQLite before 3.43 cannot delete from a table without content, so FTS5 reads the old text from ours. A migration that
makes such a table anew drops the triggers and must call `install` again.
"""

COLUMN_TYPE = "text"
# Stands where something stood between two runs, so that no phrase leads over it. FTS5's `ascii` cuts at blanks only:
# every character beyond ASCII belongs to a token, and so do those that marks consist of.
_GAP = "·"
_INSTALL = [
    """CREATE VIRTUAL TABLE {table}_fts USING fts5(
        terms, content='{table}', content_rowid='id', columnsize=0, tokenize="ascii tokenchars ':-_^'")""",
    # The default of 1 MB makes loading slow.
    "INSERT INTO {table}_fts({table}_fts, rank) VALUES ('hashsize', 67108864)",
    """CREATE TRIGGER {table}_added AFTER INSERT ON {table} BEGIN
        INSERT INTO {table}_fts(rowid, terms) VALUES (new.id, new.terms); END""",
    """CREATE TRIGGER {table}_deleted AFTER DELETE ON {table} BEGIN
        INSERT INTO {table}_fts({table}_fts, rowid, terms) VALUES ('delete', old.id, old.terms); END""",
    """CREATE TRIGGER {table}_changed AFTER UPDATE OF terms ON {table} BEGIN
        INSERT INTO {table}_fts({table}_fts, rowid, terms) VALUES ('delete', old.id, old.terms);
        INSERT INTO {table}_fts(rowid, terms) VALUES (new.id, new.terms); END""",
]
_UNINSTALL = [
    *(f"DROP TRIGGER {{table}}_{deed}" for deed in ("added", "deleted", "changed")),
    "DROP TABLE {table}_fts",
]


def install(execute, table="search_chunk"):
    for statement in _INSTALL:
        execute(statement.format(table=table))


def uninstall(execute, table="search_chunk"):
    for statement in _UNINSTALL:
        execute(statement.format(table=table))


def terms(tokens, title, marks):
    """The column's text: tokens in their order, those of the title a second time with a caret, marks."""
    body = [token or _GAP for token in tokens]
    head = [f"^{token}" if token else _GAP for token in title]
    return " ".join([*body, _GAP, *head, _GAP, *marks])


def condition(alias, column, wanted, table="search_chunk"):
    rows = f"SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH %s"  # noqa: S608
    return f'"{alias}"."id" IN ({rows})', [_expression(wanted)]


def newest(chunks, wanted, limit):
    """FTS5 reads a list of rows and no texts, however many there are."""
    return chunks.filter(terms__matches=wanted).newest(limit)


def lock(cursor, kind):
    """Nothing to do: SQLite has one writer at a time."""


def settle(cursor):
    """Nothing to do: FTS5 merges as it writes."""


def _expression(wanted):
    parts = [_phrase(phrase) for phrase in wanted.phrases]
    parts += [f"({' OR '.join(map(_quoted, alternatives))})" for alternatives in wanted.marks]
    return " AND ".join(parts)


def _phrase(phrase):
    return _quoted(" ".join(phrase.tokens)) + ("*" if phrase.open_end else "")


def _quoted(token):
    """Tokens are letters, digits and characters, marks those and `:-_^`: nothing in them ends a quotation."""
    return f'"{token}"'
