"""What search is given of a file: all that a reader sees, and nothing of a file nobody here reads."""

import io

import xlsxwriter

from catalog.privacy.scan import text_in


def test_every_row_of_a_sheet_is_text():
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as workbook:
        sheet = workbook.add_worksheet("清单")
        for row in range(300):
            sheet.write_row(row, 0, [f"第{row}户", "危房改造补助", 1200])
    text = text_in(target.getvalue(), "清单.xlsx")
    assert all(f"第{row}户" in text for row in range(300))
    assert "危房改造补助" in text


def test_plain_text_and_html_are_text():
    assert text_in("补助标准".encode("gb18030"), "说明.txt") == "补助标准"
    assert "补助标准" in text_in("<p>补助<b>标准</b></p>".encode(), "说明.html")


def test_what_nobody_reads_gives_no_text():
    assert text_in(b"\x89PNG\r\n\x1a\n" + bytes(20), "图.png") == ""
    assert text_in(b"PK\x03\x04broken", "坏.zip") == ""
