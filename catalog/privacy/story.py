"""One XML part of a document, walked in its order: paragraphs, table cells, text boxes, and all that is not shown.

The names of WordprocessingML and DrawingML are told apart by nothing here: p, r, t, tbl, tr and tc mean the same in both.
"""

import re
from contextlib import contextmanager
from urllib.parse import unquote

from catalog.privacy.flows import BREAK, DELETED, HIDDEN, INSERTED, SMALL, TAIL, Flow, Piece, readings
from catalog.privacy.labels import element_words
from catalog.privacy.package import local

_MAY_HOLD = re.compile(r"[@＠]|(?:\d\D?){11}")
_IDENTIFIER = re.compile(r"\{?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}?")
_CHANGES = {"ins": INSERTED, "moveTo": INSERTED, "del": DELETED, "moveFrom": DELETED}
_SIGNS = {"tab": "\t", "ptab": "\t", "br": BREAK, "cr": BREAK, "noBreakHyphen": "-"}
_NOTES = {"comment": "批注", "cm": "批注", "footnote": "脚注", "endnote": "尾注", "docPart": "构建基块"}
_DRAWINGS = {"drawing", "pict", "object", "sp", "pic", "graphicFrame", "cxnSp", "shape"}
_OFF = {"0", "false", "off", "none"}


