"""ZIP archives: every member is a file of its own, and its name is read too."""

from catalog.privacy.packages import Package, name_of
from catalog.privacy.places import Embedded, Place, Unreadable

_OF_OTHER_SYSTEMS = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")


def archive(content: bytes, budget):
    package = Package(content, budget)
    yield from package.notes()
    for member in package.members:
        name = name_of(member)
        yield Place(
            f"文件名“{name}”",
            name,
            lambda masked, m=member: package.rename(m, masked),
            ("name", member.header_offset),
        )
        must_be_read = not any(part in name.casefold() for part in _OF_OTHER_SYSTEMS)
        try:
            inner = package.read(member)
        except Unreadable as error:
            yield Embedded(name, name, b"", refused=f"{error}")
            continue
        yield Embedded(name, name, inner, lambda new, m=member: package.change(m, new), must_be_read)
    return package.saved() if package.changed else None
