"""The public form: step by step, kept between steps, resumed by code, handed in once; only 条例29 can stop anybody."""

import datetime as dt
import re

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from disclosure_requests.drafts import forget_old
from disclosure_requests.models import AnswersOffered, Applicant, DisclosureRequest, Material
from disclosure_requests.workflow import Status
from tests.at_once import at_once
from tests.make import make_item, make_organization, put_out
from tests.make_requests import official_calendar

pytestmark = pytest.mark.django_db
CARD = "11010519491231002X"  # the example of GB 11643
PERSON = {
    "applicant_kind": "citizen",
    "name": "示例甲",
    "document": "identity_card",
    "document_number": CARD,
    "phone": "13800000000",
}
INFORMATION = {"title": "老旧小区加装电梯补助资金拨付明细", "description": "2025 年"}
WAY = {"carrier": "paper", "way": "post"}
PDF = b"%PDF-1.4 test"


@pytest.fixture(autouse=True)
def no_least_time(settings):
    settings.SHORTEST_FILLING = 0
    official_calendar()


@pytest.fixture
def agency():
    return make_organization(slug="jianshe", kind="department")


def opened(client, address="/requests/new/"):
    found = re.search(r'name="opened" value="([^"]+)"', client.get(address).content.decode())
    return {"opened": found[1]}


def begin(client, agency, **told):
    told = {"kind": "information", "organization": agency.slug} | opened(client) | told
    return client.post("/requests/new/", told)


def fill_in(client, agency, **person):
    begin(client, agency)
    client.post("/requests/new/applicant/", PERSON | person)
    client.post("/requests/new/information/", INFORMATION)
    client.post("/requests/new/way/", WAY)
    return DisclosureRequest.objects.latest("pk")


def hand_in(client):
    return client.post("/requests/new/check/", opened(client, "/requests/new/check/"))


def errors_in(answer):
    box = re.search(r'<div class="errors".*?</div>', answer.content.decode(), re.DOTALL)
    return re.sub(r"<[^>]+>", " ", box[0]) if box else ""


def test_step_by_step_to_a_receipt_without_an_account(client, agency):
    for answer, onward in [
        (begin(client, agency), "applicant"),
        (client.post("/requests/new/applicant/", PERSON), "information"),
        (client.post("/requests/new/information/", INFORMATION), "way"),
        (client.post("/requests/new/way/", WAY), "check"),
    ]:
        assert answer["Location"] == f"/requests/new/{onward}/"
    assert hand_in(client)["Location"] == "/requests/receipt/"
    case = DisclosureRequest.objects.get()
    assert (case.status, case.received_on) == (Status.RECEIVED, timezone.localdate())
    html = client.get("/requests/receipt/").content.decode()
    for words in [case.number, case.code, agency.full_name, "网上、邮箱提交的", '<ol class="bricks">']:
        assert words in html


def test_looking_makes_no_draft_and_a_step_without_one_leads_to_the_first(client):
    client.get("/requests/new/")
    assert client.get("/requests/new/way/")["Location"] == "/requests/new/"
    assert client.get("/requests/new/nowhere/").status_code == 404
    assert not DisclosureRequest.objects.exists()


def test_what_was_filled_in_comes_back_at_each_step(client, agency):
    fill_in(client, agency)
    assert f'value="{agency.slug}" selected' in client.get("/requests/new/").content.decode()
    assert CARD in client.get("/requests/new/applicant/").content.decode()
    assert INFORMATION["title"] in client.get("/requests/new/information/").content.decode()
    assert re.search(r'value="post"[^>]* checked', client.get("/requests/new/way/").content.decode())


def test_the_code_of_a_draft_resumes_it_elsewhere_at_the_first_open_step(client, agency):
    begin(client, agency)
    answer = client.post("/requests/new/applicant/", PERSON | {"phone": "", "save": "yes"})
    assert answer["Location"] == "/requests/draft/"
    case = DisclosureRequest.objects.get()
    assert case.code in client.get("/requests/draft/").content.decode()
    elsewhere = Client()
    answer = elsewhere.post("/requests/resume/", {"code": f" {case.code[:5]}-{case.code[5:].lower()} "})
    assert answer["Location"] == "/requests/new/information/"
    assert "示例甲" in elsewhere.get("/requests/new/applicant/").content.decode()


def test_a_wrong_code_opens_nothing_and_a_submitted_case_is_no_draft(client, agency):
    case = fill_in(client, agency)
    assert "没有这份草稿" in errors_in(Client().post("/requests/resume/", {"code": "ABCDEFGHJK"}))
    hand_in(client)
    assert "没有这份草稿" in errors_in(Client().post("/requests/resume/", {"code": case.code}))


