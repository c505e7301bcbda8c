"""The files of a row: found in the folder, and looked at as an upload is, before anything is stored."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from catalog.attaching import LONGEST_TEXT, MOST_FILES
from catalog.privacy import Report, scan, texts
from catalog.privacy.report import KIND_WORDS
from linhai_portal.file_types import WrongFile, file_type
from linhai_portal.pictures import BadPicture, stripped
from linhai_portal.virus_scan import Infected, ScannerDown, scan_for_viruses

_BETWEEN = re.compile(r"[\n;；|]+")
_MORE_BETWEEN = re.compile(r"[、，,]+")
_NAMED = 3  # findings in one sentence


class BadFile(ValueError):
    """The file can't be taken over; the message says why in Chinese, and names what was found masked only."""


@dataclass
class CheckedFile:
    """What is known of a file that passed; its bytes are read again when it is stored, and must be the same."""

    path: Path
    digest: str
    content_type: str
    is_picture: bool
    text: str
    report: Report
    alternative: str = ""  # makes it a picture of the text

    @property
    def name(self):
        return self.path.name[-200:]

    def content(self):
        """The bytes as they go out; a picture without what its camera wrote into it."""
        content = self.path.read_bytes()
        if hashlib.sha256(content).hexdigest() != self.digest:
            raise BadFile(f"文件“{self.name}”在导入的时候被改动了。请等它写完再导入。")
        return stripped(content) if self.is_picture else content


def named_in(cell, folder):
    """The paths of the files that a cell names, one a line or parted by semicolons."""
    names = []
    for part in filter(None, map(str.strip, _BETWEEN.split(cell))):
        is_one = _inside(part, folder).is_file() or not _MORE_BETWEEN.search(part)
        names += [part] if is_one else filter(None, map(str.strip, _MORE_BETWEEN.split(part)))
    if len(names) > MOST_FILES:
        raise BadFile(f"一条信息最多 {MOST_FILES} 个附件，可以打包成一个压缩文件。")
    paths = list(dict.fromkeys(_existing(name, folder) for name in names))
    if len({path.name for path in paths}) < len(paths):
        raise BadFile("有两个附件文件名相同。请改名。")
    return paths


def _existing(name, folder):
    path = _inside(name, folder)
    if not path.is_file():
        raise BadFile(f"文件夹里没有文件“{name}”。")
    return path


def _inside(name, folder):
    """Nothing outside the folder is read, by whatever name or link."""
    if folder is None:
        raise BadFile("只给了表格，没有文件。请把表格命名为 index.xlsx，和文件放进一个文件夹，导入文件夹。")
    try:
        path = (folder / name.replace("\\", "/")).resolve()
    except (OSError, ValueError) as error:
        raise BadFile(f"“{name[:100]}”不是文件名。") from error
    if not path.is_relative_to(folder.resolve()):
        raise BadFile(f"“{name}”不在导入的文件夹里。")
    return path


def text_file(name, folder):
    """The text of a 正文文件."""
    content = _existing(name, folder).read_bytes()
    if len(content) > settings.MAX_ATTACHMENT_BYTES:
        raise BadFile(f"正文文件“{name}”太大。")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadFile(f"认不出“{name}”的文字编码，请另存为 UTF-8。")


def checked(path, *, looked_by=None):
    """Type, virus scan, picture and the privacy gate; raises BadFile.

    What the gate can't read, as every picture, needs a person who looked at it.
    """
    size = path.stat().st_size
    if not size or size > settings.MAX_ATTACHMENT_BYTES:
        most = settings.MAX_ATTACHMENT_BYTES // 1_000_000
        raise BadFile(f"文件“{path.name}”是空的，或者超过 {most} MB。")
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    try:
        kind = file_type(content, path.name)
        scan_for_viruses(content)
        content = stripped(content) if kind.is_picture else content
    except (WrongFile, BadPicture, Infected, ScannerDown) as refusal:
        raise BadFile(f"文件“{path.name}”：{refusal}") from refusal
    report = scan(content, path.name)
    refuse_findings(report, f"文件“{path.name}”", looked_by)
    text = texts(content, path.name)[:LONGEST_TEXT]
    return CheckedFile(path, digest, kind.content_type, kind.is_picture, text, report)


def refuse_findings(report, where, looked_by=None):
    if (report.unreadable or report.hints) and not looked_by:
        raise BadFile(
            f"{where}不能全部读到，查不了个人信息{_hints(report)}。请审核员看过，把他的登录名写进“查看人”一栏。"
        )
    if report.findings:
        found = [f"{each.where} {KIND_WORDS[each.kind]} {each.masked}" for each in report.findings[:_NAMED]]
        more = f"等 {len(report.findings)} 处" if len(report.findings) > _NAMED else ""
        raise BadFile(f"{where}里有个人信息：{'；'.join(found)}{more}。请打码或者删去再导入。")


def _hints(report):
    return f"（{report.hints[0].rstrip('。')}）" if report.hints else ""
