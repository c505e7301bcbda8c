"""The ground of .docx, .xlsx and .pptx: a ZIP of XML parts, read without entities and within limits."""

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.parsers import expat

from catalog.privacy.report import Unreadable

MAX_UNPACKED = 300 << 20
MAX_MEMBERS = 20_000
MAX_DEPTH = 200  # of elements in a part
_CHUNK = 1 << 20


def local(name):
    """The name without its prefix: the two editions of the standard use other namespaces."""
    return name.rpartition(":")[2]


@dataclass
class Part:
    """An XML part: its tree, with the prefixes of the source, and the comments the tree leaves out."""

    name: str
    root: object
    comments: list = field(default_factory=list)

    def content(self):
        return ElementTree.tostring(self.root, encoding="utf-8", xml_declaration=True)


def parse(content, name=""):
    builder, comments = ElementTree.TreeBuilder(), []
    parser = expat.ParserCreate()
    parser.buffer_text = True
    depth = 0

    def start(tag, attributes):
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise Unreadable
        builder.start(tag, attributes)

    def end(tag):
        nonlocal depth
        depth -= 1
        builder.end(tag)

    def refuse(*_):
        raise Unreadable

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = builder.data
    parser.CommentHandler = comments.append
    parser.ProcessingInstructionHandler = lambda target, text: comments.append(text)
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise Unreadable from error
    return Part(name, builder.close(), comments)


class Archive:
    """The members of a ZIP, unpacked one at a time; what is declared or really unpacked beyond the limits is refused."""

    def __init__(self, content):
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            listed = self._zip.infolist()
        except (zipfile.BadZipFile, NotImplementedError, ValueError, IndexError, OSError, EOFError) as error:
            raise Unreadable from error
        # `is_dir` of a member whose name was cut to nothing raises IndexError.
        self.members = [member for member in listed if not member.filename.endswith("/")]
        self.folders = [member for member in listed if member.filename.endswith("/")]
        self.aside = _aside(content, listed, self._zip.start_dir)
        self.comment = self._zip.comment
        self._left = MAX_UNPACKED
        if len(self.members) > MAX_MEMBERS:
            raise Unreadable

    def names(self):
        return {member.filename for member in self.members}

    def read(self, member):
        chunks = []
        try:
            with self._zip.open(member) as stream:
                while chunk := stream.read(_CHUNK):
                    self._left -= len(chunk)
                    if self._left < 0:
                        raise Unreadable
                    chunks.append(chunk)
        except (
            zipfile.BadZipFile,
            zlib.error,
            RuntimeError,
            NotImplementedError,
            OSError,
            EOFError,
            ValueError,
        ) as error:
            raise Unreadable from error
        return b"".join(chunks)


def _aside(content, listed, directory):
    """What a ZIP carries besides the contents of its members: notes on them, and bytes no member owns."""
    pieces, position = [], 0
    for member in sorted(listed, key=lambda member: member.header_offset):
        start = member.header_offset
        lengths = content[start + 26 : start + 30]
        head = 30 + int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little")
        pieces += [content[position:start], content[start + 30 : start + head], member.extra, member.comment]
        position = max(position, start + head + member.compress_size)
    return b"\0".join([*pieces, content[position:directory], content[content.rfind(b"PK\x05\x06") :]])


class Package:
    """The parts of an Office document by name, XML ones parsed when first asked for."""

    def __init__(self, content):
        archive = Archive(content)
        self.comment, self.aside = archive.comment, archive.aside
        self.members = archive.members
        self.contents = {}
        for member in archive.members:
            name = member.filename.lstrip("/")
            while name in self.contents:  # stored twice: readers take one, both are in the file
                name += "~"
            self.contents[name] = archive.read(member)
        self._parts, self._relations = {}, {}

    def part(self, name):
        if name not in self._parts:
            self._parts[name] = parse(self.contents[name], name)
        return self._parts[name]

    def reparsed(self, name, content):
        """The part read from this content, of which another has taken its share already."""
        self._parts[name] = parse(content, name)
        return self._parts[name]

    def drop(self, name):
        """Leave a part out, with what points to it."""
        del self.contents[name]
        self._parts.pop(name, None)
        for other in [
            each for each in self.contents if each.endswith(".rels") or each == "[Content_Types].xml"
        ]:
            root = self.part(other).root
            for element in list(root):
                if (element.get("Target") or element.get("PartName") or "").endswith(name.rpartition("/")[2]):
                    root.remove(element)

    def names(self, *starts):
        return [name for name in self.contents if name.startswith(starts)]

    def is_xml(self, name):
        return name.endswith((".xml", ".rels", ".vml", ".xml~")) or self.contents[name].lstrip()[:5] in (
            b"<?xml",
        )

    def relations(self, name):
        """Relationship elements of a part by their id."""
        if name not in self._relations:
            folder, _, file = name.rpartition("/")
            path = posixpath.join(folder, "_rels", f"{file}.rels")
            found = self.part(path).root if path in self.contents else ()
            self._relations[name] = {element.get("Id"): element for element in found}
        return self._relations[name]

    def target(self, name, relation):
        """The name of the part that a relationship of `name` leads to."""
        target = relation.get("Target", "")
        if target.startswith("/"):
            return target[1:]
        return posixpath.normpath(posixpath.join(posixpath.dirname(name), target))

    def content(self):
        """The package again, with what was changed in the parsed parts."""
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.contents.items():
                if not name.endswith("~"):
                    part = self._parts.get(name)
                    archive.writestr(name, part.content() if part else content)
        return written.getvalue()
