"""P11: the due date alone, over cases as an office has them."""

import datetime as dt
import random
import time

from catalog.reference import load_reference
from disclosure_requests.clock import deadline_of
from disclosure_requests.facts import (
    Consultation,
    CorrectionNotice,
    CorrectionReceived,
    Extension,
    FeeNotice,
    FeePaid,
    Replied,
)
from linhai_portal.calendar import work_calendar
from tests.benchmarks.report import Finding

CASES = 100_000
TARGET = 100_000  # a second


def measure(database_url):
    load_reference()
    calendar, cases = work_calendar(), _cases()
    start = time.process_time()
    for received_on, facts in cases:
        deadline_of(received_on, facts, calendar)
    rate = CASES / (time.process_time() - start)
    facts = sum(len(facts) for _, facts in cases)
    yield Finding(
        "P11",
        f"due date of {CASES:,} cases with {facts:,} facts, processor time of one core",
        "–",
        f"{rate:,.0f} cases/s",
        f"≥ {TARGET:,} cases/s",
        rate >= TARGET,
    )


def _cases():
    chance = random.Random(11)  # the same cases in every run
    first = dt.date(2024, 1, 1)
    return [
        (received_on, [*_facts(received_on, chance)])
        for received_on in (first + dt.timedelta(chance.randrange(1000)) for _ in range(CASES))
    ]


def _facts(received_on, chance):
    """Of ten cases one is corrected, one consulted about, one extended; of a hundred one pays; seven are answered."""

    def after(days):
        return received_on + dt.timedelta(days)

    if chance.random() < 0.1:
        yield from (CorrectionNotice(after(3)), CorrectionReceived(after(10)))
    if chance.random() < 0.1:
        yield Consultation(after(11), after(14), chance.choice([None, after(20)]))
    if chance.random() < 0.1:
        yield Extension(after(21), 20)
    if chance.random() < 0.01:
        yield from (FeeNotice(after(22)), FeePaid(after(30)))
    if chance.random() < 0.7:
        yield Replied(after(25))
