"""What another working-day calendar moves: foreseen before it is written, carried out with it.

Apps join in `AppConfig.ready` with the dotted names of three functions: one gives what would move under a calendar, as
`Moved`, and says after each batch how many dates it has looked at; one writes the dates as they follow from the calendar
of now and tells the people concerned; one counts the dates there are. The first two must be safe to run twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.module_loading import import_string

from linhai_portal.workdays import WorkCalendar

_movers = []


@dataclass(frozen=True, slots=True)
class Moved:
    """`name` is a number or a title and names no citizen; `limit` says which of its dates it is.

    `explained_at`: where the date as it is now is told day by day; `is_provisional`: the new one may move once more.
    """

    kind: str
    name: str
    unit: str
    limit: str
    before: date
    after: date
    address: str
    explained_at: str = ""
    is_provisional: bool = False


def join(foresee, carry_out, count):
    _movers.append((foresee, carry_out, count))


def _nobody_waits(number):
    pass


def moves_under(calendar: WorkCalendar, *, today: date, looked=_nobody_waits) -> Iterator[Moved]:
    for foresee, *_ in _movers:
        yield from import_string(foresee)(calendar, today=today, looked=looked)


def how_many(*, today: date) -> int:
    """The dates that `moves_under` will look at."""
    return sum(import_string(count)(today=today) for *_, count in _movers)


def carry_out_moves(*, today: date) -> None:
    """Inside the transaction that changed the calendar, or later, when the change itself was made without them."""
    for _, carry_out, _ in _movers:
        import_string(carry_out)(today=today)
