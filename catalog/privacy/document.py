"""DOCX: body, tables, headers, notes, comments, text boxes; with tracked changes before them and after them."""

from dataclasses import dataclass, field

from catalog.privacy.office import Office
from catalog.privacy.packages import Package
from catalog.privacy.places import Place, Slots
from catalog.privacy.xml_tree import attribute, descendants, first, local

_GONE_AFTER, _GONE_BEFORE = ("del", "moveFrom"), ("ins", "moveTo")
_VISIBLE = {"t": True, "delText": True}
_CODES = ("instrText", "delInstrText")
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-", "ptab": "\t"}
_LINKS = ("hyperlink", "hlinkClick", "hlinkHover")
# Attributes that hold words of people: alternative texts, form fields, fields in short form, link tips, lists.
_WORDS = {
    "docPr": ("name", "descr", "title"),
    "cNvPr": ("name", "descr", "title"),
    "shape": ("alt", "title", "href"),
    "rect": ("alt", "title", "href"),
    "textpath": ("string",),
    "fldSimple": ("instr",),
    "hyperlink": ("tooltip", "anchor", "docLocation"),
    "listItem": ("displayText", "value"),
    "alias": ("val",),
    "tag": ("val",),
    "tblCaption": ("val",),
    "tblDescription": ("val",),
    "listEntry": ("val",),
    "default": ("val",),
    "helpText": ("val",),
    "statusText": ("val",),
    "bookmarkStart": ("name",),
}
_PARTS = {
    "header": "页眉",
    "footer": "页脚",
    "footnotes": "脚注",
    "endnotes": "尾注",
    "comments": "批注",
}


@dataclass
class _Reading:
    """One place as its readers see it: with the changes undone, with them made, and the codes of its fields."""

    before: Slots = field(default_factory=Slots)
    after: Slots = field(default_factory=Slots)
    codes: Slots = field(default_factory=Slots)
    others: list = field(default_factory=list)

    def places(self, where, key):
        for slots in (self.before, self.after, self.codes, *self.others):
            if slots.pieces:
                yield Place(where, slots.text, slots.put, key)

    def line(self):
        for slots in (self.before, self.after):
            slots.add("\n")


def document(content: bytes, budget):
    office = Office(Package(content, budget))
    yield from office.package.notes()
    main = office.main_part()
    yield from _Part(office, main, "正文").places()
    for kind, words in _PARTS.items():
        for number, part in enumerate(office.related(main, kind), start=1):
            yield from _Part(office, part, words if number == 1 else f"{words}{number}").places()
    yield from office.properties()
    yield from office.leftovers()
    return office.saved()


