"""The status page: opened by number and code alone, says what there is to say, lets the applicant act, leaks nothing."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils.timezone import localdate

from disclosure_requests import approving, charging, correcting, deciding, extending, remedying
from disclosure_requests.clock import Clock
from disclosure_requests.course import long_day
from disclosure_requests.models import Applicant, DisclosureRequest, Material
from disclosure_requests.workflow import Status
from linhai_portal.lookup_codes import CODE_LENGTH, CODE_LETTERS
from linhai_portal.models import Attempt
from linhai_portal.workflow import InvalidMove
from tests.make import make_user
from tests.make_requests import (
    in_handling,
    make_case,
    registered,
    replied,
    with_correction,
    write_decision,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("official_days")]
ADDRESS = "/requests/status/"


def look_up(client, case, **told):
    return client.post(ADDRESS, {"number": case.number, "code": case.code} | told)


def opened(case):
    client = Client()
    assert look_up(client, case)["Location"] == ADDRESS
    return client


def page(case):
    return opened(case).get(ADDRESS).content.decode()


def heading(html):
    return re.sub(r"<[^>]+>", "", re.search(r"<h1>(.*?)</h1>", html, re.DOTALL)[1])


def course_in(html):
    course = re.search(r'<ol class="course">(.*?)</ol>', html, re.DOTALL)[1]
    return re.findall(r"<b>(.*?)</b>", course)


def today_case(**facts):
    return make_case(on=localdate(), **facts)


def test_number_and_code_together_open_a_case_in_any_way_they_are_typed():
    case = today_case()
    for code in (case.code, case.code.lower(), f" {case.code[:5]} {case.code[5:]} "):
        client = Client()
        assert look_up(client, case, number=f" {case.number} ", code=code)["Location"] == ADDRESS
        assert case.number in client.get(ADDRESS).content.decode()


def test_an_unknown_number_and_a_wrong_code_get_the_same_answer():
    one = today_case()
    other = today_case(organization=one.organization)
    answers = [
        look_up(Client(), one, code=other.code),
        look_up(Client(), one, number="2020-9999"),
        look_up(Client(), one, number="2020-9999", code="AAAAAAAAAA"),
    ]
    plain = {re.sub(r'value="[^"]*"', "", answer.content.decode()) for answer in answers}
    assert len(plain) == 1 and "没有这件申请，或者查询码不对" in plain.pop()


def test_guessing_ends_for_an_address_whatever_the_number(settings):
    settings.MOST_LOOKUPS_AN_HOUR = 3
    case = today_case()
    numbers = [case.number, case.number, "2020-9999", "2020-8888"]
    answers = [look_up(Client(), case, number=number, code="AAAAAAAAAA") for number in numbers]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert "过一小时再试" in look_up(Client(), case).content.decode()
    assert Attempt.objects.count() == 1 and not Attempt.objects.filter(key__contains=case.number).exists()


def test_strangers_that_guess_never_shut_the_owner_out(settings):
    settings.MOST_LOOKUPS_AN_HOUR = 2
    case = today_case()
    for host in range(20):
        stranger = Client(REMOTE_ADDR=f"192.0.2.{host}")
        answers = [look_up(stranger, case, code="AAAAAAAAAA").status_code for _ in range(3)]
        assert answers == [200, 200, 429]
    assert look_up(Client(REMOTE_ADDR="198.51.100.7"), case)["Location"] == ADDRESS


def test_a_code_cannot_be_guessed_within_the_limit_of_an_address(settings):
    codes, addresses, hours = len(CODE_LETTERS) ** CODE_LENGTH, 1_000, 10 * 365 * 24
    assert settings.MOST_LOOKUPS_AN_HOUR * addresses * hours / codes < 1e-4


def test_code_and_number_stand_in_no_address_and_no_page_is_kept():
    client = opened(today_case())
    assert "no-store" in client.get(ADDRESS)["Cache-Control"]
    assert Client().get(ADDRESS, {"number": "2026-0001", "code": "x"}).content.count(b"<form") == 1


def test_the_day_of_the_reply_stands_in_the_heading_with_its_days():
    case = make_case(on=dt.date(2026, 9, 18))
    html = page(case)
    days = re.search(r'<ol class="bricks">(.*?)</ol>', html, re.DOTALL)[1]
    assert "10 月 22 日（星期四）" in heading(html)
    assert days.count("<b>休</b>") and "第 20 个工作日" in days


def test_in_time_it_says_how_long_and_late_it_says_so_and_what_to_do():
    html = page(today_case())
    assert heading(html).startswith("最迟 ") and re.search(r"还有 (19|20) 个工作日。您现在不用做什么", html)
    late = page(make_case(on=dt.date(2026, 1, 26)))
    assert heading(late) == "应当在 2 月 28 日（星期六）前答复您" and "已经超过" in late and "投诉" in late


def test_the_course_holds_what_the_table_tells_the_applicant_and_no_note_of_the_office():
    case = in_handling(today_case(), on=localdate())
    case.events.create(
        from_status=case.status,
        to_status=case.status,
        by=case.officer,
        deed="备注",
        note="内部意见",
        happened_on=localdate(),
    )
    html = page(case)
    assert course_in(html) == ["收到申请", "登记", "转给承办单位", "查找和办理", "答复您"]
    assert "内部意见" not in html and str(case.officer) not in html


def test_the_page_shows_a_masked_name_and_no_number():
    case = today_case(applicant_name="示例甲乙丙")
    html = page(case)
    assert "示**" in html and "示例甲乙丙" not in html
    assert case.applicant.document_number not in html and case.applicant.phone not in html


def test_a_correction_is_asked_for_and_answered_here():
    today = localdate()
    case = with_correction(today_case(), on=today)
    client = opened(case)
    html = client.get(ADDRESS).content.decode()
    assert heading(html).startswith("请您补正") and "请写明年份" in html
    assert "请写要补充的内容" in client.post(f"{ADDRESS}correct/", {}).content.decode()
    assert client.post(f"{ADDRESS}correct/", {"text": "2025 年"})["Location"] == ADDRESS
    case.refresh_from_db()
    assert case.status == Status.REVIEW and case.clock == Clock.RUNNING.value
    assert Material.objects.get(kind="supplement").read() == "2025 年".encode()
    assert case.events.get(move="T6").by is None


def test_files_handed_in_before_do_not_stand_in_the_way_of_a_correction():
    case = with_correction(today_case(), on=localdate())
    for n in range(10):
        Material.keep(case, b"x", kind="application", name=f"{n}.txt", content_type="text/plain")
    opened(case).post(f"{ADDRESS}correct/", {"text": "2025 年"})
    case.refresh_from_db()
    assert case.status == Status.REVIEW


def test_a_late_correction_is_kept_and_the_office_decides():
    before = localdate() - dt.timedelta(days=60)
    case = with_correction(make_case(on=before), on=before)
    correcting.correction_delivered(case.corrections.get(), by=case.officer, today=before, on=before)
    opened(case).post(f"{ADDRESS}correct/", {"text": "生病住院，现在补正"})
    case.refresh_from_db()
    assert case.status == Status.CORRECTION and "您逾期提交了补正" in page(case)


def test_a_fee_an_extension_and_reasons_say_their_words():
    today = localdate()
    case = in_handling(today_case(), on=today)
    extension = extending.propose_extension(case, by=case.officer, today=today, workdays=10, reason="材料多")
    approving.approve(extension, by=make_user("head"), today=today)
    extending.send_extension(extension, by=case.officer, today=today)
    fee = charging.propose_fee(
        case, by=case.officer, today=today, basis="pages", reason="超过 30 页", pages=40, payment_way="示例"
    )
    approving.approve(fee, by=make_user("head"), today=today)
    charging.send_fee(fee, by=case.officer, today=today)
    html = page(case)
    assert "延长 10 个工作日。材料多" in html
    assert "信息处理费 100 元" in heading(html) and "视为放弃" in html


def test_withdrawing_asks_first_and_is_done_by_the_button():
    case = registered(today_case(), on=localdate())
    client = opened(case)
    assert "确定撤回这份申请吗？" in client.get(f"{ADDRESS}withdraw/").content.decode()
    case.refresh_from_db()
    assert case.status == Status.REVIEW
    client.post(f"{ADDRESS}withdraw/")
    case.refresh_from_db()
    assert (case.status, case.outcome) == (Status.WITHDRAWN, "O3")
    assert heading(client.get(ADDRESS).content.decode()) == "您撤回了这份申请"
    assert client.get(f"{ADDRESS}withdraw/")["Location"] == ADDRESS


def test_contact_and_material_are_added_sealed_and_the_office_is_told():
    case = today_case()
    client = opened(case)
    told = {"phone": "13900000000", "email": ""}
    assert "至少留一项" in client.post(f"{ADDRESS}contact/", {}).content.decode()
    client.post(f"{ADDRESS}contact/", told)
    client.post(f"{ADDRESS}supplement/", {"text": "补充一点"})
    assert Applicant.objects.get(case=case).phone == "13900000000"
    html = client.get(ADDRESS).content.decode()
    assert "您更新了联系方式" in html and "您补充了材料" in html and "13900000000" not in html


def test_a_reply_is_opened_by_a_button_and_that_serves_it():
    case = replied(today_case(), on=localdate(), note="内部写的事实")
    given = Material.keep(case, b"given", kind="provided", name="明细.txt", content_type="text/plain")
    found = Material.keep(case, b"found", kind="found", name="检索.txt", content_type="text/plain")
    client = opened(case)
    html = client.get(ADDRESS).content.decode()
    assert heading(html).startswith("已在") and "示例材料" not in html
    assert client.get(f"{ADDRESS}files/{given.pk}/").status_code == 404
    client.post(f"{ADDRESS}open/")
    case.refresh_from_db()
    assert (case.status, case.delivered_on) == (Status.DELIVERED, localdate())
    html = client.get(ADDRESS).content.decode()
    assert "予以公开：提供" in html and "6 个月内向法院起诉" in html and "明细.txt" in html
    for _ in range(2):
        answer = client.get(f"{ADDRESS}files/{given.pk}/")
    assert answer.content == b"given" and "no-store" in answer["Cache-Control"]
    assert "attachment" in answer["Content-Disposition"]
    assert case.events.filter(deed="申请人下载答复材料").count() == 1
    assert client.get(f"{ADDRESS}files/{found.pk}/").status_code == 404


def test_where_reconsideration_comes_first_only_that_is_said():
    case = replied(today_case(), on=localdate(), outcome="N6", told={"reason": "示例：讨论记录"})
    client = opened(case)
    client.post(f"{ADDRESS}open/")
    html = client.get(ADDRESS).content.decode()
    assert "先申请行政复议" in html and "6 个月内" not in html


def test_who_opens_the_reply_online_reads_where_to_apply_for_reconsideration_online(settings):
    settings.RECONSIDERATION_CHANNEL = "示例复议平台"
    client = opened(replied(today_case(way="post"), on=localdate()))
    client.post(f"{ADDRESS}open/")
    assert "行政复议也可以在网上申请：示例复议平台" in client.get(ADDRESS).content.decode()


def replied_anew(case, *, today):
    """Reconsideration ordered it, and what was given first is now refused."""
    deciding.delivered(case, by=case.officer, today=today, on=today)
    remedying.reconsidered(case, by=case.officer, today=today, organ="示例", filed_on=today, noticed_on=today)
    remedying.decided(case, by=case.officer, today=today, result="corrected", on=today)
    remedying.ordered(case, by=case.officer, today=today, on=today)
    drafter = make_user("handler")
    write_decision(case, by=drafter, on=today, outcome="N6", told={"reason": "示例：讨论记录"})
    deciding.hand_in(case, by=drafter, today=today)
    deciding.check(case, by=make_user("reviewer"), today=today, words="合法")
    deciding.sign(case, by=make_user("head"), today=today)
    deciding.send(case, by=case.officer, today=today)
    case.refresh_from_db()
    return case


def test_a_new_reply_is_shown_as_it_is_and_not_as_the_first_one_was():
    client = opened(replied_anew(replied(today_case(), on=localdate()), today=localdate()))
    client.post(f"{ADDRESS}open/")
    html = client.get(ADDRESS).content.decode()
    assert "先申请行政复议" in html and "6 个月内" not in html and "予以公开" not in html


def test_the_day_of_a_new_reply_is_told_and_that_of_the_first_is_kept_for_the_figures():
    first, today = localdate() - dt.timedelta(days=3), localdate()
    case = replied_anew(replied(make_case(on=first), on=first), today=today)
    assert heading(opened(case).get(ADDRESS).content.decode()) == f"已在 {long_day(today)}答复您"
    assert (case.replied_on, case.closed_on) == (first, first)
    with pytest.raises(InvalidMove, match=f"不能早于 {today}"):
        deciding.delivered(case, by=case.officer, today=today, on=first)


def test_letters_are_read_when_they_were_sent_and_the_reply_when_it_was_opened():
    case = replied(today_case(), on=localdate())
    letter, client = case.decisions.get().letter, opened(case)
    address = f"{ADDRESS}letters/{letter.pk}/"
    assert client.get(address).status_code == 404
    client.post(f"{ADDRESS}open/")
    for _ in range(2):
        assert client.get(address).content == letter.read("pdf")
    assert case.events.filter(deed="申请人打开文书").count() == 1
    assert opened(today_case()).get(address).status_code == 404


def test_a_notice_to_the_applicant_is_listed_and_one_to_a_third_party_is_not():
    case = with_correction(today_case(), on=localdate())
    notice, client = case.letters.get(), opened(case)
    case.letters.create(code="D06", title="政府信息公开征求意见书", number="示例 1", dated=localdate())
    html = client.get(ADDRESS).content.decode()
    assert "补正告知书" in html and "征求意见书" not in html
    assert client.get(f"{ADDRESS}letters/{notice.pk}/").content[:4] == b"%PDF"
    assert client.get(f"{ADDRESS}letters/{case.letters.last().pk}/").status_code == 404


def test_the_receipt_is_a_file_too():
    client = opened(today_case())
    first = client.get("/requests/receipt/letter/")
    assert first.content[:4] == b"%PDF" and client.get("/requests/receipt/letter/").content == first.content


def test_files_of_another_case_do_not_exist():
    mine, other = (replied(today_case(), on=localdate()) for _ in range(2))
    theirs = Material.keep(other, b"theirs", kind="provided", name="明细.txt", content_type="text/plain")
    for case in (mine, other):
        opened(case).post(f"{ADDRESS}open/")
    assert opened(mine).get(f"{ADDRESS}files/{theirs.pk}/").status_code == 404
    assert Client().get(f"{ADDRESS}files/{theirs.pk}/").status_code == 404
    assert opened(other).get(f"{ADDRESS}files/{theirs.pk}/").status_code == 200


def test_logging_out_closes_everything():
    case = today_case()
    client = opened(case)
    client.post(f"{ADDRESS}leave/")
    assert (
        "查询码" in client.get(ADDRESS).content.decode()
        and case.number not in client.get(ADDRESS).content.decode()
    )
    assert client.get("/requests/receipt/")["Location"] == "/requests/new/"
    assert client.get(f"{ADDRESS}withdraw/")["Location"] == ADDRESS


def test_a_deed_that_is_none_or_not_possible_now_does_nothing():
    case = today_case()
    client = opened(case)
    assert client.get(f"{ADDRESS}nothing/").status_code == 404
    assert client.post(f"{ADDRESS}correct/", {"text": "x"})["Location"] == ADDRESS
    assert client.post(f"{ADDRESS}open/")["Location"] == ADDRESS
    case.refresh_from_db()
    assert case.status == Status.RECEIVED


def test_the_page_costs_the_same_however_much_happened(django_assert_max_num_queries):
    plain, busy = today_case(), in_handling(today_case(), on=localdate())
    for _ in range(20):
        busy.events.create(
            from_status=busy.status, to_status=busy.status, deed="申请人补充材料", happened_on=localdate()
        )
    for case in (plain, busy):
        client = opened(case)
        client.get(ADDRESS)
        with django_assert_max_num_queries(22):
            client.get(ADDRESS)


def test_every_state_has_a_sentence():
    for case in [
        today_case(),
        with_correction(today_case(), on=localdate()),
        in_handling(today_case(), on=localdate()),
        replied(today_case(), on=localdate()),
    ]:
        assert heading(page(case))
    for status in ["archived", "abandon_corr", "abandon_fee", "redo", "reconsider", "delayed", "signed"]:
        DisclosureRequest.objects.filter(pk=case.pk).update(status=status)
        assert heading(page(case))
