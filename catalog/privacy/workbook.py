"""An .xlsx: cells of shown and hidden sheets, comments, caches, and every other part."""

import re

from catalog.privacy.flows import Flow, Piece
from catalog.privacy.numbers import is_cut
from catalog.privacy.package import local
from catalog.privacy.report import Unreadable
from catalog.privacy.sheets import (
    amount_styles,
    clean,
    column_number,
    digits_of,
    is_amount,
    is_built_in_amount,
    shared_strings,
    split_sheet,
)
from catalog.privacy.story import Story

_STATES = {
    "hidden": "（隐藏工作表）",
    "veryHidden": "（深度隐藏工作表）",
    "unlisted": "（不在工作簿目录中的工作表）",
}
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_HEADER_CODES = re.compile(r'&(?:"[^"]*"|[0-9]{1,3}|K[0-9A-Fa-f]{6}|[A-Za-z])')


class Sheet:
    """Where the cells of one sheet stand, in words."""

    def __init__(self, name, state):
        self.label = f"工作表「{name}」"
        self.suffix = _STATES.get(state, "")
        self.hidden_rows, self.hidden_columns = set(), []

    def place(self, reference):
        return self.label, reference, self._suffix(reference)

    def _suffix(self, reference):
        if not self.hidden_rows and not self.hidden_columns:
            return self.suffix
        letters = reference.rstrip("0123456789")
        if reference[len(letters) :] in self.hidden_rows:
            return "（隐藏行）" + self.suffix
        column = column_number(letters)
        if any(first <= column <= last for first, last in self.hidden_columns):
            return "（隐藏列）" + self.suffix
        return self.suffix

    def words(self, reference):
        return "".join(self.place(reference))


class Workbook:
    def __init__(self, package, places):
        self.package, self.places = package, places
        self.done, self.stories = set(), []
        self.amounts = set()
        self.labels = {}  # of the sheets, in words
        self.strings, self.used = {}, set()

    def read(self):
        """Add the sheets with what belongs to them; the parts that remain are the caller's."""
        names = self.package.contents
        main = next((name for name in names if name.endswith("workbook.xml")), None)
        if main is None:
            raise Unreadable
        relations = self.package.relations(main)
        for relation in relations.values():
            self._ground(self.package.target(main, relation), relation.get("Type", ""))
        listed = [each for each in self.package.part(main).root.iter() if local(each.tag) == "sheet"]
        for number, element in enumerate(listed, start=1):
            relation = next(
                (relations[value] for value in element.attrib.values() if value in relations), None
            )
            name = self.package.target(main, relation) if relation is not None else ""
            if name in names and name not in self.done:
                self._sheet(name, Sheet(element.get("name", str(number)), element.get("state")))
        for name in self.package.names("xl/worksheets/"):
            if name.endswith((".xml", ".xml~")) and name not in self.done:
                self._sheet(name, Sheet(name.rpartition("/")[2].partition(".")[0], "unlisted"))
        for index, text in self.strings.items():
            if index not in self.used:
                self.places.add(f"共享字符串第{int(index) + 1}项（没有单元格使用）", text)

    def _ground(self, name, kind):
        if name not in self.package.contents:
            return
        if kind.endswith("/sharedStrings"):
            self.strings = shared_strings(self.package.contents[name], all_of_them=self.places.in_full)
            self.done.add(name)
        elif kind.endswith("/styles"):
            self.amounts = amount_styles(self.package.part(name).root)

    def _sheet(self, name, sheet):
        self.done.add(name)
        self.labels[name] = f"{sheet.label}{sheet.suffix}"
        cells, sheet.hidden_rows, rest = split_sheet(self.package.contents[name])
        story = SheetStory(self, name, sheet, rest)
        if cells:
            self._cells(sheet, cells)
        self.stories.append(story)
        for relation in self.package.relations(name).values():
            kind, target = relation.get("Type", ""), self.package.target(name, relation)
            is_comment = kind.endswith(("/comments", "/threadedComment"))
            if is_comment and target in self.package.contents and target not in self.done:
                self.done.add(target)
                self.stories.append(CommentStory(self.package, target, sheet))

    def _cells(self, sheet, columns):
        strings, used = self.strings, self.used
        wheres, texts, cut = [], [], []
        place, label, suffix = sheet.place, sheet.label, sheet.suffix
        plain = not (sheet.hidden_rows or sheet.hidden_columns)
        for reference, style, kind, formula, value, inline in zip(*columns, strict=True):
            if kind == "s":
                text = strings.get(value)
                if text is None:
                    continue
                used.add(value)
            elif kind is None or kind == "n":
                if (value is None or len(value) < 11) and formula is None:
                    continue
                text = self.number_text(style, value, formula)
                if len(text) == 18 and is_cut(text):
                    cut.append(place(reference))
            else:
                text = self.string_text(inline if value is None else value, formula)
            if text:
                wheres.append((label, reference, suffix) if plain else place(reference))
                texts.append(text)
        if self.places.for_index and sheet.suffix:
            return
        self.places.extend(wheres, texts)
        self.places.add_cut(cut)

    def number_text(self, style, value, formula):
        if (style or "0") in self.amounts:
            return ""
        digits = digits_of(value) if value and len(value) > 10 else ""
        return self._with_formula(digits, formula)

    def string_text(self, text, formula):
        text = clean(text or "")
        return self._with_formula(text, formula)

    def _with_formula(self, text, formula):
        return f"{text}\n{formula_text(formula)}" if formula and not self.places.for_index else text


