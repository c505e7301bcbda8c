"""The parts of a .docx, .xlsx or .pptx: which reader each one takes, and the masked copy."""

import re

from catalog.privacy.binary import add_places as add_binary
from catalog.privacy.binary import beside_image, is_document, is_ole
from catalog.privacy.flows import Flow, Piece
from catalog.privacy.labels import labels_of_parts, slide_labels
from catalog.privacy.markup import Source
from catalog.privacy.numbers import masked_text
from catalog.privacy.ole import add_embedded
from catalog.privacy.package import Package, local
from catalog.privacy.report import Places, Unreadable
from catalog.privacy.sheets import amount_styles, clean, digits_of
from catalog.privacy.story import Story
from catalog.privacy.workbook import CacheStory, Workbook, amount_fields

_CACHES = re.compile(r"/(?:charts/[^/]*|pivotCache/[^/]*|externalLinks/[^/]*|tables/[^/]*)\.xml~*$")
_DRAWN_COPY = re.compile(r"/diagrams/drawing\d*\.xml~*$")  # how a SmartArt was last drawn
_MEMBER = b"PK\x03\x04"
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|bmp|tiff?|wdp|fntdata|odttf|ttf|mp[34]|wav)~*$", re.I)
_MAIN_PARTS = re.compile(r"(?:word/document\d*|xl/workbook|ppt/presentation)\.xml$")


def is_office(names):
    return any(_MAIN_PARTS.match(name.lstrip("/")) for name in names)


def add_places(content, places, *, inner_places, depth):
    """`inner_places(content, name, depth)` reads the files inside the document."""
    package = Package(content)
    for story in stories(package, places):
        for flow in story.flows:
            flow.add_to(places)
    for name in package.contents:
        if places.for_index or package.is_xml(name):
            continue
        if _PICTURE.search(name):
            add_binary(
                beside_image(package.contents[name]), places, f"图片「{name.rpartition('/')[2]}」的照片信息"
            )
        else:
            places.include(
                f"嵌入的文件「{name.rpartition('/')[2]}」", inside(package, name, inner_places, depth)
            )
    add_aside(package, places)


def add_aside(archive, places):
    """What stands in a ZIP besides its members."""
    if archive.comment:
        places.add("压缩包说明", archive.comment.decode("gb18030", "replace"))
    if not places.for_index:
        add_binary(archive.aside, places, "压缩包的内部数据", copy=2)
    if _MEMBER in archive.aside:
        places.hints.append("压缩包里夹带了没有列入目录的文件，请重新打包后上传，或者人工查看。")


def inside(package, name, inner_places, depth):
    """The places of an embedded file; of one without a known format all that looks like text."""
    content = package.contents[name]
    if is_document(content, name):
        return inner_places(content, name.rpartition("/")[2], depth + 1)
    places = Places()
    if is_ole(content):
        add_embedded(content, places, inner_places=inner_places, depth=depth)
        return places
    add_binary(content, places)
    if content.startswith(b"{\\rtf"):
        places.hints.append("是 RTF 文件，只能读到一部分，请人工查看。")
    return places


def stories(package, places):
    """The walked parts of the document, its cells added to `places` on the way."""
    done, mains = set(), slide_labels(package)
    if any(name.startswith("xl/") for name in package.contents):
        book = Workbook(package, places)
        book.read()
        done, mains = book.done, book.labels
        yield from book.stories
    amounts, labels = amount_fields(package), labels_of_parts(package, mains)
    told = set()
    for name in sorted(package.contents, key=lambda name: name.startswith("docProps/app")):
        if name in done or not package.is_xml(name) or name == "[Content_Types].xml":
            continue
        story = _story(package, name, labels[name], amounts)
        if name == "docProps/app.xml":
            _mark_copies(story, told)
        told.update(piece.text.strip() for flow in story.flows for piece in flow.pieces)
        yield story


def _story(package, name, label, amounts):
    if name.endswith(".rels"):
        return _Links(package, name)
    if name.endswith(".vml"):
        return _Drawing(package, name, label)
    if _CACHES.search(name):
        return CacheStory(package, name, label, amounts)
    story = Story(package, name, label)
    if _DRAWN_COPY.search(name):
        for flow in story.flows:
            flow.copy = 1
    return story


