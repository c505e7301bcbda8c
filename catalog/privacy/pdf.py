"""A PDF: the text of its pages, and what viewers show beside it or keep for themselves. A place is a page."""

import io
import re
from time import monotonic

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject, TextStringObject

from catalog.privacy.binary import add_places as add_binary
from catalog.privacy.binary import is_document, is_ole
from catalog.privacy.labels import pdf_property_words
from catalog.privacy.numbers import BANK_CARD, IDENTITY_CARD, find
from catalog.privacy.package import local, parse
from catalog.privacy.reading import places_of
from catalog.privacy.report import Places, Unreadable

MAX_PAGES = 3000
MAX_OBJECTS = 100_000
MAX_REVISIONS = 20
_SECONDS = 40
_LEFTOVER = 100  # the rank of texts that belong to nothing a reader would find
_INFO_OF_XMP = {
    "title": "Title",
    "creator": "Author",
    "description": "Subject",
    "subject": "Keywords",
    "CreatorTool": "Creator",
}
_LITERAL = re.compile(rb"\(((?:[^()\\]|\\.){0,4000})\)|<([0-9A-Fa-f\s]{8,4000})>", re.S)
_SHOWN = re.compile(
    rb"\[((?:[^\[\]\\]|\\.){0,20000})\]\s*TJ|(\((?:[^()\\]|\\.){0,4000}\)|<[0-9A-Fa-f\s]{2,4000}>)", re.S
)
_PICTURE = re.compile(rb"(?<![\w/])(?:Do|BI|sh)(?!\w)")
_PAINTED = re.compile(rb"(?<![\w/])(?:[fFSsBb]\*?)(?!\w)")
_FRAME = 20  # strokes and areas of a background
_OCTAL = re.compile(rb"\\([0-7]{1,3})|\\(.)", re.S)
_CUT = re.compile(r"([0-9][0-9 -]{0,24})\n([0-9][0-9 -]{0,24}[Xx]?|[Xx])")


def add_places(content, places, *, depth=0, **_):
    try:
        _Document(content, places, depth).read()
    except Unreadable:
        raise
    except (
        PyPdfError,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        IndexError,
        RecursionError,
        OSError,
    ) as error:
        raise Unreadable from error


def masked(content):
    raise ValueError(
        "PDF 不能制作脱敏副本。请在原来的文档里把号码改成星号（只盖黑块，下面的号码仍能复制），重新导出 PDF，再换下这个附件。"
    )


