"""更正本人信息（条例第四十一条）: evidence, verification, outcomes and letters of its own, and in no table of the report."""

from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.timezone import localdate
from pypdf import PdfReader

from disclosure_requests import approving, archiving, correcting, deciding, ending, filing, verifying
from disclosure_requests.annual_report.counting import tables_of
from disclosure_requests.deeds import DEEDS, next_deeds
from disclosure_requests.guards import why_not
from disclosure_requests.issuing import receipt_letter
from disclosure_requests.models import DisclosureRequest, Material
from disclosure_requests.outcomes import OF_OWN_RECORDS, OUTCOMES
from disclosure_requests.workflow import TABLE, Kind, Status
from linhai_portal.calendar import work_calendar
from linhai_portal.workflow import InvalidMove
from tests.make import make_organization, make_user
from tests.make_requests import MONDAY, in_handling, make_draft, make_entered, registered, write_decision

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("official_days")]
WORDS = {
    "C1": {"record_before": "1970 年", "record_after": "1971 年", "rectified_on": str(MONDAY)},
    "C2": {"reason": "和原始登记表一致"},
    "C3": {"reason": "由示例局登记", "responsible_agency": "示例局", "responsible_contact": "80000001"},
    "C4": {"reason": "由示例局登记", "responsible_agency": "示例局", "responsible_contact": "80000001"},
}
FINDINGS = {"C1": "wrong", "C2": "right", "C3": "not_ours", "C4": "not_ours"}


def evidence(case):
    return Material.keep(case, b"x", kind="application", name="户口簿.txt", content_type="text/plain")


def make_own(unit=None, *, on=MONDAY):
    draft = make_draft(unit, kind=Kind.OWN_RECORDS, title="婚姻登记", description="出生年份错了")
    evidence(draft)
    return filing.submit(draft, today=on)


def verify(case, finding="right", *, on=MONDAY, **facts):
    told = {"on": on, "checker": "示例核查人", "what": "查了原始登记表"} | facts
    return verifying.verify(case, by=make_user("handler"), today=on, finding=finding, **told)


def replied(code, unit=None, *, on=MONDAY):
    case = in_handling(make_own(unit, on=on), on=on)
    verify(case, FINDINGS[code], on=on)
    drafter = make_user("handler")
    told = {"request_text": "婚姻登记的出生年份", "verified": "查了原始登记表"} | WORDS[code]
    told |= {"rectified_on": str(on)} if code == "C1" else {}
    deciding.write(case, by=drafter, today=on, outcome=code, told=told)
    deciding.hand_in(case, by=drafter, today=on)
    deciding.check(case, by=make_user("reviewer"), today=on, words="依据合法")
    deciding.sign(case, by=make_user("head"), today=on)
    deciding.send(case, by=case.officer, today=on)
    case.refresh_from_db()
    return case


def words_of(letter):
    return text_of(letter.read("pdf"))


def text_of(pdf):
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return "".join(text.split())


def holding(case):
    client = Client()
    client.post("/requests/status/", {"number": case.number, "code": case.code})
    return client


def test_without_evidence_it_is_not_handed_in():
    draft = make_draft(kind=Kind.OWN_RECORDS)
    with pytest.raises(InvalidMove, match="证明记录不准确的材料（条例第四十一条）"):
        filing.submit(draft, today=MONDAY)
    evidence(draft)
    assert filing.submit(draft, today=MONDAY).status == Status.RECEIVED


def test_on_paper_without_evidence_it_is_asked_for_before_anybody_works_on_it():
    case = registered(make_entered(kind=Kind.OWN_RECORDS))
    assert "先补正告知" in why_not(case, "T13", today=MONDAY)
    evidence(case)
    assert not why_not(case, "T13", today=MONDAY)


def test_what_came_without_evidence_is_worked_on_when_it_cannot_be_asked_for_any_more():
    case = registered(make_entered(kind=Kind.OWN_RECORDS))
    late = work_calendar().nth_workday_after(MONDAY, 8)
    assert why_not(case, "T5", today=late) and not why_not(case, "T13", today=late)


