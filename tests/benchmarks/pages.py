"""P1 to P5, P18, P19: pages of the catalog in the production server."""

import re
import statistics
import subprocess
import urllib.request
from pathlib import Path

import brotli
from django.conf import settings
from django.db import connection, connections

from catalog.models import Item
from tests.benchmarks.report import Finding, at_least, at_most, resident_mb
from tests.benchmarks.seed import seed_catalog
from tests.benchmarks.server import median_ms, processor_ms, rates, requests_per_second, running_server

MOST_BYTES, MOST_REQUESTS = 60_000, 6


def page_rates(database_url):
    """P1 and P4 at 100,000 items, nothing cached."""
    seed_catalog(100_000)
    item = Item.objects.filter(domain__number="3", position=2000).get().get_absolute_url()
    connections.close_all()
    with running_server(database_url) as (port, process, start_seconds):
        found = rates(port, "/bare/", "/domains/3/", item)
        yield from _memory(port, process, start_seconds)
    bare = found["/bare/"]
    floor = f"bare view {bare:.0f}/s"
    yield at_least(
        "P1",
        f"domain list page, 50 rows, 100,000 items ({found['/domains/3/']:.0f}/s)",
        found["/domains/3/"] / bare,
        0.20,
        floor,
    )
    yield at_least("P4", f"item page ({found[item]:.0f}/s)", found[item] / bare, 0.25, floor)


def unchanged_pages(database_url):
    """P2 and P3 at 100,000 items: the domain page kept whole, and asked for with the tag it had."""
    seed_catalog(100_000)
    connections.close_all()
    with running_server(database_url, kept_bytes=settings.PAGE_CACHE_BYTES) as (port, process, _):
        conditional = (f"If-None-Match: {_tag_of(port, '/domains/3/')}",)
        asked = {"bare": ("/bare/", ()), "P2": ("/domains/3/", ()), "P3": ("/domains/3/", conditional)}
        found = {name: [] for name in asked}
        for _ in range(3):
            for name, (path, headers) in asked.items():
                found[name].append(requests_per_second(port, path, headers=headers))
        pids = _workers(process)
        cost = {
            name: processor_ms(port, path, pids, headers=headers) for name, (path, headers) in asked.items()
        }
    rate = {name: statistics.median(values) for name, values in found.items()}
    floor = f"bare view {rate['bare']:.0f}/s, {cost['bare']:.2f} ms"
    for name, work in {"P2": "domain list page, kept whole", "P3": "conditional request, 304"}.items():
        work = f"{work} ({rate[name]:.0f}/s, {cost[name]:.2f} ms of the workers' processor time)"
        yield at_least(name, work, rate[name] / rate["bare"], 0.60, floor)


def _tag_of(port, path):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
        return answer.headers["ETag"]


def _workers(process):
    printed = subprocess.run(
        ["pgrep", "-P", str(process.pid)], capture_output=True, text=True, check=True
    ).stdout
    return [int(pid) for pid in printed.split()]


def _memory(port, process, start_seconds):
    workers = _workers(process)
    early = max(resident_mb(pid) for pid in workers)
    served = 0
    while served < 10_000:
        served += requests_per_second(port, "/domains/3/", duration=10) * 10
    late = max(resident_mb(pid) for pid in workers)
    yield Finding("P19", "start of the server", "–", f"{start_seconds:.2f} s", "≤ 3 s", start_seconds <= 3)
    flat = late <= 160 and late - early <= 10
    work = f"memory per worker after {served:.0f} more requests (before {early:.0f} MB)"
    yield Finding("P19", work, "–", f"{late:.0f} MB", "≤ 160 MB and flat", flat)


def growth(database_url):
    """P5: the same pages with 1,000 and with 1,000,000 items."""
    small = _medians(database_url, 1_000, ["/domains/3/", None])
    large = _medians(database_url, 1_000_000, ["/domains/3/", None, "/domains/3/?page=200"])
    work = "p50 at 1,000,000 items ÷ p50 at 1,000"
    names = {"/domains/3/": "list, first page", None: "item page", "/domains/3/?page=200": "list, 200th page"}
    for path, name in names.items():
        floor = small.get(path, small["/domains/3/"])
        yield at_most(
            "P5", f"{work}: {name} ({large[path]:.1f} ms)", large[path] / floor, 1.3, f"{floor:.1f} ms"
        )


def _medians(database_url, total, paths):
    seed_catalog(total)
    item = Item.objects.filter(domain__number="3", position=total * 2 // 10).get().get_absolute_url()
    connections.close_all()
    with running_server(database_url) as (port, *_):
        return {path: median_ms(port, path or item) for path in paths}


def bytes_over_the_wire(database_url):
    """P18: the page and every file it names, as brotli sends them at a first visit."""
    connections.close_all()
    with running_server(database_url) as (port, *_):
        for path in ["/", "/domains/", "/domains/3/", "/organizations/", "/responsibilities/", "/help/"]:
            size, requests = _first_visit(port, path)
            met = size <= MOST_BYTES and requests <= MOST_REQUESTS
            yield Finding(
                "P18",
                f"first visit of {path}",
                "–",
                f"{size / 1000:.1f} KB, {requests} requests",
                "≤ 60 KB, ≤ 6",
                met,
            )
    css = (Path(settings.STATIC_ROOT) / "css/site.css").stat().st_size
    yield Finding("P18", "site.css minified", "–", f"{css} bytes", "≤ 25000", css <= 25_000)


def _first_visit(port, path):
    origin = f"http://127.0.0.1:{port}"
    html = urllib.request.urlopen(origin + path).read()
    files = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', html.decode()))
    size = len(brotli.compress(html, quality=5))
    for file in files:
        request = urllib.request.Request(origin + file, headers={"Accept-Encoding": "br"})
        size += len(urllib.request.urlopen(request).read())
    return size, 1 + len(files)


def measure(database_url):
    yield from page_rates(database_url)
    yield from bytes_over_the_wire(database_url)
    yield from growth(database_url)
    connection.close()