def formula_text(formula):
    """A formula as it is written, and with its constants put together."""
    formula = clean(formula)
    return f"{formula}\n{formula.replace(chr(34) + '&' + chr(34), '')}" if '"&"' in formula else formula


class SheetStory(Story):
    """What stands in a sheet besides the usual cells."""

    def __init__(self, book, name, sheet, rest):
        self.book, self.sheet = book, sheet
        self._prepare(rest, name)
        super().__init__(book.package, name, book.labels[name])

    def _prepare(self, rest, name):
        part = self.book.package.reparsed(name, rest)
        for element in part.root.iter():
            kind = local(element.tag)
            if kind == "row" and element.get("hidden") in ("1", "true"):
                self.sheet.hidden_rows.add(element.get("r", ""))
            if kind == "col" and element.get("hidden") in ("1", "true"):
                self.sheet.hidden_columns.append((int(element.get("min", 0)), int(element.get("max", 0))))

    def _walk_c(self, element, marks):
        where = self.sheet.words(element.get("r", "?"))
        parts = {local(child.tag): child for child in element}
        formula = "".join(parts["f"].itertext()) if "f" in parts else None
        value = "".join(parts["v"].itertext()) if "v" in parts else None
        kind = element.get("t", "n")
        if kind == "s":
            self.book.used.add(value)
            text = self.book.strings.get(value, "")
        elif kind == "n":
            text = self.book.number_text(element.get("s"), value, formula)
        else:
            text = self.book.string_text(value, formula)
        self.flows.append(Flow([Piece(text, where)]))
        with self._at(where):
            for name, child in parts.items():
                if name not in ("f", "v"):
                    self._walk(child, marks)

    def _walk_hyperlink(self, element, marks):
        """The target, tip and address of a link stand where its cell stands; the attributes were taken as elsewhere."""

    def _attributes(self, element, name):
        if name == "hyperlink":
            with self._at(self.sheet.words(element.get("ref", "?").partition(":")[0])):
                super()._attributes(element, name)
        elif name != "c":
            super()._attributes(element, name)

    def _own_text(self, element, name):
        super()._own_text(element, name)
        if element.text and "&" in element.text:
            bare = _HEADER_CODES.sub("", element.text)
            self.flows.append(Flow([Piece(bare, self.flows[-1].pieces[0].where, element)]))


class CommentStory(Story):
    """Comments of a sheet, old and threaded: what is said at one cell is one place."""

    def __init__(self, package, name, sheet):
        self.sheet = sheet
        super().__init__(package, name, f"{sheet.label} 批注")

    def _walk_comment(self, element, marks):
        with self._at(f"{self.sheet.words(element.get('ref', '?'))} 批注"):
            self._children(element, marks)

    _walk_threadedComment = _walk_comment

    def _walk_text(self, element, marks):
        """The text of a comment is told in runs, or stands here itself."""
        if element.text and not element.text.isspace():
            self._main.append(Piece(element.text, self._where, element))
        self._children(element, marks)


class CacheStory(Story):
    """Values kept for a chart, a pivot table or another workbook: copies of cells, amounts among them."""

    def __init__(self, package, name, label, amounts=()):
        self.amounts = amounts  # places of the pivot fields that are amounts
        self._field = None
        self._is_amount = False
        super().__init__(package, name, label)
        for flow in self.flows:
            flow.copy = 1

    def _walk_numCache(self, element, marks):
        self._is_amount = any(local(e.tag) == "formatCode" and is_amount(e.text or "") for e in element)
        self._children(element, marks)
        self._is_amount = False

    def _walk_v(self, element, marks):
        text = element.text or ""
        if not self._is_amount:
            self._aside(digits_of(text) if text[:1].isdigit() else text, self._place_of("v"), element)

    def _walk_r(self, element, marks):
        """A record of a pivot cache; elsewhere r is a run of text."""
        if local(element.tag) != "r" or any(local(child.tag) in ("t", "rPr") for child in element):
            super()._walk_r(element, marks)
            return
        for place, child in enumerate(element):
            if not (local(child.tag) == "n" and place in self.amounts):
                self._walk(child, marks)

    def _walk_cacheField(self, element, marks):
        if is_built_in_amount(element.get("numFmtId", "0")):
            return
        self._children(element, marks)


def amount_fields(package):
    """The places of the pivot fields that are amounts, over all caches of the workbook."""
    found = set()
    for name in package.names("xl/pivotCache/pivotCacheDefinition"):
        fields = [each for each in package.part(name).root.iter() if local(each.tag) == "cacheField"]
        found |= {
            place for place, field in enumerate(fields) if is_built_in_amount(field.get("numFmtId", "0"))
        }
    return found
