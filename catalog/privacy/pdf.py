"""PDF: pages as they are drawn, notes, form fields, properties, bookmarks, attachments, scripts, older revisions."""

import io
import re
from itertools import pairwise
from urllib.parse import unquote

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    ContentStream,
    DictionaryObject,
    IndirectObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

from catalog.privacy.numbers import might_hold
from catalog.privacy.places import Embedded, Place, Unreadable

_DAMAGE = (
    PyPdfError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    OSError,
    RecursionError,
    ArithmeticError,
)
_DAMAGE += (LookupError, AssertionError, NotImplementedError, UnicodeError)
_PROPERTIES = {
    "/Title": "标题",
    "/Author": "作者",
    "/Subject": "主题",
    "/Keywords": "关键词",
    "/Creator": "创建程序",
    "/Producer": "制作程序",
}
_XMP = {
    "title": "/Title",
    "creator": "/Author",
    "description": "/Subject",
    "Keywords": "/Keywords",
    "subject": "/Keywords",
}
_XMP |= {"CreatorTool": "/Creator", "Producer": "/Producer"}
_XMP_ELEMENT = re.compile(r"<(?:\w+:)?(\w+)\b([^>]*)>([^<]*(?:<rdf:\w+[^>]*>[^<]*</?rdf:\w+[^>]*>\s*)*[^<]*)")
_TAG = re.compile(r"<[^>]*>")
_END = re.compile(rb"%%EOF")
_OBJECT = re.compile(rb"(?<!\d)(\d{1,10})\s+(\d{1,5})\s+obj\b")
MAX_DEPTH = 60
MAX_PAGES = 5_000


def pdf(content: bytes, budget, *, on):
    reader = _opened(content)
    yield from _Pdf(reader).places(budget)
    yield from _older_revisions(content, reader, budget)


def _opened(content):
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("PDF设有密码")
        if len(reader.pages) > MAX_PAGES:
            raise Unreadable("PDF页数太多")
    except Unreadable:
        raise
    except Exception as error:  # pypdf raises whatever a broken file leads it to
        raise Unreadable("PDF已经损坏或设有密码") from error
    return reader