def test_guessing_codes_ends_soon(client, settings):
    settings.MOST_LOOKUPS_AN_HOUR = 3
    answers = [client.post("/requests/resume/", {"code": f"AAAAAAAAA{n}"}).status_code for n in range(2, 7)]
    assert answers == [200, 200, 200, 429, 429]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"name": ""}, "请写姓名或者单位名称"),
        ({"document_number": ""}, "请写证件号码，或者上传证件的照片"),
        ({"phone": ""}, "请写一种联系方式"),
        ({"applicant_kind": "organization", "credit_code": ""}, "请写统一社会信用代码，或者上传证照的照片"),
    ],
)
def test_what_the_law_asks_for_is_asked_for(client, agency, told, words):
    begin(client, agency)
    answer = client.post("/requests/new/applicant/", PERSON | told)
    assert answer.status_code == 200 and words in errors_in(answer)
    assert "<title>有错误：" in answer.content.decode()


def test_the_proof_may_be_a_picture_or_any_other_paper(client, agency):
    begin(client, agency)
    file = SimpleUploadedFile("证件.pdf", PDF)
    answer = client.post("/requests/new/applicant/", PERSON | {"document_number": "", "identity": file})
    assert answer.status_code == 302
    material = Material.objects.get()
    assert (material.kind, material.read()) == ("identity", PDF)
    assert PDF not in default_storage.open(material.file.name).read()


@pytest.mark.parametrize(
    "told",
    [
        {"document_number": "110105194912310021"},
        {"document_number": "1101051949"},
        {"applicant_kind": "organization", "credit_code": "91350100M000100Y44"},
        {"applicant_kind": "organization", "credit_code": "OOO"},
    ],
)
def test_a_number_with_a_wrong_check_digit_is_asked_about_once_and_then_believed(client, agency, told):
    begin(client, agency)
    answer = client.post("/requests/new/applicant/", PERSON | told)
    assert "校验位不对" in errors_in(answer)
    seen = re.search(r'name="number_seen" value="([^"]+)"', answer.content.decode())[1]
    again = client.post("/requests/new/applicant/", PERSON | told | {"number_seen": seen})
    assert again.status_code == 302
    other = PERSON | told | {"number_seen": "another"}
    assert "校验位不对" in errors_in(client.post("/requests/new/applicant/", other))


@pytest.mark.parametrize("code", ["91350100M000100Y43", "9135 0100 m000 100y43"])
def test_a_right_credit_code_is_not_asked_about(client, agency, code):
    begin(client, agency)
    told = {
        "applicant_kind": "organization",
        "name": "示例公司",
        "credit_code": code,
        "phone": "057680000000",
    }
    assert client.post("/requests/new/applicant/", told).status_code == 302
    assert Applicant.objects.get().credit_code == "91350100M000100Y43"


def test_of_the_other_kind_of_applicant_nothing_is_kept(client, agency):
    begin(client, agency)
    client.post(
        "/requests/new/applicant/", PERSON | {"credit_code": "91350100M000100Y43", "representative": "乙"}
    )
    person = Applicant.objects.get()
    assert (person.document_number, person.credit_code, person.representative) == (CARD, "", "")


def test_an_agent_hands_over_the_power_of_attorney(client, agency):
    begin(client, agency)
    told = {
        "agent_name": "示例乙",
        "agent_document_number": CARD,
        "authorization": SimpleUploadedFile("委托书.pdf", PDF),
        "agent_identity": SimpleUploadedFile("代理人.pdf", PDF),
    }
    client.post("/requests/new/applicant/", PERSON | told)
    assert [*Material.objects.values_list("kind", flat=True)] == ["authorization", "identity"]
    assert "<details open>" in client.get("/requests/new/applicant/").content.decode()


def test_a_file_that_is_not_what_it_says_is_refused_and_one_too_many_too(client, agency, monkeypatch):
    begin(client, agency)
    bad = PERSON | {"identity": SimpleUploadedFile("证件.pdf", b"<script>")}
    assert "后缀和内容不一致" in errors_in(client.post("/requests/new/applicant/", bad))
    assert not Material.objects.exists() and Applicant.objects.get().name == ""
    monkeypatch.setattr("disclosure_requests.drafts.MOST_FILES", 1)
    for _ in range(2):
        good = PERSON | {"identity": SimpleUploadedFile("证件.pdf", PDF)}
        answer = client.post("/requests/new/applicant/", good)
    assert "最多传 1 个文件" in errors_in(answer) and Material.objects.count() == 1


