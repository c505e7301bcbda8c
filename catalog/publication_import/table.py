"""Reading the table of what an older site published: a workbook, or a folder with index.xlsx or index.csv and files."""

from dataclasses import dataclass, field
from pathlib import Path

from catalog.layouts.records import Refused
from catalog.layouts.workbook import sheets_of
from catalog.publication_import.columns import REQUIRED, field_of

MOST_ROWS = 50_000
_INDEXES = ("index.xlsx", "index.csv")
_HEADER_WITHIN = 20  # rows
_FEWEST_HEADERS = 3


@dataclass(frozen=True)
class Problem:
    sheet: str
    row: int
    column: str
    message: str


@dataclass(frozen=True)
class Row:
    sheet: str
    number: int
    texts: dict[str, str]

    def problem(self, column, message):
        return Problem(self.sheet, self.number, column, message)


@dataclass
class Table:
    """`folder` is where the files of the rows lie; None when the table came alone."""

    folder: Path | None
    rows: list[Row] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)  # headers nobody knows


def read(path: Path) -> Table:
    """All rows of all sheets with a header; raises Refused with one clear sentence."""
    folder, file = (path, _index_of(path)) if path.is_dir() else (None, path)
    if not file.is_file():
        raise Refused(f"没有文件“{file}”。请核对路径和文件名。")
    table = Table(folder)
    has_header = [_read_sheet(sheet, table) for sheet in sheets_of(file)]
    if not any(has_header):
        raise Refused("表里没有找到表头。第一行要写列名：标题、单位、发布时间、原网址，等等。")
    if not table.rows:
        raise Refused("表头下面没有内容。")
    return table


def _index_of(folder):
    found = [folder / name for name in _INDEXES if (folder / name).is_file()]
    if len(found) != 1:
        raise Refused(f"文件夹“{folder}”里要有一个 index.xlsx 或者 index.csv，只能有一个。")
    return found[0]


def _read_sheet(sheet, table):
    """Whether it has a header; its rows go into the table."""
    fields = None
    for place, (number, cells) in enumerate(sheet.rows):
        if fields is not None:
            _take(sheet, number, fields, cells, table)
        elif place < _HEADER_WITHIN and sum(field_of(cell) is not None for cell in cells) >= _FEWEST_HEADERS:
            fields = _fields(cells, table)
    return fields is not None


def _fields(cells, table):
    fields = [field_of(cell) for cell in cells]
    known = [each for each in fields if each]
    if lacking := [each.name for each in REQUIRED if each.field not in known]:
        raise Refused(f"表头缺少这些列：{'、'.join(lacking)}。")
    if twice := {each for each in known if known.count(each) > 1}:
        names = [cell for cell, each in zip(cells, fields, strict=True) if each in twice]
        raise Refused(f"这些列意思相同，只能留一列：{'、'.join(names)}。")
    table.ignored += [cell for cell, each in zip(cells, fields, strict=True) if cell and not each]
    return fields


def _take(sheet, number, fields, cells, table):
    texts = {name: cell for name, cell in zip(fields, cells, strict=False) if name and cell}
    if not texts:
        return
    if len(table.rows) >= MOST_ROWS:
        raise Refused(f"表格超过 {MOST_ROWS} 行。请分成几个表格导入。")
    table.rows.append(Row(sheet.name, number, texts))