class _Pdf:
    def __init__(self, reader, words=""):
        self.reader, self.words = reader, words
        self.seen, self.has_text = set(), False

    def places(self, budget):
        for number, page in enumerate(self.reader.pages, start=1):
            yield from self._page(page, number)
        yield from self._properties()
        yield from self._bookmarks()
        yield from self._everything_else(budget)
        if not self.has_text:
            yield Unreadable("PDF没有文字层，可能是扫描件，请人工查看")

    def _page(self, page, number):
        where = f"{self.words}第{number}页"
        text = self._text_of(page)
        self._mark_contents(page)
        if text.strip():
            self.has_text = True
        if text.count("\ufffd") * 3 > len(text) > 20:
            yield Unreadable(f"{where}的文字无法辨认")
        yield Place(where, text)
        yield Place(where, _laid_out(page))
        yield from (Place(where, joined) for joined in joined_lines(text))
        yield from (Place(where, text) for text in _replacement_texts(page))
        for place, annotation in enumerate(_resolved(page.get("/Annots")) or [], start=1):
            yield from self._annotation(annotation, where, place)

    def _text_of(self, page):
        try:
            return page.extract_text() or ""
        except _DAMAGE as error:
            raise Unreadable("PDF的页面已经损坏") from error

    def _mark_contents(self, page):
        contents = page.raw_get("/Contents") if "/Contents" in page else None
        self._mark(contents)
        parts = _resolved(contents)
        for part in list.__iter__(parts) if isinstance(parts, ArrayObject) else ():
            self._mark(part)

    def _annotation(self, reference, where, number):
        annotation = _resolved(reference)
        if not isinstance(annotation, DictionaryObject):
            return
        kind = annotation.get("/Subtype")
        if kind == "/Link":
            for text in _strings(annotation, self.seen, skip=("/P", "/Parent", "/Dest")):
                yield Place(where, text)
                yield Place(where, unquote(text))
            self._mark(reference)
            return
        if kind == "/Popup":
            key = _key(annotation.raw_get("/Parent")) if "/Parent" in annotation else _key(reference)
            words = f"{where} 批注"
        elif kind == "/Widget":
            top, name = _field(reference, annotation)
            key, words = ("field", top), f"{where} 表单项“{name}”"
        else:
            key, words = _key(reference), f"{where} 批注{number}"
        key = key or ("annotation", where.removeprefix(self.words), number)
        for text in _strings(annotation, self.seen, skip=("/P", "/Parent", "/AP", "/Popup", "/IRT", "/FS")):
            yield Place(words, text, key=key)
            if "<" in text:
                yield Place(words, _TAG.sub("", text), key=key)
        if kind == "/Widget":
            for text in _parents(annotation):
                yield Place(words, text, key=key)
        for text in self._appearance(annotation):
            yield Place(words, text, key=key)
        self._mark(reference)

    def _mark(self, reference):
        if isinstance(reference, IndirectObject):
            self.seen.add(reference.idnum)

    def _appearance(self, annotation):
        """What is drawn for it, in each of its states."""
        looks = _resolved(annotation.get("/AP"))
        for look in looks.values() if isinstance(looks, DictionaryObject) else ():
            look = _resolved(look)
            states = [look] if isinstance(look, StreamObject) else list((look or {}).values())
            for state in map(_resolved, states):
                if isinstance(state, StreamObject):
                    yield self._drawn(state)

    def _drawn(self, form):
        """The text of a form that stands on no page by itself."""
        try:
            page = PageObject.create_blank_page(width=600, height=800)
            page.pdf = self.reader
            page[NameObject("/Resources")] = form.get("/Resources", DictionaryObject())
            text = page.extract_xform_text(form, (0, 90, 180, 270), 200.0)
        except _DAMAGE:
            return ""
        return text

    def _properties(self):
        info = self.reader.trailer.get("/Info")
        self._mark(self.reader.trailer.raw_get("/Info") if "/Info" in self.reader.trailer else None)
        for name, value in (_resolved(info) or {}).items():
            title = _PROPERTIES.get(name, name.lstrip("/"))
            for text in _strings(value, self.seen):
                yield Place(f"{self.words}文档属性“{title}”", text)
        metadata = _resolved(self.reader.root_object.get("/Metadata"))
        if isinstance(metadata, StreamObject):
            self._mark(self.reader.root_object.raw_get("/Metadata"))
            yield from self._xmp(_data(metadata).decode("utf-8", "replace"))

    def _xmp(self, text):
        for match in _XMP_ELEMENT.finditer(text):
            name = _XMP.get(match[1], match[1])
            yield Place(
                f"{self.words}文档属性“{_PROPERTIES.get(name, name.lstrip('/'))}”",
                html_text(_TAG.sub(" ", match[3])),
            )
        yield Place(f"{self.words}文档属性（XMP）", html_text(_TAG.sub("\n", text)), rank=1)
        yield Place(f"{self.words}文档属性（XMP）", html_text(text), rank=2)

    def _bookmarks(self):
        entry, number, known = _resolved(self.reader.root_object.get("/Outlines")), 0, set()
        waiting = (
            [entry.raw_get("/First")] if isinstance(entry, DictionaryObject) and "/First" in entry else []
        )
        while waiting:
            reference = waiting.pop()
            if _key(reference) in known:
                continue
            known.add(_key(reference))
            item = _resolved(reference)
            if not isinstance(item, DictionaryObject):
                continue
            number += 1
            for text in _strings(
                item, self.seen, skip=("/Parent", "/First", "/Last", "/Next", "/Prev", "/Dest", "/A", "/SE")
            ):
                yield Place(f"{self.words}书签{number}", text)
            self._mark(reference)
            waiting += [item.raw_get(name) for name in ("/Next", "/First") if name in item]

    def _everything_else(self, budget):
        """Attachments, scripts, form data, and whatever text an object holds that nothing above has read."""
        for number in _numbers_of_objects(self.reader):
            if number in self.seen:
                continue
            try:
                found = self.reader.get_object(number)
            except _DAMAGE:
                continue
            yield from self._object(found, number, budget)

    def _object(self, found, number, budget):
        where, key = f"{self.words}其他内容（对象{number}）", ("object", number)
        if isinstance(found, StreamObject):
            if _is_picture_or_font(found):
                return
            data = _data(found)
            budget.spend(len(data))
            if found.get("/Type") == "/EmbeddedFile":
                yield Embedded(f"{self.words}附件", self._name_of(number), data)
            else:
                yield from (Place(where, text, None, key, 3) for text in self._texts_of(found, data))
        is_script = isinstance(found, DictionaryObject) and ("/JS" in found or "/URI" in found)
        words, rank = (f"{self.words}脚本或链接（对象{number}）", 1) if is_script else (where, 3)
        yield from (Place(words, text, None, key, rank) for text in _strings(found, set(), shallow=True))

    def _texts_of(self, stream, data):
        if b"Tj" in data or b"TJ" in data:
            yield self._unplaced(stream)
            return
        text = data.decode("utf-16-be" if data[:2] == b"\xfe\xff" else "utf-8", "replace")
        yield text
        yield _TAG.sub("\n", text)

    def _name_of(self, number):
        for other in _numbers_of_objects(self.reader):
            try:
                found = self.reader.get_object(other)
            except _DAMAGE:
                continue
            files = _resolved(found.get("/EF")) if isinstance(found, DictionaryObject) else None
            names = files if isinstance(files, DictionaryObject) else ()
            if any(_key(files.raw_get(name)) == number for name in names):
                return str(found.get("/UF") or found.get("/F") or "")
        return ""

    def _unplaced(self, stream):
        """A drawing that no page shows; it is read with the fonts of the first page where it names none."""
        if "/Resources" not in stream and len(self.reader.pages):
            stream[NameObject("/Resources")] = self.reader.pages[0].get("/Resources", DictionaryObject())
        return self._drawn(stream)


