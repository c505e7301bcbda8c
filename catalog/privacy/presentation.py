"""PPTX: slides shown and hidden, notes, comments, masters."""

from catalog.privacy.office import Office, paragraphs
from catalog.privacy.packages import Package
from catalog.privacy.places import Place
from catalog.privacy.xml_tree import attribute, descendants, local

_AROUND = {
    "notesSlide": "备注",
    "comments": "批注",
    "comment": "批注",
    "slideMaster": "母版",
    "slideLayout": "版式",
    "notesMaster": "备注母版",
    "handoutMaster": "讲义母版",
}


def presentation(content: bytes, budget):
    office = Office(Package(content, budget))
    yield from office.package.notes()
    main = office.main_part()
    tree = office.tree(main)
    relations = office.relations(main)
    read = set()
    for number, element in enumerate(descendants(tree.root, "sldId"), start=1):
        relation = relations.get(_relation_id(element))
        if relation and office.has(relation.target):
            yield from _slide(office, relation.target, number, read)
    for kind in ("slideMaster", "notesMaster", "handoutMaster"):
        for part in office.related(main, kind):
            yield from _around(office, part, _AROUND[kind], read)
            for layout in office.related(part, "slideLayout"):
                yield from _around(office, layout, "版式", read)
    yield from tree.places("演示文稿设置")
    yield from office.properties()
    yield from office.leftovers()
    return office.saved()


def _relation_id(element):
    return next((value for key, value in element.items() if key.endswith(":id")), None)


def _slide(office, part, number, read):
    hidden = "（隐藏）" if office.tree(part).root.get("show") in ("0", "false") else ""
    where = f"第{number}张幻灯片{hidden}"
    yield from _around(office, part, where, read)
    for kind in ("notesSlide", "comments", "comment"):
        for target in office.related(part, kind):
            yield from _around(office, target, f"{where} {_AROUND[kind]}", read)


def _around(office, part, where, read):
    if part in read:
        return
    read.add(part)
    tree = office.tree(part)
    yield from paragraphs(tree, tree.root, where, office, part)
    for number, element in enumerate(tree.root.iter()):
        name = local(element)
        if name == "text" and element.text:
            slots = tree.text_slot(element)
            yield Place(where, slots.text, slots.put, (where, part, number))
        elif name == "cNvPr":
            for key in ("name", "descr", "title"):
                slots = tree.attribute_slot(element, key)
                if slots.pieces:
                    yield Place(
                        f"{where} 替代文字",
                        slots.text,
                        slots.put,
                        (where, part, element.get("id"), element.get("name")),
                    )
            for link in element:
                if local(link).startswith("hlink"):
                    key = (where, part, element.get("id"), element.get("name"))
                    yield from office.link_places(part, attribute(link, "id"), f"{where} 链接", key)
    yield from tree.places(where)