class _Document:
    def __init__(self, content, places, depth, *, is_older=False):
        self.content, self.places, self.depth, self.is_older = content, places, depth, is_older
        self.reader = PdfReader(io.BytesIO(content))
        if self.reader.is_encrypted:
            raise Unreadable
        self._notes = {}  # page → note → its number there
        self.until = monotonic() + _SECONDS

    def read(self):
        if not self._pages():
            raise Unreadable("PDF 没有文字层，读不出文字。请人工审查，或者上传带文字层的 PDF。")
        self._properties()
        self._bookmarks(self.reader.outline)
        self._fields_without_widget()
        self._objects()
        self._older_revisions()
        add_binary(self.content[self.content.rfind(b"%%EOF") + 5 :], self.places, "文件末尾的附加数据")

    def _in_time(self):
        if monotonic() > self.until:
            raise Unreadable

    def _pages(self):
        """Whether any page has a text."""
        has_text, empty = False, []
        if len(self.reader.pages) > MAX_PAGES:
            raise Unreadable
        for number, page in enumerate(self.reader.pages, start=1):
            self._in_time()
            where = f"第{number}页"
            text = page.extract_text()
            self.places.add(where, text, shown=True)
            for joined in over_line_ends(text):
                self.places.add(where, joined)
            shown = self._annotations(page, where)
            has_text = has_text or bool(text.strip()) or shown
            if not text.strip() and _draws(page):
                empty.append(number)
        if has_text:
            self.places.hints += [f"第{number}页没有文字层，请人工查看。" for number in empty[:50]]
        return has_text

    def _annotations(self, page, where):
        """Add what stands in the annotations of a page; whether a field shows a text."""
        shown = False
        for number, reference in enumerate(_resolved(page.get("/Annots")) or (), start=1):
            annotation = _resolved(reference)
            if not isinstance(annotation, DictionaryObject):
                continue
            kind = annotation.get("/Subtype")
            if kind == "/Widget":
                shown = self._widget(annotation, page) or shown
            elif kind == "/Link":
                self._add(where, annotation)
            elif kind == "/Popup":
                self._add(self._place_of_note(annotation, where, number), annotation, skip=("/Parent",))
            else:
                place = self._place_of_note(annotation, where, number)
                self._add(place, annotation)
                self.places.add(place, self._appearance(annotation, page))
                self._attached(annotation.get("/FS"), place)
        return shown

    def _place_of_note(self, annotation, where, number):
        """The window of a note is one place with the note."""
        parent = annotation.raw_get("/Parent") if "/Parent" in annotation else None
        key = getattr(parent, "idnum", None) or getattr(annotation.indirect_reference, "idnum", f"#{number}")
        return f"{where} 批注{self._notes.setdefault(where, {}).setdefault(key, len(self._notes[where]) + 1)}"

    def _widget(self, annotation, page):
        place = self._place_of_field(annotation)
        field = annotation
        while isinstance(field, DictionaryObject):
            self._add(place, field, skip=("/Kids", "/P"))
            field = _resolved(field.get("/Parent"))
        text = self._appearance(annotation, page)
        self.places.add(place, text)
        return bool(text.strip())

    def _place_of_field(self, field):
        names = []
        while isinstance(field, DictionaryObject) and len(names) < 20:
            names.append(str(field.get("/T", "")))
            field = _resolved(field.get("/Parent"))
        return f"表单字段「{'.'.join(filter(None, reversed(names)))}」"

    def _fields_without_widget(self):
        form = _resolved(self.reader.root_object.get("/AcroForm")) or {}
        waiting = list(_resolved(form.get("/Fields")) or ())[:MAX_OBJECTS]
        seen = set()
        while waiting:
            field = _resolved(waiting.pop())
            if not isinstance(field, DictionaryObject) or id(field) in seen:
                continue
            seen.add(id(field))
            self._add(self._place_of_field(field), field, skip=("/Kids", "/P", "/Parent"))
            waiting += list(_resolved(field.get("/Kids")) or ())

    def _add(self, place, dictionary, skip=()):
        for text in _strings(dictionary, skip=skip):
            self.places.add(place, text)

    def _appearance(self, annotation, page):
        """What is drawn for an annotation, read like the text of a page."""
        states = _resolved((_resolved(annotation.get("/AP")) or {}).get("/N"))
        drawn = [states] if isinstance(states, StreamObject) else list((states or {}).values())
        texts = []
        for each in map(_resolved, drawn):
            if isinstance(each, StreamObject):
                texts += [page.extract_xform_text(each), *_literals(_data(each))]
        return "\n".join(texts)

    def _properties(self):
        for key, value in (self.reader.metadata or {}).items():
            self.places.add(pdf_property_words(key.lstrip("/")), str(value))
        metadata = _resolved(self.reader.root_object.get("/Metadata"))
        if isinstance(metadata, StreamObject):
            self._xmp(_data(metadata))

    def _xmp(self, content):
        """The same properties once more as XML; a property is one place however often it is stored."""
        try:
            root = parse(content.strip(b"\x00 \r\n\t")).root
        except Unreadable:
            self.places.add("文档属性 XMP", content.decode("utf-8", "replace"))
            return
        self._xmp_element(root, "")

    def _xmp_element(self, element, name):
        own = local(element.tag)
        name = name if own in ("Alt", "Seq", "Bag", "li") else own
        self.places.add(pdf_property_words(_INFO_OF_XMP.get(name, name)), element.text)
        for attribute, value in element.items():
            if not attribute.startswith("xmlns"):
                name_of = local(attribute)
                self.places.add(pdf_property_words(_INFO_OF_XMP.get(name_of, name_of)), value)
        for child in element:
            self._xmp_element(child, name)

    def _bookmarks(self, outline, number=0):
        for entry in outline:
            if isinstance(entry, list):
                number = self._bookmarks(entry, number)
            else:
                number += 1
                self.places.add(f"书签{number}", str(entry.title))
        return number

    def _objects(self):
        """All objects, used or not: attached files and scripts as places, other texts as copies of what was read."""
        keys = [(key, generation) for generation, table in self.reader.xref.items() for key in table]
        keys += [(key, 0) for key in self.reader.xref_objStm]
        for number, (key, generation) in enumerate(keys[:MAX_OBJECTS]):
            self._in_time()
            found = self._object(key, generation)
            if isinstance(found, DictionaryObject):
                self._dictionary(found, f"文件内部数据{key}", number)
            elif isinstance(found, (ArrayObject, TextStringObject)):
                for text in _strings(found):
                    self.places.add(f"文件内部数据{key}", text, copy=_LEFTOVER)

    def _object(self, key, generation):
        try:
            return self.reader.get_object(IndirectObject(key, generation, self.reader))
        except (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError):
            return None  # a free entry, or one that no viewer can follow either

    def _dictionary(self, found, place, number):
        if found.get("/S") == "/JavaScript" or "/JS" in found:
            self.places.add(f"脚本{number + 1}", _script(_resolved(found.get("/JS"))))
        if "/EF" in found:
            self._attached(found, place)
        for text in _strings(found, skip=("/Parent", "/Kids")):
            self.places.add(place, text, copy=_LEFTOVER)
        if isinstance(found, StreamObject) and found.get("/Type") != "/EmbeddedFile":
            self._stream(found, place)

    def _stream(self, stream, place):
        if (
            stream.get("/Subtype") in ("/Image", "/Type1C", "/CIDFontType0C", "/OpenType")
            or "/Length1" in stream
        ):
            return
        if stream.get("/Type") in ("/XRef", "/ObjStm", "/Metadata"):
            return
        for text in _literals(_data(stream)):
            self.places.add(place, text, copy=_LEFTOVER)

    def _attached(self, specification, place):
        specification = _resolved(specification)
        files = _resolved(specification.get("/EF")) if isinstance(specification, DictionaryObject) else None
        if not files:
            return
        name = str(specification.get("/UF") or specification.get("/F") or "")
        self.places.add(f"附件「{name}」说明", "\n".join(_strings(specification, skip=("/EF",))))
        for reference in {getattr(files.raw_get(key), "idnum", key): key for key in files}.values():
            stream = _resolved(files.get(reference))
            if isinstance(stream, StreamObject):
                self.places.include(f"附件「{name}」", self._file(_data(stream), name))

    def _file(self, content, name):
        if is_document(content, name) or is_ole(content):
            return places_of(content, name, self.depth + 1, in_full=self.places.in_full)
        places = Places()
        add_binary(content, places)
        return places

    def _older_revisions(self):
        """What an incremental update replaced is still in the file."""
        ends = [match.end() for match in re.finditer(rb"%%EOF", self.content)][:-1]
        if self.is_older:
            return
        for number, end in enumerate(ends[-MAX_REVISIONS:], start=1):
            self._in_time()
            older = Places(in_full=self.places.in_full)
            try:
                _Document(self.content[:end], older, self.depth, is_older=True).read()
            except (Unreadable, PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError):
                continue  # the first part of a file written for the web is no document by itself
            self.places.include(
                f"文件里保留的第{number}个旧版本", older.as_copies(MAX_REVISIONS + 1 - number)
            )


