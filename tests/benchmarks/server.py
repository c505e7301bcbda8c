"""The production server under measurement, on loopback, with its own database; load by wrk, bounded in time."""

import http.client
import os
import re
import shutil
import socket
import statistics
import subprocess
import time
from contextlib import contextmanager

from django.conf import settings

from tests.benchmarks.report import processor_seconds


@contextmanager
def running_server(database_url, *, workers=2, kept_bytes=0):
    """Start gunicorn as in production, by default keeping no page; gives (port, process, seconds until it answered)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"DATABASE_URL": database_url, "PORT": str(port), "WEB_WORKERS": str(workers)}
    environment["PAGE_CACHE_BYTES"] = str(kept_bytes)
    start = time.perf_counter()
    process = subprocess.Popen(
        [
            settings.BASE_DIR / ".venv/bin/gunicorn",
            "-c",
            "deploy/gunicorn.conf.py",
            "tests.benchmarks.wsgi:application",
        ],
        cwd=settings.BASE_DIR,
        env=environment,
    )
    try:
        _wait(port)
        yield port, process, time.perf_counter() - start
    finally:
        process.terminate()
        process.wait()


def _wait(port):
    for _ in range(300):
        try:
            if get(port, "/bare/") == 200:
                return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError("the server did not start")


def get(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def requests_per_second(port, path, *, headers=(), duration=5, connections=8):
    """What wrk reports for one address; every answer must be a success."""
    asked = [part for header in headers for part in ("-H", header)]
    load = ["-t1", f"-c{connections}", f"-d{duration}s"]
    printed = subprocess.run(
        [shutil.which("wrk"), *load, *asked, f"http://127.0.0.1:{port}{path}"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    if "Non-2xx" in printed:
        raise RuntimeError(f"{path} does not answer 200:\n{printed}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", printed)[1])


def processor_ms(port, path, pids, *, headers=(), duration=5):
    """Processor time in milliseconds that these processes spend on one request: a busy machine disturbs it less."""
    before = sum(map(processor_seconds, pids))
    served = requests_per_second(port, path, headers=headers, duration=duration) * duration
    return (sum(map(processor_seconds, pids)) - before) * 1000 / served


def rates(port, *paths, rounds=3):
    """Requests per second of several addresses, measured in turn so that a slow spell hits all; medians."""
    found = {path: [] for path in paths}
    for _ in range(rounds):
        for path in paths:
            found[path].append(requests_per_second(port, path))
    return {path: statistics.median(values) for path, values in found.items()}


def median_ms(port, path, *, times=60):
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        if get(port, path) != 200:
            raise RuntimeError(f"{path} does not answer 200")
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)
