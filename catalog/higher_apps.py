"""What only a higher app knows of a row of the catalog, for its page in the office.

Apps join in `AppConfig.ready` with the question and the dotted name of a function that answers it.
"""

from django.utils.module_loading import import_string

USES = "uses of negative-list entries"
ORIGINS = "origins of drafts"
_names = {USES: [], ORIGINS: []}


def join(question, name):
    _names[question].append(name)


def uses(user, entries):
    """Of each entry, by its key, how often it was a ground and the address that lists these; {} where the user may not know."""
    return {pk: use for ask in _asked(USES) for pk, use in ask(user, entries).items()}


def origins(user, draft):
    """What a publication or an adjustment came of, for the office alone: words, and an address where the user may go there."""
    return [origin for ask in _asked(ORIGINS) for origin in ask(user, draft)]


def _asked(question):
    return map(import_string, _names[question])
