"""An OLE file: an .xls is read, a .doc, .ppt, .wps or encrypted document is not."""

import re

from catalog.privacy.biff import Biff
from catalog.privacy.binary import add_places as add_binary
from catalog.privacy.binary import texts_in
from catalog.privacy.compound import CompoundFile
from catalog.privacy.report import Unreadable

_BOOKS = ("Workbook", "Book")
_NOT_READ = {"EncryptedPackage", "EncryptionInfo", "WordDocument", "PowerPoint Document"}
_STREAMS = {
    "SummaryInformation": "文档属性",
    "DocumentSummaryInformation": "文档属性",
    "User Names": "修订人",
}
_INNER = re.compile(rb"PK\x03\x04|%PDF-")


def add_places(content, places, **_):
    file = CompoundFile(content)
    names = file.names()
    if names & _NOT_READ or not names.intersection(_BOOKS):
        raise Unreadable("旧格式（.doc、.ppt、.wps 等）或者加密的文件读不出来，请人工查看。")
    for name, stream in _streams(file):
        if name in _BOOKS:
            Biff(stream, places).read()
            places.add("工作簿的内部数据", "\n".join(texts_in(stream)), copy=1)
        else:
            add_binary(stream, places, _words(name))


def add_embedded(content, places, *, inner_places, depth):
    """An object inside a document: a workbook, a file wrapped in the object, or a kind of which only strings are read."""
    try:
        file = CompoundFile(content)
        names = file.names()
        streams = [] if names.intersection(_BOOKS) else _streams(file)
    except Unreadable:
        add_binary(content, places)
        places.hints.append("读不出来，请人工查看。")
        return
    if not streams:
        places.include("", inner_places(content, "", depth + 1))
        return
    if names & _NOT_READ:
        places.hints.append("旧格式的文件只能读到一部分，请人工查看。")
    for name, stream in streams:
        add_binary(stream, places, _words(name))
        if found := _INNER.search(stream):
            places.include("", inner_places(stream[found.start() :], "", depth + 1))


def _words(stream):
    return _STREAMS.get(stream.strip("\x05\x01\x03"), "内部数据")


def _streams(file):
    try:
        return list(file.streams())
    except IndexError as error:
        raise Unreadable from error


def masked(content):
    raise ValueError(
        "旧格式（.xls、.doc 等）不能制作脱敏副本。请另存为 .xlsx 或者 .docx，删去这个附件，上传新文件后再打码。"
    )
