"""PDF: pages as they are drawn, notes, form fields, properties, bookmarks, attachments, scripts, older revisions."""

import io
import re
from urllib.parse import unquote

from pypdf import PageObject, PdfReader
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    StreamObject,
)

from catalog.privacy.pdf_objects import (
    DAMAGE,
    data_of,
    field_of,
    html_text,
    is_picture_or_font,
    joined_lines,
    laid_out,
    number_of,
    numbers_of_objects,
    parents,
    replacement_texts,
    resolved,
    strings,
)
from catalog.privacy.places import Embedded, Place, Unreadable

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
_IN_PIECES = re.compile(r"\d[ \t]*\n[ \t]*[\dXx]")
MAX_PAGES = 5_000


def pdf(content: bytes, budget, *, on):
    reader = _opened(content)
    now = _Pdf(reader)
    yield from now.places(budget)
    yield from _older_revisions(content, now.drawn, budget)


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
    def __init__(self, reader, words="", drawn=None):
        self.reader, self.words, self.drawn = reader, words, set() if drawn is None else drawn
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
        self._mark_contents(page)
        text = "" if self._was_drawn(page) else self._text_of(page)
        if text.strip():
            self.has_text = True
        if text.count("\ufffd") * 3 > len(text) > 20:
            yield Unreadable(f"{where}的文字无法辨认")
        yield Place(where, text)
        if _IN_PIECES.search(text):
            yield Place(where, laid_out(page))
        yield from (Place(where, joined) for joined in joined_lines(text))
        yield from (Place(where, text) for text in replacement_texts(page))
        for place, annotation in enumerate(resolved(page.get("/Annots")) or [], start=1):
            yield from self._annotation(annotation, where, place)

    def _text_of(self, page):
        try:
            return page.extract_text() or ""
        except DAMAGE as error:
            raise Unreadable("PDF的页面已经损坏") from error

    def _was_drawn(self, page):
        """In an older revision most pages are as they are now; those are not read again."""
        contents = page.get_contents()
        digest = hash(contents.get_data()) if contents is not None else None
        is_known = bool(self.words) and digest in self.drawn
        self.drawn.add(digest)
        return is_known

    def _mark_contents(self, page):
        contents = page.raw_get("/Contents") if "/Contents" in page else None
        self._mark(contents)
        parts = resolved(contents)
        for part in list.__iter__(parts) if isinstance(parts, ArrayObject) else ():
            self._mark(part)

    def _annotation(self, reference, where, number):
        annotation = resolved(reference)
        if not isinstance(annotation, DictionaryObject):
            return
        kind = annotation.get("/Subtype")
        if kind == "/Link":
            for text in strings(annotation, self.seen, skip=("/P", "/Parent", "/Dest")):
                yield Place(where, text)
                yield Place(where, unquote(text))
            self._mark(reference)
            return
        if kind == "/Popup":
            key = (
                number_of(annotation.raw_get("/Parent")) if "/Parent" in annotation else number_of(reference)
            )
            words = f"{where} 批注"
        elif kind == "/Widget":
            top, name = field_of(reference, annotation)
            key, words = ("field", top), f"{where} 表单项“{name}”"
        else:
            key, words = number_of(reference), f"{where} 批注{number}"
        key = key or ("annotation", where.removeprefix(self.words), number)
        for text in strings(annotation, self.seen, skip=("/P", "/Parent", "/AP", "/Popup", "/IRT", "/FS")):
            yield Place(words, text, key=key)
            if "<" in text:
                yield Place(words, _TAG.sub("", text), key=key)
        if kind == "/Widget":
            for text in parents(annotation):
                yield Place(words, text, key=key)
        for text in self._appearance(annotation):
            yield Place(words, text, key=key)
        self._mark(reference)

    def _mark(self, reference):
        if isinstance(reference, IndirectObject):
            self.seen.add(reference.idnum)

    def _appearance(self, annotation):
        """What is drawn for it, in each of its states."""
        looks = resolved(annotation.get("/AP"))
        for look in looks.values() if isinstance(looks, DictionaryObject) else ():
            look = resolved(look)
            states = [look] if isinstance(look, StreamObject) else list((look or {}).values())
            for state in map(resolved, states):
                if isinstance(state, StreamObject):
                    yield self._drawn(state)

    def _drawn(self, form):
        """The text of a form that stands on no page by itself."""
        try:
            page = PageObject.create_blank_page(width=600, height=800)
            page.pdf = self.reader
            page[NameObject("/Resources")] = form.get("/Resources", DictionaryObject())
            text = page.extract_xform_text(form, (0, 90, 180, 270), 200.0)
        except DAMAGE:
            return ""
        return text

    def _properties(self):
        info = self.reader.trailer.get("/Info")
        self._mark(self.reader.trailer.raw_get("/Info") if "/Info" in self.reader.trailer else None)
        for name, value in (resolved(info) or {}).items():
            title = _PROPERTIES.get(name, name.lstrip("/"))
            for text in strings(value, self.seen):
                yield Place(f"{self.words}文档属性“{title}”", text)
        metadata = resolved(self.reader.root_object.get("/Metadata"))
        if isinstance(metadata, StreamObject):
            self._mark(self.reader.root_object.raw_get("/Metadata"))
            yield from self._xmp(data_of(metadata).decode("utf-8", "replace"))

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
        entry, number, known = resolved(self.reader.root_object.get("/Outlines")), 0, set()
        waiting = (
            [entry.raw_get("/First")] if isinstance(entry, DictionaryObject) and "/First" in entry else []
        )
        while waiting:
            reference = waiting.pop()
            if number_of(reference) in known:
                continue
            known.add(number_of(reference))
            item = resolved(reference)
            if not isinstance(item, DictionaryObject):
                continue
            number += 1
            for text in strings(
                item, self.seen, skip=("/Parent", "/First", "/Last", "/Next", "/Prev", "/Dest", "/A", "/SE")
            ):
                yield Place(f"{self.words}书签{number}", text)
            self._mark(reference)
            waiting += [item.raw_get(name) for name in ("/Next", "/First") if name in item]

    def _everything_else(self, budget):
        """Attachments, scripts, form data, and whatever text an object holds that nothing above has read."""
        for number in numbers_of_objects(self.reader):
            if number in self.seen:
                continue
            try:
                found = self.reader.get_object(number)
            except DAMAGE:
                continue
            yield from self._object(found, number, budget)

    def _object(self, found, number, budget):
        where, key = f"{self.words}其他内容（对象{number}）", ("object", number)
        if isinstance(found, StreamObject):
            if is_picture_or_font(found):
                return
            data = data_of(found)
            budget.spend(len(data))
            if found.get("/Type") == "/EmbeddedFile":
                yield Embedded(f"{self.words}附件", self._name_of(number), data)
            else:
                yield from (Place(where, text, None, key, 3) for text in self._texts_of(found, data))
        is_script = isinstance(found, DictionaryObject) and ("/JS" in found or "/URI" in found)
        words, rank = (f"{self.words}脚本或链接（对象{number}）", 1) if is_script else (where, 3)
        yield from (Place(words, text, None, key, rank) for text in strings(found, set(), shallow=True))

    def _texts_of(self, stream, data):
        if b"Tj" in data or b"TJ" in data:
            yield self._unplaced(stream)
            return
        text = data.decode("utf-16-be" if data[:2] == b"\xfe\xff" else "utf-8", "replace")
        yield text
        yield _TAG.sub("\n", text)

    def _name_of(self, number):
        for other in numbers_of_objects(self.reader):
            try:
                found = self.reader.get_object(other)
            except DAMAGE:
                continue
            files = resolved(found.get("/EF")) if isinstance(found, DictionaryObject) else None
            names = files if isinstance(files, DictionaryObject) else ()
            if any(number_of(files.raw_get(name)) == number for name in names):
                return str(found.get("/UF") or found.get("/F") or "")
        return ""

    def _unplaced(self, stream):
        """A drawing that no page shows; it is read with the fonts of the first page where it names none."""
        if "/Resources" not in stream and len(self.reader.pages):
            stream[NameObject("/Resources")] = self.reader.pages[0].get("/Resources", DictionaryObject())
        return self._drawn(stream)


def _older_revisions(content, drawn, budget):
    """Each save may append only what changed: earlier states end at earlier marks."""
    ends = [match.end() for match in _END.finditer(content)][:-1]
    for number, end in enumerate(ends[-20:], start=1):
        budget.spend(end)
        try:
            older = _Pdf(PdfReader(io.BytesIO(content[:end])), f"旧版本{number} ", drawn)
            if older.reader.is_encrypted and not older.reader.decrypt(""):
                continue
            for place in older.places(budget):
                if isinstance(place, Place):
                    place.rank = max(place.rank, 2)
                    place.key = place.key or place.where.removeprefix(older.words)
                    yield place
        except (Unreadable, *DAMAGE):
            continue  # the first part of a file made for quick view in browsers is no file by itself
