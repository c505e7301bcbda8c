"""What the three Office formats share: parts and their relations, drawings, properties, embedded files, leftovers."""

import posixpath
from dataclasses import dataclass, field
from urllib.parse import unquote

from catalog.privacy.packages import Package
from catalog.privacy.places import Embedded, Place, Slots, Unreadable
from catalog.privacy.xml_tree import Element, Tree, attribute, descendants, first, local

_PROPERTY_NAMES = {
    "title": "标题",
    "subject": "主题",
    "creator": "作者",
    "keywords": "关键词",
    "description": "备注",
    "lastModifiedBy": "最后修改者",
    "category": "类别",
    "contentStatus": "状态",
}
# What a chart measures is an amount, and the cells it comes from are read with their formats.
_AMOUNTS = ("val", "yVal", "bubbleSize")
_PICTURES = (
    ".png",
    ".jpg",
    ".jpeg",
    ".gif",
    ".bmp",
    ".tif",
    ".tiff",
    ".webp",
    ".wdp",
    ".svgz",
    ".mp3",
    ".mp4",
    ".wav",
)
_FONTS = (".odttf", ".fntdata", ".ttf")

# Where the relations do not say which part is the main one.
MAIN_PARTS = ("xl/workbook.xml", "word/document.xml", "ppt/presentation.xml")


@dataclass
class Relation:
    kind: str
    target: str
    is_outside: bool
    element: Element
    rels: str


@dataclass
class Office:
    """A package with the trees of its parts; the part that was read is not read again as a leftover."""

    package: Package
    trees: dict = field(default_factory=dict)
    relations_read: dict = field(default_factory=dict)
    done: set = field(default_factory=set)

    def tree(self, name) -> Tree:
        name = name.lstrip("/")
        if name not in self.trees:
            content = self.package.part(name)
            if content is None:
                raise Unreadable(f"缺少部件 {name}")
            self.trees[name] = Tree(content)
        self.done.add(name.casefold())
        return self.trees[name]

    def has(self, name):
        return name.lstrip("/").casefold() in self.package.by_name

    def relations(self, part) -> dict:
        """Relations of a part by their id."""
        folder, _, file = part.lstrip("/").rpartition("/")
        rels = f"{folder}/_rels/{file}.rels".lstrip("/")
        if rels not in self.relations_read:
            found = {}
            if self.has(rels):
                for element in self.tree(rels).root:
                    relation = _relation(element, folder, rels)
                    found[element.get("Id")] = relation
            self.relations_read[rels] = found
        return self.relations_read[rels]

    def related(self, part, kind):
        """Parts of one kind that a part points to, those that exist."""
        targets = [
            each.target for each in self.relations(part).values() if each.kind == kind and not each.is_outside
        ]
        return [target for target in targets if self.has(target)]

    def main_part(self):
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and self.has(relation.target):
                return relation.target
        for usual in MAIN_PARTS:
            if self.has(usual):
                return usual
        raise Unreadable("缺少正文")

    def link_text(self, part, identifier):
        """The address a link of this part points to, as a piece that can be written back."""
        relation = self.relations(part).get(identifier)
        if relation is None or not relation.is_outside:
            return None
        tree = self.tree(relation.rels)
        return tree.attribute_slot(relation.element, "Target")

    def link_places(self, part, identifier, where, key):
        slots = self.link_text(part, identifier)
        if slots and slots.pieces:
            yield Place(where, slots.text, slots.put, key)
            if "%" in slots.text:
                yield Place(where, unquote(slots.text), lambda _: slots.put("*" * len(slots.text)), key)

    def properties(self):
        for name in ("docProps/core.xml", "docProps/custom.xml"):
            if self.has(name):
                tree = self.tree(name)
                for element in tree.root:
                    title = attribute(element, "name") or _PROPERTY_NAMES.get(local(element), local(element))
                    where = f"文档属性“{title}”"
                    slots = Slots()
                    for each in element.iter():
                        slots = tree.text_slot(each)
                        if slots.pieces:
                            yield Place(where, slots.text, slots.put)
                    if attribute(element, "name"):
                        slots = tree.attribute_slot(element, "name")
                        yield Place(where, slots.text, slots.put)

    def leftovers(self, prefix=""):
        """Everything that no reader of the format looked at: other parts, files within, addresses, comments."""
        for member in self.package.members:
            name = member.filename.replace("\\", "/").lstrip("/")
            lower = name.casefold()
            if lower in self.done and name in self.trees:
                yield from self.trees[name].comment_places(_words(name))
                if lower.endswith(".rels"):
                    yield from self.trees[name].places("链接地址")
                continue
            if lower in self.done or lower.endswith(_PICTURES + _FONTS) or "thumbnail" in lower:
                continue
            yield from self._leftover(member, name, lower)

    def _leftover(self, member, name, lower):
        content = self.package.read(member)
        if lower.endswith((".xml", ".rels", ".vml")) or content.lstrip().startswith(b"<?xml"):
            try:
                tree = self.trees[name] = Tree(content)
            except Unreadable:
                if not lower.endswith(".vml"):
                    raise
                yield Embedded(
                    f"部件 {name}",
                    "part.html",
                    content,
                    lambda new, m=member: self.package.change(m, new),
                    False,
                )
                return
            where = "链接地址" if lower.endswith(".rels") else _words(name)
            if local(tree.root) == "chartSpace":
                yield from self._chart(tree, where, name)
                return
            yield from paragraphs(tree, tree.root, where, self, name, rank=1)
            yield from tree.places(where)
        else:
            yield Embedded(
                f"内嵌文件 {posixpath.basename(name)}",
                posixpath.basename(name),
                content,
                lambda new, m=member: self.package.change(m, new),
                must_be_read="/embeddings/" in f"/{lower}",
            )

    def _chart(self, tree, where, name):
        """What a chart remembers of its cells: one place, however many series repeat it."""
        for place in paragraphs(tree, tree.root, where, self, name, rank=1):
            place.where, place.key = where, None
            yield place
        values = {
            id(each) for name in _AMOUNTS for value in descendants(tree.root, name) for each in value.iter()
        }
        for each in tree.root.iter():
            slots = tree.text_slot(each)
            if slots.pieces and id(each) not in values:
                yield Place(where, slots.text, slots.put, rank=1)

    def saved(self):
        """The package anew when a part has changed, None when nothing has."""
        for name, tree in self.trees.items():
            member = self.package.by_name.get(name.casefold())
            if tree.changed and member:
                self.package.change(member, tree.saved())
        return self.package.saved() if self.package.changed else None