@pytest.mark.parametrize("code", OF_OWN_RECORDS)
def test_each_outcome_has_a_letter_of_its_own_with_its_article_and_remedy(code):
    case = replied(code)
    letter = case.decisions.get().letter
    text = words_of(letter)
    assert (case.status, case.outcome) == (Status.SENT, code)
    assert "第四十一条" in text and "查了原始登记表" in text
    assert "60日内" in text and "6个月内" in text and "投诉、举报" in text
    assert "申请公开" not in text and "政府信息公开申请" not in text
    assert (
        letter.title
        == {
            "C1": "更正本人信息告知书",
            "C2": "不予更正本人信息告知书",
            "C3": "更正本人信息请求转送告知书",
            "C4": "更正本人信息请求途径告知书",
        }[code]
    )


def test_what_is_passed_on_goes_with_a_letter_to_who_can_correct_it():
    case = replied("C3")
    letter = case.letters.get(code="D28T")
    assert not letter.goes_to_applicant and "示例局" in words_of(letter) and "转送你单位" in words_of(letter)
    assert not replied("C4").letters.filter(code="D28T").exists()


def test_no_outcome_before_the_record_was_verified_and_none_against_it():
    case = in_handling(make_own())
    drafter = make_user("handler")
    told = {"request_text": "示例", "verified": "示例"} | WORDS["C1"]
    deciding.write(case, by=drafter, today=MONDAY, outcome="C1", told=told)
    with pytest.raises(InvalidMove, match="还没有核查记录"):
        deciding.hand_in(case, by=drafter, today=MONDAY)
    case.refresh_from_db()
    verify(case, "right")
    with pytest.raises(InvalidMove, match="核查的结果是“记录无误”"):
        deciding.hand_in(case, by=drafter, today=MONDAY)
    verify(case, "wrong")
    deciding.hand_in(case, by=drafter, today=MONDAY)
    assert case.verifications.count() == 2


def test_a_verification_says_what_was_looked_at_and_is_an_event():
    case = in_handling(make_own())
    with pytest.raises(InvalidMove, match="写明核查了什么"):
        verify(case, what=" ")
    verify(case)
    assert (case.events.last().deed, case.events.last().note) == ("核查记录", "记录无误")


@pytest.mark.parametrize("code", ["G2", "N5", "U1a", "O3"])
def test_no_code_of_disclosure_fits_a_correction(code):
    case = in_handling(make_own())
    with pytest.raises(InvalidMove, match="不能用在这件申请上"):
        write_decision(case, outcome=code)


def test_no_code_of_correction_fits_a_request_for_information():
    case = in_handling()
    with pytest.raises(InvalidMove, match="不能用在这件申请上"):
        write_decision(case, outcome="C1")
    with pytest.raises(IntegrityError), transaction.atomic():
        DisclosureRequest.objects.filter(pk=case.pk).update(outcome="C1", closed_on=MONDAY)


def test_extension_fee_consultation_and_reasons_are_no_steps_of_it():
    case = in_handling(make_own())
    for move in TABLE:
        if Kind.OWN_RECORDS not in move.kinds:
            assert "没有" in why_not(case, move.key, today=MONDAY)
    shown = {next.deed.slug for next in next_deeds(case, make_user("officer"), today=MONDAY)}
    assert "verify" in shown and not shown & {"extend", "consult", "charge", "ask-reasons"}
    officer = make_user("officer")
    assert "verify" not in {next.deed.slug for next in next_deeds(in_handling(), officer, today=MONDAY)}
    assert {deed.slug for deed in DEEDS} >= {"verify", "extend"}


def test_the_period_is_that_of_the_setting(settings):
    settings.OWN_RECORDS_WORKDAYS = 10
    case = make_own()
    assert case.reply_due_on == work_calendar().nth_workday_after(MONDAY, 10)
    html = holding(case).get("/requests/status/").content.decode()
    assert "法规没有规定天数，本机关在 10 个工作日内办理（条例第四十一条）" in html
    text = words_of(receipt_letter(case, today=MONDAY))
    assert "10个工作日内告知你结果" in text and "至2026年2月9日" in text


