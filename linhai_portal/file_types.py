"""What a file really is, told from its bytes and never from its name alone."""

import io
import zipfile
from dataclasses import dataclass

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A document in a ZIP by the part it must have; the first that is there decides.
_IN_ZIP = [
    ("word/document.xml", ("docx",)),
    ("xl/workbook.xml", ("xlsx",)),
    ("ppt/presentation.xml", ("pptx",)),
    ("OFD.xml", ("ofd",)),
]
_MACROS = ("word/vbaProject.bin", "xl/vbaProject.bin", "ppt/vbaProject.bin")
_BY_START = [
    (b"%PDF-", ("pdf",)),
    (b"\x89PNG\r\n\x1a\n", ("png",)),
    (b"\xff\xd8\xff", ("jpg", "jpeg")),
    (b"GIF87a", ("gif",)),
    (b"GIF89a", ("gif",)),
    (_OLE, ("doc", "xls", "ppt", "wps", "et", "dps")),
]
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "txt": "text/plain",
    "csv": "text/csv",
    "zip": "application/zip",
    "ofd": "application/ofd",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "wps": "application/vnd.ms-works",
    "et": "application/vnd.ms-excel",
    "dps": "application/vnd.ms-powerpoint",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
PICTURES = ("png", "jpg", "jpeg", "gif", "webp")


class WrongFile(ValueError):
    """The file can't be taken; the message says so in Chinese."""


@dataclass(frozen=True)
class FileType:
    extension: str
    content_type: str

    @property
    def is_picture(self):
        return self.extension in PICTURES


def file_type(content: bytes, name: str) -> FileType:
    """The type that content and name agree on; raises WrongFile when they don't, or when the type is not taken."""
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    if extension not in CONTENT_TYPES:
        raise WrongFile(f"不能上传“{name}”：只收 {'、'.join(CONTENT_TYPES)} 文件。")
    possible = _possible(content)
    if extension not in possible:
        real = f"它其实是 {'/'.join(possible)} 文件" if possible else "它的内容不是这种文件"
        raise WrongFile(f"“{name}”的后缀和内容不一致：{real}。请用原来的软件另存后再上传。")
    return FileType(extension, CONTENT_TYPES[extension])


def _possible(content):
    for start, extensions in _BY_START:
        if content.startswith(start):
            return extensions
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return ("webp",)
    if content.startswith(b"PK\x03\x04"):
        return _in_zip(content)
    return ("txt", "csv") if _is_text(content) else ()


def _in_zip(content):
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise WrongFile("压缩文件损坏，打不开。请重新保存后再上传。") from error
    if names.intersection(_MACROS):
        raise WrongFile("文件里有宏程序，不能公开。请另存为不带宏的格式。")
    return next((extensions for part, extensions in _IN_ZIP if part in names), ("zip",))


def _is_text(content):
    if b"\0" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False
