"""A masked copy is the same file with stars: still one of its format, and clean for the gate."""

import io
from datetime import date

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from catalog.privacy.reading import Reading
from catalog.privacy.scan import NoCopy, masked_copy, scan
from catalog.privacy.xml_tree import Tree
from tests.catalog.privacy.files import letter, package, paragraph, parts_of, pdf, shown
from tests.catalog.privacy.numbers import CARD, MAIL, PHONE
from tests.catalog.privacy.test_examples import DATA, EXPECTED, document_of
from tests.catalog.privacy.test_hiding_places import LETTERS, SLIDES, TEXTS, WORKBOOKS

DAY = date(2026, 11, 25)
PACKAGES = {
    f"{kind}: {name}": (content, f"a.{kind}")
    for kind, examples in (("xlsx", WORKBOOKS), ("docx", LETTERS), ("pptx", SLIDES))
    for name, (content, expected) in examples.items()
    if expected and name != "part nobody knows"
}


def copy_of(content, name):
    reading = Reading(DAY, anew=True)
    copy = reading.read(content, name)
    assert not reading.stuck and not reading.report.unreadable
    return content if copy is None else copy


def findings(content, name):
    reading = Reading(DAY)
    reading.read(content, name)
    assert not reading.report.unreadable
    return reading.report.findings


@pytest.mark.parametrize("name", PACKAGES)
def test_the_copy_of_a_package_is_clean_and_all_its_parts_are_well_formed(name):
    content, file = PACKAGES[name]
    copy = copy_of(content, file)
    assert findings(copy, file) == []
    assert list(parts_of(copy)) == list(parts_of(content)) or "sheet name" in name
    for part, xml in parts_of(copy).items():
        if part.endswith((".xml", ".rels")):
            Tree(xml)


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_the_copy_of_a_text_is_clean_and_keeps_its_encoding(name, encoding):
    file, text, _ = TEXTS[name]
    copy = copy_of(text.encode(encoding), file)
    assert findings(copy, file) == [] and len(copy.decode(encoding)) <= len(text)


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.name)
def test_the_samples_can_be_copied_but_the_pdf(path):
    document = document_of(path)
    if document.suffix == ".pdf":
        with pytest.raises(NoCopy, match="另存为docx、xlsx"):
            masked_copy(document.read_bytes(), document.name, on=DAY)
    else:
        copy = masked_copy(document.read_bytes(), document.name, on=DAY)
        assert scan(copy, document.name, on=DAY).as_json() == {"findings": [], "unreadable": False}


def test_what_is_no_number_stays_as_it_was():
    book = openpyxl.load_workbook(
        io.BytesIO(masked_copy((DATA / "housing-review.xlsx").read_bytes(), "a.xlsx", on=DAY))
    )
    assert [(sheet.title, sheet.sheet_state) for sheet in book] == [
        ("公示", "visible"),
        ("原始数据", "hidden"),
        ("_tmp", "veryHidden"),
    ]
    assert book["公示"]["E3"].value == "清风苑1幢101室" and book["公示"]["H3"].value.endswith("999")
    assert book["公示"]["B4"].comment.text == "施样甲本人手机150****3371，已电话核实"


def test_a_clean_file_is_its_own_copy():
    content = (DATA / "clean-budget-ledger.xlsx").read_bytes()
    assert masked_copy(content, "a.xlsx", on=DAY) == content


def test_an_archive_is_copied_with_its_members_or_not_at_all():
    copy = masked_copy(package({f"{PHONE}.txt": CARD, "函.docx": letter(paragraph(PHONE))}), on=DAY)
    assert list(parts_of(copy)) == ["138****1111.txt", "函.docx"] and scan(copy, on=DAY).findings == []
    with pytest.raises(NoCopy, match="公示.pdf 第1页里的号码不能自动遮盖"):
        masked_copy(package({"公示.pdf": pdf(shown(PHONE))}), on=DAY)
    with pytest.raises(NoCopy, match="设有密码|已经损坏"):
        masked_copy(b"PK\3\4" + bytes(100), on=DAY)


pieces = ["1", "3", "8", "0", " ", "-", "，", "\n", "a", PHONE, CARD, MAIL, "<b>", "</p>", "&#49;"]


@given(st.lists(st.sampled_from(pieces), max_size=20).map("".join))
@example(f"{MAIL}{MAIL}")
def test_any_page_becomes_clean(text):
    content = f"<p>{text}".encode()
    assert findings(copy_of(content, "a.html"), "a.html") == []
