"""The records of an .xls (BIFF5 and BIFF8): cells with their formats, comments, names, headers, links."""

import re
import struct
from collections import Counter

from catalog.privacy.binary import texts_in
from catalog.privacy.numbers import is_cut
from catalog.privacy.report import Unreadable
from catalog.privacy.sheets import is_amount, is_built_in_amount

_BOF, _EOF, _CONTINUE, _FILEPASS, _CODEPAGE = 0x809, 0x0A, 0x3C, 0x2F, 0x42
_BOUNDSHEET, _SST, _XF, _FORMAT = 0x85, 0xFC, 0xE0, 0x41E
_LABEL, _RSTRING, _LABELSST, _NUMBER, _RK, _MULRK = 0x204, 0xD6, 0xFD, 0x203, 0x27E, 0xBD
_FORMULA, _STRING, _NOTE, _TXO, _OBJ = 0x06, 0x207, 0x1C, 0x1B6, 0x5D
_OTHERS = {
    0x14: "页眉",
    0x15: "页脚",
    0x18: "定义的名称",
    0x1AE: "外部工作簿",
    0x1B8: "链接",
    0x1BE: "数据有效性",
    0x1B2: "数据有效性",
    0x5C: "最后保存者",
    0x9E: "筛选条件",
    0xCD: "数据透视表缓存",
    0x100D: "图表文字",
    0x89C: "页眉页脚",
    0x800: "链接的提示",
}
_STATES = {1: "（隐藏工作表）", 2: "（深度隐藏工作表）"}
_CODE_PAGES = {936: "gb18030", 1200: "utf-16-le", 950: "big5", 1252: "cp1252", 65001: "utf-8"}


