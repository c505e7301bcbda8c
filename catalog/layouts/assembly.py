"""Putting a record together from its rows, cell by cell, and saying what is wrong with it."""

from collections import defaultdict

from catalog.layouts.channels import channels_of, ticked_channels
from catalog.layouts.choices import audience_group_of, audience_of, levels_of, mode_of
from catalog.layouts.citations import legal_basis_of
from catalog.layouts.header_words import (
    AUDIENCE,
    BASIS,
    CHANNEL,
    CONTENT,
    DOMAIN,
    EVERYONE,
    GROUP,
    LEVEL,
    LEVEL1,
    LEVEL2,
    LEVEL3,
    MODE,
    ON_REQUEST,
    PROACTIVE,
    PUBLISHER,
    SEQUENCE,
    TIME_LIMIT,
)
from catalog.layouts.marks import is_bare_tick, is_ticked, strip_marks
from catalog.layouts.records import Problem, Record
from catalog.layouts.texts import is_ditto, is_placeholder, name_of
from catalog.layouts.titles import domain_of_cell
from catalog.layouts.vocabulary import LEVELS, OTHER
from catalog.time_limits import workdays

_PRINTED, _BLANK, _DITTO = range(3)
_TICKED = (EVERYONE, GROUP, AUDIENCE, PROACTIVE, ON_REQUEST, MODE, LEVEL)
_SHARED_BY_LINES = {TIME_LIMIT: "time_limit", PUBLISHER: "publisher"}


class Memo(dict):
    """Texts repeat from row to row: each is parsed once for a whole workbook."""

    def __init__(self, parse):
        self._parse = parse

    def __missing__(self, text):
        parsed = self[text] = self._parse(text)
        return parsed


def _kind_of(text):
    return _DITTO if is_ditto(text) else _BLANK if is_placeholder(text) else _PRINTED


def _with_words(channel, cell):
    """A cell under 其他 may say which, instead of only being ticked."""
    return channel if channel != OTHER or is_bare_tick(cell) else f"{channel} {strip_marks(cell)}"


class Layout:
    """Which columns of a table hold what, from its headings."""

    def __init__(self, headings):
        self.columns = defaultdict(tuple)
        self.level_columns, self.channel_columns = [], []
        for heading in headings:
            meaning = heading.meaning
            if meaning.levels:
                self.level_columns.append((heading.column, meaning.levels))
            elif meaning.channel:
                self.channel_columns.append((heading.column, meaning.channel))
            else:
                self.columns[meaning.leaf] += (heading.column,)
        self.sequence = next(iter(self.columns.pop(SEQUENCE, ())), None)
        self.content = self.columns[CONTENT][0]
        self.lower_names = self.columns[LEVEL2] + self.columns[LEVEL3]
        self.name_column = (self.columns[LEVEL1] + self.lower_names)[0]
        self.prose = {self.content, *self.columns[BASIS], *self.columns[TIME_LIMIT], *self.columns[PUBLISHER]}
        tick_columns = [column for column, _ in (*self.level_columns, *self.channel_columns)]
        self.ticks = (*(column for leaf in _TICKED for column in self.columns[leaf]), *tick_columns)
        self.marks = (*self.columns[CHANNEL], *self.ticks)
        self.has_mode = bool(self.columns[PROACTIVE] or self.columns[MODE])
        self.has_audience = bool(self.columns[EVERYONE] or self.columns[AUDIENCE])
        self.has_levels = bool(self.level_columns or self.columns[LEVEL])
        self.columns |= {column: (column,) for column in tick_columns}
        self.is_simple = all(len(columns) <= 1 for columns in self.columns.values())
        self.places = [(leaf, columns[0]) for leaf, columns in self.columns.items() if columns]

    def reads_like(self, other):
        """Whether the same columns hold the same, as under a header printed again on the next page."""
        names = ("sequence", "columns", "level_columns", "channel_columns")
        return all(getattr(self, name) == getattr(other, name) for name in names)

    def is_across(self, row):
        """Whether one merged cell begins at 序号 and covers the names too: a section, a total or a note, never an item."""
        anchor = row.merged.get(self.sequence)
        return anchor == (row.number, self.sequence) and anchor == row.merged.get(self.name_column)

    def has_item(self, row):
        """Whether a row holds a name and a content, whatever stands in its 序号."""
        named = any(row.own(column) for column in (self.name_column, *self.lower_names))
        return named and bool(row.own(self.content))


