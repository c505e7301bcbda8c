import io
from datetime import date

import pytest
from docx import Document
from pypdf import PdfReader

from disclosure_requests.letters.facts import CannotCompose
from disclosure_requests.letters.sheets import STEPS, Address, Step, approval_sheet, envelope, labels
from linhai_portal.letters.docx import docx_of
from linhai_portal.letters.pdf import pdf_of
from tests.disclosure_requests.letters.samples import make_facts

DAY = date(2026, 3, 5)
OFFICE = Address("317000", "临海市示例路1号", "临海市人民政府办公室", "0576-80000000")
READER = Address("317000", "临海市示例街道示例小区1幢101室", "张示例", "13800001111")
MM = 72 / 25.4


def written(page):
    """What both writers say, and the sizes of the pages of the PDF in millimetres."""
    reader = PdfReader(io.BytesIO(pdf_of(page)))
    tables = Document(io.BytesIO(docx_of(page))).tables
    word = "".join(cell.text for table in tables for row in table.rows for cell in row.cells)
    sizes = {tuple(round(float(side) / MM) for side in each.mediabox[2:]) for each in reader.pages}
    pdf = "".join(each.extract_text() for each in reader.pages)
    return "".join(word.split()), "".join(pdf.split()), sizes


def test_the_approval_sheet_shows_every_step_taken_or_not():
    steps = [
        Step("承办人意见", "示例：建议不予公开。", "示例承办人", DAY),
        Step("会签", "示例：同意。", "示例", DAY),
    ]
    word, pdf, sizes = written(approval_sheet("D12", make_facts("D12"), steps))
    for text in (word, pdf):
        for part in (
            *STEPS,
            "会签",
            "政府信息不予公开告知书",
            "示例2026-0001",
            "建议不予公开。",
            "2026年3月5日",
        ):
            assert part in text
    assert "内部材料，不得对外提供" in pdf
    assert sizes == {(210, 297)}


def test_an_approval_sheet_without_its_case_is_refused():
    with pytest.raises(CannotCompose, match="申请编号"):
        approval_sheet("D12", make_facts("D12", request_number=""))


def test_an_envelope_is_one_of_the_standard():
    page = envelope(READER, OFFICE, DAY)
    word, pdf, sizes = written(page)
    assert sizes == {(230, 120)}
    assert len(PdfReader(io.BytesIO(pdf_of(page))).pages) == 1
    for text in (word, pdf):
        assert "张示例收13800001111" in text and "临海市示例街道示例小区1幢101室" in text
    assert "—1—" not in pdf


def test_fourteen_labels_fit_on_a_sheet():
    page = labels([READER] * 14, DAY)
    _, pdf, sizes = written(page)
    assert sizes == {(210, 297)}
    assert pdf.count("张示例收") == 14
    assert len(PdfReader(io.BytesIO(pdf_of(page))).pages) == 1
    assert len(PdfReader(io.BytesIO(pdf_of(labels([READER] * 15, DAY)))).pages) == 2