def _words(name):
    """What a clerk calls a part, with its name for those who look into the package."""
    kinds = {
        "docProps/app": "文档属性",
        "chart": "图表",
        "pivotCache": "数据透视表缓存",
        "externalLink": "外部链接缓存",
        "threadedComment": "批注",
        "person": "批注人",
        "people": "批注人",
        "customXml": "自定义数据",
        "diagram": "SmartArt图形",
        "glossary": "文档部件",
        "tag": "标签",
    }
    return next((f"{words}（{name}）" for kind, words in kinds.items() if kind in name), f"部件 {name}")


def _relation(element, folder, rels):
    target = element.get("Target") or ""
    is_outside = (element.get("TargetMode") or "").casefold() == "external"
    if not is_outside:
        target = posixpath.normpath(posixpath.join("/" + folder, unquote(target.replace("\\", "/")))).lstrip(
            "/"
        )
    return Relation((element.get("Type") or "").rpartition("/")[2], target, is_outside, element, rels)


def paragraphs(tree, root, where, office, part, rank=0):
    """The paragraphs of a drawing or a slide, cells of its tables as one place each; a fallback is one with its shape."""
    counter = {"paragraph": 0, "cell": 0, "choice": 0}

    def walk(element, base, in_cell):
        name = local(element)
        if name == "AlternateContent":
            counter["choice"] += 1
            for branch in element:
                yield from branches(branch, (where, "choice", counter["choice"]))
            return
        if name == "tc":
            counter["cell"] += 1
            in_cell = f"表格第{counter['cell']}格"
        if (name == "p" and element.tag != "p") or (name == "p" and first(element, "r") is not None):
            counter["paragraph"] += 1
            words = f"{where} {in_cell or ''}".rstrip() if in_cell else f"{where}第{counter['paragraph']}段"
            key = base and (*base, counter["paragraph"])
            yield from one_paragraph(element, words, key)
            return
        for child in element:
            yield from walk(child, base, in_cell)

    def branches(branch, base):
        before = counter["paragraph"]
        counter["paragraph"] = 0
        for child in branch:
            yield from walk(child, base, None)
        counter["paragraph"] += before

    def one_paragraph(element, words, key):
        slots = Slots()
        for each in element.iter():
            each_name = local(each)
            if each_name == "t":
                tree.text_slot(each, slots)
            elif each_name in ("br", "cr"):
                slots.add("\n")
            elif each_name == "tab":
                slots.add("\t")
        if slots.pieces:
            yield Place(words, slots.text, slots.put, key, rank)
        for each in element.iter():
            if local(each).startswith("hlink"):
                yield from office.link_places(part, attribute(each, "id"), words, key)
                tip = tree.attribute_slot(each, "tooltip")
                if tip.pieces:
                    yield Place(words, tip.text, tip.put, key, rank)

    yield from walk(root, None, None)
