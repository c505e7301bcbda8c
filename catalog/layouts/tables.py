"""The rows of one sheet: titles, headers, notes, and the rows that make up a record."""

import re
from itertools import islice

from catalog.layouts.assembly import Assembler, Layout
from catalog.layouts.grid import Row, Sheet, filled_rows
from catalog.layouts.header_words import CONTENT
from catalog.layouts.headers import (
    MAX_HEADER_ROWS,
    SAMPLE_ROWS,
    begins_other_table,
    header_at,
    looks_like_header,
    repeats_header,
)
from catalog.layouts.records import Column, Problem, Reading
from catalog.layouts.texts import is_placeholder, squeeze
from catalog.layouts.titles import domain_of_sheet, domain_of_title, is_domain, is_note, is_title, is_total

_NUMBER = re.compile(
    r"[（(]?(?:[A-Za-z]{0,3}\d{1,6}(?:[-.．、]\d{1,4})*|[一二三四五六七八九十百]{1,5}|[①-⑳])[)）]?[.．、]?"
)
LOOK_AHEAD = MAX_HEADER_ROWS + SAMPLE_ROWS
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def read_sheet(sheet: Sheet, names, reading: Reading) -> bool:
    """Add what the sheet holds to the reading; gives whether it holds a catalog table at all."""
    reader = _SheetReader(sheet, names, reading)
    reader.read()
    return reader.found


