"""XML parts of a package as trees that can be written back: prefixes stay as they are, entities are refused."""

from collections.abc import Callable
from xml.etree import ElementTree
from xml.parsers import expat

from catalog.privacy.places import Place, Slots, Unreadable

MAX_DEPTH = 400
Element = ElementTree.Element


class Tree:
    """`comments` are texts that stand outside of all elements' content; writing back leaves them out."""

    def __init__(self, content: bytes, *, each: str = "", then: Callable[[Element], None] | None = None):
        """`then` gets every element of the local name `each` when it is complete, and it is emptied afterwards."""
        self.comments, self.changed = [], False
        builder = ElementTree.TreeBuilder()
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = builder.start
        parser.EndElementHandler = builder.end if not each else _handing(builder, each, then)
        parser.CharacterDataHandler = builder.data
        parser.CommentHandler = self.comments.append
        parser.ProcessingInstructionHandler = lambda target, data: self.comments.append(data)
        parser.StartDoctypeDeclHandler = _refuse
        try:
            parser.Parse(content, True)
            self.root = builder.close()
        except (expat.ExpatError, AssertionError, ValueError, LookupError) as error:
            raise Unreadable("内容已经损坏") from error
        _check_depth(self.root)

    def text_slot(self, element, slots=None):
        """The text of an element, as a piece of a larger one or alone."""
        slots = Slots() if slots is None else slots
        slots.add(element.text or "", lambda: element.text, lambda text: self._write(element, text))
        return slots

    def _write(self, element, text):
        element.text, self.changed = text, True

    def attribute_slot(self, element, name):
        slots = Slots()
        slots.add(
            element.get(name, ""), lambda: element.get(name), lambda text: self._set(element, name, text)
        )
        return slots

    def _set(self, element, name, text):
        element.set(name, text)
        self.changed = True

    def tail_slot(self, element):
        slots = Slots()
        slots.add(element.tail or "", lambda: element.tail, lambda text: self._write_tail(element, text))
        return slots

    def _write_tail(self, element, text):
        element.tail, self.changed = text, True

    def drop_comments(self, _):
        self.changed = True

    def places(self, where):
        """Whatever text an element or an attribute holds, each a place of its own, told only if it is nowhere else."""
        for number, element in enumerate(self.root.iter()):
            slots = [self.text_slot(element), self.tail_slot(element)]
            slots += [
                self.attribute_slot(element, name)
                for name, _ in element.items()
                if not name.startswith("xmlns")
            ]
            for slot in slots:
                if slot.pieces:
                    yield Place(where, slot.text, slot.put, key=(where, number), rank=2)
        yield from self.comment_places(where)

    def comment_places(self, where):
        for number, comment in enumerate(self.comments):
            yield Place(
                f"{where} 的注释", comment, self.drop_comments, key=("comment", id(self), number), rank=2
            )

    def saved(self):
        text = ElementTree.tostring(self.root, encoding="unicode")
        return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}'.encode()


def local(element) -> str:
    return element.tag[element.tag.rfind(":") + 1 :]


def attribute(element, name, default=None):
    """By local name, whatever the prefix."""
    value = element.get(name)
    if value is None:
        value = next((value for key, value in element.items() if key.endswith(":" + name)), default)
    return value


def children(element, name):
    return [child for child in element if local(child) == name]


def first(element, name):
    return next((child for child in element if local(child) == name), None)


def descendants(element, name):
    return (each for each in element.iter() if local(each) == name)


def _refuse(*_):
    raise Unreadable("内部声明了实体，可能是恶意文件")


def _handing(builder, each, then):
    end = builder.end
    prefixed = ":" + each

    def handle(tag):
        element = end(tag)
        if tag == each or tag.endswith(prefixed):
            then(element)
            element.clear()

    return handle


def _check_depth(root):
    level, depth = [root], 0
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            raise Unreadable("内部嵌套太深")
        level = [child for element in level for child in element if len(child)]
