"""What goes with a letter: the approval sheet, the envelope, and the copy without names for the public."""

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from pypdf import PdfReader

from disclosure_requests import deciding
from disclosure_requests.issuing import receipt_letter
from tests.make import make_user
from tests.make_requests import in_handling, make_case, replied, write_decision

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("official_days")]


@pytest.fixture
def office(client):
    client.force_login(make_user("officer"))
    return client


def words(answer):
    assert answer["Content-Type"] == "application/pdf" and "no-store" in answer["Cache-Control"]
    return "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(answer.content)).pages)


def of_reply(office, case, page):
    return office.get(reverse(f"cases:reply_{page}", args=[case.pk]))


def test_the_approval_sheet_says_who_said_what(office):
    case = replied(make_case(on=localdate()), on=localdate())
    decision = case.decisions.get()
    sheet = words(of_reply(office, case, "approval"))
    people = [decision.drafted_by.name, decision.checked_by.name, decision.signed_by.name]
    assert all(each in sheet for each in [decision.letter.number, *people, "依据合法，不涉密"])


def test_before_it_is_signed_the_sheet_waits_for_the_signatures(office):
    case = in_handling(make_case(on=localdate()), on=localdate())
    assert of_reply(office, case, "approval").status_code == 404
    write_decision(case, on=localdate())
    assert "签名" in words(of_reply(office, case, "approval"))
    assert of_reply(office, case, "public_copy")["Location"] == case.get_office_url()


def test_the_public_copy_names_nobody_and_keeps_the_number(office):
    case = replied(make_case(on=localdate(), applicant_name="欧阳示例"), on=localdate())
    letter = case.decisions.get().letter
    copy = words(of_reply(office, case, "public_copy"))
    assert letter.number in copy and "欧阳某某" in copy and "欧阳示例" not in copy


def test_the_public_copy_hides_all_that_is_known_of_the_people_of_the_case(office):
    person = {
        "address": "示例街道甲乙路 7 号",
        "phone": "0576-81234567",
        "agent_name": "代示例",
        "email": "a@示例.cn",
    }
    today = localdate()
    case = make_case(on=today, **{f"applicant_{name}": value for name, value in person.items()})
    text = "申请人住{address}，电话{phone}，代理人{agent_name}，邮箱{email}".format_map(person)
    replied(case, on=today, told={"request_text": text})
    answer = of_reply(office, case, "public_copy")
    copy = words(answer)
    assert "代某某" in copy
    hidden = [case.applicant.name, *person.values()]
    assert not any("".join(each.split()) in copy for each in hidden)
    about = str(PdfReader(BytesIO(answer.content)).metadata) + answer["Content-Disposition"]
    assert not any(each in about for each in hidden)


def test_an_envelope_is_for_letters_to_the_applicant_and_each_is_a_look(office):
    case = make_case(on=localdate(), applicant_address="示例路 1 号", applicant_postcode="317000")
    letter = receipt_letter(case, today=localdate())
    envelope = words(office.get(reverse("cases:letter_envelope", args=[case.pk, letter.pk])))
    assert "示例路1号" in envelope and case.applicant.name in envelope
    assert case.looks.get().why == "打印信封"
    to_another = case.letters.create(code="D06", number="示例 1", dated=localdate())
    assert office.get(reverse("cases:letter_envelope", args=[case.pk, to_another.pk])).status_code == 404


def test_labels_are_printed_for_what_waits_to_be_posted(office):
    address = reverse("cases:labels")
    assert office.get(address)["Location"] == reverse("cases:queue")
    today = localdate()
    posted = signed(make_case(on=today, applicant_name="示例邮寄", applicant_address="示例路 1 号"))
    signed(make_case(on=today, applicant_name="示例自取", way="collect"))
    sheet = words(office.get(address))
    assert "示例邮寄" in sheet and "示例自取" not in sheet
    assert posted.looks.get().why == "打印地址标签"


def signed(case):
    in_handling(case, on=localdate())
    drafter = make_user("handler")
    write_decision(case, by=drafter, on=localdate())
    deciding.hand_in(case, by=drafter, today=localdate())
    deciding.check(case, by=make_user("reviewer"), today=localdate(), words="合法")
    deciding.sign(case, by=make_user("head"), today=localdate())
    return case
