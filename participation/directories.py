"""The lines of a yearly directory of major decisions, read from the table in its text, so that nothing is typed twice.

Pure: knows no framework. The table has the columns 事项名称、承办单位、履行程序、计划时间 (713号第三条第三款).
"""

import re
from dataclasses import dataclass

_NAME, _UNITS, _PROCEDURE, _PLANNED = range(4)
_HEADS = [
    ("事项名称", "决策事项", "事项"),
    ("承办单位", "责任单位", "牵头单位"),
    ("履行程序", "决策程序", "法定程序", "程序"),
    ("计划时间", "完成时间", "计划完成时间", "时间"),
]
_BETWEEN = re.compile(r"[、，,；;\s]+")


@dataclass(frozen=True)
class Line:
    """One matter as the directory names it; `procedure` and `planned` are its words."""

    name: str
    units: str
    procedure: str
    planned: str

    @property
    def lead(self) -> str:
        """The first unit named leads (第十一条: 明确牵头的决策承办单位)."""
        return _BETWEEN.split(self.units)[0]


def read_directory(text: str) -> tuple[Line, ...]:
    """From plain text, a row a line, cells parted by tabs; without a table of these columns there is no line."""
    places, lines = None, []
    for cells in (line.split("\t") for line in text.splitlines() if "\t" in line):
        heads = _places(cells)
        if heads:
            places = heads
        elif places:
            lines.append(Line(*(_cell(cells, place) for place in places)))
    return tuple(line for line in lines if line.name)


def _places(cells):
    """Where the four columns stand, if this row is the head of the table."""
    names = ["".join(cell.split()) for cell in cells]
    found = [next((names.index(head) for head in heads if head in names), None) for heads in _HEADS]
    return None if None in found else found


def _cell(cells, place):
    return cells[place].strip() if place < len(cells) else ""
