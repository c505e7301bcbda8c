"""Writing the catalog in the national layout: what `reader.read` gives for it is what was written.

The law: for records in the image of the reader's own normalisation (texts.normalize_text and normalize_name,
citations.legal_basis_of, choices.normalize_group, channels.normalize_other) reading an export gives the same records, row and
sheet aside. A blank 一级事项 must not follow one that is not: in this layout a blank repeats the one above.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import xlsxwriter

from catalog.layouts.records import Record
from catalog.layouts.vocabulary import CHANNELS, OTHER, SPECIFIC_GROUP
from linhai_portal.spreadsheets import MAX_CELL, guarded

TICK = "√"
_MAX_SHEET_NAME = 31
_LINE_HEIGHT, _MAX_HEIGHT = 12, 409  # points


@dataclass(slots=True)
class CatalogTable:
    """The items of one domain; they are numbered from 1."""

    domain: str
    title: str
    sheet_name: str
    records: Iterable[Record]


@dataclass(frozen=True, slots=True)
class _Column:
    group: str  # the upper header row; the lower one is `leaf` where they differ
    leaf: str
    width: int
    centred: bool
    text_of: Callable[[Record], str]


def _tick(name):
    return lambda record: TICK if getattr(record, name) else ""


def _level(name):
    return lambda record: TICK if name in record.levels else ""


def _group(record):
    return TICK if record.audience_group == SPECIFIC_GROUP else record.audience_group


def _columns(records):
    """The 14 columns of the national layout; those for 三级事项, 市级 and 村级 where a record uses them."""
    used = {level for record in records for level in record.levels}
    levels = [name for name in ("市级", "县级", "乡级", "村级") if name in used or name in ("县级", "乡级")]
    columns = [
        _Column("公开事项", "一级事项", 10, False, lambda record: record.level1),
        _Column("公开事项", "二级事项", 14, False, lambda record: record.level2),
        _Column("公开事项", "三级事项", 12, False, lambda record: record.level3),
        _Column("公开内容（要素）", "公开内容（要素）", 34, False, lambda record: record.content),
        _Column("公开依据", "公开依据", 38, False, lambda record: "\n".join(record.legal_basis)),
        _Column("公开时限", "公开时限", 16, False, lambda record: record.time_limit),
        _Column("公开主体", "公开主体", 12, False, lambda record: record.publisher),
        _Column("公开渠道和载体", "公开渠道和载体", 34, False, _channels),
        _Column("公开对象", "全社会", 5, True, _tick("to_everyone")),
        _Column("公开对象", "特定群体", 9, True, _group),
        _Column("公开方式", "主动", 5, True, _tick("proactive")),
        _Column("公开方式", "依申请公开", 6, True, _tick("on_request")),
        *(_Column("公开层级", name, 5, True, _level(name)) for name in levels),
    ]
    if not any(record.level3 for record in records):
        del columns[2]
    return columns


def _channels(record):
    return _channel_list(tuple(record.channels), record.other_channel)


@lru_cache(maxsize=4096)
def _channel_list(chosen, other):
    """All 13 names with ■ or □, one per line; 其他 is followed by its text."""
    lines = [f"{'■' if name in chosen else '□'}{name}" for name in CHANNELS]
    return "\n".join(lines) + (f" {other}" if other and OTHER in chosen else "")


def _title(table):
    return table.title or f"{table.domain}领域基层政务公开标准目录"


def write_xlsx(target, tables: Iterable[CatalogTable]) -> None:
    """Write a workbook with one sheet per table into a path or binary file."""
    with xlsxwriter.Workbook(target, {"in_memory": True}) as workbook:
        formats = _formats(workbook)
        names = set()
        for table in tables:
            _write_sheet(workbook.add_worksheet(_sheet_name(table, names)), table, formats)
        if not names:
            workbook.add_worksheet()


def _sheet_name(table, taken):
    """A legal name of at most 31 characters, unlike the others in more than case."""
    wanted = re.sub(r"[\[\]:*?/\\\x00-\x1f]", "", table.sheet_name or table.domain).strip("' ") or "标准目录"
    name, number = wanted[:_MAX_SHEET_NAME].rstrip("' "), 1
    while name.casefold() in taken or name.casefold() == "history":
        number += 1
        ending = f"（{number}）"
        name = wanted[: _MAX_SHEET_NAME - len(ending)] + ending
    taken.add(name.casefold())
    return name


def _formats(workbook):
    cell = {"font_name": "宋体", "font_size": 9, "border": 1, "text_wrap": True, "valign": "vcenter"}
    return {
        "title": workbook.add_format(
            {"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"}
        ),
        "header": workbook.add_format(cell | {"bold": True, "align": "center", "bg_color": "#F2F2F2"}),
        True: workbook.add_format(cell | {"align": "center"}),
        False: workbook.add_format(cell),
        "blank": workbook.add_format({"border": 1}),
    }


def _write_sheet(sheet, table, formats):
    records = list(table.records)
    columns = _columns(records)
    _set_page(sheet)
    sheet.merge_range(0, 0, 0, len(columns), "", formats["title"])
    sheet.write_string(0, 0, _title(table), formats["title"])
    sheet.set_row(0, 32)
    _write_header(sheet, columns, formats["header"])
    _write_level1(sheet, records, formats[False])
    for number, record in enumerate(records, start=1):
        _write_record(sheet, number, record, columns[1:], formats)
    if records:  # one rule draws the lines of all empty cells, instead of a third more cells
        rule = {"type": "blanks", "format": formats["blank"]}
        sheet.conditional_format(3, 0, len(records) + 2, len(columns), rule)


def _set_page(sheet):
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1, 2)
    sheet.freeze_panes(3, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _write_header(sheet, columns, cell):
    sheet.merge_range(1, 0, 2, 0, "序号", cell)
    sheet.set_column(0, 0, 5)
    place = 1
    for group, members in groupby(columns, key=lambda column: column.group):
        members = list(members)
        if members[0].leaf == group:
            sheet.merge_range(1, place, 2, place, group, cell)
        else:
            sheet.merge_range(1, place, 1, place + len(members) - 1, group, cell)
            for offset, column in enumerate(members):
                sheet.write_string(2, place + offset, column.leaf, cell)
        for offset, column in enumerate(members):
            sheet.set_column(place + offset, place + offset, column.width)
        place += len(members)


def _write_level1(sheet, records, cell):
    """一级事项 merged over equal neighbours; a blank one is left blank."""
    row = 3
    for name, neighbours in groupby(records, key=lambda record: record.level1):
        last = row + sum(1 for _ in neighbours) - 1
        if last > row and name:
            sheet.merge_range(row, 1, last, 1, "", cell)
        if name:
            _write_text(sheet, row, 1, name, cell)
        row = last + 1


def _write_record(sheet, number, record, columns, formats):
    row, lines = number + 2, 1
    sheet.write_number(row, 0, number, formats[True])
    for place, column in enumerate(columns, start=2):
        if text := column.text_of(record):
            _write_text(sheet, row, place, text, formats[column.centred])
            if 2 * len(text) > column.width * lines or "\n" in text:
                lines = max(lines, _lines(text, column.width))
    sheet.set_row(row, min(lines * _LINE_HEIGHT + 4, _MAX_HEIGHT))


def _write_text(sheet, row, column, text, cell):
    """Always as a string: a text such as =1+1 never becomes a formula or a link."""
    if len(text) > MAX_CELL:
        raise ValueError(f"“{text[:20]}…”超过{MAX_CELL}个字符，工作簿的单元格放不下。")
    sheet.write_string(row, column, text, cell)


@lru_cache(maxsize=4096)
def _lines(text, width):
    """How many lines a text takes in a column; a Chinese character is two wide, three bytes in UTF-8."""
    return sum((len(line) + len(line.encode())) // 2 // width + 1 for line in text.split("\n"))


def write_csv(target, tables: Iterable[CatalogTable]) -> None:
    """Write the tables under one another, in UTF-8 with BOM for Excel, into a path or binary file.

    A text that begins like a formula is guarded by an apostrophe, which the reader (workbook.py) takes off again:
    so a spreadsheet runs nothing, and reading an export back is still the identity.
    """
    if hasattr(target, "write"):
        text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=True)
        try:
            _write_rows(text, tables)
        finally:
            text.detach()
    else:
        with open(target, "w", encoding="utf-8-sig", newline="") as text:
            _write_rows(text, tables)


def _write_rows(text, tables):
    writer = csv.writer(text)
    for place, table in enumerate(tables):
        records = list(table.records)
        columns = _columns(records)
        if place:
            writer.writerow([""] * (len(columns) + 1))
        writer.writerow([guarded(_title(table))] + [""] * len(columns))
        writer.writerow(["序号", *_upper_row(columns)])
        writer.writerow(["", *("" if column.leaf == column.group else column.leaf for column in columns)])
        for number, record in enumerate(records, start=1):
            writer.writerow([number, *(guarded(column.text_of(record)) for column in columns)])


def _upper_row(columns):
    groups = [column.group for column in columns]
    return [group if place == 0 or groups[place - 1] != group else "" for place, group in enumerate(groups)]
