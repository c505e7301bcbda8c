"""What search finds in an attached file: what a reader sees, no more."""

import io

import openpyxl
import pytest
from django.conf import settings

from catalog.privacy import texts

SAMPLES = settings.BASE_DIR / "tests/data/privacy"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("relief-list.xlsx", "救助资金发放清册"),
        ("appointment-letter.docx", "村级网格员名单"),
        ("land-compensation.pdf", "征地补偿安置费用"),
        ("village-bulletin.html", "村务公开栏"),
        ("allowance-notice.txt", "临时救助对象公示"),
    ],
)
def test_the_words_of_every_kind_of_file_are_found(name, words):
    assert words in texts((SAMPLES / name).read_bytes(), name)


def test_of_a_workbook_the_words_of_its_cells_and_of_no_hidden_sheet():
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active.title = "公示"
    book.active.append(["鲥鱼巷", 3.0, 0.5])
    for state in ("hidden", "veryHidden"):
        sheet = book.create_sheet(f"登记{state}")
        sheet.append(["原始登记"])
        sheet.sheet_state = state
    book.save(file)
    found = texts(file.getvalue(), "名单.xlsx")
    assert "鲥鱼巷" in found and "原始登记" not in found


def test_a_broken_workbook_has_no_text():
    broken = (SAMPLES / "relief-list.xlsx").read_bytes()[:2000]
    assert texts(broken, "名单.xlsx") == ""
