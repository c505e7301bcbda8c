"""What somebody uploads, taken for what it is: of bounded size, of a known type by its bytes, scanned, pictures bare."""

from dataclasses import dataclass
from pathlib import Path

from linhai_portal.file_types import WrongFile, file_type
from linhai_portal.pictures import BadPicture, stripped
from linhai_portal.virus_scan import Infected, ScannerDown, scan_for_viruses


class BadUpload(ValueError):
    """It can't be taken; the message says why and what to do, in Chinese."""


@dataclass(frozen=True)
class Upload:
    name: str
    content: bytes
    content_type: str
    is_picture: bool


def checked(upload, *, most_bytes):
    """The upload as it may be kept; raises BadUpload."""
    if upload.size > most_bytes:
        raise BadUpload(f"文件太大，最多 {most_bytes // 1_000_000} MB。请压缩或者分成几个。")
    if not upload.size:
        raise BadUpload("文件是空的，请检查后再上传。")
    content, name = upload.read(), Path(upload.name).name[-200:]
    try:
        kind = file_type(content, name)
        scan_for_viruses(content)
        if kind.is_picture:
            content = stripped(content)
    except (WrongFile, BadPicture, Infected, ScannerDown) as refusal:
        raise BadUpload(str(refusal)) from refusal
    return Upload(name, content, kind.content_type, kind.is_picture)