class _Links:
    """Relationships of a part that is not walked itself, such as those of the whole package."""

    def __init__(self, package, name):
        self.flows = []
        source = name.replace("_rels/", "").removesuffix(".rels")
        if source in package.contents and package.is_xml(source):
            return
        for number, relation in enumerate(package.part(name).root, start=1):
            if relation.get("TargetMode") == "External":
                target = relation.get("Target", "")
                self.flows.append(Flow([Piece(target, f"文件的链接{number}", relation, "Target")]))


class _Drawing:
    """A legacy drawing; older programs wrote it as a page rather than as XML."""

    def __init__(self, package, name, label):
        try:
            self.flows = Story(package, name, label).flows
        except Unreadable:
            source = package.contents[name].decode("utf-8", "replace")
            flows = [flow for flow, _ in Source(source).all_flows()]
            self.flows = [Flow([Piece(flow.text(), label)]) for flow in flows]


def _mark_copies(story, told):
    """The program lists titles and links once more among the properties."""
    for flow in story.flows:
        flow.copy = int(
            all(piece.text.strip() in told or "“标题列表”" in str(piece.where) for piece in flow.pieces)
        )


def masked(content, *, inner_masked):
    package = Package(content)
    for name in package.names("xl/worksheets/"):
        if package.is_xml(name) and not name.endswith(".rels"):
            _mask_cells(package, name)
    for name in package.names("xl/sharedStrings"):
        for item in package.part(name).root:
            _mask_runs(item)
    for story in _stories_to_mask(package):
        for flow in story.flows:
            flow.mask()
    for name in filter(_CACHES.search, package.contents):
        _keep_numbers_numeric(package.part(name).root)
    for name, embedded in list(package.contents.items()):
        if not package.is_xml(name) and is_document(embedded, name):
            package.contents[name] = inner_masked(embedded, name.rpartition("/")[2])
    return package.content()


def _stories_to_mask(package):
    for name in list(package.contents):
        if (
            not package.is_xml(name)
            or name in ("[Content_Types].xml",)
            or name.startswith("xl/sharedStrings")
        ):
            continue
        if name.startswith("xl/worksheets/") and not name.endswith(".rels"):
            yield _SheetToMask(package, name, name)
        elif re.match(r"xl/(?:comments|threadedComments)", name):
            yield Story(package, name, name)
        else:
            yield _story(package, name, name, ())


def _keep_numbers_numeric(root):
    """Where a program expects a number, stars would make the file damaged: a cached figure becomes 0, an item a text."""
    for parent in root.iter():
        for child in parent.iter() if local(parent.tag) in ("numCache", "numLit") else ():
            if local(child.tag) == "v" and "*" in (child.text or ""):
                child.text = "0"
        if local(parent.tag) == "n" and "*" in parent.get("v", ""):
            parent.tag = parent.tag.removesuffix("n") + "s"


class _SheetToMask(Story):
    def _walk_c(self, element, marks):
        """Cells have been masked already."""


def _mask_runs(item):
    texts = [each for each in item.iter() if local(each.tag) == "t"]
    Flow([Piece(each.text or "", "", each) for each in texts]).mask()


def _mask_cells(package, name):
    amounts = set()
    for styles in package.names("xl/styles"):
        amounts = amount_styles(package.part(styles).root)
    for cell in package.part(name).root.iter():
        if local(cell.tag) == "c" and cell.get("t") != "s":
            _mask_cell(package, cell, cell.get("s", "0") in amounts)


def _mask_cell(package, cell, is_amount):
    """A masked result no longer follows from its formula, which goes."""
    parts = {local(child.tag): child for child in cell}
    texts = {name: clean("".join(child.itertext())) for name, child in parts.items()}
    if cell.get("t", "n") == "n":
        texts["v"] = "" if is_amount else digits_of(texts.get("v", ""))
    if is_amount or all(masked_text(text) == text for text in texts.values()):
        return
    if "is" in parts and "f" not in parts:
        _mask_runs(parts["is"])
        return
    shown = masked_text(texts.get("v") or texts.get("is", ""))
    prefix = cell.tag.rpartition("c")[0]
    for child in list(cell):
        cell.remove(child)
    cell.set("t", "str")
    value = cell.makeelement(f"{prefix}v", {})
    value.text = shown
    cell.append(value)
    if "f" in parts and "xl/calcChain.xml" in package.contents:
        package.drop("xl/calcChain.xml")