def _older_revisions(content, reader, budget):
    """Each save may append only what changed: earlier states end at earlier marks."""
    ends = [match.end() for match in _END.finditer(content)][:-1]
    for number, end in enumerate(ends[-20:], start=1):
        budget.spend(end)
        try:
            older = _Pdf(PdfReader(io.BytesIO(content[:end])), f"旧版本{number} ")
            if older.reader.is_encrypted and not older.reader.decrypt(""):
                continue
            for place in older.places(budget):
                if isinstance(place, Place):
                    place.rank = max(place.rank, 2)
                    place.key = place.key or place.where.removeprefix(older.words)
                    yield place
        except (Unreadable, *_DAMAGE):
            continue  # the first part of a file made for quick view in browsers is no file by itself


def joined_lines(text):
    """Numbers that go on in the next line: out of a running text, or a cell too narrow for it."""
    lines = [line.strip() for line in text.split("\n")]
    for first, second in pairwise(lines):
        tail, head = re.search(r"[\dXx -]*$", first)[0].strip(), re.match(r"[\d -]*[Xx]?", second)[0].strip()
        if not (tail and head and tail[-1:].isdigit() and head[:1].isalnum()):
            continue
        joined = re.sub("[ -]", "", tail + head)
        is_running = len(tail) < len(first) and (len(head) < len(second))
        if (is_running and len(joined) in (11, 16, 17, 18, 19)) or (
            len(joined) == 18 and len(tail) >= 4 <= len(head)
        ):
            yield joined


def _laid_out(page):
    """By the places on the paper: a number may be drawn in pieces that the order of drawing keeps apart."""
    try:
        # Words may run into each other there; an address has no beginning then.
        return (page.extract_text(extraction_mode="layout") or "").replace("@", " ")
    except _DAMAGE:
        return ""


def html_text(text):
    return (
        text.replace("&amp;", "&")
        .replace("&#xA;", "\n")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", '"')
    )


def _replacement_texts(page):
    """/ActualText: what a reader copies instead of the signs drawn."""
    contents = page.get_contents()
    if contents is None or b"ActualText" not in contents.get_data():
        return
    for operands, operator in ContentStream(contents, page.pdf).operations:
        if operator == b"BDC" and isinstance(operands[-1], DictionaryObject):
            yield from _strings(operands[-1], set())


def _field(reference, annotation):
    """The topmost field a widget belongs to, and its name."""
    top, names = reference, []
    for _ in range(MAX_DEPTH):
        if "/T" in annotation:
            names.insert(0, str(annotation["/T"]))
        if "/Parent" not in annotation:
            break
        top = annotation.raw_get("/Parent")
        annotation = _resolved(top)
    return _key(top), ".".join(names)


def _parents(annotation):
    for _ in range(MAX_DEPTH):
        if "/Parent" not in annotation:
            return
        annotation = _resolved(annotation["/Parent"])
        yield from _strings(annotation, set(), skip=("/Kids", "/Parent"), shallow=True)


def _strings(value, seen, *, skip=(), shallow=False, depth=0):
    """All texts in an object; references are followed once, or not at all."""
    if isinstance(value, IndirectObject):
        if shallow or value.idnum in seen:
            return
        seen.add(value.idnum)
        value = _resolved(value)
    if depth > MAX_DEPTH:
        return
    if isinstance(value, TextStringObject):
        yield str(value)
    elif isinstance(value, ByteStringObject):
        yield bytes(value).decode("gb18030", "replace")
    elif isinstance(value, DictionaryObject):
        for name in value:
            if name not in skip and name not in ("/Font", "/ID", "/Type", "/Subtype"):
                yield from _strings(value.raw_get(name), seen, skip=skip, shallow=shallow, depth=depth + 1)
        if isinstance(value, StreamObject) and not shallow and depth and "/Type" not in value:
            yield _data(value)[: 1 << 22].decode("utf-8", "replace")
    elif isinstance(value, ArrayObject):
        for each in list.__iter__(value):
            yield from _strings(each, seen, skip=skip, shallow=shallow, depth=depth + 1)
    elif isinstance(value, NameObject) and might_hold(value):
        yield str(value)


def _is_picture_or_font(stream):
    if stream.get("/Subtype") == "/Form":
        return False
    is_structure = stream.get("/Type") in ("/XRef", "/ObjStm", "/XObject")
    return is_structure or stream.get("/Subtype") == "/Image" or "/Length1" in stream


def _numbers_of_objects(reader):
    numbers = set(reader.xref_objStm)
    for objects in reader.xref.values():
        numbers.update(objects)
    return sorted(numbers)


def _resolved(value):
    try:
        return value.get_object() if isinstance(value, IndirectObject) else value
    except _DAMAGE:
        return None


def _key(reference):
    return reference.idnum if isinstance(reference, IndirectObject) else None


def _data(stream):
    try:
        return stream.get_data()
    except _DAMAGE:
        return b""
