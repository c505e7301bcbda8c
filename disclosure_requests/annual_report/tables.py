"""The three tables as plain figures under the keys of the contract; added up, compared, named (docs: contracts)."""

from decimal import ROUND_HALF_UP, Decimal

from disclosure_requests.annual_report.layout import (
    COLUMNS,
    DECISIONS,
    NORMATIVE,
    REMEDY_COLUMNS,
    REMEDY_GROUPS,
    ROWS,
)

FEES = "fees_10k_yuan"
_YUAN = Decimal(10_000)
_CENTS = Decimal("0.01")


def empty():
    """Nothing happened: every figure of every table."""
    return {
        "table2": {
            "normative_documents": dict.fromkeys(NORMATIVE, 0),
            **dict.fromkeys(DECISIONS, 0),
            FEES: "0.00",
        },
        "table3": {row: dict.fromkeys(COLUMNS, 0) for row in ROWS},
        "table4": {group: dict.fromkeys(REMEDY_COLUMNS, 0) for group in REMEDY_GROUPS},
    }


def in_10k_yuan(yuan: Decimal) -> str:
    return str((Decimal(yuan) / _YUAN).quantize(_CENTS, ROUND_HALF_UP))


def figures(tables, place=()):
    """Every figure with the keys that lead to it."""
    for key, value in tables.items():
        if isinstance(value, dict):
            yield from figures(value, (*place, key))
        else:
            yield (*place, key), value


def added(one, other):
    """Figure by figure; the fees as they are printed, so that a reader who adds them up finds the same."""
    if isinstance(one, dict):
        return {key: added(value, other[key]) for key, value in one.items()}
    if isinstance(one, str):
        return str(Decimal(one) + Decimal(other))
    return one + other


def sum_of(many):
    total = empty()
    for tables in many:
        total = added(total, tables)
    return total


def differences(tables, others):
    """Pairs of figures that differ, with their keys."""
    known = dict(figures(others))
    return [(place, value, known.get(place)) for place, value in figures(tables) if known.get(place) != value]
