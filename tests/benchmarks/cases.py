"""P10 and P12: 100,000 open cases after a change of the calendar, and the page of the office that lists them."""

import os
import time

from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils.timezone import localdate

from disclosure_requests.kept_dates import keep_all
from disclosure_requests.models import DisclosureRequest
from linhai_portal.accounts.models import Notice, User
from linhai_portal.calendar import work_calendar
from linhai_portal.models import SpecialDay
from tests.benchmarks.plans import large_tables, scans, statements_behind
from tests.benchmarks.report import Finding, at_most, processor_seconds
from tests.benchmarks.seed_cases import CASES, seed_cases

_MOST_MS, _MOST_QUERIES = 80, 15
_MORE_TO_SEARCH = 2  # which cases, and how many of them
_TIMES = 100
_TABLE = "disclosure_requests_disclosurerequest"
_FLOOR = """
UPDATE disclosure_requests_disclosurerequest SET reply_due_on = reply_due_on + 1, limit_on = limit_on + 1, clock = clock,
    limit_kind = limit_kind, is_provisional = is_provisional
"""


def measure(database_url):
    today = localdate()
    seed_cases(today=today)
    keep_all(today=today)
    yield _moved(today)
    yield from _queue()


def _moved(today):
    floor = _all_in_one_update()
    keep_all(today=today)
    _tidy()
    off = work_calendar().nth_workday_after(today, 1)
    SpecialDay.objects.update_or_create(
        date=off, defaults={"kind": "holiday", "name": "示例", "source": "示例"}
    )
    before = dict(DisclosureRequest.objects.values_list("pk", "reply_due_on"))
    start = time.perf_counter()
    keep_all(today=today)
    ours = time.perf_counter() - start
    after = dict(DisclosureRequest.objects.values_list("pk", "reply_due_on"))
    moved = sum(after[pk] != day for pk, day in before.items())
    work = f"{CASES:,} open cases after a day off more, {moved:,} moved, {Notice.objects.count():,} notices ({ours:.1f} s)"
    return at_most("P10", work, ours / floor, 5, f"one UPDATE {floor:.1f} s")


def _all_in_one_update():
    """The same columns of every row, in one statement; what it wrote is put right again afterwards."""
    _tidy()
    start = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(_FLOOR)
    return time.perf_counter() - start


def _tidy():
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM FULL ANALYZE {_TABLE}")
        cursor.execute(f"VACUUM ANALYZE {_TABLE}")


def _queue():
    """In one process and without a network: a page of the office is asked for by one person at a time."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(username="officer0"), settings.AUTHENTICATION_BACKENDS[-1])
    _tidy()
    addresses = {
        "all": "/office/requests/",
        "its 200th page": "/office/requests/?page=200",
        "overdue": "/office/requests/?tab=overdue",
        "unclaimed": "/office/requests/?tab=unclaimed",
        "stopped": "/office/requests/?tab=stopped",
        "waiting for approval": "/office/requests/?tab=approve",
        "a number": _looked_for(client, "S-12345"),
        "words of some titles": _looked_for(client, "123号地块"),
    }
    large = large_tables()
    for words, address in addresses.items():
        queries = statements_behind(client, address)
        p95, processor = request_times(client, address)
        most = _MOST_QUERIES + (_MORE_TO_SEARCH if "found=" in address else 0)
        yield Finding(
            "P12",
            f"office queue at {CASES:,} cases, {words}, p95 of {_TIMES} ({processor:.0f} ms of processor, database included)",
            "–",
            f"{p95:.0f} ms, {len(queries)} queries",
            f"≤ {_MOST_MS} ms, ≤ {most}",
            p95 <= _MOST_MS and len(queries) <= most,
        )
        for sql, values in queries:
            for table, plan in scans(sql, values, large):
                yield Finding("P12", f"{words}: {plan}", "–", f"reads {table}", "no seq scan", False)


def _looked_for(client, words):
    return client.post("/office/requests/search/", {"q": words})["Location"]


def request_times(client, address):
    """The 95th percentile of the milliseconds, and the processor time of one request, which a busy machine disturbs less."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        processes = [os.getpid(), cursor.fetchone()[0]]
    before, times = sum(map(processor_seconds, processes)), []
    for _ in range(_TIMES):
        start = time.perf_counter()
        if client.get(address).status_code != 200:
            raise RuntimeError(f"{address} does not answer 200")
        times.append((time.perf_counter() - start) * 1000)
    processor = sum(map(processor_seconds, processes)) - before
    return sorted(times)[int(_TIMES * 0.95) - 1], processor * 1000 / _TIMES
