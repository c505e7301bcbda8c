"""Thinning a sheet leaves out nothing that holds a number."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from catalog.privacy.reading import Reading
from catalog.privacy.thinning import thin_sheet, thin_texts
from tests.catalog.privacy.files import parts_of, with_parts, workbook
from tests.catalog.privacy.numbers import CARD, PHONE

DAY = date(2026, 11, 25)
values = st.one_of(
    st.sampled_from(
        [CARD, PHONE, int(PHONE), f"电话{PHONE}", "138 0000 1111", "云溪镇", "138****1111", 13845678901.35]
    ),
    st.integers(0, 999),
    st.none(),
)


def filled(table):
    def fill(book, sheet):
        for number, row in enumerate(table):
            sheet.write_row(number, 0, row)

    return workbook(fill)


def places(content):
    reading = Reading(DAY)
    reading.read(content, "名单.xlsx")
    return [(finding.where, finding.masked) for finding in reading.report.findings]


@given(st.lists(st.lists(values, max_size=4), max_size=8))
def test_a_thinned_workbook_gives_what_the_whole_one_gives(table):
    content = filled(table)
    unusual = {
        name: "<!-- -->"
        for name in ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml")
        if name in parts_of(content)
    }
    whole = with_parts(content, **{name: lambda xml, end=end: xml + end for name, end in unusual.items()})
    assert places(content) == places(whole)


def test_rows_without_a_long_value_are_left_out():
    sheet = parts_of(filled([[1, "甲"], [2, PHONE], [int(PHONE), "乙"]]))["xl/worksheets/sheet1.xml"]
    assert thin_sheet(sheet, set()).count(b"<row") == 1
    assert thin_sheet(sheet, {b"1"}).count(b"<row") == 2
    assert thin_sheet(sheet[:-5], set()) == sheet[:-5]


def test_texts_keep_their_numbers():
    texts = parts_of(filled([["甲", PHONE, "乙", CARD]]))["xl/sharedStrings.xml"]
    assert thin_texts(texts)[0] == [1, 3]
    assert thin_texts(texts.replace(b"<sst ", b"<!-- --><sst ")) is None
