"""The tables of a year that an older system published, read from a workbook in the layout in which ours are written."""

from decimal import Decimal, InvalidOperation

from xlsxwriter.utility import xl_rowcol_to_cell

from catalog.layouts.records import Refused
from catalog.layouts.texts import clean
from catalog.layouts.workbook import sheets_of
from disclosure_requests.annual_report.grids import grids, placed
from disclosure_requests.annual_report.tables import FEES, empty, figures

_TITLE_ROWS = 1
_MOST_ROWS = 100
_MOST = 9_999_999
FIRST_TABLE = 2


def places():
    """The tables with the place of each figure instead of the figure."""
    return nested({place: place for place, _ in figures(empty())})


def nested(values):
    """Tables from values by their places."""
    tables = {}
    for (*way, last), value in values.items():
        at = tables
        for key in way:
            at = at.setdefault(key, {})
        at[last] = value
    return tables


def read_tables(path):
    """Raises Refused in Chinese for what is no such workbook; an empty cell is a zero."""
    sheets = {sheet.name: _rows(sheet) for sheet in sheets_of(path)}
    found = {}
    for number, grid in enumerate(grids(places()), FIRST_TABLE):
        name = f"表{number}"
        if name not in sheets:
            raise Refused(f"没有工作表“{name}”。请先下载一份年度报告的表格，照着它的样子填。")
        for row, column, cell in placed(grid):
            where = f"{name} {xl_rowcol_to_cell(row + _TITLE_ROWS, column)}"
            text = _text(sheets[name], row + _TITLE_ROWS + 1, column)
            if cell.is_head and text != clean(cell.words):
                raise Refused(f"{where} 应当是“{cell.words}”，现在是“{text[:30]}”。请不要改表头和行列。")
            if isinstance(cell.words, tuple):
                found[cell.words] = _figure(text, cell.words, where)
    return nested(found)


def _rows(sheet):
    return {number: texts for number, texts in sheet.rows if number <= _MOST_ROWS}


def _text(rows, number, column):
    texts = rows.get(number, [])
    return texts[column] if column < len(texts) else ""


def _figure(text, place, where):
    try:
        value = Decimal(text or "0")
    except InvalidOperation:
        value = Decimal(-1)
    if value.is_finite() and 0 <= value <= _MOST:
        if place[-1] == FEES:
            return str(value.quantize(Decimal("0.01")))
        if value == int(value):
            return int(value)
    raise Refused(f"{where} 应当是不小于 0 的数，现在是“{text[:30]}”。")
