"""The official tables as cells with spans, once for HTML, Word and workbook (国办公开办函〔2021〕30号)."""

from dataclasses import dataclass, field

from disclosure_requests.annual_report.cell_rows import DOCUMENTS
from disclosure_requests.annual_report.layout import (
    CARRIED,
    CLASSES,
    COLUMNS,
    DECISIONS,
    LABELS,
    NEW,
    NORMATIVE,
    OPEN,
    REMEDY_COLUMNS,
    REMEDY_GROUPS,
    RESULT_ROWS,
    RESULTS,
)
from disclosure_requests.annual_report.tables import FEES

_NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


@dataclass(frozen=True, slots=True)
class Cell:
    """`scope` as in HTML, empty for a figure; `key` names row and column of a figure whose rows can be listed."""

    words: str | int
    rows: int = 1
    columns: int = 1
    scope: str = ""
    key: tuple | None = None

    @property
    def is_head(self):
        return bool(self.scope)


@dataclass(frozen=True, slots=True)
class Grid:
    """`head` is how many rows the header has; `widths` of the columns are in characters."""

    title: str
    widths: tuple
    rows: list = field(default_factory=list)
    head: int = 0

    @property
    def columns(self) -> int:
        return len(self.widths)


def grids(tables):
    return [table2(tables["table2"]), table3(tables["table3"]), table4(tables["table4"])]


def placed(grid):
    """Each cell with the row and column of its upper left corner, from 0: what spans leave free is filled in order."""
    taken = set()
    for row, cells in enumerate(grid.rows):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            taken |= {(row + y, column + x) for y in range(cell.rows) for x in range(cell.columns)}
            yield row, column, cell


def _column(words, **spans):
    return Cell(words, scope="colgroup" if spans.get("columns", 1) > 1 else "col", **spans)


def _row(words, **spans):
    return Cell(words, scope="rowgroup" if spans.get("rows", 1) > 1 else "row", **spans)


def table2(facts):
    documents = facts["normative_documents"]
    names = ["信息内容", *NORMATIVE.values()]
    return Grid(
        "二、主动公开政府信息情况",
        widths=(30, 18, 18, 18),
        rows=[
            [_column("第二十条第(一)项", columns=4)],
            [_column(name) for name in names],
            [_row("规章"), *(Cell(0) for _ in NORMATIVE)],  # 县级市没有规章制定权
            [_row("行政规范性文件"), *(Cell(documents[key], key=(DOCUMENTS, key)) for key in NORMATIVE)],
            *_block("第二十条第(五)项", facts, ["permits"]),
            *_block("第二十条第(六)项", facts, ["penalties", "compulsions"]),
            [_column("第二十条第(八)项", columns=4)],
            [_column("信息内容"), _column("本年收费金额（单位：万元）", columns=3)],
            [_row("行政事业性收费"), Cell(facts[FEES], columns=3)],
        ],
    )


def _block(title, facts, keys):
    yield [_column(title, columns=4)]
    yield [_column("信息内容"), _column("本年处理决定数量", columns=3)]
    for key in keys:
        yield [_row(DECISIONS[key]), Cell(facts[key], columns=3)]


def table3(facts):
    def figures(row):
        return [Cell(facts[row][column], key=(row, column)) for column in COLUMNS]

    return Grid(
        "三、收到和处理政府信息公开申请情况",
        widths=(12, 14, 36, *[9] * 7),
        head=3,
        rows=[
            [_column(_NOTE, rows=3, columns=3), _column("申请人情况", columns=7)],
            [_column("自然人", rows=2), _column("法人或其他组织", columns=5), _column("总计", rows=2)],
            [_column(name) for key, name in CLASSES.items() if key != "natural"],
            [_row(LABELS[NEW], columns=3), *figures(NEW)],
            [_row(LABELS[CARRIED], columns=3), *figures(CARRIED)],
            *([*heads, *figures(row)] for row, heads in _result_heads()),
            [_row(LABELS[OPEN], columns=3), *figures(OPEN)],
        ],
    )


def _result_heads():
    """Pairs of the row and its labels; the first carries that of the whole block, the first of a group the group's."""
    heads = [_row("三、本年度办理结果", rows=len(RESULT_ROWS) + 1)]
    begun = ""
    for each in RESULT_ROWS:
        if not each.group:
            heads.append(_row(each.label, columns=2))
        else:
            if each.group != begun:
                size = sum(other.group == each.group for other in RESULT_ROWS)
                heads.append(_row(each.group, rows=size))
            heads.append(_row(each.label))
        yield each.row, heads
        heads, begun = [], each.group
    yield RESULTS, [_row(LABELS[RESULTS], columns=2)]


def table4(facts):
    groups = [*REMEDY_GROUPS]
    return Grid(
        "四、政府信息公开行政复议、行政诉讼情况",
        widths=(9,) * 15,
        head=3,
        rows=[
            [_column("行政复议", rows=2, columns=5), _column("行政诉讼", columns=10)],
            [_column(REMEDY_GROUPS[group], columns=5) for group in groups[1:]],
            [_column(name) for _ in groups for name in REMEDY_COLUMNS.values()],
            [
                Cell(facts[group][column], key=(group, column))
                for group in groups
                for column in REMEDY_COLUMNS
            ],
        ],
    )
