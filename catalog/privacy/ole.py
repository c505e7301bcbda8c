"""An OLE file: an .xls is read, a .doc, .ppt, .wps or encrypted document is not."""

from catalog.privacy.biff import Biff
from catalog.privacy.binary import add_places as add_binary
from catalog.privacy.binary import texts_in
from catalog.privacy.compound import CompoundFile
from catalog.privacy.report import Unreadable

_BOOKS = ("Workbook", "Book")
_NOT_READ = {"EncryptedPackage", "EncryptionInfo", "WordDocument", "PowerPoint Document"}


def add_places(content, places, **_):
    file = CompoundFile(content)
    names = file.names()
    if names & _NOT_READ or not names.intersection(_BOOKS):
        raise Unreadable
    for name, stream in _streams(file):
        if name in _BOOKS:
            Biff(stream, places).read()
            places.add(f"数据流「{name}」", "\n".join(texts_in(stream)), copy=1)
        else:
            add_binary(stream, places, f"数据流「{name.strip(chr(5) + chr(1) + chr(3))}」")


def _streams(file):
    try:
        return list(file.streams())
    except IndexError as error:
        raise Unreadable from error


def masked(content):
    raise ValueError("旧格式（.xls、.doc 等）不能制作脱敏副本。请另存为 .xlsx 或者 .docx 后重新上传。")
