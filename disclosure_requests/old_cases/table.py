"""Reading a table of an older system: UTF-8 or GB18030, its columns by name in any order."""

import datetime as dt
import re
from dataclasses import dataclass

from catalog.layouts.records import Refused
from catalog.layouts.workbook import sheets_of

IMPORTED = "从旧系统迁入"
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 0?0:00(?::00)?)?")


@dataclass(frozen=True, slots=True)
class Problem:
    row: int
    column: str
    message: str


@dataclass(slots=True)
class Row:
    """`number` counts the rows of the sheet from 1; `texts` by column."""

    number: int
    texts: dict


class BadCell(ValueError):
    """What is wrong with one cell, in a sentence that says what to do; `column` is its name."""

    def __init__(self, column, message):
        super().__init__(message)
        self.column = column


def read(path, columns):
    """All rows below the header; raises Refused with one clear sentence."""
    if not path.is_file():
        raise Refused(f"没有文件“{path}”。请核对路径和文件名。")
    rows = iter(next(iter(sheets_of(path))).rows)
    _, header = next(rows)
    names = [cell.strip().lower() for cell in header]
    if missing := [each for each in columns if each not in names]:
        raise Refused(f"第一行要写列名，缺少：{'、'.join(missing)}。")
    if twice := {each for each in columns if names.count(each) > 1}:
        raise Refused(f"这些列写了两次，只能留一列：{'、'.join(sorted(twice))}。")
    read = [
        Row(number, {name: cell.strip() for name, cell in zip(names, cells, strict=False) if name in columns})
        for number, cells in rows
    ]
    if not read:
        raise Refused("列名下面没有内容。")
    return read


def checked(rows, check):
    """What `check` makes of each row, and the problems of those it can't read."""
    good, problems = [], []
    for row in rows:
        try:
            good.append(check(row))
        except BadCell as bad:
            problems.append(Problem(row.number, bad.column, str(bad)))
    return good, problems


def filled(row, column):
    if not row.texts[column]:
        raise BadCell(column, "不能空着。")
    return row.texts[column]


def one_of(row, column, known):
    """The value that a word of the cell stands for; `known` maps words to values."""
    word = filled(row, column)
    if word not in known:
        raise BadCell(column, f"不认识“{word[:40]}”。只能写：{'、'.join(known)}。")
    return known[word]


def day(row, column, *, today, since=None):
    """The day in the cell, None where it is empty; neither in the future nor before what it follows."""
    words = row.texts[column]
    if not words:
        return None
    found = _DAY.fullmatch(words)
    try:
        value = dt.date(*map(int, found.groups())) if found else None
    except ValueError:
        value = None
    if value is None:
        raise BadCell(column, f"“{words[:40]}”不是日期。请写成 2026-01-26 的样子。")
    if value > today:
        raise BadCell(column, f"{value} 晚于今天，请核对。")
    if since and value < since:
        raise BadCell(column, f"{value} 早于 {since}，请核对。")
    return value


def needed_day(row, column, **bounds):
    filled(row, column)
    return day(row, column, **bounds)


def short_enough(row, column, most):
    if len(row.texts[column]) > most:
        raise BadCell(column, f"太长：{len(row.texts[column])} 个字，最多 {most} 个字。")
    return row.texts[column]
