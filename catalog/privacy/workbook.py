"""XLSX: every cell of every sheet, hidden or not, and all that hangs on it."""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from catalog.privacy.numbers import might_hold, numbers_in
from catalog.privacy.office import Office, paragraphs
from catalog.privacy.packages import Package
from catalog.privacy.places import Place, Slots
from catalog.privacy.thinning import thin_sheet, thin_texts
from catalog.privacy.xml_tree import Tree, attribute, children, descendants, first, local

# Built-in formats with thousands separators, decimals or per cent: amounts (ECMA-376, 18.8.30).
_AMOUNT_FORMATS = {2, 3, 4, 9, 10, *range(5, 9), *range(37, 45)}
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_AMOUNT = re.compile(r"[#0?],|\.[#0?]|%")
_STATES = {"hidden": "（隐藏）", "veryHidden": "（深度隐藏）"}
_REFERENCE = re.compile(r"([A-Za-z]{1,3})(\d+)")


@dataclass
class _Sheet:
    name: str
    part: str
    state: str

    @property
    def where(self):
        return f"工作表“{self.name}”{_STATES.get(self.state, '')}"


@dataclass
class _Texts:
    """The shared strings that might hold a number, and which of them a cell shows."""

    tree: Tree | None = None
    slots: dict = field(default_factory=dict)
    shown: set = field(default_factory=set)

    def numbers(self):
        return {str(number).encode() for number in self.slots}


def workbook(content: bytes, budget, *, on: date, anew: bool):
    """`anew` keeps the sheets in memory to write them back."""
    office = Office(Package(content, budget))
    yield from office.package.notes()
    main = office.main_part()
    tree = office.tree(main)
    texts = _shared_strings(office, main, on, anew)
    amounts = _amount_styles(office, main)
    for sheet in _sheets(office, main, tree):
        yield from _SheetReader(office, sheet, texts, amounts, anew).places()
    yield from _unshown(texts)
    yield from _names(tree)
    yield from office.properties()
    yield from office.leftovers()
    return office.saved()


def _sheets(office, main, tree):
    relations = office.relations(main)
    for element in descendants(tree.root, "sheet"):
        relation = relations.get(attribute(element, "id"))
        if relation and office.has(relation.target):
            yield _Sheet(element.get("name", ""), relation.target, element.get("state", ""))


def _names(tree):
    for element in descendants(tree.root, "sheet"):
        slots = tree.attribute_slot(element, "name")
        yield Place(f"工作表名“{slots.text}”", slots.text, slots.put, key=("sheet", element.get("sheetId")))
    for element in descendants(tree.root, "definedName"):
        for slots in (
            tree.text_slot(element),
            tree.attribute_slot(element, "name"),
            tree.attribute_slot(element, "comment"),
        ):
            if slots.pieces:
                yield Place(f"定义的名称“{element.get('name')}”", slots.text, slots.put)
    yield from tree.places("工作簿设置")


def _shared_strings(office, main, on, anew):
    texts = _Texts()
    for part in office.related(main, "sharedStrings"):
        office.done.add(part.casefold())
        for number, element in _items(office, part, texts, anew):
            slots = _rich_text(element, texts)
            if numbers_in(slots.text, on=on):
                texts.slots[number] = slots
    return texts


def _items(office, part, texts, anew):
    if anew:
        texts.tree = office.tree(part)
        return enumerate(children(texts.tree.root, "si"))
    content = office.package.part(part)
    thinned = thin_texts(content)
    if thinned is None:
        texts.tree = Tree(content)
        return enumerate(children(texts.tree.root, "si"))
    numbers, items = thinned
    return zip(numbers, Tree(b"<sst>%s</sst>" % b"".join(items)).root, strict=True)


def _rich_text(element, texts):
    """A string item: plain, or in runs; its phonetic reading is a text of its own and goes with it."""
    slots = Slots()
    for each in element.iter():
        if local(each) == "t":
            if texts.tree:
                texts.tree.text_slot(each, slots)
            else:
                slots.add(each.text or "")
    return slots


