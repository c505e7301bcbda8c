"""OLE compound files: streams, document properties, and files packed in as objects."""

import io
import struct

import olefile

from catalog.privacy.places import Embedded, Place, Unreadable

_PROPERTIES = {
    2: "标题",
    3: "主题",
    4: "作者",
    5: "关键词",
    6: "备注",
    7: "模板",
    8: "最后修改者",
    14: "经理",
    15: "单位",
}
_DAMAGE = (
    OSError,
    ValueError,
    IndexError,
    TypeError,
    AttributeError,
    KeyError,
    struct.error,
    OverflowError,
    MemoryError,
)


def opened(content: bytes):
    try:
        return olefile.OleFileIO(io.BytesIO(content))
    except _DAMAGE as error:
        raise Unreadable("文件已经损坏") from error


def stream(ole, name):
    try:
        return ole.openstream(name).read()
    except _DAMAGE as error:
        raise Unreadable("文件已经损坏") from error


def properties(ole):
    for name in ole.listdir():
        if name[-1].startswith("\x05"):
            try:
                values = ole.getproperties(name)
            except _DAMAGE:
                continue
            for key, value in values.items():
                words = _PROPERTIES.get(key, str(key))
                yield from _property(f"文档属性“{words}”", value)
            yield from strings("文档属性", stream(ole, name), rank=2)


def _property(where, value):
    if isinstance(value, bytes):
        yield Place(where, text_of(value))
    elif isinstance(value, str):
        yield Place(where, value)
    elif isinstance(value, int) and not isinstance(value, bool):
        yield Place(where, str(value))
    elif isinstance(value, list):
        for each in value:
            yield from _property(where, each)


def text_of(raw: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding).rstrip("\0")
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def strings(where, content, rank=1):
    """The texts in bytes nobody explained, in both ways programs write them."""
    yield Place(where, content.decode("latin-1").replace("\0", "\n"), rank=rank)
    for start in (0, 1):
        yield Place(where, content[start:].decode("utf-16-le", "replace").replace("\0", "\n"), rank=rank)


def compound(content: bytes, name: str):
    """An object in a document: a file packed in, a workbook, or something only its texts are read of."""
    ole = opened(content)
    for path in ole.listdir():
        last = path[-1]
        if last in ("Package", "CONTENTS"):
            yield Embedded("内嵌对象", last, stream(ole, path))
        elif last == "\x01Ole10Native":
            yield from packed(stream(ole, path))
        else:
            yield from strings("内嵌对象", stream(ole, path))
    yield from properties(ole)


def packed(content: bytes):
    """Ole10Native: label, file name, path, then the bytes of the file."""
    place, names = 6, []
    for _ in range(2):
        end = content.index(b"\0", place) if b"\0" in content[place:] else len(content)
        names.append(text_of(content[place:end]))
        place = end + 1
    yield from (Place("内嵌文件的名字", name) for name in names)
    try:
        (length,) = struct.unpack_from("<I", content, place + 4)
        end = content.index(b"\0", place + 8) if length == 0 else place + 8 + length
        (size,) = struct.unpack_from("<I", content, end)
        inner = content[end + 4 : end + 4 + size]
    except (struct.error, ValueError):
        inner = content
    yield Place(
        "内嵌文件的路径",
        text_of(content[place : place + 600].split(b"\0\0")[0].replace(b"\0", b"\n")),
        rank=1,
    )
    yield Embedded(f"内嵌文件 {names[0]}", names[0], inner)