class Assembler:
    """Makes records for one sheet; keeps what carries over from row to row."""

    def __init__(self, sheet, names, reading):
        self.sheet, self.reading = sheet, reading
        self.layout = None
        self.domain = None
        self._level1 = ""
        self._above = {}  # leaf or tick column → the text of the record above, 同上 resolved
        self._lines = {
            leaf: defaultdict(list) for leaf in _SHARED_BY_LINES
        }  # merged cell → the records it covers
        self._kinds = Memo(_kind_of)
        self._names, self._basis = Memo(name_of), Memo(legal_basis_of)
        self._channels, self._groups, self._ticks = (
            Memo(channels_of),
            Memo(audience_group_of),
            Memo(is_ticked),
        )
        self._domains = Memo(lambda text: domain_of_cell(text, names))

    def begin_domain(self, domain):
        self.domain, self._level1 = domain, ""

    def add(self, rows, *, numbered):
        """Make one record of these rows and note its problems; a numbered row without name and content is an error."""
        if len(rows) == 1 and self.layout.is_simple:
            text = self._texts_of_row(rows[0].texts)
        else:
            text = {leaf: self._joined(leaf, columns, rows) for leaf, columns in self.layout.columns.items()}
        self._above |= text
        self._level1 = self._names[text.get(LEVEL1, "")] or self._level1
        if not text[CONTENT] and not self._names[text.get(LEVEL2, "")]:
            if numbered:
                self._report_nameless(rows[0])
            return
        record = self._record(rows[0].number, text)
        self.reading.records.append(record)
        self._check(record)
        if rows[0].merged:
            self._remember_lines(rows[0], record)

    def _texts_of_row(self, texts):
        """By leaf what is printed, 同上 and placeholders resolved; the way nearly all rows take."""
        kinds, found = self._kinds, {}
        for leaf, column in self.layout.places:
            text = texts[column]
            if text and len(text) < 12 and kinds[text]:
                text = self._resolved(leaf, text)
            found[leaf] = text
        return found

    def _joined(self, leaf, columns, rows):
        """The cells of several rows or columns from top to bottom, each merged cell once."""
        cells = {
            row.merged.get(column, (row.number, column)): row.texts[column]
            for column in columns
            for row in rows
        }
        return "\n".join(filter(None, (self._resolved(leaf, cell) for cell in cells.values())))

    def _resolved(self, leaf, text):
        kind = self._kinds[text] if len(text) < 12 else _PRINTED
        if kind == _DITTO:
            if leaf in _SHARED_BY_LINES:
                self._share_lines_of(leaf)
            return self._above.get(leaf, "")
        return text if kind == _PRINTED else ""

    def _record(self, row, text):
        time_limit = text.get(TIME_LIMIT, "")
        channels, other = self._channels_in(text)
        everyone, group = self._audience_in(text)
        proactive, on_request = self._mode_in(text)
        return Record(
            row=row,
            sheet=self.sheet,
            level1=self._level1,
            level2=self._names[text.get(LEVEL2, "")],
            level3=self._names[text.get(LEVEL3, "")],
            content=text[CONTENT],
            legal_basis=list(self._basis[text.get(BASIS, "")]),
            time_limit=time_limit,
            time_limit_workdays=workdays(time_limit),
            publisher=text.get(PUBLISHER, ""),
            channels=list(channels),
            other_channel=other,
            to_everyone=everyone,
            audience_group=group,
            proactive=proactive,
            on_request=on_request,
            levels=self._levels_in(text),
            domain=self._domain_in(text),
        )

    def _channels_in(self, text):
        if not self.layout.channel_columns:
            return self._channels[text.get(CHANNEL, "")]
        ticked = [
            (name, text[column]) for column, name in self.layout.channel_columns if self._ticks[text[column]]
        ]
        return ticked_channels(_with_words(name, cell) for name, cell in ticked)

    def _audience_in(self, text):
        if words := text.get(AUDIENCE):
            return audience_of(words)
        return self._ticks[text.get(EVERYONE, "")], self._groups[text.get(GROUP, "")]

    def _mode_in(self, text):
        if words := text.get(MODE):
            return mode_of(words)
        return self._ticks[text.get(PROACTIVE, "")], self._ticks[text.get(ON_REQUEST, "")]

    def _levels_in(self, text):
        ticked = levels_of(text[LEVEL]) if text.get(LEVEL) else []
        for column, levels in self.layout.level_columns:
            if self._ticks[text[column]]:
                ticked.extend(levels)
        return ticked if len(ticked) < 2 else [level for level in LEVELS if level in ticked]

    def _domain_in(self, text):
        if printed := text.get(DOMAIN):
            self.domain = self._domains[printed] or self.domain
        return self.domain

    def _remember_lines(self, row, record):
        for leaf, lines in self._lines.items():
            for column in self.layout.columns.get(leaf, ()):
                if anchor := row.merged.get(column):
                    lines[anchor].append(record)

    def share_lines(self):
        """A merged 公开时限 or 公开主体 over n records that holds exactly n lines gives one line to each."""
        for leaf in self._lines:
            self._share_lines_of(leaf)

    def _share_lines_of(self, leaf):
        name = _SHARED_BY_LINES[leaf]
        for records in self._lines[leaf].values():
            lines = [line.strip() for line in getattr(records[0], name).split("\n") if line.strip()]
            if len(records) > 1 and len(lines) == len(records):
                for record, line in zip(records, lines, strict=True):
                    setattr(record, name, line)
                    record.time_limit_workdays = workdays(record.time_limit)
                self._above[leaf] = lines[-1]
        self._lines[leaf].clear()

    def _check(self, record):
        layout = self.layout
        if layout.has_mode and not (record.proactive or record.on_request):
            self._report(record, MODE, "error", "主动和依申请公开都没有勾选。", "请在其中一列打√。")
        if record.proactive and record.on_request:
            self._report(record, MODE, "warning", "主动和依申请公开都勾选了。", "请确认是否只应保留一种。")
        if not record.channels:
            self._report(record, CHANNEL, "warning", "没有选择公开渠道。", "请至少选择一种渠道。")
        if layout.has_audience and not (record.to_everyone or record.audience_group):
            self._report(record, AUDIENCE, "warning", "没有选择公开对象。", "请勾选全社会或者写明特定群体。")
        if layout.has_levels and not record.levels:
            self._report(record, LEVEL, "warning", "没有选择公开层级。", "请至少勾选一个层级。")
        if layout.columns.get(BASIS) and not record.legal_basis:
            self._report(record, BASIS, "warning", "没有写公开依据。", "请写明法律法规或文件的名称。")

    def _report(self, record, column, severity, message, suggestion):
        self.reading.problems.append(Problem(record.row, column, severity, self.sheet, message, suggestion))

    def _report_nameless(self, row):
        message = "这一行有序号，但是没有二级事项，也没有公开内容，没有读入。"
        self.reading.problems.append(
            Problem(row.number, LEVEL2, "error", self.sheet, message, "请补全这一行，或者删去它。")
        )
