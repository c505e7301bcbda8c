import contextlib
import io

import pytest
from pypdf import PdfWriter
from pypdf.annotations import FreeText, Link, Text
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    TextStringObject,
)

from catalog.privacy.pdf import over_line_ends
from catalog.privacy.reading import scan_here
from catalog.privacy.report import Unreadable
from tests.catalog.privacy.documents import docx, paragraph

PHONE, CARD = "13800005086", "33108219941120997X"


def dictionary(**entries):
    return DictionaryObject({NameObject(f"/{key}"): value for key, value in entries.items()})


def stream(content, **entries):
    made = DecodedStreamObject()
    made.set_data(content)
    made.update(dictionary(**entries))
    return made


def box(*numbers):
    return ArrayObject([FloatObject(number) for number in numbers])


FONT = dictionary(
    F1=dictionary(Type=NameObject("/Font"), Subtype=NameObject("/Type1"), BaseFont=NameObject("/Helvetica"))
)


def written(*texts):
    """A writer with a page for each text, its lines one below the other."""
    writer = PdfWriter()
    for text in texts:
        page = writer.add_blank_page(600, 800)
        lines = "".join(
            f"1 0 0 1 50 {700 - 20 * n} Tm ({line}) Tj " for n, line in enumerate(text.split("\n"))
        )
        page[NameObject("/Contents")] = writer._add_object(stream(f"BT /F1 12 Tf {lines}ET".encode()))
        page[NameObject("/Resources")] = dictionary(Font=FONT)
    return writer


def saved(writer):
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def found(content):
    return [(finding.kind, finding.masked) for finding in scan_here(content, "件.pdf").findings]


def with_annotation(annotation, text="page"):
    writer = written(text)
    writer.add_annotation(0, annotation)
    return saved(writer)


def appearance(text):
    return stream(
        f"BT /F1 12 Tf 1 0 0 1 2 2 Tm ({text}) Tj ET".encode(),
        Subtype=NameObject("/Form"),
        BBox=box(0, 0, 200, 20),
        Resources=dictionary(Font=FONT),
    )


def with_field(value, drawn):
    writer = written("page")
    field = dictionary(
        Type=NameObject("/Annot"),
        Subtype=NameObject("/Widget"),
        FT=NameObject("/Tx"),
        T=TextStringObject("dh"),
        V=TextStringObject(value),
        Rect=box(50, 50, 250, 70),
        AP=dictionary(N=writer._add_object(appearance(drawn))),
    )
    reference = writer._add_object(field)
    writer.pages[0][NameObject("/Annots")] = ArrayObject([reference])
    writer.root_object[NameObject("/AcroForm")] = dictionary(Fields=ArrayObject([reference]))
    return saved(writer)


def with_metadata(xmp=False):
    writer = written("page")
    writer.add_metadata({"/Title": PHONE})
    if xmp:
        text = f"<x:xmpmeta xmlns:x='a' xmlns:dc='b'><dc:title>{PHONE}</dc:title></x:xmpmeta>"
        writer.root_object[NameObject("/Metadata")] = writer._add_object(
            stream(text.encode(), Type=NameObject("/Metadata"), Subtype=NameObject("/XML"))
        )
    return saved(writer)


def with_attachment(name, content):
    writer = written("page")
    writer.add_attachment(name, content)
    return saved(writer)


def with_bookmark():
    writer = written("page")
    writer.add_outline_item(title=PHONE, page_number=0)
    return saved(writer)


def with_script():
    writer = written("page")
    script = dictionary(S=NameObject("/JavaScript"), JS=TextStringObject(f"var a = '{PHONE}';"))
    writer.root_object[NameObject("/OpenAction")] = script
    return saved(writer)


def with_loose_object(made):
    writer = written("page")
    writer.root_object[NameObject("/Private")] = writer._add_object(made)
    return saved(writer)


def updated(before, after):
    """A document whose page was replaced by an incremental update: the old one is still in the file."""
    first = saved(written(before))
    writer = PdfWriter(io.BytesIO(first), incremental=True)
    page = writer.pages[0]
    page[NameObject("/Contents")] = writer._add_object(
        stream(f"BT /F1 12 Tf 50 700 Td ({after}) Tj ET".encode())
    )
    return saved(writer)


