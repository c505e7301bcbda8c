"""Reading the national standard-catalog table in whatever layout it is published."""

import gc
from collections.abc import Callable, Mapping
from contextlib import contextmanager

from catalog.layouts.records import Reading, Refused
from catalog.layouts.tables import read_sheet
from catalog.layouts.workbook import sheets_of


def read(
    path,
    *,
    domain_names: Mapping[str, str],
    filename: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> Reading:
    """Read a .xlsx, .xls or .csv; `domain_names` gives the canonical name for every name and alias of a domain.

    Raises Refused, with a sentence that names the file, for what holds no such table or cannot be read.
    """
    reading = Reading(domain=None)
    try:
        with _no_search_for_cycles():
            found = [read_sheet(sheet, domain_names, reading) for sheet in sheets_of(path, progress)]
        if not any(found):
            raise Refused("没有找到标准目录表：表头里要有公开事项、公开内容和公开渠道三样。")
    except Refused as refused:
        raise Refused(f"“{filename}”：{refused}" if filename else str(refused)) from refused
    _settle_domain(reading)
    return reading


@contextmanager
def _no_search_for_cycles():
    """Reading makes a million objects and no cycles; looking for cycles all the while takes a fifth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _settle_domain(reading):
    """One domain stands for the workbook; several stand in each record."""
    domains = {record.domain for record in reading.records}
    reading.domains = domains - {None}
    if len(domains) == 1:
        reading.domain = next(iter(domains))
        for record in reading.records:
            record.domain = None