def _unshown(texts):
    for number, slots in texts.slots.items():
        if number not in texts.shown:
            yield Place(f"未被单元格使用的文字（第{number + 1}条）", slots.text, slots.put)


def _amount_styles(office, main):
    """Numbers of the cell styles whose number format shows an amount."""
    for part in office.related(main, "styles"):
        tree = office.tree(part)
        codes = {
            each.get("numFmtId"): each.get("formatCode", "") for each in descendants(tree.root, "numFmt")
        }
        formats = first(tree.root, "cellXfs")
        styles = enumerate(children(formats, "xf") if formats is not None else [])
        return {
            str(number) for number, style in styles if is_amount_format(style.get("numFmtId", "0"), codes)
        }
    return set()


def is_amount_format(identifier, codes) -> bool:
    if identifier in codes:
        return bool(_AMOUNT.search(_QUOTED.sub("", codes[identifier])))
    return identifier.isdigit() and int(identifier) in _AMOUNT_FORMATS


def digits_of(value: str) -> str:
    """A number cell as plain digits; decimal and negative ones are no citizen's number."""
    if value.isdigit():
        return value
    try:
        number = Decimal(value.strip())
    except InvalidOperation:
        return value
    if not number.is_finite() or abs(number.adjusted()) > 40:
        return ""
    if number < 0:
        return ""
    return format(number.to_integral_value() if number == number.to_integral_value() else number, "f")


