"""Opening what somebody uploaded: told by its content, never by its name, and never trusted."""

import codecs
import csv
import io
import json
import mmap
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from catalog.layouts.grid import Sheet
from catalog.layouts.header_words import meaning_of
from catalog.layouts.records import Refused
from catalog.layouts.texts import clean
from linhai_portal.spreadsheets import unguarded

MAX_UNPACKED = 200 << 20  # data/layouts/README.md: what unpacks to more is refused
MAX_FILE_BYTES = 100 << 20  # of .csv and .xls, which are not packed
MAX_MEMORY = 128 << 20  # for the texts of a workbook, at two bytes a character and 60 a cell
MAX_ROWS = 200_000
MAX_COLUMNS = 100
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_UNCLEAN = (
    b"\\u",
    b"\\r",
    b"_x000D_",
    b"\xe2\x80\x8b",
    b"\xef\xb8\x8e",
    b"\xef\xb8\x8f",
    b"\xef\xbb\xbf",
    b"\xef\xbf",
    b"\x7f",
)  # in a JSON line
_PROCESS = Path(__file__).with_name("calamine_process.py")
_SENTENCES = {
    "encrypted": "这个工作簿设有密码，请取消密码后重新上传。",
    "sheets": "这个工作簿的工作表太多，请只保留标准目录所在的工作表。",
    "rows": "这个表格超过20万行，请分成几个文件上传。",
    "large": "这个表格的内容太多，或者在很远的行列里还有内容，请删去表格以外的内容后重新保存。",
    "unreadable": "这个文件已经损坏，或者不是Excel工作簿，请用Excel或WPS打开后另存为.xlsx再上传。",
    "unpacked": "这个工作簿解压后超过200兆字节，请删去图片和多余内容后重新保存。",
    "other": "这不是Excel工作簿或CSV文件，请另存为.xlsx、.xls或.csv再上传。",
    "empty": "这个文件是空的。",
    "encoding": "认不出这个文件的文字编码，请把CSV另存为UTF-8或GB18030编码。",
}
_DAMAGE = (OSError, EOFError, UnicodeError, zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError)
Progress = Callable[[int, int], None]


def sheets_of(path, progress: Progress | None = None) -> Iterator[Sheet]:
    """The sheets one after another; raises Refused for what is empty, encrypted, unreadable or too large."""
    try:
        with open(path, "rb") as file:
            start = file.read(1024)
            size = file.seek(0, io.SEEK_END)
            file.seek(0)
            yield from _sheets(file, start, size, progress)
    except _DAMAGE as error:
        raise Refused(_SENTENCES["unreadable"]) from error


def _sheets(file, start, size, progress):
    if not start.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise Refused(_SENTENCES["empty"] if size < 1024 else _SENTENCES["other"])
    if start.startswith(_ZIP):
        yield from _from_calamine(file, _check_package, progress)
    elif start.startswith(_OLE):
        yield from _from_calamine(file, _check_ole, progress)
    else:
        yield from _from_text(file, start, size)


def _check_package(file):
    """Declared sizes first, then those really unpacked: a package can lie about itself."""
    with zipfile.ZipFile(file) as package:
        members = package.infolist()
        if not any(member.filename.casefold().endswith("workbook.xml") for member in members):
            raise Refused(_SENTENCES["other"])
        left = MAX_UNPACKED
        if sum(member.file_size for member in members) > left:
            raise Refused(_SENTENCES["unpacked"])
        for member in members:
            left = _unpack(package, member, left)


def _unpack(package, member, left):
    declarations = b""
    with package.open(member) as stream:
        while chunk := stream.read(1 << 20):
            left -= len(chunk)
            if left < 0:
                raise Refused(_SENTENCES["unpacked"])
            if b"<!" in declarations + chunk and b"<!ENTITY" in declarations + chunk:
                raise Refused(_SENTENCES["unreadable"])
            declarations = chunk[-8:]
    return left


def _check_ole(file):
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if len(content) > MAX_FILE_BYTES:
            raise Refused(_SENTENCES["large"])
        if content.find(_ENCRYPTED) >= 0:
            raise Refused(_SENTENCES["encrypted"])