def test_a_file_handed_over_by_mistake_is_gone_with_its_bytes(
    client, agency, django_capture_on_commit_callbacks
):
    begin(client, agency)
    client.post("/requests/new/applicant/", PERSON | {"identity": SimpleUploadedFile("证件.pdf", PDF)})
    material = Material.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/requests/new/applicant/", {"drop": material.pk})
    assert not Material.objects.exists() and not default_storage.exists(material.file.name)


@pytest.mark.parametrize("key", ["9" * 5000, "9" * 30, "٣"])
def test_a_file_that_is_none_is_no_error(client, agency, key):
    begin(client, agency)
    assert client.post("/requests/new/applicant/", {"drop": key}).status_code in (200, 302)


def test_a_file_of_another_draft_cannot_be_dropped(client, agency):
    begin(client, agency)
    client.post("/requests/new/applicant/", PERSON | {"identity": SimpleUploadedFile("证件.pdf", PDF)})
    other = Client()
    begin(other, agency)
    other.post("/requests/new/applicant/", {"drop": Material.objects.get().pk})
    assert Material.objects.exists()


def test_without_a_name_a_description_will_do_and_nothing_at_all_will_not(client, agency):
    begin(client, agency)
    assert "请写信息名称" in errors_in(client.post("/requests/new/information/", {}))
    assert client.post("/requests/new/information/", {"description": "城南的路"}).status_code == 302


def test_by_mail_needs_an_address(client, agency):
    begin(client, agency)
    assert "请写邮箱" in errors_in(client.post("/requests/new/way/", WAY | {"way": "email"}))
    told = WAY | {"way": "email", "email": "a@example.com"}
    assert client.post("/requests/new/way/", told).status_code == 302
    assert Applicant.objects.get().email == "a@example.com"


def test_what_is_lacking_is_said_before_it_is_handed_in(client, agency):
    begin(client, agency)
    html = client.get("/requests/new/check/").content.decode()
    assert "还缺这些" in html and "姓名或名称" in html and "提交申请</button>" not in html
    answer = client.post("/requests/new/check/", opened(client, "/requests/new/check/"))
    assert "还缺：" in errors_in(answer)
    assert DisclosureRequest.objects.get().status == Status.DRAFT


