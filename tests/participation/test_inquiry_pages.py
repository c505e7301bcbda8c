import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from participation import answering, correcting, extending, merging
from participation.models import Inquiry, PersonLook
from participation.start_page import waiting_inquiries
from tests.make import make_organization, make_user
from tests.make_participation import make_answered, make_handled, make_inquiry, make_submitted

pytestmark = pytest.mark.django_db
ASKED = {"kind": "question", "title": "几点开门", "words": "周末开不开？"}


@pytest.fixture(autouse=True)
def no_waiting(settings):
    settings.SHORTEST_FILLING = 0


def public(name, *args):
    return reverse(f"participation:{name}", args=args)


def office(name, *args):
    return reverse(f"participation_office:{name}", args=args)


def ask(client, **told):
    opened = client.get(public("inquiry_new")).context["form"].opened_at
    return client.post(public("inquiry_new"), {"opened": opened} | ASKED | told)


def look_up(client, inquiry, code=None):
    return client.post(public("inquiry_status"), {"number": inquiry.number, "code": code or inquiry.code})


def test_one_asks_without_an_account_and_gets_number_code_and_date(client):
    answer = ask(client, contact="a@example.com")
    assert answer["Location"] == public("inquiry_receipt")
    inquiry = Inquiry.objects.get()
    page = client.get(answer["Location"]).text
    assert inquiry.number in page and inquiry.code in page and "第 7 个工作日" in page
    assert inquiry.contact == "a@example.com" and inquiry.asked_unit is None


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"kind": ""}, "请选一样"),
        ({"title": " "}, "一句话"),
        ({"words": ""}, "具体内容"),
        ({"kind": "error"}, "哪一页有错"),
        ({"asked_unit": "999999"}, "没有这个单位"),
        ({"homepage": "http://spam"}, "清空"),
        ({"opened": "forged"}, "太快"),
        ({"words": "长" * 5001}, "5000"),
        ({"title": "a\0b"}, "空"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(client, told, words):
    answer = ask(client, **told)
    assert answer.status_code == 200 and words in answer.text
    assert not Inquiry.objects.exists()


@pytest.mark.parametrize("kind", ["complaint", "report", "petition"])
def test_a_complaint_is_told_where_to_go_and_not_stored(client, kind):
    answer = ask(client, kind=kind, words="楼上漏水")
    assert "12345" in answer.text and "12388" in answer.text and "楼上漏水" in answer.text
    assert not Inquiry.objects.exists()


def test_the_footer_leads_to_the_form_with_the_address_of_the_page(client):
    page = client.get("/help/?a=1&b=2")
    link = "/inquiries/new/?kind=error&amp;page=/help/%3Fa%3D1%26b%3D2"
    assert link in page.text
    form = client.get(link.replace("&amp;", "&")).context["form"]
    assert (form["kind"].value(), form["page_address"].value()) == ("error", "/help/?a=1&b=2")


def test_too_many_from_one_address_are_asked_to_wait(client, settings):
    settings.MOST_INQUIRIES_AN_HOUR = 1
    assert ask(client).status_code == 302
    assert "过一小时再试" in ask(client, words="再问一次。").text


def test_status_and_answer_open_by_number_and_code_only(client):
    inquiry = make_answered(is_published=False)
    assert "没有这件提问" in look_up(client, inquiry, code="2222222222").text
    assert "周末也开" not in client.get(public("inquiry_status")).text
    assert look_up(client, inquiry)["Location"] == public("inquiry_status")
    page = client.get(public("inquiry_status"))
    assert "周末也开" in page.text and page["Cache-Control"].count("no-store")
    client.post(public("inquiry_leave"))
    assert "周末也开" not in client.get(public("inquiry_status")).text


def test_guessing_codes_is_stopped(client, settings):
    settings.MOST_LOOKUPS_AN_HOUR = 1
    inquiry = make_inquiry()
    look_up(client, inquiry, code="2222222222")
    assert look_up(client, inquiry).status_code == 429


def test_the_answer_is_rated_once_with_the_code(client):
    inquiry = make_answered()
    assert client.post(public("inquiry_rate"), {"rating": "5"}).status_code == 302
    assert Inquiry.objects.get().rating is None
    look_up(client, inquiry)
    assert "请选一样" in client.post(public("inquiry_rate"), {}).text
    client.post(public("inquiry_rate"), {"rating": "2"})
    client.post(public("inquiry_rate"), {"rating": "5"})
    assert Inquiry.objects.get().rating == 2
    assert "不满意" in client.get(public("inquiry_status")).text


def test_a_duplicate_shows_the_one_answer(client):
    first, again = make_handled(), make_inquiry()
    merging.merge(again, by=make_user("officer"), into=first)
    look_up(client, again)
    assert "已经有人问过" in client.get(public("inquiry_status")).text
    answering.submit(first, by=make_user("editor"), answer="周末也开。")
    answering.approve(first, by=make_user("reviewer"), is_published=False)
    assert "周末也开" in client.get(public("inquiry_status")).text


def test_whoever_is_refused_or_waits_longer_reads_why(client):
    refused, extended = make_inquiry(), make_handled()
    answering.refuse(refused, by=make_user("officer"), reason="请打 12345")
    look_up(client, refused)
    assert "请打 12345" in client.get(public("inquiry_status")).text
    extending.ask_extension(extended, by=make_user("editor"), reason="要会同两个部门")
    extending.extend(extended, by=make_user("reviewer"))
    look_up(client, extended)
    assert "要会同两个部门" in client.get(public("inquiry_status")).text


def test_public_answers_are_listed_filtered_and_found(client):
    unit = make_organization()
    inquiry = make_answered(unit, title="老年食堂")
    kept = make_answered(is_published=False, title="不公开的事")
    page = client.get(public("inquiries")).text
    assert "老年食堂" in page and "不公开的事" not in page and "按时 2 件" in page
    assert "老年食堂" in client.get(public("inquiries"), {"unit": unit.slug, "kind": "question"}).text
    assert "没有符合" in client.get(public("inquiries"), {"kind": "error"}).text
    assert "周末也开" in client.get(inquiry.get_absolute_url()).text
    assert client.get(kept.get_absolute_url()).status_code == 404
    assert inquiry.get_absolute_url() in client.get("/search/?q=老年食堂").text
    assert "老年食堂" in client.get(public("start")).text


def test_the_list_is_given_away_as_files(client):
    inquiry = make_answered(title="老年食堂")
    make_answered(is_published=False)
    (row,) = client.get("/inquiries.json").json()["rows"]
    assert (row["number"], row["question"], row["answer"]) == (inquiry.number, "周末开不开？", "周末也开。")
    assert row["address"].endswith(inquiry.get_absolute_url())
    assert client.get("/inquiries.json", {"kind": "error"}).json()["total"] == 0
    assert "老年食堂" in client.get("/inquiries.atom").text


def test_the_lists_cost_as_many_queries_for_many_as_for_two(client):
    unit = make_organization()
    for _ in range(2):
        make_answered(unit)
    officer = make_user("officer")
    few = queries(client, None, public("inquiries")), queries(client, officer, office("inquiries"))
    for _ in range(4):
        make_answered(make_organization())
        make_handled()
    many = queries(client, None, public("inquiries")), queries(client, officer, office("inquiries"))
    assert few == many


def queries(client, person, address):
    if person:
        client.force_login(person)
    else:
        client.logout()
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        client.get(f"{address}?again")
    return len(found)


def test_the_office_accepts_hands_on_and_the_unit_answers(client):
    unit, inquiry = make_organization(), make_inquiry(title="几点开门", words="打 13800001234 告诉我")
    client.force_login(make_user("officer"))
    assert "待受理" in client.get(office("inquiry", inquiry.pk)).text
    client.post(office("inquiry_accept", inquiry.pk), {"organization": unit.pk})
    client.force_login(make_user("editor", unit))
    page = client.get(office("inquiry", inquiry.pk)).text
    assert "写答复" in page and "138****1234" in page
    texts = {"answer": "周末也开。", "public_title": "几点开门", "public_words": "周末开不开？"}
    client.post(office("inquiry_answer", inquiry.pk), texts)
    assert Inquiry.objects.get().status == "handling"
    client.post(office("inquiry_answer", inquiry.pk), texts | {"submit": "yes"})
    client.force_login(make_user("reviewer", unit))
    client.post(office("inquiry_approve", inquiry.pk), {"is_published": "yes"})
    assert Inquiry.objects.get().status == "public"


def test_what_a_step_lacks_is_said_on_the_page(client):
    inquiry = make_inquiry()
    client.force_login(make_user("officer"))
    assert "请写明理由" in client.post(office("inquiry_refuse", inquiry.pk), {"reason": ""}).text
    assert "没有编号" in client.post(office("inquiry_merge", inquiry.pk), {"number": "W1"}).text
    handled = make_handled()
    assert "请写答复" in client.post(office("inquiry_answer", handled.pk), {"answer": ""}).text
    wrong = client.post(office("inquiry_approve", handled.pk), {"is_published": "yes"}, follow=True)
    assert "现在不能审核通过" in wrong.text


def test_approval_holds_for_what_the_page_showed(client):
    inquiry = make_submitted()
    client.force_login(make_user("reviewer", inquiry.organization))
    page = client.post(
        office("inquiry_approve", inquiry.pk), {"is_published": "yes", "step": "2"}, follow=True
    )
    assert "有了变化" in page.text and Inquiry.objects.get().status == "review"


def test_of_two_drafts_none_is_lost(client):
    inquiry = make_handled()
    client.force_login(make_user("officer"))
    seen = client.get(office("inquiry", inquiry.pk)).context["draft"]["seen"].value()
    answering.draft(inquiry, by=make_user("editor", inquiry.organization), answer="别人的一稿")
    texts = {"answer": "我的一稿", "public_title": "几点", "public_words": "几点？", "seen": seen}
    page = client.post(office("inquiry_answer", inquiry.pk), texts)
    assert "别人的一稿" in page.text and "我的一稿" in page.text and "另一稿" in page.text
    assert Inquiry.objects.get().answer == "别人的一稿"
    again = texts | {"seen": page.context["draft"]["seen"].value()}
    assert client.post(office("inquiry_answer", inquiry.pk), again).status_code == 302
    assert Inquiry.objects.get().answer == "我的一稿"


def test_what_was_typed_is_not_lost_when_it_is_answered_meanwhile(client):
    inquiry = make_answered()
    client.force_login(make_user("officer"))
    texts = {"answer": "打了很久的字", "public_title": "几点", "public_words": "几点？"}
    page = client.post(office("inquiry_answer", inquiry.pk), texts).text
    assert "打了很久的字" in page and "不能做这一步" in page


def test_what_came_by_letter_is_entered_with_a_code_for_the_asker(client):
    client.force_login(make_user("officer"))
    assert "录入提问" in client.get(office("inquiries")).text
    sent = client.get(office("inquiry_entry")).context["form"]["sent"].value()
    told = ASKED | {"sent": sent, "channel": "paper", "received_on": localdate().isoformat()}
    page = client.post(office("inquiry_entry"), told, follow=True).text
    inquiry = Inquiry.objects.get()
    assert inquiry.code in page and "来信" in page
    client.post(office("inquiry_entry"), told)
    assert Inquiry.objects.count() == 1
    assert "晚于今天" in client.post(office("inquiry_entry"), told | {"received_on": "2099-01-01"}).text


def numbers(named):
    return [number for _, number in named]


def test_every_month_is_told_to_the_public(client):
    year = localdate().year
    assert "还没有收到" in client.get(public("inquiry_figures")).text
    make_answered()
    make_answered(is_published=False)
    refused = make_inquiry()
    answering.refuse(refused, by=make_user("officer"), reason="广告")
    make_handled(on=dt.date(year - 1, 3, 2))
    page = client.get(public("inquiry_figures"))
    assert numbers(page.context["total"]) == [3, 2, 2, 2, 1] and f"{year - 1} 年" in page.text
    before = client.get(public("inquiry_figures"), {"year": year - 1})
    ((month, counted),) = before.context["lines"]
    assert (month, numbers(counted)) == (3, [1, 1, 0, 0, 0])
    for hostile in ("0000", "x", "99999"):
        assert client.get(public("inquiry_figures"), {"year": hostile}).context["year"] == year


@pytest.mark.parametrize("year", ["0000", "1999", "２０２６", "20261", "x"])
def test_a_year_that_is_none_is_passed_over(client, year):
    client.force_login(make_user("officer"))
    assert client.get(office("inquiry_figures"), {"year": year}).context["year"] == localdate().year
    assert client.get(office("inquiries"), {"only": "received", "year": year}).status_code == 200


@pytest.mark.parametrize("name", ["number", "unit", "only", "year"])
def test_a_hostile_address_of_the_list_finds_nothing_and_breaks_nothing(client, name):
    inquiry = make_inquiry()
    client.force_login(make_user("officer"))
    assert client.get(office("inquiries"), {name: "\0'\u202e%00"}).status_code == 200
    assert client.get(office("inquiries"), {"number": f"\0{inquiry.number.lower()} "}).context["total"] == 1


def test_a_refusal_is_read_by_whoever_asked_the_same(client):
    first, again, officer = make_inquiry(), make_inquiry(contact="0576-1"), make_user("officer")
    merging.merge(again, by=officer, into=first)
    answering.refuse(first, by=officer, reason="请打 12345")
    answering.told_by_phone(again, by=officer)
    look_up(client, again)
    page = client.get(public("inquiry_status")).text
    assert "请打 12345" in page and "不在这里办" in page


def test_hostile_words_stay_words_everywhere(client):
    words = "<script>alert(1)</script>\x0b=1+1\u202e" + "长" * 200
    inquiry = make_submitted(title="<b>=HYPERLINK(1)", words=words, answer="</p><script>\x1f")
    answering.approve(inquiry, by=make_user("reviewer"), is_published=True)
    for address in (inquiry.get_absolute_url(), public("inquiries"), "/inquiries.atom", "/search/?q=alert"):
        page = client.get(address)
        assert page.status_code == 200 and b"<script>alert" not in page.content
    for format in ("csv", "xlsx", "json"):
        assert client.get(f"/inquiries.{format}").status_code == 200
    client.force_login(make_user("officer"))
    assert "<script>alert" not in client.get(inquiry.get_office_url()).text


def test_duplicates_are_merged_by_number(client):
    first, again = make_inquiry(), make_inquiry()
    client.force_login(make_user("officer"))
    client.post(office("inquiry_merge", again.pk), {"number": first.number.lower()})
    again.refresh_from_db()
    assert again.merged_into == first
    assert again.number in client.get(office("inquiry", first.pk)).text


def test_another_unit_does_not_know_of_it(client):
    inquiry = make_handled()
    client.force_login(make_user("editor"))
    assert client.get(office("inquiry", inquiry.pk)).status_code == 404
    assert inquiry.number not in client.get(office("inquiries")).text
    assert client.post(office("inquiry_answer", inquiry.pk)).status_code == 404


def test_who_asked_is_shown_for_a_purpose_only(client):
    inquiry = make_handled(contact="0576-12345", person_name="示例欧阳")
    client.force_login(make_user("editor", inquiry.organization))
    address = office("inquiry_person", inquiry.pk)
    assert "0576-12345" not in client.get(office("inquiry", inquiry.pk)).text
    assert "0576-12345" not in client.post(address, {"why": ""}).text
    assert "0576-12345" in client.post(address, {"why": "告知结果"}).text
    assert PersonLook.objects.count() == 1


def test_every_number_of_a_year_opens_to_its_rows(client):
    make_answered()
    make_handled()
    client.force_login(make_user("officer"))
    page = client.get(office("inquiry_figures"), {"year": localdate().year})
    for key, _, number in page.context["total"]:
        rows = client.get(office("inquiries"), {"only": key, "year": localdate().year})
        assert rows.context["total"] == number
    assert "没有收到" in client.get(office("inquiry_figures"), {"year": "2001"}).text


@pytest.mark.parametrize("role", ["officer", "editor", "reviewer"])
def test_every_count_of_the_start_page_opens_to_its_rows(client, role):
    unit = make_organization()
    make_inquiry()
    make_inquiry(on=dt.date(2026, 3, 2))
    make_submitted(unit)
    extending.ask_extension(make_handled(unit), by=make_user("editor", unit), reason="要会同")
    mended = make_answered(unit, contact="0576-1")
    texts = {"answer": "周末不开。", "public_title": "几点", "public_words": "几点？"}
    correcting.draft_correction(mended, by=make_user("editor", unit), reason="写错了", **texts)
    user = make_user(role, unit)
    client.force_login(user)
    counted = [each for each in waiting_inquiries(user) if each.count]
    assert len(counted) >= 2 and counted[-1].words in client.get(reverse("admin:index")).text
    for each in counted:
        assert client.get(each.address).context["total"] == each.count
