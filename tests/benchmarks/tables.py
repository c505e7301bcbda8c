"""P7, P8, P9: reading, storing and writing a table of 30,000 rows."""

import io
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import xlsxwriter
from django.conf import settings
from django.db import connection
from python_calamine import CalamineWorkbook

from catalog.exchange.apply import apply_plan
from catalog.exchange.export import export_catalog
from catalog.exchange.plan import plan_import
from catalog.layouts.reader import read
from catalog.models import Domain, Item
from catalog.models.domains import domain_names
from catalog.reference import load_reference
from tests.benchmarks.report import Finding, at_most, seconds

ROWS = 30_000
TABLES = ["catalog_item", "catalog_itempublisher", "search_entry", "search_chunk"]


def measure(database_url):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.xlsx"
        _write_large_table(path)
        yield from _reading(path)
        reading = read(path, domain_names=domain_names())
        yield from _storing(reading)
        yield from _exporting()


def _write_large_table(path):
    """The real items, repeated under new names until there are 30,000, in the national layout of one domain."""
    load_reference()
    domain = Domain.objects.get(number="3")
    items = list(Item.objects.filter(domain__kind="domain").order_by("pk"))
    Item.objects.filter(domain=domain).update(domain=Domain.objects.get(number="4"))
    fields = [field.attname for field in Item._meta.concrete_fields if not field.primary_key]
    copies = []
    for n in range(ROWS):
        source = items[n % len(items)]
        copy = Item(**{name: getattr(source, name) for name in fields})
        copy.domain, copy.position, copy.code = domain, n + 1, f"bench-{n}"
        copy.level1, copy.level2 = f"{source.level1}{n // 300}", f"{source.level2}{n}"
        copies.append(copy)
    Item.objects.bulk_create(copies, batch_size=2000)
    with path.open("wb") as target:
        export_catalog(target, [domain], format="xlsx")
    _empty()


def _empty():
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")
    Domain.objects.update(item_count=0)


def _reading(path):
    names = domain_names()
    floor = seconds(lambda: [sheet.to_python() for sheet in _sheets(path)])
    ours = seconds(lambda: read(path, domain_names=names))
    yield at_most(
        "P7", f"import (dry run) of 30,000 rows ({ours:.2f} s)", ours / floor, 4, f"calamine {floor:.2f} s"
    )
    peak = _peak_memory(path)
    yield Finding(
        "P7", "memory of that dry run, the whole command", "–", f"{peak:.0f} MB", "≤ 300 MB", peak <= 300
    )


def _sheets(path):
    workbook = CalamineWorkbook.from_path(str(path))
    return [workbook.get_sheet_by_name(name) for name in workbook.sheet_names]


# Run by a small process of its own: what a large one starts counts with the size of its starter.
_PEAK = (
    "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, capture_output=True);"
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
)


def _peak_memory(path):
    """The largest resident memory of the command or of the process that reads for it, in megabytes."""
    command = [sys.executable, "manage.py", "import_catalog", str(path), "--dry-run"]
    printed = subprocess.run(
        [sys.executable, "-c", _PEAK, *command],
        cwd=settings.BASE_DIR,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return int(printed) / 1024


def _storing(reading):
    start = time.perf_counter()
    apply_plan(plan_import(reading))
    new = time.perf_counter() - start
    floor = _copy_again()
    unchanged = seconds(lambda: apply_plan(plan_import(reading)))
    yield at_most(
        "P8", f"import of 30,000 rows, all new ({new:.2f} s)", new / floor, 3, f"COPY {floor:.2f} s"
    )
    yield at_most(
        "P8",
        f"the same again, all unchanged ({unchanged:.2f} s)",
        unchanged / floor,
        1,
        f"COPY {floor:.2f} s",
    )


def _copy_again():
    """The floor: the same rows by COPY into the same indexed tables."""
    with connection.cursor() as cursor:
        data = {}
        for table in TABLES:
            with cursor.copy(f"COPY {table} TO STDOUT") as copy:
                data[table] = b"".join(bytes(block) for block in copy)
        cursor.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")
        start = time.perf_counter()
        for table in TABLES:
            with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                copy.write(data[table])
        return time.perf_counter() - start


def _exporting():
    domain = Domain.objects.get(number="3")
    ours = seconds(lambda: export_catalog(io.BytesIO(), [domain], format="xlsx"))
    written = io.BytesIO()
    export_catalog(written, [domain], format="xlsx")
    written.seek(0)
    cells = CalamineWorkbook.from_filelike(written).get_sheet_by_index(0).to_python()
    floor = seconds(lambda: _write_bare(cells))
    yield at_most(
        "P9", f"export of 30,000 items ({ours:.2f} s)", ours / floor, 1.5, f"XlsxWriter {floor:.2f} s"
    )


def _write_bare(cells):
    with xlsxwriter.Workbook(io.BytesIO()) as workbook:
        sheet = workbook.add_worksheet()
        for row, values in enumerate(cells):
            for column, value in enumerate(values):
                sheet.write(row, column, value)
