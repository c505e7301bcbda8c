from collections.abc import Iterable
from dataclasses import dataclass


@dataclass
class CatalogTable:
    domain: str
    title: str
    sheet_name: str
    records: Iterable


def write_xlsx(target, tables):
    target.write(b"")


def write_csv(target, tables):
    target.write(b"")
