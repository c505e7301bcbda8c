"""A process of its own that reads a workbook from standard input and prints its cells as JSON lines.

A hostile workbook can make any reader allocate without end or abort: here it ends a process with limits, nothing else.
One line per sheet `{"sheet", "merged", "height", "width"}`, then lines with lists of `[row number, cell, …]`, at last
`{"end": true}`. Rows without content are left out. It is run by path, so it imports nothing of ours.
"""

import datetime
import json
import resource
import sys

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

MEMORY_BYTES = 280 << 20
CPU_SECONDS = 60
CHUNK_ROWS = 64
MAX_COLUMNS = 100  # a catalog table has about 15; what stands further right is not part of it
MAX_SHEETS = 500
MAX_ROWS = 200_000
MAX_MERGED = 200_000


class TooMuch(Exception):
    pass


def main():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        print_workbook(CalamineWorkbook.from_filelike(sys.stdin.buffer))
        print_line({"end": True})
    except PasswordError:
        print_line({"refused": "encrypted"})
    except TooMuch as limit:
        print_line({"refused": str(limit)})
    except MemoryError:
        print_line({"refused": "large"})
    except CalamineError:
        print_line({"refused": "unreadable"})


def print_line(answer):
    sys.stdout.write(json.dumps(answer, ensure_ascii=False))
    sys.stdout.write("\n")


def print_workbook(workbook):
    if len(workbook.sheets_metadata) > MAX_SHEETS:
        raise TooMuch("sheets")
    rows = 0
    for place, sheet in enumerate(workbook.sheets_metadata):
        if sheet.typ == SheetTypeEnum.WorkSheet:
            rows = print_sheet(workbook.get_sheet_by_index(place), rows)


def print_sheet(sheet, rows):
    """Print one sheet; `rows` counts those of the workbook."""
    merged = sheet.merged_cell_ranges or []
    if len(merged) > MAX_MERGED:
        raise TooMuch("large")
    height, width = (place + 1 for place in sheet.end or (0, 0))
    print_line({"sheet": sheet.name, "merged": merged, "height": height, "width": min(width, MAX_COLUMNS)})
    chunk = []
    for row in texts_of_rows(sheet):
        chunk.append(row)
        if len(chunk) == CHUNK_ROWS:
            print_line(chunk)
            chunk.clear()
        rows += 1
        if rows > MAX_ROWS:
            raise TooMuch("rows")
    if chunk:
        print_line(chunk)
    return rows


def texts_of_rows(sheet):
    """`[row number, cell, …]` for the rows with content, from the first column of the sheet on."""
    if sheet.start is None:
        return
    before = [""] * sheet.start[1]
    for number, row in enumerate(sheet.iter_rows(), start=1):
        if any(row) or any(type(cell) is not str for cell in row):
            texts = [cell if type(cell) is str else text_of(cell) for cell in row]
            yield [number, *before, *texts][: MAX_COLUMNS + 1]


def text_of(cell):
    """A number, date or truth value as a person reads it: 1 for 1.0, 2020-10-21 for a day."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date().isoformat()
    return str(cell)


main()
