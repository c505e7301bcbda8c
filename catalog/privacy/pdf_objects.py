"""What the reader of PDF files asks of the objects in them, broken ones included."""

import re
from itertools import pairwise

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

DAMAGE = (
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
DAMAGE += (LookupError, AssertionError, NotImplementedError, UnicodeError)
MAX_DEPTH = 60


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


def laid_out(page):
    """By the places on the paper: a number may be drawn in pieces that the order of drawing keeps apart."""
    try:
        # Words may run into each other there; an address has no beginning then.
        return (page.extract_text(extraction_mode="layout") or "").replace("@", " ")
    except DAMAGE:
        return ""


def html_text(text):
    return (
        text.replace("&amp;", "&")
        .replace("&#xA;", "\n")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", '"')
    )


def replacement_texts(page):
    """/ActualText: what a reader copies instead of the signs drawn."""
    contents = page.get_contents()
    if contents is None or b"ActualText" not in contents.get_data():
        return
    for operands, operator in ContentStream(contents, page.pdf).operations:
        if operator == b"BDC" and isinstance(operands[-1], DictionaryObject):
            yield from strings(operands[-1], set())


def field_of(reference, annotation):
    """The topmost field a widget belongs to, and its name."""
    top, names = reference, []
    for _ in range(MAX_DEPTH):
        if "/T" in annotation:
            names.insert(0, str(annotation["/T"]))
        if "/Parent" not in annotation:
            break
        top = annotation.raw_get("/Parent")
        annotation = resolved(top)
    return number_of(top), ".".join(names)


def parents(annotation):
    for _ in range(MAX_DEPTH):
        if "/Parent" not in annotation:
            return
        annotation = resolved(annotation["/Parent"])
        yield from strings(annotation, set(), skip=("/Kids", "/Parent"), shallow=True)


def strings(value, seen, *, skip=(), shallow=False, depth=0):
    """All texts in an object; references are followed once, or not at all."""
    if isinstance(value, IndirectObject):
        if shallow or value.idnum in seen:
            return
        seen.add(value.idnum)
        value = resolved(value)
    if depth > MAX_DEPTH:
        return
    if isinstance(value, TextStringObject):
        yield str(value)
    elif isinstance(value, ByteStringObject):
        yield bytes(value).decode("gb18030", "replace")
    elif isinstance(value, DictionaryObject):
        for name in value:
            if name not in skip and name not in ("/Font", "/ID", "/Type", "/Subtype"):
                yield from strings(value.raw_get(name), seen, skip=skip, shallow=shallow, depth=depth + 1)
        if isinstance(value, StreamObject) and not shallow and depth and "/Type" not in value:
            yield data_of(value)[: 1 << 22].decode("utf-8", "replace")
    elif isinstance(value, ArrayObject):
        for each in list.__iter__(value):
            yield from strings(each, seen, skip=skip, shallow=shallow, depth=depth + 1)
    elif isinstance(value, NameObject) and might_hold(value):
        yield str(value)


def is_picture_or_font(stream):
    if stream.get("/Subtype") == "/Form":
        return False
    is_structure = stream.get("/Type") in ("/XRef", "/ObjStm", "/XObject")
    return is_structure or stream.get("/Subtype") == "/Image" or "/Length1" in stream


def numbers_of_objects(reader):
    numbers = set(reader.xref_objStm)
    for objects in reader.xref.values():
        numbers.update(objects)
    return sorted(numbers)


def resolved(value):
    try:
        return value.get_object() if isinstance(value, IndirectObject) else value
    except DAMAGE:
        return None


def number_of(reference):
    return reference.idnum if isinstance(reference, IndirectObject) else None


def data_of(stream):
    try:
        return stream.get_data()
    except DAMAGE:
        return b""