class _SheetReader:
    def __init__(self, sheet, names, reading):
        self.name, self.names, self.reading = sheet.name, names, reading
        self.rows, self.coming = [], filled_rows(sheet)
        self.layout = None  # of the table the rows belong to at present
        self.assembler = Assembler(sheet.name, names, reading)
        self.assembler.domain = domain_of_sheet(sheet.name, names)
        self.open: list[Row] = []  # the rows of the record begun last
        self.numbered = False  # whether that record has a number
        self.page_top = None  # number of the row under a header printed again, where that record may go on
        self.found = False

    def read(self):
        index, floor = 0, 0
        while self._has(index):
            row = self.rows[index]
            if self._is_numbered(row):
                self._begin(row, numbered=True)
            elif looks_like_header(row):
                index = floor = self._take_header(index, floor)
                continue
            else:
                self._take(row)
            index += 1
        self._close()
        self.assembler.share_lines()

    def _has(self, index):
        """Whether there is such a row; some of those behind it are taken in too, for a header is judged by them."""
        if len(self.rows) < index + LOOK_AHEAD:
            self.rows.extend(islice(self.coming, LOOK_AHEAD))
        return index < len(self.rows)

    def _take_header(self, index, floor):
        header = header_at(self.rows, index, floor)
        layout = Layout(header.headings) if header.is_catalog else None
        if not (layout and self.layout and layout.reads_like(self.layout)):
            self._close()
        self.layout = layout
        if not layout:
            return header.end
        self.found = True
        self.assembler.layout = layout
        self.page_top = self.rows[header.end - 1].number + 1
        for row, column, printed in header.wrong:
            self._warn_of_header(row, column, printed)
        self._show_columns(header)
        return header.end

    def _warn_of_header(self, row, column, printed):
        said = f"表头写的是“{squeeze(printed)}”" if printed else "表头这一格是空的"
        problem = Problem(
            row,
            column,
            "warning",
            self.name,
            f"{said}，按位置当作“{column}”读取。",
            "请核对这一列，并改正表头。",
        )
        if problem not in self.reading.problems[-50:]:
            self.reading.problems.append(problem)

    def _show_columns(self, header):
        for heading in header.headings:
            printed = " / ".join(squeeze(text) for _, text in heading.path)
            column = Column(heading.meaning.leaf, printed, self.name, _letter(heading.column))
            if column not in self.reading.columns:
                self.reading.columns.append(column)

    def _is_numbered(self, row):
        """Whether the row has a number of its own in the column 序号; one printed across the table is a page number."""
        if self.layout is None or self.layout.sequence is None or self.layout.is_across(row):
            return False
        return _is_number(row.own(self.layout.sequence))

    def _take(self, row):
        cells = row.cells()
        if self.layout is None or begins_other_table(row):
            self._close()
            self.layout = None
            self._take_title(cells)
        elif repeats_header(row):
            self.page_top = row.number + 1
        elif self._is_beside_the_table(row, cells):
            if cells and not _is_of_the_page(cells[0][1]):
                self._close()
            self._take_title(cells)
        elif self._begins_record(row):
            self._begin(row, numbered=False)
        elif self._continues_record(row):
            self.open.append(row)
        elif any(row.own(column) for column in self.layout.prose):
            self._warn_of_loose_row(row)

    def _take_title(self, cells):
        """A title that names another domain begins something new: no 一级事项 is carried over it."""
        titles = [text for _, text in cells if is_title(text) or self._is_domain_over_a_table(text)]
        for domain in (domain_of_title(text, self.names) for text in titles):
            if domain not in (None, self.assembler.domain):
                self._close()
                self.assembler.begin_domain(domain)

    def _is_domain_over_a_table(self, text):
        return self.layout is None and is_domain(text, self.names)

    def _is_beside_the_table(self, row, cells):
        """Titles, notes, cover lines, sections printed across the table, and the header of some other table."""
        if not cells or is_note(cells[0][1]) or self.layout.is_across(row):
            return True
        column, text = cells[0]
        if len({each for each in row.texts if each}) == 1:
            return is_title(text) or column not in self.layout.prose or not self._is_below_record(row)
        if column not in self.layout.prose and is_total(text):
            return True
        return column == self.layout.sequence and (is_title(text) or not self.layout.has_item(row))

    def _begins_record(self, row):
        """Without a number of its own a row begins a record when it has a name of its own and is marked like a record."""
        layout = self.layout
        anchor = row.merged.get(layout.sequence)
        named = any(row.own(column) and not is_placeholder(row.own(column)) for column in layout.lower_names)
        if anchor and anchor[0] < row.number and _is_number(row.texts[layout.sequence]):
            return named
        if named and layout.sequence is not None:
            return any(row.texts[column] for column in layout.marks)
        if layout.sequence is not None:
            return False
        ticked = any(row.own(column) for column in layout.ticks)
        return named or bool(row.own(layout.name_column)) or (ticked and bool(row.own(layout.content)))

    def _is_below_record(self, row):
        """Whether the row stands where the open record may go on: next to it, or under a header printed again."""
        return bool(self.open) and (self._is_next(row) or row.number == self.page_top)

    def _continues_record(self, row):
        """On the next page only a row without a number, names and marks of its own is clearly the same record."""
        if not self._is_below_record(row):
            return False
        layout = self.layout
        begun = (layout.sequence, layout.name_column, *layout.lower_names, *layout.marks)
        return self._is_next(row) or not any(row.own(column) for column in begun if column is not None)

    def _is_next(self, row):
        return row.number - self.open[-1].number <= 1 + self._hidden_rows(row)

    def _hidden_rows(self, row):
        """Blank rows inside the merged cell that holds the record together."""
        tops = [anchor[0] for anchor in row.merged.values() if anchor[0] >= self.open[0].number]
        return row.number if any(top < row.number for top in tops) else 0

    def _warn_of_loose_row(self, row):
        message = "这一行没有序号和事项名称，也不能确定接在哪一项后面，没有读入。"
        suggestion = "如果它是上一项的内容，请并入上一项；如果是新的一项，请补上序号。"
        self.reading.problems.append(Problem(row.number, CONTENT, "warning", self.name, message, suggestion))

    def _begin(self, row, *, numbered):
        self._close()
        self.open.append(row)
        self.numbered = numbered

    def _close(self):
        if self.open:
            self.assembler.add(self.open, numbered=self.numbered)
            self.open = []


def _is_number(text):
    return bool(text) and len(text) <= 12 and _NUMBER.fullmatch(text.strip()) is not None


def _is_of_the_page(text):
    """A note, a title or a page number may stand between two parts of one record; a section or a total may not."""
    return is_note(text) or is_title(text) or _is_number(text)


def _letter(column):
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = _LETTERS[rest] + letters
    return letters
