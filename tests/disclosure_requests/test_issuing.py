"""Letters as issued: numbered without gap, stored sealed, unchanged afterwards, refused whole when a fact is wrong."""

import hashlib
from io import BytesIO

import pytest
from pypdf import PdfReader

from disclosure_requests import deciding, issuing
from disclosure_requests.models import Letter
from disclosure_requests.workflow import Status
from linhai_portal.models import Counter
from linhai_portal.workflow import InvalidMove
from tests.make import make_organization, make_user
from tests.make_requests import (
    MONDAY,
    in_handling,
    make_case,
    replied,
    with_correction,
    write_decision,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("official_days")]


def text_of(letter):
    return "".join(
        "".join(page.extract_text().split()) for page in PdfReader(BytesIO(letter.read("pdf"))).pages
    )


def test_a_signed_reply_is_a_numbered_letter_in_both_formats():
    case = replied(make_case(make_organization(document_prefix="临教")))
    letter = case.decisions.get().letter
    assert (letter.code, letter.number, letter.dated) == ("D10", "临教公开〔2026〕1号", MONDAY)
    words = text_of(letter)
    assert "临教公开〔2026〕1号" in words and case.number in words and "示例材料" in words
    assert letter.read("docx")[:2] == b"PK"
    assert hashlib.sha256(letter.read("pdf")).hexdigest() == letter.pdf_sha256


def test_files_lie_sealed_on_the_disk():
    letter = replied().decisions.get().letter
    with letter.pdf.open() as file:
        assert file.read().startswith(b"sm4g$")


def test_numbers_run_by_unit_series_and_year_without_a_gap():
    unit = make_organization(document_prefix="临教")
    numbers = [replied(make_case(unit)).decisions.get().letter.number for _ in range(3)]
    notice = with_correction(make_case(unit)).letters.get().number
    assert numbers == [f"临教公开〔2026〕{n}号" for n in (1, 2, 3)]
    assert notice == "临教公开告〔2026〕1号"


def test_a_refused_letter_uses_no_number_and_moves_nothing():
    case, handler = in_handling(), make_user("handler")
    write_decision(case, by=handler)
    deciding.hand_in(case, by=handler, today=MONDAY)
    deciding.check(case, by=make_user("reviewer"), today=MONDAY, words="合法")
    decision = case.decisions.get()
    decision.told = {"request_text": "示例", "materials": []}
    decision.save()
    with pytest.raises(InvalidMove, match="提供的材料"):
        deciding.sign(case, by=make_user("head"), today=MONDAY)
    case.refresh_from_db()
    assert case.status == Status.CHECK and not Letter.objects.exists()
    assert not Counter.objects.filter(series__startswith="letter/").exists()


def test_against_a_unit_of_another_hierarchy_one_turns_to_the_organ_it_names():
    tax = make_organization(kind="vertical_department", reconsideration_organ="国家税务总局台州市税务局")
    for unit, organ in ((tax, tax.reconsideration_organ), (make_organization(), "临海市人民政府")):
        letter = replied(make_case(unit)).decisions.get().letter
        assert f"60日内向{organ}申请行政复议" in text_of(letter)


def test_the_receipt_is_made_once_and_stays_the_same():
    case = make_case()
    first = issuing.receipt_letter(case, today=MONDAY)
    assert issuing.receipt_letter(case, today=MONDAY) == first
    assert case.code in text_of(first) and "2026年2月28日" in text_of(first)


def test_a_correction_notice_says_each_point_and_how_to_mend_it():
    words = text_of(with_correction().letters.get())
    assert "请写明年份" in words and "例如2025年" in words and "15个工作日" in words
