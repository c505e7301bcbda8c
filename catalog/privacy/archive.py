"""A ZIP file: an Office document by what it holds, else files whose names lead their places."""

from catalog.privacy.binary import add_places as add_binary
from catalog.privacy.office import add_places as add_office
from catalog.privacy.office import is_office
from catalog.privacy.office import masked as masked_office
from catalog.privacy.package import Archive
from catalog.privacy.reading import masked as masked_member
from catalog.privacy.reading import places_of
from catalog.privacy.report import Places, Unreadable

MAX_DEPTH = 6
_SYSTEM_FILES = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def add_places(content, places, *, depth=0, **_):
    if depth > MAX_DEPTH:
        raise Unreadable
    archive = Archive(content)
    names = archive.names()
    if is_office(names):
        add_office(content, places, inner_places=places_of, depth=depth)
        return
    if (
        "OFD.xml" in names
        or "mimetype" in names
        or any(name.startswith(("xl/", "word/", "ppt/")) for name in names)
    ):
        raise Unreadable  # OFD, OpenDocument, binary or broken Office documents
    for member in archive.members:
        name = name_of(member)
        places.include(f"{name}：", _inside(archive.read(member), name, depth, places.for_index))
        places.add((name, " 文件名"), name)
    if archive.comment:
        places.add("压缩包说明", archive.comment.decode("gb18030", "replace"))


def _inside(content, name, depth, for_index):
    if name.startswith(_SYSTEM_FILES) or name.endswith(_SYSTEM_FILES[1:]):
        places = Places(for_index=for_index)
        add_binary(content, places)
        return places
    return places_of(content, name, depth + 1, for_index=for_index)


def name_of(member):
    """Chinese names are in GB18030 unless the ZIP says UTF-8."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        pass
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename


def masked(content):
    archive = Archive(content)
    if not is_office(archive.names()):
        raise ValueError("压缩包不能制作脱敏副本。请解压后逐个上传其中的文件。")
    return masked_office(content, inner_masked=masked_member)
