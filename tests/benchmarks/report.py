"""What a benchmark found, and whether it meets its target."""

import os
import statistics
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Finding:
    """`floor` and `value` in words with units; `met` is None where there is only a figure to show."""

    number: str
    work: str
    floor: str
    value: str
    target: str
    met: bool

    def line(self):
        return f"{self.number:5} {'met   ' if self.met else 'MISSED'} {self.value:>26}   target {self.target:18} floor {self.floor:22} {self.work}"


def at_most(number, work, ratio, limit, floor):
    return Finding(number, work, floor, f"{ratio:.2f} ×", f"≤ {limit} ×", ratio <= limit)


def at_least(number, work, ratio, limit, floor):
    return Finding(number, work, floor, f"{ratio:.3f}", f"≥ {limit}", ratio >= limit)


def seconds(work, *, rounds=3):
    """Median wall time of `work()`."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def resident_mb(pid):
    """Resident memory of a process in megabytes (Linux)."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise ValueError(f"no resident memory for process {pid}")


def processor_seconds(pid):
    """User and system time a process has taken so far (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
