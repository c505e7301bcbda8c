"""Which module keeps the index of a database. Each has COLUMN_TYPE, install, uninstall, terms, condition and lock."""

from linhai_portal.search import postgres, sqlite

_ENGINES = {"postgresql": postgres, "sqlite": sqlite}


def engine_of(connection):
    return _ENGINES[connection.vendor]
