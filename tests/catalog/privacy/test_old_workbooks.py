import io

import pytest
import xlwt

from catalog.privacy.reading import scan_here

PHONE = "13800005086"


def book(*cells, hide=0, formats=None, header=b"", owner="", filling=0):
    made = xlwt.Workbook(encoding="utf-8")
    sheet = made.add_sheet("名单")
    sheet.visibility = hide
    if hide:
        made.add_sheet("公示")
    for number in range(filling):
        sheet.write(100 + number, 0, f"第{number}户的说明文字，{'长' * (number % 90)}")
    for number, value in enumerate(cells):
        sheet.write(number, 1, value, *([xlwt.easyxf(num_format_str=formats)] if formats else []))
    sheet.header_str, made.owner = header or b"&P", owner or "x"
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def found(content):
    return [(finding.kind, finding.masked) for finding in scan_here(content, "表.xls").findings]


HIDING_PLACES = {
    "text": book(f"电话{PHONE}"),
    "number": book(int(PHONE)),
    "number in format 0": book(int(PHONE), formats="0"),
    "formula": book(xlwt.Formula(f'"{PHONE}"')),
    "hidden sheet": book(PHONE, hide=1),
    "very hidden sheet": book(PHONE, hide=2),
    "header": book(header=f"&C{PHONE}".encode()),
    "user": book(owner=PHONE),
    "behind many strings": book(f"电话{PHONE}", filling=3000),
    "full width": book("１３８００００５０８６"),
}


@pytest.mark.parametrize("content", HIDING_PLACES.values(), ids=HIDING_PLACES)
def test_a_number_hidden_in_an_old_workbook_is_found_once(content):
    assert found(content) == [("mobile_phone", "138****5086")]


@pytest.mark.parametrize("formats", ["#,##0", "#,##0.00", '"共"#,##0'])
def test_amounts_of_an_old_workbook_are_no_numbers(formats):
    assert found(book(int(PHONE), 13845678901.35, formats=formats)) == []


def test_each_cell_is_a_place():
    report = scan_here(book(PHONE, "无", PHONE), "表.xls")
    assert [finding.where for finding in report.findings] == ["工作表「名单」B1", "工作表「名单」B3"]
