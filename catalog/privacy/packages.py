"""ZIP packages: bounded unpacking, names as they were meant, and the package with some members anew."""

import io
import zipfile
import zlib
from dataclasses import dataclass, field

from catalog.privacy.places import Place, Unreadable

MAX_UNPACKED = 200 << 20  # as for tables: docs/adr/0007
MAX_MEMBERS = 20_000
DAMAGE = (
    OSError,
    EOFError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
    RuntimeError,
    NotImplementedError,
    LookupError,
)


@dataclass
class Budget:
    """What one file may unpack to, with all files in it."""

    left: int = MAX_UNPACKED
    files: int = 2_000

    def spend(self, size):
        self.left -= size
        if self.left < 0:
            raise Unreadable("解压后超过200兆字节")

    def open_file(self):
        self.files -= 1
        if self.files < 0:
            raise Unreadable("里面的文件太多")


@dataclass
class Package:
    """The members by their names; `changed` those that go into the new one."""

    content: bytes
    budget: Budget
    changed: dict = field(default_factory=dict)

    def __post_init__(self):
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(self.content))
        except DAMAGE as error:
            raise Unreadable("压缩包已经损坏") from error
        self.members = [member for member in self._zip.infolist() if not member.is_dir()]
        if len(self.members) > MAX_MEMBERS:
            raise Unreadable("压缩包里的文件太多")
        if sum(member.file_size for member in self.members) > self.budget.left:
            raise Unreadable("解压后超过200兆字节")
        self.by_name = {_key(member.filename): member for member in self.members}

    def read(self, member):
        """What a member really unpacks to; its declared size may be a lie."""
        if member.flag_bits & 1:
            raise Unreadable("设有密码")
        parts = []
        try:
            with self._zip.open(member) as stream:
                while chunk := stream.read(1 << 20):
                    self.budget.spend(len(chunk))
                    parts.append(chunk)
        except DAMAGE as error:
            raise Unreadable("压缩包已经损坏") from error
        return b"".join(parts)

    def part(self, name):
        """The content of a part by its name, None where there is none."""
        member = self.by_name.get(_key(name))
        return self.read(member) if member else None

    def notes(self):
        """Words of the package itself: its comment and those of its members."""
        if self._zip.comment:
            yield Place(
                "压缩包注释", text_of_name(self._zip.comment), lambda _: setattr(self._zip, "comment", b"")
            )
        for member in self.members:
            if member.comment:
                yield Place(
                    f"{name_of(member)} 的注释",
                    text_of_name(member.comment),
                    lambda _, m=member: setattr(m, "comment", b""),
                )

    def change(self, member, content):
        self.changed[member.header_offset] = content

    def rename(self, member, name):
        self.changed.setdefault(("name", member.header_offset), name)

    def saved(self):
        """The package anew: changed members in place, all in their order, nothing that stood between them."""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
            for member in self.members:
                name = self.changed.get(("name", member.header_offset), name_of(member))
                anew = zipfile.ZipInfo(name, member.date_time)
                anew.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
                anew.external_attr = member.external_attr
                package.writestr(anew, self.changed.get(member.header_offset) or self._zip.read(member))
        return target.getvalue()


def name_of(member) -> str:
    """Older programs write names in GBK and do not say so."""
    if member.flag_bits & 0x800:
        return member.filename
    return (
        text_of_name(member.filename.encode("cp437", "replace"))
        if not member.filename.isascii()
        else member.filename
    )


def text_of_name(raw: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def _key(name):
    return name.replace("\\", "/").lstrip("/").casefold()
