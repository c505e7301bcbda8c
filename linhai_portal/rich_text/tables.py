"""A table made regular: every place covered once, no column or row in which no cell begins (HTML5 §4.9.12)."""

from linhai_portal.rich_text.limits import MAX_CELLS, MAX_COLUMNS, Refused
from linhai_portal.rich_text.model import Cell, Paragraph, Table
from linhai_portal.rich_text.paragraphs import not_bold


def regular(table: Table) -> Table | None:
    """None when nothing stands in it."""
    if not any(cell.blocks for row in table.rows for cell in row):
        return None
    marked = sum(bool(row) for row in table.rows[: table.head])
    places = _placed(table.rows)
    _check(places)
    _shrink_columns(places)
    places = _without_empty_rows(places)
    width = max(column + cell.columns for row in places for column, cell in row)
    table.rows = [_filled(row, busy, width) for row, busy in zip(places, _busy(places), strict=True)]
    table.head = _head(table.rows, marked)
    for number, row in enumerate(table.rows):
        for cell in row:
            cell.header = cell.header or number < table.head
            if cell.header:
                _unbold(cell)
    return table


def _placed(rows):
    """Each row as (column, cell): the first free place, as wide as is free there, not beyond the last row."""
    places, free_from = [], [0] * MAX_COLUMNS
    for number, row in enumerate(rows):
        placed, column = [], 0
        for cell in row:
            while column < MAX_COLUMNS and free_from[column] > number:
                column += 1
            if column == MAX_COLUMNS:
                raise Refused(
                    f"正文里的表格超过 {MAX_COLUMNS} 列。请把它作为附件上传，正文里写明“详见附件”。"
                )
            cell.rows = max(1, min(cell.rows, len(rows) - number))
            width = 1
            while (
                width < cell.columns and column + width < MAX_COLUMNS and free_from[column + width] <= number
            ):
                width += 1
            cell.columns = width
            free_from[column : column + width] = [number + cell.rows] * width
            placed.append((column, cell))
            column += width
        places.append(placed)
    return places


def _check(places):
    width = max(column + cell.columns for row in places for column, cell in row)
    if width * len(places) > MAX_CELLS:
        raise Refused(f"正文里的表格超过 {MAX_CELLS} 格。请把它作为附件上传，正文里写明“详见附件”。")


def _shrink_columns(places):
    begun = sorted({column for row in places for column, _ in row})
    index = {column: number for number, column in enumerate(begun)}
    for number, row in enumerate(places):
        for place, (column, cell) in enumerate(row):
            cell.columns = sum(column <= each < column + cell.columns for each in begun)
            places[number][place] = (index[column], cell)


def _without_empty_rows(places):
    """A row is empty when cells from above cover all of it; these become shorter."""
    kept = [number for number, row in enumerate(places) if row]
    for number in kept:
        for _, cell in places[number]:
            cell.rows = sum(number <= each < number + cell.rows for each in kept)
    return [places[number] for number in kept]


def _busy(places):
    """For each row the columns that cells from above cover."""
    busy = [set() for _ in places]
    for number, row in enumerate(places):
        for column, cell in row:
            for below in range(number + 1, number + cell.rows):
                busy[below].update(range(column, column + cell.columns))
    return busy


def _filled(row, busy, width):
    """The cells of a row with an empty one at each place that nothing covers."""
    taken = busy | {place for column, cell in row for place in range(column, column + cell.columns)}
    empty = [(column, Cell()) for column in range(width) if column not in taken]
    return [cell for _, cell in sorted([*row, *empty], key=lambda each: each[0])]


def _unbold(cell):
    for each in cell.blocks:
        if isinstance(each, Paragraph):
            each.content = not_bold(each.content)


def _head(rows, marked):
    """How many rows are the head: those marked, or else the first ones, as far as all their cells are header cells."""
    for start in (marked, 0):
        head = start
        while head < len(rows) and all(cell.header for cell in rows[head]):
            head += 1
        if head < len(rows) and not _reaches_out(rows[:head]):
            return head
    return 0


def _reaches_out(rows):
    return any(number + cell.rows > len(rows) for number, row in enumerate(rows) for cell in row)
