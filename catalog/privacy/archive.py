"""A ZIP file: an Office document by what it holds, else files whose names lead their places."""

import io
import zipfile
from functools import partial

from catalog.privacy.binary import add_places as add_binary
from catalog.privacy.numbers import masked_text
from catalog.privacy.office import add_aside, is_office
from catalog.privacy.office import add_places as add_office
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
        inner_places = partial(places_of, in_full=places.in_full)
        add_office(content, places, inner_places=inner_places, depth=depth)
        return
    if (
        "OFD.xml" in names
        or "mimetype" in names
        or any(name.startswith(("xl/", "word/", "ppt/")) for name in names)
    ):
        raise Unreadable  # OFD, OpenDocument, binary or broken Office documents
    for member in archive.members:
        name = name_of(member)
        _add_member(archive, member, name, places, depth)
        places.add((name, " 文件名"), name)
    for folder in archive.folders:
        places.add("文件夹名", name_of(folder), copy=1)
    add_aside(archive, places)


def _add_member(archive, member, name, places, depth):
    """What cannot be read in an archive is named; the rest is read all the same."""
    try:
        wanted = {"for_index": places.for_index, "in_full": places.in_full}
        inner = _inside(archive.read(member), name, depth, **wanted)
    except Unreadable as reason:
        inner = Places(for_index=places.for_index)
        inner.has_unread = True
        inner.hints.append(str(reason) or "读不出来（损坏、加密或者格式不支持），请人工查看。")
    places.include(f"{name}：", inner)


def _inside(content, name, depth, **wanted):
    if name.startswith(_SYSTEM_FILES) or name.endswith(_SYSTEM_FILES[1:]):
        places = Places(**wanted)
        add_binary(content, places)
        return places
    return places_of(content, name, depth + 1, **wanted)


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
    if is_office(archive.names()):
        return masked_office(content, inner_masked=masked_member)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as copy:
        for member in archive.members:
            name = name_of(member)
            copy.writestr(masked_text(name), _masked(archive, member, name))
    return written.getvalue()


def _masked(archive, member, name):
    """A member without numbers stays as it is, byte by byte."""
    try:
        content = archive.read(member)
        return masked_member(content, name) if _inside(content, name, 0).findings() else content
    except Unreadable:
        reason = "它读不出来。"
    except ValueError as sentence:
        reason = str(sentence)
    raise ValueError(
        f"压缩包里的“{masked_text(name)}”不能制作脱敏副本。请解压后单独处理这个文件，再重新打包上传：{reason}"
    )
