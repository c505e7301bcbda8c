"""What only a higher app knows of a row of the catalog: for its page in the office, and when it goes out.

Apps join in `AppConfig.ready` with the question and the dotted name of a function that answers it.
"""

from dataclasses import dataclass

from django.utils.module_loading import import_string

USES = "uses of negative-list entries"
ORIGINS = "origins of drafts"
GUARDS = "guards of publications"  # why it can't go out yet; asked when it is handed in and when it goes out
WAITS = "what a publication goes out with"  # approved, it waits for that one instead of going back
GONE_OUT = "publications that went out"  # told in the transaction that puts it out
CHANGED = "publications shown otherwise"  # told whenever one went out, was corrected or taken down
AROUND = "what belongs to a publication"
DUTIES = "what else is due at a publication"
_names = {each: [] for each in (USES, ORIGINS, GUARDS, WAITS, GONE_OUT, CHANGED, AROUND, DUTIES)}


@dataclass(frozen=True)
class Beside:
    """A line at the head of a publication's public page: what it is, the words of the link, and what became of it."""

    label: str
    words: str
    address: str
    note: str = ""


@dataclass(frozen=True)
class Around:
    """Lines for the head of the page, and pairs of a stage and a `policy_chain.Piece` for the chain of the policy."""

    beside: list[Beside]
    chain: list


def join(question, name):
    _names[question].append(name)


def leave(question, name):
    _names[question].remove(name)


def uses(user, entries):
    """Of each entry, by its key, how often it was a ground and the address that lists these; {} where the user may not know."""
    return {pk: use for ask in _asked(USES) for pk, use in ask(user, entries).items()}


def origins(user, draft):
    """What a publication or an adjustment came of, for the office alone: words, and an address where the user may go there."""
    return [origin for ask in _asked(ORIGINS) for origin in ask(user, draft)]


def refusal(publication):
    """The first sentence of a guard why it can't go out, or None."""
    return next(filter(None, (guard(publication) for guard in _asked(GUARDS))), None)


def waits(publication):
    """Whether it goes out no earlier than another one that is still on its way."""
    return any(ask(publication) for ask in _asked(WAITS))


def gone_out(publication):
    for tell in _asked(GONE_OUT):
        tell(publication)


def changed(publications):
    for tell in _asked(CHANGED):
        tell(publications)


def around(publication, *, on):
    """For its public page; each app answers at once for head and chain, so that it need not ask twice."""
    found = [ask(publication, on=on) for ask in _asked(AROUND)]
    return Around(
        [line for each in found for line in each.beside], [piece for each in found for piece in each.chain]
    )


def duties(user, publication):
    """For its page in the office: words, and an address where the user may see to it."""
    return [duty for ask in _asked(DUTIES) for duty in ask(user, publication)]


def _asked(question):
    return map(import_string, _names[question])