class Biff:
    def __init__(self, stream, places):
        self.stream, self.places = stream, places
        self.strings, self.used, self.styles, self.formats = [], set(), [], {}
        self.sheets = {}  # where the substream begins → label, suffix
        self.coding, self.is_8 = "gb18030", True
        self.label, self.suffix = "工作簿", ""
        self.at_formula, self.cut = None, []
        self.objects, self.notes, self.now, self.others = {}, {}, None, Counter()

    def read(self):
        try:
            for at, kind, data in self._records():
                self._record(at, kind, data)
        except (struct.error, IndexError, UnicodeDecodeError) as error:
            raise Unreadable from error
        self._add_notes()
        self.places.add_cut(self.cut)
        for number, text in enumerate(self.strings):
            if number not in self.used:
                self.places.add(f"共享字符串第{number + 1}项（没有单元格使用）", text)

    def _records(self):
        """Each record with its continuations; in a string table these begin with the coding of the rest."""
        at, stream = 0, self.stream
        waiting = None
        while at + 4 <= len(stream):
            kind, size = struct.unpack_from("<HH", stream, at)
            data = stream[at + 4 : at + 4 + size]
            if kind == _CONTINUE and waiting:
                waiting[2].append(data)
            else:
                if waiting:
                    yield waiting
                if kind == 0 and size == 0:
                    return
                waiting = [at, kind, [data]]
            at += 4 + size
        if waiting:
            yield waiting

    def _record(self, at, kind, chunks):
        data = chunks[0]
        if kind == _FILEPASS:
            raise Unreadable
        if kind == _BOF:
            self._begin(at, data)
        elif kind == _CODEPAGE:
            self.coding = _CODE_PAGES.get(struct.unpack_from("<H", data)[0], "gb18030")
        elif kind == _BOUNDSHEET:
            self._sheet(data)
        elif kind == _SST:
            self.strings = list(_string_table(chunks))
        elif kind == _XF:
            self.styles.append(struct.unpack_from("<H", data, 2)[0])
        elif kind == _FORMAT:
            self.formats[struct.unpack_from("<H", data)[0]] = self._text(data, 2, 2)
        elif kind in _READ:
            _READ[kind](self, data, chunks)
        elif kind in _OTHERS:
            self._read_other(kind, chunks)

    def _begin(self, at, data):
        self.is_8 = struct.unpack_from("<H", data)[0] == 0x600
        self._add_notes()
        self.label, self.suffix = self.sheets.get(at, (self.label, self.suffix))

    def _sheet(self, data):
        place, state = struct.unpack_from("<IB", data)
        self.sheets[place] = f"工作表「{self._text(data, 6, 1)}」", _STATES.get(state & 3, "")

    def _text(self, data, at, width):
        """A text whose length stands in `width` bytes before it."""
        length = data[at] if width == 1 else struct.unpack_from("<H", data, at)[0]
        at += width
        if not self.is_8:
            return data[at : at + length].decode(self.coding, "replace")
        return _characters(data, at + 1, length, data[at] & 1) if at < len(data) else ""

    def _place(self, row, column):
        return f"{self.label}{_letters(column)}{row + 1}{self.suffix}"

    def _cell(self, data, text):
        row, column = struct.unpack_from("<HH", data)
        self.places.add(self._place(row, column), text)

    def _number(self, row, column, style, value):
        if value > 9_999_999_999 and value.is_integer() and not self._is_amount(style):
            self.places.add(self._place(row, column), str(int(value)))
            if is_cut(str(int(value))):
                self.cut.append(self._place(row, column))

    def _is_amount(self, style):
        number = self.styles[style] if style < len(self.styles) else 0
        if number in self.formats:
            return is_amount(self.formats[number])
        return is_built_in_amount(str(number))

    def _read_label(self, data, chunks):
        self._cell(data, self._text(data, 6, 2))

    def _read_shared(self, data, chunks):
        index = struct.unpack_from("<I", data, 6)[0]
        self.used.add(index)
        self._cell(data, self.strings[index])

    def _read_number(self, data, chunks):
        self._number(*struct.unpack_from("<HHHd", data))

    def _read_rk(self, data, chunks):
        row, column, style, packed = struct.unpack_from("<HHHI", data)
        self._number(row, column, style, _unpacked(packed))

    def _read_many(self, data, chunks):
        row, first = struct.unpack_from("<HH", data)
        for place in range((len(data) - 6) // 6):
            style, packed = struct.unpack_from("<HI", data, 4 + place * 6)
            self._number(row, first + place, style, _unpacked(packed))

    def _read_formula(self, data, chunks):
        row, column, style = struct.unpack_from("<HHH", data)
        self.at_formula = self._place(row, column)
        if data[12:14] != b"\xff\xff":
            self._number(row, column, style, struct.unpack_from("<d", data, 6)[0])
        for text in _formula_texts(data[20:]):
            self.places.add(self.at_formula, text)

    def _read_result(self, data, chunks):
        if self.at_formula:
            self.places.add(self.at_formula, self._text(b"".join(chunks), 0, 2))

    def _read_object(self, data, chunks):
        self.now = struct.unpack_from("<H", data, 6)[0] if len(data) > 8 else None

    def _read_object_text(self, data, chunks):
        if len(chunks) > 1 and self.now is not None:
            length = struct.unpack_from("<H", data, 10)[0]
            self.objects[self.now] = _continued(chunks[1:], length)

    def _read_note(self, data, chunks):
        row, column, _, number = struct.unpack_from("<HHHH", data)
        place = f"{self._place(row, column)} 批注"
        self.notes[number] = place
        if not self.is_8:
            self.places.add(place, data[6:].decode(self.coding, "replace"))
        elif len(data) > 11:
            self.places.add(place, self._text(data, 8, 2))

    def _add_notes(self):
        """The text of a comment comes before the record that says where it hangs."""
        for number, text in self.objects.items():
            self.places.add(self.notes.get(number, f"{self.label} 文本框{number}{self.suffix}"), text)
        self.objects, self.notes = {}, {}

    def _read_other(self, kind, chunks):
        """A header, footer, link, name or rule: one place for the record."""
        words = _OTHERS[kind]
        self.others[self.label, words] += 1
        place = f"{self.label}{self.suffix} {words}{self.others[self.label, words]}"
        self.places.add(place, "\n".join(texts_in(b"".join(chunks))))


_READ = {
    _LABEL: Biff._read_label,
    _RSTRING: Biff._read_label,
    _LABELSST: Biff._read_shared,
    _NUMBER: Biff._read_number,
    _RK: Biff._read_rk,
    _MULRK: Biff._read_many,
    _FORMULA: Biff._read_formula,
    0x206: Biff._read_formula,
    0x406: Biff._read_formula,
    _STRING: Biff._read_result,
    _NOTE: Biff._read_note,
    _OBJ: Biff._read_object,
    _TXO: Biff._read_object_text,
}


def _letters(column):
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _unpacked(packed):
    """An RK number: an integer or the upper half of a double, perhaps a hundred times too large."""
    if packed & 2:
        value = float(struct.unpack("<i", struct.pack("<I", packed))[0] >> 2)
    else:
        value = struct.unpack("<d", b"\0\0\0\0" + struct.pack("<I", packed & 0xFFFFFFFC))[0]
    return value / 100 if packed & 1 else value


def _characters(data, at, length, is_wide):
    if is_wide:
        return data[at : at + 2 * length].decode("utf-16-le", "replace")
    return data[at : at + length].decode("latin-1")


def _formula_texts(tokens):
    """Text constants of a formula: token 0x17, length, coding, characters."""
    for match in re.finditer(rb"\x17([\x06-\xff])([\x00\x01])", tokens):
        yield _characters(tokens, match.end(), match[1][0], match[2][0])


def _continued(chunks, length):
    """The text of a drawing object, which may go on in further records that each say their coding."""
    text = ""
    for chunk in chunks:
        if len(text) >= length or not chunk:
            break
        text += _characters(chunk, 1, length - len(text), chunk[0] & 1)
    return text


class _Table:
    """A string table over its records: a string cut by the end of one goes on in the next after a byte of coding."""

    def __init__(self, chunks):
        self.chunks, self.chunk, self.at = chunks, 0, 8

    def take(self, size):
        data = b""
        while len(data) < size:
            if self.at >= len(self.chunks[self.chunk]):
                self.chunk, self.at = self.chunk + 1, 0
            piece = self.chunks[self.chunk][self.at : self.at + size - len(data)]
            self.at += len(piece)
            data += piece
        return data

    def characters(self, length, is_wide):
        text = ""
        while len(text) < length:
            here = self.chunks[self.chunk]
            if self.at >= len(here):
                self.chunk, self.at = self.chunk + 1, 1
                is_wide = self.chunks[self.chunk][0] & 1
                continue
            fit = min((len(here) - self.at) // (2 if is_wide else 1), length - len(text))
            text += _characters(here, self.at, fit, is_wide)
            self.at += fit * (2 if is_wide else 1) or 1
        return text


def _string_table(chunks):
    table = _Table(chunks)
    for _ in range(struct.unpack_from("<I", chunks[0], 4)[0]):
        length, flags = struct.unpack("<HB", table.take(3))
        runs = struct.unpack("<H", table.take(2))[0] if flags & 8 else 0
        spoken = struct.unpack("<I", table.take(4))[0] if flags & 4 else 0
        yield table.characters(length, flags & 1)
        table.take(4 * runs + spoken)