def link(target, text):
    annotation = Link(rect=(50, 690, 200, 710), url=target)
    return with_annotation(annotation, text)


HIDING_PLACES = {
    "text": saved(written(PHONE)),
    "blanks": saved(written("138 0000 5086")),
    "over a line end": saved(written("telephone 13800\n005086")),
    "twice on a page": saved(written(f"{PHONE}\n{PHONE}")),
    "note": with_annotation(Text(rect=(50, 50, 200, 100), text=PHONE)),
    "free text": with_annotation(FreeText(rect=(50, 50, 200, 100), text=PHONE)),
    "link": link(f"tel:{PHONE}", "page"),
    "link text and target": link(f"tel:{PHONE}", PHONE),
    "field": with_field(PHONE, ""),
    "field only drawn": with_field("", PHONE),
    "field value and its drawing": with_field(PHONE, PHONE),
    "property": with_metadata(),
    "property stored twice": with_metadata(xmp=True),
    "attached text": with_attachment("a.txt", PHONE.encode()),
    "attached document": with_attachment("a.docx", docx(paragraph(PHONE))),
    "attached PDF": with_attachment("a.pdf", saved(written(PHONE))),
    "bookmark": with_bookmark(),
    "script": with_script(),
    "text of an unknown object": with_loose_object(dictionary(X=TextStringObject(PHONE))),
    "content no page shows": with_loose_object(stream(b"BT [(138) -20 (00005086)] TJ ET")),
    "bytes behind the end": saved(written("page")) + PHONE.encode(),
    "replaced revision": updated(PHONE, "page"),
    "both revisions": updated(PHONE, PHONE),
}


@pytest.mark.parametrize("content", HIDING_PLACES.values(), ids=HIDING_PLACES)
def test_a_number_hidden_in_a_pdf_is_found_once(content):
    assert found(content) == [("mobile_phone", "138****5086")]


def test_each_page_is_a_place():
    report = scan_here(saved(written(PHONE, "page", PHONE)), "件.pdf")
    assert [finding.where for finding in report.findings] == ["第1页", "第3页"]


@pytest.mark.parametrize(
    ("drawn", "hints"),
    [(b"q 0 0 600 800 re W n Q", []), (b"q /Im0 Do Q", ["第2页没有文字层，请人工查看。"])],
)
def test_a_page_that_shows_no_text_but_a_picture_needs_a_person_a_blank_one_does_not(drawn, hints):
    writer = written("page", "")
    writer.pages[1][NameObject("/Contents")] = writer._add_object(stream(drawn))
    assert scan_here(saved(writer), "件.pdf").hints == hints


@pytest.mark.parametrize("password", ["", "secret"])
def test_an_encrypted_pdf_is_unreadable(password):
    writer = written(PHONE)
    writer.encrypt(password, "owner", algorithm="RC4-128")
    with pytest.raises(Unreadable):
        scan_here(saved(writer), "件.pdf")


def test_a_pdf_without_text_layer_is_unreadable():
    with pytest.raises(Unreadable):
        scan_here(saved(written("")), "件.pdf")


@pytest.mark.parametrize("part", [0.3, 0.6])
def test_a_cut_pdf_is_unreadable_or_read(part):
    content = saved(written(PHONE))
    with contextlib.suppress(Unreadable):
        assert found(content[: int(len(content) * part)]) == [("mobile_phone", "138****5086")]


@pytest.mark.parametrize(
    ("text", "joins"),
    [
        ("电话13800\n005086。", 1),
        (f"{CARD[:9]}\n{CARD[9:]}", 1),
        (f"{CARD[:-1]}\n{CARD[-1]}", 1),
        ("15000\n330100", 0),
        (f"{PHONE}\n{PHONE}", 0),
        ("第 3\n13800005086", 0),
    ],
)
def test_line_ends_cut_numbers_only_where_a_reader_would_go_on(text, joins):
    assert len(list(over_line_ends(text))) == joins
