"""XLS (BIFF8): every record of the workbook stream that holds texts or numbers, hidden sheets and all."""

import struct
from dataclasses import dataclass

from catalog.privacy import ole
from catalog.privacy.places import Place, Unreadable
from catalog.privacy.workbook import digits_of, is_amount_format, letters_of

_BOF, _EOF, _CONTINUE, _SHEET, _SST, _FILEPASS = 0x809, 0x0A, 0x3C, 0x85, 0xFC, 0x2F
_XF, _FORMAT, _ROW, _COLUMNS = 0xE0, 0x41E, 0x208, 0x7D
_NUMBER, _RK, _MULRK, _LABEL, _SHARED, _FORMULA, _STRING = 0x203, 0x27E, 0xBD, 0x204, 0xFD, 0x06, 0x207
_RSTRING = 0xD6
_NOTE, _OBJECT, _TEXT = 0x1C, 0x5D, 0x1B6
_TITLES = {
    0x14: "页眉",
    0x15: "页脚",
    0x18: "定义的名称",
    0x1B8: "超链接",
    0x1BE: "数据有效性",
    0x5A: "外部链接缓存",
    0x100D: "图表",
}
_STATES = {1: "（隐藏）", 2: "（深度隐藏）"}


@dataclass
class _Record:
    kind: int
    data: bytes
    breaks: tuple  # where CONTINUE records begin in data
    place: int


def old_workbook(content: bytes):
    file = ole.opened(content)
    name = next((name for name in ("Workbook", "Book") if file.exists(name)), None)
    if name is None or not file.exists("Workbook"):
        raise Unreadable("不是能读的旧版工作簿")
    yield from _Workbook(ole.stream(file, name)).places()
    yield from ole.properties(file)
    for path in file.listdir():
        if path[-1] not in ("Workbook", "Book") and not path[-1].startswith("\x05"):
            yield from ole.strings("其他内容", ole.stream(file, path), rank=2)


def _records(content):
    place = 0
    kind, parts, start = None, [], 0
    while place + 4 <= len(content):
        code, size = struct.unpack_from("<HH", content, place)
        data = content[place + 4 : place + 4 + size]
        if code == _CONTINUE and kind is not None:
            parts.append(data)
        else:
            if kind is not None:
                yield _joined(kind, parts, start)
            kind, parts, start = code, [data], place
        place += 4 + size
    if kind is not None:
        yield _joined(kind, parts, start)


def _joined(kind, parts, start):
    breaks, size = [], 0
    for part in parts[:-1]:
        size += len(part)
        breaks.append(size)
    return _Record(kind, b"".join(parts), tuple(breaks), start)