class _SheetReader:
    def __init__(self, office, sheet, texts, amounts, anew):
        self.office, self.sheet, self.texts, self.amounts, self.anew = office, sheet, texts, amounts, anew
        self.found, self.hidden_columns, self.row_number = [], None, 0
        self.tree = None

    def places(self):
        part = self.sheet.part
        if self.anew:
            self.tree = self.office.tree(part)
            for row in descendants(self.tree.root, "row"):
                self._row(row)
        else:
            self.office.done.add(part.casefold())
            thinned = thin_sheet(self.office.package.part(part), self.texts.numbers())
            self.tree = Tree(thinned, each="row", then=self._row)
        yield from self.tree.comment_places(self.sheet.where)
        yield from self._cells()
        yield from self._links()
        yield from self._settings()
        yield from self._comments()
        yield from self._drawings()

    def _row(self, row):
        self.row_number = int(row.get("r") or self.row_number + 1)
        for column, cell in enumerate(row, start=1):
            kind, formula, value, inline = cell.get("t"), None, None, None
            for child in cell:
                name = child.tag[child.tag.rfind(":") + 1 :]
                if name == "v":
                    value = child.text
                elif name == "f":
                    formula = child.text
                elif name == "is":
                    inline = child
                else:
                    formula = "\n".join(child.itertext())
            if kind == "s":
                if value and value.strip().isdigit() and int(value) in self.texts.slots:
                    self._found(row, cell, column, int(value), None)
                value = None
            if inline is not None:
                value = _rich_text(inline, _Texts()).text
            elif value and kind in (None, "n") and len(value) >= 11:
                value = None if cell.get("s", "0") in self.amounts else digits_of(value)
            for text in (formula, value):
                if text and len(text) > 4 and might_hold(text):
                    self._found(row, cell, column, None, text)

    def _found(self, row, cell, column, shared, text):
        reference = cell.get("r") or f"{letters_of(column)}{self.row_number}"
        hidden = row.get("hidden") in ("1", "true")
        self.found.append((reference, hidden, shared, text, cell if self.anew else None))

    def _cells(self):
        for reference, hidden_row, shared, text, cell in self.found:
            where = f"{self.sheet.where} {reference}{self._hidden(reference, hidden_row)}"
            key = self._key(reference)
            if shared is None:
                yield Place(
                    where,
                    text,
                    cell is not None and (lambda masked, cell=cell: self._replace(cell, masked)),
                    key,
                )
            else:
                self.texts.shown.add(shared)
                slots = self.texts.slots[shared]
                yield Place(where, slots.text, slots.put, key)

    def _key(self, reference):
        return ("cell", self.sheet.part, reference)

    def _hidden(self, reference, hidden_row):
        if self.hidden_columns is None:
            self.hidden_columns = _hidden_columns(self.tree.root)
        match = _REFERENCE.fullmatch(reference)
        column = _number(match[1]) if match else 0
        if any(low <= column <= high for low, high in self.hidden_columns):
            return "（隐藏列）"
        return "（隐藏行）" if hidden_row else ""

    def _replace(self, cell, masked):
        """A number or a formula becomes the text a reader sees, stars included."""
        group = next((child.get("si") for child in cell if local(child) == "f"), None)
        prefix = cell.tag[: cell.tag.rfind(":") + 1]
        for child in list(cell):
            cell.remove(child)
        cell.set("t", "inlineStr")
        inline = cell.makeelement(f"{prefix}is", {})
        text = inline.makeelement(f"{prefix}t", {"xml:space": "preserve"})
        text.text = masked
        inline.append(text)
        cell.append(inline)
        self.tree.changed = True
        if group is not None:
            self._unshare(group)

    def _unshare(self, group):
        """Cells that share a formula keep their results when the formula goes."""
        for cell in descendants(self.tree.root, "c"):
            for child in children(cell, "f"):
                if child.get("si") == group:
                    cell.remove(child)

    def _links(self):
        for link in descendants(self.tree.root, "hyperlink"):
            reference = (link.get("ref") or "").partition(":")[0]
            where, key = f"{self.sheet.where} {reference}", self._key(reference)
            yield from self.office.link_places(self.sheet.part, attribute(link, "id"), where, key)
            for name in ("display", "tooltip", "location"):
                slots = self.tree.attribute_slot(link, name)
                if slots.pieces:
                    yield Place(where, slots.text, slots.put, key)

    def _settings(self):
        """Header and footer, lists of allowed values, conditions of formats, and the rest of the sheet."""
        titles = {
            "headerFooter": "页眉页脚",
            "dataValidations": "数据有效性",
            "conditionalFormatting": "条件格式",
        }
        for element in self.tree.root:
            name = local(element)
            if name in ("sheetData", "hyperlinks"):
                continue
            where = f"{self.sheet.where} {titles.get(name, '设置')}"
            for number, each in enumerate(element.iter()):
                for slots in (
                    self.tree.text_slot(each),
                    *(self.tree.attribute_slot(each, key) for key, _ in each.items()),
                ):
                    if slots.pieces:
                        yield Place(where, slots.text, slots.put, (where, name, number))

    def _comments(self):
        for kind in ("comments", "threadedComment"):
            for part in self.office.related(self.sheet.part, kind):
                tree = self.office.tree(part)
                for comment in tree.root.iter():
                    if local(comment) in ("comment", "threadedComment"):
                        yield from self._comment(tree, comment)
                yield from tree.places(f"{self.sheet.where} 批注")

    def _comment(self, tree, comment):
        reference = comment.get("ref", "")
        where = f"{self.sheet.where} {reference} 批注"
        slots = Slots()
        for each in comment.iter():
            if local(each) in ("t", "text"):
                tree.text_slot(each, slots)
        if slots.pieces:
            yield Place(where, slots.text, slots.put, ("comment", self.sheet.part, reference))

    def _drawings(self):
        for part in self.office.related(self.sheet.part, "drawing"):
            tree = self.office.tree(part)
            where = f"{self.sheet.where} 图形"
            yield from paragraphs(tree, tree.root, where, self.office, part)
            for shape in descendants(tree.root, "cNvPr"):
                for name in ("name", "descr", "title"):
                    slots = tree.attribute_slot(shape, name)
                    if slots.pieces:
                        yield Place(
                            f"{where} 替代文字",
                            slots.text,
                            slots.put,
                            (where, part, shape.get("id"), shape.get("name")),
                        )
            yield from tree.places(where)


def _hidden_columns(root):
    hidden = [column for column in descendants(root, "col") if column.get("hidden") in ("1", "true")]
    return [(int(column.get("min", 0)), int(column.get("max", 0))) for column in hidden]


def letters_of(column):
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _number(letters):
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