def test_handed_in_twice_it_is_one_case_with_one_receipt(client, agency):
    fill_in(client, agency)
    told = opened(client, "/requests/new/check/")
    answers = [client.post("/requests/new/check/", told)["Location"] for _ in range(2)]
    assert answers == ["/requests/receipt/"] * 2
    case = DisclosureRequest.objects.get()
    assert case.number.endswith("-0001") and case.events.filter(move="T2").count() == 1
    assert case.number in client.get("/requests/receipt/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_windows_at_once_hand_in_one_case(client, agency):
    case = fill_in(client, agency)
    told = opened(client, "/requests/new/check/")

    def press():
        window = Client()
        window.cookies = client.cookies
        return window.post("/requests/new/check/", told).headers.get("Location")

    held = [DisclosureRequest.objects.filter(pk=case.pk)]
    assert at_once(press, press, held=held) == ["/requests/receipt/"] * 2
    assert case.events.filter(move="T1").count() == 1


def test_back_to_a_step_after_handing_in_changes_nothing(client, agency):
    case = fill_in(client, agency)
    hand_in(client)
    client.post("/requests/new/information/", {"title": "别的"})
    case.refresh_from_db()
    assert case.title == INFORMATION["title"]


def test_correcting_own_records_asks_in_its_own_words(client, agency):
    begin(client, agency, kind="own_records")
    html = client.get("/requests/new/information/").content.decode()
    assert "您请求更正什么？" in html and "哪里不对，应当是什么" in html and "我们不问用途" not in html
    words = {"title": "婚姻登记", "description": "出生年份错了"}
    bad = client.post("/requests/new/information/", words)
    assert "请上传能证明记录不准确的材料" in errors_in(bad)
    proof = SimpleUploadedFile("户口簿.pdf", PDF)
    assert client.post("/requests/new/information/", words | {"attachment": proof})["Location"]
    assert client.post("/requests/new/information/", words)["Location"]  # it is there already
    assert "怎么把结果告诉您？" in client.get("/requests/new/way/").content.decode()
    assert DisclosureRequest.objects.get().kind == "own_records"


def test_only_who_acts_in_its_own_name_can_be_asked(client, agency):
    for kind in ("public_body", "village", "mass_organization"):
        make_organization(slug=kind.replace("_", "-"), kind=kind)
    html = client.get("/requests/new/").content.decode()
    assert re.findall(r'<option value="([a-z-]+)"', html) == ["jianshe"]
    assert client.get("/requests/new/?organization=jianshe").content.decode().count("selected") == 1
    assert "?organization=jianshe" in client.get("/organizations/jianshe/").content.decode()
    assert "?organization" not in client.get("/organizations/public-body/").content.decode()
    bad = begin(client, agency, organization="public-body")
    assert "没有这个机关" in errors_in(bad)


def test_what_is_public_already_is_shown_and_counted_once(client, agency):
    shown = put_out(title="2025 年老旧小区加装电梯补助资金公示")
    begin(client, agency)
    client.post("/requests/new/information/", INFORMATION)
    for _ in range(2):
        assert shown.title in client.get("/requests/new/way/").content.decode()
    day = AnswersOffered.objects.get()
    assert (day.shown, day.helped) == (1, 0)
    assert client.post("/requests/new/found/")["Location"] == "/requests/new/found/"
    day.refresh_from_db()
    assert (day.shown, day.helped) == (1, 1)
    assert not DisclosureRequest.objects.exists() and not Applicant.objects.exists()
    assert "已经删除" in client.get("/requests/new/found/").content.decode()


def test_nobody_reads_that_an_application_is_cancelled_which_is_not(client, agency):
    case = fill_in(client, agency)
    assert client.get("/requests/new/found/")["Location"] == "/requests/draft/"
    elsewhere = Client()
    elsewhere.post("/requests/resume/", {"code": case.code})
    hand_in(client)
    for browser in (client, elsewhere):  # the old page in another window, the same draft on another device
        assert browser.post("/requests/new/found/")["Location"] == "/requests/receipt/"
        assert "已经取消" not in browser.get("/requests/receipt/").content.decode()
    assert DisclosureRequest.objects.get().status == Status.RECEIVED


def test_a_machine_that_fills_in_everything_or_is_too_quick_is_stopped_in_plain_words(
    client, agency, settings
):
    assert "请把这一栏清空" in errors_in(begin(client, agency, homepage="http://example.com"))
    assert "提交得太快" in errors_in(begin(client, agency, opened="forged"))
    settings.SHORTEST_FILLING = 60
    assert "提交得太快" in errors_in(begin(client, agency))
    assert not DisclosureRequest.objects.exists()


def test_one_address_begins_and_hands_in_so_many_only(client, agency, settings):
    settings.MOST_DRAFTS_AN_HOUR = settings.MOST_SUBMISSIONS_AN_HOUR = 1
    fill_in(client, agency)
    assert "一小时内太多了" in errors_in(begin(Client(), agency))
    assert begin(Client(REMOTE_ADDR="192.0.2.9"), agency).status_code == 302
    hand_in(client)
    settings.MOST_DRAFTS_AN_HOUR = 9
    fill_in(client, agency)
    assert "一小时内太多了" in errors_in(hand_in(client))


def test_a_draft_that_was_left_is_forgotten_with_its_files(
    client, agency, django_capture_on_commit_callbacks
):
    case = fill_in(client, agency)
    client.post("/requests/new/applicant/", PERSON | {"identity": SimpleUploadedFile("证件.pdf", PDF)})
    name = Material.objects.get().file.name
    today = timezone.localdate()
    forget_old(today=today + dt.timedelta(days=30))
    assert DisclosureRequest.objects.filter(pk=case.pk).exists()
    with django_capture_on_commit_callbacks(execute=True):
        forget_old(today=today + dt.timedelta(days=31))
    assert not DisclosureRequest.objects.exists() and not default_storage.exists(name)


def test_on_a_shared_computer_a_draft_is_discarded_by_a_button(client, agency):
    fill_in(client, agency)
    assert client.post("/requests/draft/discard/")["Location"] == "/requests/"
    assert not DisclosureRequest.objects.exists()
    assert client.get("/requests/draft/")["Location"] == "/requests/resume/"


def test_no_page_of_the_form_is_kept_by_anybody(client, agency):
    fill_in(client, agency)
    pages = [
        "new/",
        *(f"new/{step}/" for step in ("applicant", "information", "way", "check")),
        "draft/",
        "resume/",
    ]
    for page in pages:
        assert "no-store" in client.get(f"/requests/{page}")["Cache-Control"], page
    hand_in(client)
    assert "no-store" in client.get("/requests/receipt/")["Cache-Control"]


def test_neither_address_nor_log_holds_anything_of_the_person(client, agency, caplog):
    with caplog.at_level("DEBUG"):
        case = fill_in(client, agency)
        answers = [hand_in(client), client.get("/requests/receipt/")]
    seen = " ".join([*(answer.headers.get("Location", "") for answer in answers), caplog.text])
    said = [line for line in seen.splitlines() if "django.db" not in line]
    assert not any(word in " ".join(said) for word in ["示例甲", CARD, "13800000000", case.code])


@pytest.mark.parametrize("number", ["110105194912310021", "E12345678"])
def test_the_number_of_an_agent_is_asked_about_once_as_well(client, agency, number):
    begin(client, agency)
    told = PERSON | {"agent_name": "示例乙", "agent_document_number": number}
    answer = client.post("/requests/new/applicant/", told)
    assert "这不是身份证号码，或者校验位不对" in errors_in(answer)
    seen = re.findall(r'name="number_seen" value="([^"]+)"', answer.content.decode())
    assert seen == [number]
    assert client.post("/requests/new/applicant/", told | {"number_seen": seen}).status_code == 302
    assert Applicant.objects.get().agent_document_number == number


def test_both_numbers_doubted_are_both_believed_the_second_time(client, agency):
    begin(client, agency)
    wrong = "110105194912310021"
    told = PERSON | {"document_number": wrong, "agent_document_number": "e123 456"}
    answer = client.post("/requests/new/applicant/", told)
    seen = re.findall(r'name="number_seen" value="([^"]+)"', answer.content.decode())
    assert {*seen} == {wrong, "E123456"}
    answer = client.post("/requests/new/applicant/", told | {"number_seen": [wrong], "name": ""})
    again = re.findall(r'name="number_seen" value="([^"]+)"', answer.content.decode())
    assert {*again} == {wrong, "E123456"}
    assert client.post("/requests/new/applicant/", told | {"number_seen": again}).status_code == 302


def test_an_item_under_which_something_is_published_is_an_answer_too(client, agency):
    item = make_item(level2="老旧小区加装电梯补助资金", publisher=agency)
    make_item(level2="老旧小区加装电梯补助资金拨付", publisher=agency)
    withheld = make_item(level2="老旧小区加装电梯补助名单", publisher=agency, attribute="withheld")
    put_out(items=[item, withheld], title="小区名单")
    begin(client, agency)
    client.post("/requests/new/information/", INFORMATION)
    answers = client.get("/requests/new/way/").context["answers"]
    assert [(each.kind, each.key) for each in answers] == [("item", item.code)]
    assert "看它下面公开的信息" in client.get("/requests/new/way/").content.decode()


def test_publications_come_before_items_and_there_are_three_at_most(client, agency):
    titles = [f"{n} 年老旧小区加装电梯补助资金拨付明细" for n in (2023, 2024)]
    items = [make_item(level2="老旧小区加装电梯补助资金", publisher=agency) for _ in range(2)]
    for title in titles:
        put_out(title=title, items=items)
    begin(client, agency)
    client.post("/requests/new/information/", INFORMATION)
    answers = client.get("/requests/new/way/").context["answers"]
    assert [each.kind for each in answers] == ["publication", "publication", "item"]


def test_the_page_of_an_item_leads_to_the_form_filled_in_with_unit_and_name(client, agency):
    item = make_item(level2="加装电梯补助", publisher=agency)
    address = f"/requests/new/?item={item.code}"
    assert (
        f'<a href="{address}" rel="nofollow">依申请公开</a>'
        in client.get(item.get_absolute_url()).content.decode()
    )
    html = client.get(address).content.decode()
    assert 'value="jianshe" selected' in html and "所需信息先写成“加装电梯补助”" in html
    client.post(address, {"kind": "information", "organization": "jianshe"} | opened(client, address))
    assert DisclosureRequest.objects.get().title == "加装电梯补助"
    assert "加装电梯补助" in client.get("/requests/new/information/").content.decode()


def test_the_name_of_an_item_does_not_take_the_place_of_what_was_typed(client, agency):
    fill_in(client, agency)
    address = f"/requests/new/?item={make_item(publisher=agency).code}"
    client.post(address, {"kind": "information", "organization": "jianshe"} | opened(client, address))
    assert DisclosureRequest.objects.get().title == INFORMATION["title"]


@pytest.mark.parametrize("code", ["", "nothing", "%00", "'"])
def test_an_odd_code_of_an_item_fills_in_nothing(client, agency, code):
    html = client.get(f"/requests/new/?item={code}").content.decode()
    assert "所需信息先写成" not in html and "请选择</option>" in html


def test_own_records_are_not_named_after_an_item(client, agency):
    address = f"/requests/new/?item={make_item(publisher=agency).code}"
    client.post(address, {"kind": "own_records", "organization": "jianshe"} | opened(client, address))
    assert DisclosureRequest.objects.get().title == ""