class _Text:
    """Reads BIFF8 strings, whose width flag is repeated where a CONTINUE record begins inside of one."""

    def __init__(self, record, place=0):
        self.data, self.breaks, self.place = record.data, record.breaks, place

    def string(self, *, short=False):
        count = self.data[self.place] if short else struct.unpack_from("<H", self.data, self.place)[0]
        self.place += 1 if short else 2
        flags = self.data[self.place]
        self.place += 1
        runs = extra = 0
        if flags & 8:
            (runs,) = struct.unpack_from("<H", self.data, self.place)
            self.place += 2
        if flags & 4:
            (extra,) = struct.unpack_from("<I", self.data, self.place)
            self.place += 4
        text = self.signs(count, flags & 1)
        phonetic = self.data[self.place + 4 * runs : self.place + 4 * runs + extra]
        self.place += 4 * runs + extra
        return text, phonetic.decode("utf-16-le", "replace")

    def signs(self, count, wide):
        parts = []
        while count > 0 and self.place < len(self.data):
            end = next((each for each in self.breaks if each > self.place), len(self.data))
            if self.place in self.breaks:
                wide = self.data[self.place] & 1
                self.place += 1
            taken = min(count, (end - self.place) // (1 + wide))
            raw = self.data[self.place : self.place + taken * (1 + wide)]
            parts.append(raw.decode("utf-16-le" if wide else "latin-1", "replace"))
            self.place += len(raw)
            count -= taken
            if taken == 0 and self.place not in self.breaks:
                break
        return "".join(parts)


class _Workbook:
    def __init__(self, content):
        self.records = list(_records(content))
        self.sheets, self.strings, self.shown = {}, [], set()
        self.styles, self.codes = [], {}
        self.where, self.hidden_columns, self.hidden_rows = "工作簿", [], set()
        self.notes, self.note_texts, self.object = [], {}, None
        self.last = None

    def places(self):
        if not self.records or self.records[0].kind != _BOF:
            raise Unreadable("旧版工作簿已经损坏或版本太旧")
        try:
            for record in self.records:
                yield from self._place(record)
        except (struct.error, IndexError, ValueError) as error:
            raise Unreadable("旧版工作簿已经损坏") from error
        for number, text in enumerate(self.strings):
            if number not in self.shown:
                yield Place(f"未被单元格使用的文字（第{number + 1}条）", text)

    def _place(self, record):
        kind, data = record.kind, record.data
        if kind == _FILEPASS:
            raise Unreadable("工作簿设有密码")
        if kind == _BOF and struct.unpack_from("<H", data)[0] != 0x600:
            raise Unreadable("工作簿的版本太旧")
        if kind == _SHEET:
            name, _ = _Text(record, 6).string(short=True)
            self.sheets[struct.unpack_from("<I", data)[0]] = (name, data[4] & 3)
            yield Place(f"工作表名“{name}”", name)
        elif kind == _BOF and record.place in self.sheets:
            self._begin(record)
        elif kind == _SST:
            self._read_strings(record)
        elif kind == _XF:
            self.styles.append(struct.unpack_from("<H", data, 2)[0])
        elif kind == _FORMAT:
            self.codes[str(struct.unpack_from("<H", data)[0])] = _Text(record, 2).string()[0]
        elif kind == _EOF:
            yield from self._note_places()
        else:
            yield from self._sheet_place(record)

    def _begin(self, record):
        name, state = self.sheets[record.place]
        self.where = f"工作表“{name}”{_STATES.get(state, '')}"
        ahead = self._ahead(record)
        self.hidden_columns = [each for each in map(_hidden_columns, ahead) if each]
        self.hidden_rows = {_row_of(each) for each in ahead if each.kind == _ROW and each.data[12] & 0x20}

    def _ahead(self, record):
        start = self.records.index(record) + 1
        ahead = []
        for each in self.records[start:]:
            if each.kind == _EOF:
                break
            if each.kind in (_COLUMNS, _ROW):
                ahead.append(each)
        return ahead

    def _read_strings(self, record):
        text = _Text(record, 8)
        for _ in range(struct.unpack_from("<I", record.data, 4)[0]):
            if text.place >= len(record.data):
                break
            string, phonetic = text.string()
            self.strings.append(string + (f"\n{phonetic}" if phonetic else ""))

    def _sheet_place(self, record):
        kind, data = record.kind, record.data
        if kind in (_NUMBER, _RK, _SHARED, _LABEL, _RSTRING, _FORMULA):
            row, column, style = struct.unpack_from("<HHH", data)
            yield from self._cell(record, row, column, style)
        elif kind == _MULRK:
            row, first = struct.unpack_from("<HH", data)
            for number in range((len(data) - 6) // 6):
                style, rk = struct.unpack_from("<HI", data, 4 + 6 * number)
                yield from self._number(row, first + number, style, _rk(rk))
        elif kind == _STRING and self.last:
            yield Place(self.last[0], _Text(record).string()[0], key=self.last[1])
        elif kind == _NOTE and len(data) >= 8:
            row, column, _, number = struct.unpack_from("<HHHH", data)
            self.notes.append((row, column, number))
        elif kind == _OBJECT and len(data) >= 8:
            (self.object,) = struct.unpack_from("<H", data, 6)
        elif kind == _TEXT:
            self._object_text(record)
        elif kind in _TITLES:
            where = f"{self.where} {_TITLES[kind]}"
            for start in range(2):
                text = data[start:].decode("utf-16-le", "replace")
                yield Place(where, text.replace("\0", "\n"), key=(where, record.place))
            yield Place(where, data.decode("latin-1").replace("\0", "\n"), key=(where, record.place))
        elif kind in (0xEC, 0xEB):
            yield from ole.strings(f"{self.where} 图形", data, rank=2)

    def _cell(self, record, row, column, style):
        kind, data = record.kind, record.data
        if kind == _NUMBER:
            yield from self._number(row, column, style, struct.unpack_from("<d", data, 6)[0])
        elif kind == _RK:
            yield from self._number(row, column, style, _rk(struct.unpack_from("<I", data, 6)[0]))
        elif kind == _SHARED:
            (number,) = struct.unpack_from("<I", data, 6)
            self.shown.add(number)
            if number < len(self.strings):
                where, key = self._words(row, column)
                yield Place(where, self.strings[number], key=key)
        elif kind in (_LABEL, _RSTRING):
            where, key = self._words(row, column)
            yield Place(where, _Text(record, 6).string()[0], key=key)
        else:
            self.last = self._words(row, column)
            if data[12:14] != b"\xff\xff":
                yield from self._number(row, column, style, struct.unpack_from("<d", data, 6)[0])
            # Texts within the formula itself stand in its tokens.
            yield Place(self.last[0], data[22:].decode("latin-1").replace("\0", "\n"), key=self.last[1])
            for start in (22, 23):
                yield Place(self.last[0], data[start:].decode("utf-16-le", "replace"), key=self.last[1])

    def _number(self, row, column, style, value):
        code = str(self.styles[style]) if style < len(self.styles) else "0"
        if value == value and abs(value) < 1e40 and not is_amount_format(code, self.codes):
            where, key = self._words(row, column)
            yield Place(where, digits_of(repr(value)), key=key)

    def _words(self, row, column):
        reference = f"{letters_of(column + 1)}{row + 1}"
        hidden = "（隐藏行）" if row in self.hidden_rows else ""
        if any(low <= column <= high for low, high in self.hidden_columns):
            hidden = "（隐藏列）"
        return f"{self.where} {reference}{hidden}", (self.where, row, column)

    def _object_text(self, record):
        """The text stands in the CONTINUE record behind; the number of the object before."""
        if record.breaks and len(record.data) >= 12:
            (count,) = struct.unpack_from("<H", record.data, 10)
            self.note_texts[self.object] = _Text(record, record.breaks[0]).signs(count, 0)

    def _note_places(self):
        cells = {number: (row, column) for row, column, number in self.notes}
        for number, text in self.note_texts.items():
            if number in cells:
                row, column = cells[number]
                yield Place(f"{self.where} {letters_of(column + 1)}{row + 1} 批注", text)
            else:
                yield Place(f"{self.where} 文本框{number}", text)
        self.notes, self.note_texts = [], {}


def _hidden_columns(record):
    if record.kind == _COLUMNS and len(record.data) >= 10 and record.data[8] & 1:
        return struct.unpack_from("<HH", record.data)
    return None


def _row_of(record):
    return struct.unpack_from("<H", record.data)[0]


def _rk(value):
    """A number in 30 bits: a whole one, or the upper half of a float; perhaps times 100."""
    if value & 2:
        number = float(struct.unpack("<i", struct.pack("<I", value))[0] >> 2)
    else:
        number = struct.unpack("<d", struct.pack("<II", 0, value & 0xFFFFFFFC))[0]
    return number / 100 if value & 1 else number