class Story:
    """`flows` after walking: the texts of the part, each piece with its place."""

    def __init__(self, package, name, label, root=None):
        self.package, self.name, self.label = package, name, label
        self.flows, self.used = [], set()
        self._relations = package.relations(name)
        self._main, self._codes = [], []
        self._counts = {}
        self._where, self._fixed, self._drawing = label, None, None
        part = package.part(name)
        self._walk(part.root if root is None else root, 0)
        self.flows += readings(self._main)
        for number, comment in enumerate(part.comments, start=1):
            self.flows.append(Flow([Piece(comment, f"{label} 注释{number}")]))
        self._unused_links()

    def _count(self, kind):
        self._counts[kind] = self._counts.get(kind, 0) + 1
        return self._counts[kind]

    @contextmanager
    def _at(self, where):
        before = self._where, self._fixed
        self._where = self._fixed = where
        yield
        self._where, self._fixed = before

    def _walk(self, element, marks):
        name = local(element.tag)
        self._attributes(element, name)
        walk = getattr(self, f"_walk_{name}", None)
        if walk:
            walk(element, marks)
        elif name in _NOTES:
            with self._at(self._place_of_note(name)):
                self._children(element, marks)
                self._main.append(Piece(BREAK, self._where))
        elif name in _SIGNS:
            self._main.append(Piece(_SIGNS[name], self._where, marks=marks))
        elif name in _DRAWINGS and self._drawing is None:
            self._drawing = f"{self.label} 图形{self._count('drawing')}"
            self._children(element, marks)
            self._drawing = None
        else:
            self._own_text(element, name)
            self._children(element, marks | _CHANGES.get(name, 0))

    def _children(self, element, marks):
        for child in element:
            self._walk(child, marks)
            if child.tail and not child.tail.isspace():
                self._aside(child.tail, self._place_of(local(element.tag)), child, TAIL)

    def _walk_p(self, element, marks):
        if len(element) == 0 and element.text:
            self._own_text(element, "p")
            return
        before = self._where
        if self._fixed is None:
            self._where = f"{self.label}第{self._count('p')}段"
        codes, self._codes = self._codes, []
        self._children(element, marks)
        self._main.append(Piece(BREAK, self._where, marks=_mark_of_paragraph(element)))
        if self._codes:
            self.flows.append(Flow(self._codes))
        self._codes = codes
        self._where = before

    def _walk_pPr(self, element, marks):
        for child in element:
            if local(child.tag) != "tabs":
                self._walk(child, marks)

    def _walk_r(self, element, marks):
        self._children(element, marks | _marks_of_run(element))

    def _walk_t(self, element, marks):
        self._main.append(Piece(element.text or "", self._where, element, marks=marks))
        self._children(element, marks)

    _walk_delText = _walk_t

    def _walk_rPh(self, element, marks):
        self._children(element, marks | SMALL)

    def _walk_instrText(self, element, marks):
        self._codes.append(Piece(element.text or "", self._where, element))

    _walk_delInstrText = _walk_instrText

    def _walk_sym(self, element, marks):
        code = next((value for name, value in element.items() if local(name) == "char"), "")
        if re.fullmatch(r"[0-9A-Fa-f]{1,5}", code):
            number = int(code, 16)
            sign = chr(number & 0xFF if 0xF000 <= number < 0xF100 else number)
            self._main.append(Piece(sign, self._where, marks=marks))

    def _walk_tbl(self, element, marks):
        before = self._counts.get("row"), self._counts.get("column"), self._counts.get("table now")
        self._counts |= {"row": 0, "table now": self._count("table")}
        self._children(element, marks)
        self._counts |= dict(zip(("row", "column", "table now"), before, strict=True))
        self._counts = {name: count for name, count in self._counts.items() if count is not None}

    def _walk_tr(self, element, marks):
        self._count("row")
        self._counts["column"] = 0
        self._children(element, marks)

    def _walk_tc(self, element, marks):
        column, counts = self._count("column"), self._counts
        cell = f"{self.label} 表格{counts.get('table now', 0)}第{counts.get('row', 0)}行第{column}列"
        with self._at(cell):
            self._children(element, marks)
            self._main.append(Piece(BREAK, cell))

    def _walk_txbxContent(self, element, marks):
        """A text box hangs on a paragraph and is not part of its text."""
        before, self._main = self._main, []
        label, counts = self.label, self._counts
        fixed, self._fixed = self._fixed, None
        self.label, self._counts = f"{label} 文本框{self._count('box')} ", {}
        self._children(element, 0)
        self.flows += readings(self._main)
        self._main, self.label, self._counts, self._fixed = before, label, counts, fixed

    def _walk_AlternateContent(self, element, marks):
        """The copies of one shape count alike, so that the same things in them get the same places."""
        start, ends = dict(self._counts), {}
        for number, child in enumerate(element):
            self._counts = dict(start)
            main, self._main = self._main, self._main if number == 0 else []
            self._walk(child, marks)
            if number:
                self.flows += readings(self._main)
            self._main = main
            ends = {name: max(count, ends.get(name, 0)) for name, count in self._counts.items()}
        self._counts = ends or start

    def _own_text(self, element, name):
        if element.text and not element.text.isspace():
            self._aside(element.text, self._place_of(name), element)

    def _place_of(self, name):
        if self._drawing or self._fixed or self._where != self.label:
            return self._drawing or self._where
        words = element_words(name)
        number = self._count(words)
        blank = "" if words.startswith("“") else " "
        return f"{self.label}{blank}{words}{number if number > 1 else ''}"

    def _place_of_note(self, name):
        """A document has its notes in one part, a presentation has one for each slide."""
        number = self._count(name)
        return f"{self.label}第{number}条" if self.name.startswith("ppt/") else f"{_NOTES[name]}{number}"

    def _walk_definedName(self, element, marks):
        with self._at(f"{self.label} 定义的名称“{element.get('name', '')}”"):
            self._own_text(element, "definedName")
            self._children(element, marks)

    def _walk_property(self, element, marks):
        with self._at(f"{self.label}“{element.get('name', '自定义')}”"):
            self._children(element, marks)

    def _attributes(self, element, name):
        where = None
        for attribute, value in element.items():
            if len(value) < 6 or attribute.startswith("xmlns"):
                self._link(value)
            elif _MAY_HOLD.search(value) and not _IDENTIFIER.fullmatch(value):
                where = where or self._place_of(name)
                self._aside(value, where, element, attribute)
            else:
                self._link(value)

    def _link(self, value):
        relation = self._relations.get(value)
        if relation is not None and value not in self.used:
            self.used.add(value)
            self._target(relation, self._drawing or self._where)

    def _target(self, relation, where):
        if relation.get("TargetMode") == "External":
            self._aside(relation.get("Target", ""), where, relation, "Target")

    def _unused_links(self):
        for number, (key, relation) in enumerate(self._relations.items(), start=1):
            if key not in self.used:
                self._target(relation, f"{self.label} 链接{number}")

    def _aside(self, text, where, owner, attribute=None):
        self.flows.append(Flow([Piece(text, where, owner, attribute)]))
        if "%" in text:
            self.flows.append(Flow([Piece(unquote(text), where, owner, attribute)]))


def _mark_of_paragraph(paragraph):
    """Whether the end of a paragraph is itself inserted or deleted: then it is one with the next before or after that."""
    for properties in paragraph:
        if local(properties.tag) == "pPr":
            for run in properties:
                if local(run.tag) == "rPr":
                    return sum({_CHANGES.get(local(change.tag), 0) for change in run})
    return 0


def _marks_of_run(run):
    for properties in run:
        if local(properties.tag) == "rPr":
            if properties.get("baseline", "0") != "0":
                return SMALL
            for each in properties:
                value = next((value for name, value in each.items() if local(name) == "val"), "")
                if local(each.tag) in ("vanish", "specVanish", "webHidden") and value not in _OFF:
                    return SMALL | HIDDEN
                if local(each.tag) == "vertAlign" and value in ("superscript", "subscript"):
                    return SMALL
    return 0