def _draws(page):
    """Whether a page without text shows a picture or letters drawn as lines; a blank page needs nobody."""
    contents = page.get_contents()
    data = _data(contents) if contents is not None else b""
    return bool(_PICTURE.search(data)) or len(_PAINTED.findall(data)) > _FRAME


def _resolved(value):
    return value.get_object() if isinstance(value, IndirectObject) else value


def _data(stream):
    try:
        return stream.get_data()
    except (PyPdfError, ValueError, TypeError, NotImplementedError):
        return b""


def _script(value):
    return _data(value).decode("utf-8", "replace") if isinstance(value, StreamObject) else str(value or "")


def _strings(value, skip=(), depth=0):
    """The texts directly in an object, not those of objects it refers to."""
    if isinstance(value, TextStringObject):
        yield str(value)
    elif isinstance(value, bytes):
        yield value.decode("gb18030", "replace")
    elif isinstance(value, DictionaryObject) and depth < 20:
        for key in value:
            if key not in skip:
                yield from _strings(value.raw_get(key), skip, depth + 1)
    elif isinstance(value, ArrayObject) and depth < 20:
        for each in list.__iter__(value):
            yield from _strings(each, skip, depth + 1)


def _literals(content):
    """The strings of a content stream in their order, those of one TJ together."""
    for match in _SHOWN.finditer(content):
        shown = match[1] if match[1] is not None else match[2]
        yield "".join(_decoded(*literal.groups()) for literal in _LITERAL.finditer(shown))


def _decoded(literal, digits):
    if digits is not None:
        digits = re.sub(rb"\s", b"", digits)
        data = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
    else:
        data = _OCTAL.sub(lambda m: bytes([int(m[1], 8) & 255]) if m[1] else m[2], literal)
    if data.startswith(b"\xfe\xff"):
        return data[2:].decode("utf-16-be", "replace")
    return data.decode("gb18030", "replace")


def over_line_ends(text):
    """Numbers that a line end cuts: in prose all kinds, between bare cells only those with a check digit."""
    for match in _CUT.finditer(text):
        first, last = match[1].rstrip(" "), match[2].strip()
        joined = first + last
        if find(first) or find(last):
            continue
        bare = text[: match.start()].rpartition("\n")[2].strip() == ""
        for number in find(joined):
            checked = number.kind == IDENTITY_CARD and len(number.digits) == 18
            checked = checked or (number.kind == BANK_CARD and number.digits.startswith("62"))
            if number.start < len(first) < number.end and (checked or not bare):
                yield joined
