"""Which module keeps the index of a database; all that differs is in them."""

from linhai_portal.search import postgres, sqlite

_ENGINES = {"postgresql": postgres, "sqlite": sqlite}


def engine_of(connection):
    return _ENGINES[connection.vendor]