def test_its_receipt_and_notices_speak_of_a_correction():
    case = make_own()
    receipt = receipt_letter(case, today=MONDAY)
    assert receipt.title == "更正本人信息请求登记回执"
    text = words_of(receipt)
    assert "更正本人信息的请求已经登记" in text and "请求更正的内容" in text and "申请公开" not in text
    ending.withdraw(case, by=None, today=MONDAY)
    assert case.outcome == "O3"


def test_an_unanswered_notice_ends_it_by_analogy():
    case = registered(make_own())
    row = correcting.propose_correction(
        case, by=case.officer, today=MONDAY, reason="请补证据", guidance="示例"
    )
    approving.approve(row, by=make_user("head"), today=MONDAY)
    correcting.send_correction(row, by=case.officer, today=MONDAY)
    letter = case.letters.get(code="D02")
    assert letter.title == "更正本人信息请求补正告知书" and "参照《条例》第三十条" in words_of(letter)


def test_the_guide_asks_who_has_the_power_and_what_was_found(client):
    unit = make_organization()
    client.force_login(make_user("handler", unit))
    case = in_handling(make_own(on=localdate()), on=localdate(), unit=unit)
    verify(case, "wrong", on=localdate())
    address = f"/office/requests/{case.pk}/decision/"
    assert "属于本机关职能范围吗" in client.get(address).content.decode()
    query = "?again=yes&power=yes&verified=wrong"
    html = client.get(address + query).content.decode()
    assert "更正前的记录" in html and "查了原始登记表" in html
    assert "不计入年度报告表三" in html and "建议把这项信息主动公开" not in html
    words = {"request_text": "婚姻登记", "verified": "查了", **WORDS["C1"]}
    client.post(address + query, words)
    assert case.decisions.get().outcome == "C1"


def test_the_case_and_the_dossier_show_the_verification(client):
    client.force_login(make_user("officer"))
    case = replied("C2", on=localdate())
    html = client.get(case.get_office_url()).content.decode()
    assert "更正本人信息申请" in html and "核查记录" in html and "示例核查人" in html
    assert "公开副本" not in html
    refused = client.get(f"{case.get_office_url()}decision/public-copy/", follow=True)
    assert "没有公开副本" in refused.content.decode()
    deciding.delivered(case, by=case.officer, today=localdate(), on=localdate())
    text = text_of(archiving.archive(case, by=make_user("archivist"), today=localdate()).read())
    assert "核查记录1" in text and "查了原始登记表" in text


def test_it_stands_in_no_row_of_table_3_and_its_own_figures_open(client):
    unit = make_organization(slug="jsj")
    replied("C1", unit, on=localdate())
    make_own(unit, on=localdate())
    table = tables_of(localdate().year, unit)["table3"]
    assert all(not any(cells.values()) for cells in table.values())
    client.force_login(make_user("officer"))
    page = client.get(f"/office/reports/{localdate().year}/jsj/")
    assert page.context["own_records"] == [("received", "本年收到", 2), ("closed", "本年办结", 1)]
    for column, words, count in page.context["own_records"]:
        rows = client.get(
            f"/office/reports/{localdate().year}/jsj/rows/", {"row": "own_records", "column": column}
        )
        assert rows.context["total"] == count and words in rows.content.decode()
    DisclosureRequest.objects.update(is_sample=True)
    page = client.get(f"/office/reports/{localdate().year}/jsj/")
    assert [count for *_, count in page.context["own_records"]] == [0, 0]


def test_every_outcome_of_a_correction_is_counted_in_no_row():
    assert {OUTCOMES[code].row for code in OF_OWN_RECORDS} == {""}
    assert {OUTCOMES[code].article for code in OF_OWN_RECORDS} == {"第四十一条"}


def test_an_opened_reply_says_what_became_of_it_in_plain_words():
    case = replied("C2", on=localdate())
    client = holding(case)
    client.post("/requests/status/open/")
    html = client.get("/requests/status/").content.decode()
    assert "更正本人信息：不予更正，核查后无误" in html and "6 个月内向法院起诉" in html
    assert "您请求更正的记录" in html and "核查了有关记录" in html