def _from_calamine(file, check, progress):
    """Let the other process read while this one checks the file; its death or silence is a refusal."""
    command = [sys.executable, "-I", str(_PROCESS)]
    with subprocess.Popen(command, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        try:
            with open(file.name, "rb") as again:
                check(again)
            yield from _Answers(process.stdout, progress or _nobody_looks).sheets()
        finally:
            process.kill()


def _nobody_looks(done, total):
    pass


class _Answers:
    """What the other process prints, taken line by line so that both work at the same time."""

    def __init__(self, lines, progress):
        self._lines = map(json.loads, self._watched(lines))
        self._progress = progress
        self._memory = MAX_MEMORY
        self._is_clean = True

    def sheets(self):
        head = self._next_head()
        while "end" not in head:
            sheet = Sheet(head["sheet"], self._rows(head["height"]), head["width"], head["merged"])
            yield sheet
            for _ in sheet.rows:
                pass  # whoever reads may have had enough of it
            head = self._head

    def _watched(self, lines):
        for line in lines:
            self._is_clean = not any(sign in line for sign in _UNCLEAN)
            self._size = len(line)
            yield line

    def _next_head(self):
        return self._checked(next(self._lines, {"refused": "large"}))

    def _checked(self, head):
        if "refused" in head:
            raise Refused(_SENTENCES[head["refused"]])
        return head

    def _rows(self, height):
        for answer in self._lines:
            if isinstance(answer, dict):
                self._head = self._checked(answer)
                return
            self._memory = _spend(self._memory, self._size // 3, answer)
            clean_cell = str.strip if self._is_clean else clean
            for number, *cells in answer:
                yield number, list(map(clean_cell, cells))
            self._progress(answer[-1][0], height)
        raise Refused(_SENTENCES["large"])


def _spend(memory, characters, rows):
    memory -= 2 * characters + 60 * sum(map(len, rows))
    if memory < 0:
        raise Refused(_SENTENCES["large"])
    return memory


def _from_text(file, start, size):
    if start.lstrip().startswith((b"%PDF", b"<", b"{\\rtf", b"\x89PNG", b"\xff\xd8", b"Rar!", b"7z")):
        raise Refused(_SENTENCES["other"])
    if size > MAX_FILE_BYTES:
        raise Refused(_SENTENCES["large"])
    encoding = _encoding_of(file, start)
    with io.TextIOWrapper(file, encoding=encoding, newline="") as text:
        rows = list(_csv_rows(text))
    width = max((len(cells) for _, cells in rows), default=0)
    yield Sheet("", [(number, cells + [""] * (width - len(cells))) for number, cells in rows], width)


def _encoding_of(file, start):
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" in start:
        raise Refused(_SENTENCES["other"])
    for encoding in ("utf-8-sig", "gb18030"):
        if _decodes(file, encoding):
            return encoding
    raise Refused(_SENTENCES["encoding"])


def _decodes(file, encoding):
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        while chunk := file.read(1 << 20):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        file.seek(0)
    return True


def _csv_rows(text):
    delimiter = _delimiter_of(text.read(1 << 16))
    text.seek(0)
    number, memory = 0, MAX_MEMORY
    try:
        for number, row in enumerate(csv.reader(text, delimiter=delimiter), start=1):
            if number > MAX_ROWS:
                raise Refused(_SENTENCES["rows"])
            cells = [unguarded(clean(cell)) for cell in row[:MAX_COLUMNS]]
            if any(cells):
                memory = _spend(memory, sum(map(len, cells)), [cells])
                yield number, cells
    except (csv.Error, UnicodeError) as error:
        raise Refused(f"CSV文件第{number + 1}行读不下去，请用Excel或WPS重新保存。") from error


def _delimiter_of(head):
    """The sign that cuts the beginning into the most header words; a comma in doubt."""

    def header_words(delimiter):
        try:
            rows = list(islice(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter), 100))
        except csv.Error:
            return 0
        return max((sum(meaning_of(cell) is not None for cell in row) for row in rows), default=0)

    return max(",\t;", key=header_words)