class _Part:
    """A part with paragraphs; those of a note or comment are one place, as those of a table cell."""

    def __init__(self, office, part, words):
        self.office, self.part, self.words = office, part, words
        self.tree = office.tree(part)
        self.paragraphs = self.tables = self.boxes = self.choices = 0

    def places(self):
        if local(self.tree.root) in ("comments", "footnotes", "endnotes"):
            for number, note in enumerate(self.tree.root, start=1):
                reading = _Reading()
                where = f"{self.words}{int(attribute(note, 'id', number)) + (local(note) == 'comment')}"
                yield from self._read_blocks(note, reading, where)
                yield from reading.places(where, (self.part, number))
        else:
            yield from self._blocks(self.tree.root)
        yield from self.tree.places(self.words)

    def _blocks(self, element):
        """Paragraphs and tables wherever they hang: in the body, in content controls, in custom XML."""
        previous = None
        for child in element:
            name = local(child)
            if name == "p":
                self.paragraphs += 1
                where = f"{self.words}第{self.paragraphs}段"
                reading = yield from self._paragraph(child, where)
                yield from reading.places(where, (self.part, "paragraph", self.paragraphs))
                if previous:
                    yield from self._joined(*previous, reading)
                previous = self._goes_on(child) and (self._goes_on(child), where, reading)
            elif name == "tbl":
                yield from self._table(child)
            elif len(child):
                yield from self._blocks(child)

    def _goes_on(self, paragraph):
        """Whose end mark was deleted or inserted: then one reading goes on in the next paragraph."""
        properties = first(paragraph, "pPr")
        marks = first(properties, "rPr") if properties is not None else None
        names = [local(mark) for mark in marks] if marks is not None else []
        if any(name in _GONE_AFTER for name in names):
            return "after"
        return "before" if any(name in _GONE_BEFORE for name in names) else None

    def _joined(self, side, where, reading, following):
        joined = Slots(getattr(reading, side).pieces + getattr(following, side).pieces)
        yield Place(f"{where}和下一段", joined.text, joined.put, rank=1)

    def _table(self, table):
        self.tables += 1
        title = f"表格{self.tables}" if self.words == "正文" else f"{self.words}表格{self.tables}"
        for row_number, row in enumerate(_through(table, "tr"), start=1):
            for column, cell in enumerate(_through(row, "tc"), start=1):
                where = f"{title}第{row_number}行第{column}列"
                reading = _Reading()
                yield from self._read_blocks(cell, reading, where)
                yield from reading.places(where, (self.part, title, row_number, column))

    def _read_blocks(self, element, reading, where):
        """All paragraphs of a cell or note as the lines of one place; a table inside has places of its own."""
        for child in element:
            if local(child) == "p":
                yield from self._read(child, reading, where, frozenset())
                reading.line()
            elif local(child) == "tbl":
                yield from self._table(child)
            elif len(child):
                yield from self._read_blocks(child, reading, where)

    def _paragraph(self, paragraph, where):
        reading = _Reading()
        yield from self._read(paragraph, reading, where, frozenset())
        return reading

    def _read(self, element, reading, where, changes):
        for child in element:
            name = local(child)
            if name in _GONE_AFTER + _GONE_BEFORE and len(child):
                yield from self._read(child, reading, where, changes | {name})
            elif name == "AlternateContent":
                yield from self._alternate(child, reading, where, changes)
            elif name == "txbxContent":
                yield from self._box(child, self.boxes)
            elif name == "tbl":
                yield from self._table(child)
            else:
                self._leaf(child, name, reading, changes)
                yield from self._read(child, reading, where, changes)

    def _leaf(self, child, name, reading, changes):
        if name in _VISIBLE:
            self._add(child, reading, changes | ({"del"} if name == "delText" else set()))
        elif name in _CODES:
            self.tree.text_slot(child, reading.codes)
        elif name in _BREAKS and child.get("w:pos") is None:
            reading.before.add(_BREAKS[name])
            reading.after.add(_BREAKS[name])
            reading.codes.add("\n")
        elif name == "sym":
            sign = _symbol(attribute(child, "char", ""))
            reading.before.add(sign)
            reading.after.add(sign)
        if name in _LINKS:
            slots = self.office.link_text(self.part, attribute(child, "id"))
            if slots:
                reading.others.append(slots)
        if name in _WORDS:
            for key, _ in child.items():
                if key[key.rfind(":") + 1 :] in _WORDS[name]:
                    reading.others.append(self.tree.attribute_slot(child, key))

    def _add(self, element, reading, changes):
        if not changes.intersection(_GONE_BEFORE):
            self.tree.text_slot(element, reading.before)
        if not changes.intersection(_GONE_AFTER):
            self.tree.text_slot(element, reading.after)

    def _alternate(self, element, reading, where, changes):
        """A shape and its fallback: the boxes of each branch are counted from the same number on."""
        start, end = self.boxes, self.boxes
        for branch in element:
            self.boxes = start
            yield from self._read(branch, reading, where, changes)
            end = max(end, self.boxes)
        self.boxes = end

    def _box(self, content, _):
        self.boxes += 1
        box = f"{self.words}文本框{self.boxes}"
        for number, paragraph in enumerate(_through(content, "p"), start=1):
            where = f"{box}第{number}段"
            reading = yield from self._paragraph(paragraph, where)
            yield from reading.places(where, (self.part, "box", self.boxes, number))


def _through(element, name):
    """Children of a name, those in content controls and changes too."""
    for child in element:
        if local(child) == name:
            yield child
        elif local(child) not in ("p", "tbl", "tr", "tc"):
            yield from _through(child, name)
        elif local(child) == "tbl" and name == "p":
            yield from descendants(child, "p")


def _symbol(code):
    """Symbol fonts keep their signs at F000 and above."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return chr(number - 0xF000) if 0xF020 <= number <= 0xF0FF else chr(number) if number < 0xD800 else ""
