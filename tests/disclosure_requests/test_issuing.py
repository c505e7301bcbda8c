"""Letters as issued: numbered without gap, stored sealed, unchanged afterwards, refused whole when a fact is wrong."""

import hashlib
from importlib import import_module
from io import BytesIO

import pytest
from django.apps import apps
from pypdf import PdfReader

from disclosure_requests import approving, consulting, deciding, ending, filing, issuing
from disclosure_requests.models import Letter, Material
from disclosure_requests.workflow import Status
from linhai_portal.accounts.models import Organization
from linhai_portal.models import Counter
from linhai_portal.workflow import InvalidMove
from tests.make import make_organization, make_user
from tests.make_requests import (
    MONDAY,
    in_handling,
    make_case,
    make_draft,
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


def test_a_letter_is_listed_by_the_title_that_stands_on_it():
    withdrawn = make_case()
    ending.withdraw(withdrawn, by=None, today=MONDAY)
    own_records = make_own_records()
    for case in (withdrawn, own_records):
        issuing.receipt_letter(case, today=MONDAY)
    titles = {
        withdrawn: ["政府信息公开申请终止办理告知书", "政府信息公开申请登记回执"],
        own_records: ["更正本人信息请求登记回执"],
    }
    for case, told in titles.items():
        assert [each.title for each in case.letters.all()] == told
        assert all(each.title in text_of(each) for each in case.letters.all())


@pytest.mark.parametrize(
    ("party", "title"), [("other_agency", "政府信息公开协办函"), ("co_producer", "政府信息公开征求意见书")]
)
def test_a_letter_to_an_agency_is_listed_as_what_it_is(party, title):
    letter = with_consultation(party).letters.get(code="D09")
    assert letter.title == title and title in text_of(letter)


def make_own_records():
    draft = make_draft(kind="own_records", description="示例")
    Material.keep(draft, b"x", kind="application", name="户口簿.txt", content_type="text/plain")
    return filing.submit(draft, today=MONDAY)


def with_consultation(party):
    case = in_handling()
    draft = consulting.propose_consultation(
        case,
        by=case.officer,
        today=MONDAY,
        party=party,
        agency=make_organization(),
        reason="示例",
        question="示例",
    )
    approving.approve(draft, by=make_user("head"), today=MONDAY)
    consulting.send_consultation(draft, by=case.officer, today=MONDAY)
    return case


def test_letters_issued_before_titles_were_kept_get_the_title_that_stands_on_them():
    withdrawn = make_case()
    ending.withdraw(withdrawn, by=None, today=MONDAY)
    own_records = make_own_records()
    issuing.receipt_letter(own_records, today=MONDAY)
    ending.withdraw(own_records, by=None, today=MONDAY)
    replied(outcome="O3", told={"reason": "示例：已移交", "legal_basis": "《档案法》（示例）"})
    for party in ("other_agency", "co_producer"):
        with_consultation(party)
    before = dict(Letter.objects.values_list("pk", "title"))
    assert len(set(before.values())) == 6
    Letter.objects.update(title="")
    migration = import_module("disclosure_requests.migrations.0008_titles_service_and_authors")
    migration.write_titles(apps, None)
    assert dict(Letter.objects.values_list("pk", "title")) == before


def test_a_number_that_another_unit_used_is_refused_with_a_sentence():
    first = make_organization(document_prefix="临教")
    replied(make_case(first))
    Organization.objects.filter(pk=first.pk).update(document_prefix="临教育")
    case, handler = in_handling(make_case(make_organization(document_prefix="临教"))), make_user("handler")
    write_decision(case, by=handler)
    deciding.hand_in(case, by=handler, today=MONDAY)
    deciding.check(case, by=make_user("reviewer"), today=MONDAY, words="合法")
    with pytest.raises(InvalidMove, match="“临教公开〔2026〕1号”已经由别的单位用过"):
        deciding.sign(case, by=make_user("head"), today=MONDAY)
    assert Letter.objects.count() == 1
