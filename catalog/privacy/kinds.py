"""What a file is, by its content; its name only tells CSV from other text."""

import re

from catalog.privacy.archive import archive
from catalog.privacy.document import document
from catalog.privacy.markup import markup
from catalog.privacy.old_workbook import old_workbook
from catalog.privacy.ole import compound
from catalog.privacy.packages import Budget, Package
from catalog.privacy.pdf import pdf
from catalog.privacy.places import Unreadable
from catalog.privacy.presentation import presentation
from catalog.privacy.texts import fields, lines
from catalog.privacy.workbook import workbook

MASKABLE = ("xlsx", "docx", "pptx", "csv", "txt", "html", "zip")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_NAMES = {
    name: name.encode("utf-16-le")
    for name in ("EncryptedPackage", "WordDocument", "PowerPoint Document", "Workbook")
}
_OTHERS = (
    (b"{\\rtf", "RTF文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"BM", "图片"),
    (b"II*\0", "图片"),
    (b"MM\0*", "图片"),
    (b"Rar!", "RAR压缩包"),
    (b"7z\xbc\xaf", "7z压缩包"),
    (b"\x1f\x8b", "gzip压缩包"),
    (b"%!PS", "PostScript文件"),
)
_MAIN_TYPES = (
    (b"spreadsheetml", "xlsx"),
    (b"ms-excel", "xlsx"),
    (b"wordprocessingml", "docx"),
    (b"ms-word", "docx"),
    (b"presentationml", "pptx"),
    (b"ms-powerpoint", "pptx"),
)
# Where the list of contents does not say it, the part that must be there does.
_MAIN_PARTS = (("xl/workbook.xml", "xlsx"), ("word/document.xml", "docx"), ("ppt/presentation.xml", "pptx"))
_MAIN = re.compile(rb"ContentType\s*=\s*[\"']application/vnd\.([^\"']*)\.main\+xml")
_TAGS = re.compile(
    rb"<(?:!doctype|html|head|body|div|table|p|span|h[1-6]|ul|ol|script|style|meta|title|section|article|form|a\s|img\s|br|\?xml|svg)\b"
    rb"|<!--",
    re.IGNORECASE,
)
_MARKUP_ENDINGS = ("htm", "html", "xhtml", "shtml", "xml", "svg")
_MAIL_HEADER = re.compile(rb"\A(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?MIME-Version:", re.IGNORECASE)


def kind_of(content: bytes, name: str = "") -> str:
    """A short name of the format; unreadable is what no reader here opens."""
    ending = name.rpartition(".")[2].casefold()
    if not content:
        if ending in ("docx", "xlsx", "xls", "pptx", "pdf", "zip"):
            raise Unreadable("文件是空的")
        return "txt"
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _package_kind(content)
    if content.startswith(_OLE):
        return _ole_kind(content)
    if b"%PDF-" in content[:1024]:
        return "pdf"
    for start, words in _OTHERS:
        if content.startswith(start) and (start != b"BM" or b"\0" in content[:64]):
            raise Unreadable(f"{words}请人工查看")
    if _MAIL_HEADER.match(content[:4096]):
        raise Unreadable("邮件或MHT网页请人工查看")
    return _text_kind(content, ending)


def _package_kind(content):
    package = Package(content, Budget())
    names = package.by_name
    if "[content_types].xml" in names:
        types = package.part("[Content_Types].xml")
        mains = b" ".join(_MAIN.findall(types)) or types
        for sign, kind in _MAIN_TYPES:
            if sign in mains:
                return kind
    for part, kind in _MAIN_PARTS:
        if part in names:
            return kind
    if "[content_types].xml" in names:
        raise Unreadable("Office文件的种类认不出来")
    if "ofd.xml" in names:
        raise Unreadable("OFD文件请人工查看")
    if "mimetype" in names and "content.xml" in names:
        raise Unreadable("OpenDocument文件请另存为docx、xlsx或pptx，或者人工查看")
    return "zip"


def _ole_kind(content):
    if _OLE_NAMES["EncryptedPackage"] in content:
        raise Unreadable("文件设有密码")
    if _OLE_NAMES["WordDocument"] in content:
        raise Unreadable("旧版Word（DOC）或WPS文字文件请另存为docx，或者人工查看")
    if _OLE_NAMES["PowerPoint Document"] in content:
        raise Unreadable("旧版PowerPoint（PPT）文件请另存为pptx，或者人工查看")
    return "xls" if _OLE_NAMES["Workbook"] in content else "ole"


def _text_kind(content, ending):
    start = content[:65536].replace(b"\0", b"")
    if ending in ("csv", "tsv"):
        return "html" if _TAGS.match(start.lstrip(b"\xef\xbb\xbf \r\n\t")) else "csv"
    return "html" if ending in _MARKUP_ENDINGS or _TAGS.search(start) else "txt"


def places_of(kind, content, name, budget, *, on, anew):
    """The reader of a format at work; what it returns at its end is the content with all changes."""
    readers = {
        "xlsx": lambda: workbook(content, budget, on=on, anew=anew),
        "docx": lambda: document(content, budget),
        "pptx": lambda: presentation(content, budget),
        "pdf": lambda: pdf(content, budget, on=on),
        "xls": lambda: old_workbook(content),
        "ole": lambda: compound(content, name),
        "zip": lambda: archive(content, budget),
        "html": lambda: markup(content, on=on),
        "csv": lambda: fields(content),
        "txt": lambda: lines(content),
    }
    return readers[kind]()
