import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from participation import drawing_lots, holding
from participation.drawing import ticket
from participation.models import Hearing, HearingRegistration, PersonLook
from tests.make import make_user
from tests.make_hearings import (
    drawn,
    held,
    later,
    listed,
    make_hearing,
    make_registering,
    register,
    reported,
)
from tests.make_participation import make_consultation as make_draft_consultation
from tests.make_participation import make_open as make_open_consultation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_waiting(settings):
    settings.SHORTEST_FILLING = 0


def public(name, hearing):
    return reverse(f"participation:{name}", args=[hearing.pk])


def office(name, *args):
    return reverse(f"participation_office:{name}", args=args)


def ask_for_seat(client, hearing, **told):
    page = client.get(public("hearing_register", hearing))
    facts = {
        "opened": page.context["form"].opened_at,
        "category": hearing.categories.first().pk,
        "person_name": "示例欧阳",
        "contact": "0576-12345",
    }
    return client.post(public("hearing_register", hearing), facts | told)


def mine(client, hearing, registration, code, **deed):
    return client.post(public("hearing_mine", hearing), {"number": registration.number, "code": code} | deed)


def test_a_draft_does_not_exist_for_the_public(client):
    hearing = make_hearing()
    for name in ("hearing", "hearing_register", "hearing_registered", "hearing_mine"):
        assert client.get(public(name, hearing)).status_code == 404
    assert str(hearing) not in client.get(reverse("participation:hearings")).text
    assert str(hearing) not in client.get(reverse("participation:start")).text


def test_it_stands_on_the_start_page_while_one_can_register(client):
    hearing = make_registering()
    assert hearing.short_title in client.get(reverse("participation:start")).text
    page = client.get(hearing.get_absolute_url()).text
    assert "我要报名" in page and "双色球" in page and "sha256sum" in page and "7 日以前" in page


def test_before_the_first_day_it_says_when_one_can_register(client):
    hearing = later(make_registering(), days=-3)
    page = client.get(hearing.get_absolute_url()).text
    assert "开始报名" in page and "我报过名" not in page and "我要报名" not in page


def test_its_consultation_leads_to_it_and_back(client):
    consultation = make_open_consultation()
    hearing = make_registering(consultation=consultation)
    draft = make_hearing(consultation=consultation)
    page = client.get(consultation.get_absolute_url()).text
    assert hearing.get_absolute_url() in page and draft.get_absolute_url() not in page
    assert consultation.get_absolute_url() in client.get(hearing.get_absolute_url()).text


def test_somebody_registers_and_is_shown_number_and_code_once(client):
    hearing = make_registering()
    answer = ask_for_seat(client, hearing)
    assert answer["Location"] == public("hearing_registered", hearing)
    page = client.get(answer["Location"])
    code, registration = page.context["code"], HearingRegistration.objects.get()
    assert code in page.text and str(registration.number) in page.text
    assert client.get(answer["Location"])["Location"] == public("hearing_mine", hearing)
    assert (registration.person_name, registration.contact) == ("示例欧阳", "0576-12345")
    assert "1 号：已报名" in mine(client, hearing, registration, code).text


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"person_name": " "}, "请写姓名"),
        ({"contact": ""}, "请写一个能找到您的电话"),
        ({"category": ""}, "请选一类"),
        ({"category": "99999"}, "没有这一类"),
        ({"homepage": "http://spam"}, "清空"),
        ({"opened": "forged"}, "太快"),
        ({"reason": "长" * 1001}, "1000"),
        ({"person_name": "a\0b"}, "空"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(client, told, words):
    answer = ask_for_seat(client, make_registering(), **told)
    assert answer.status_code == 200 and words in answer.text
    assert not HearingRegistration.objects.exists()


def test_the_same_person_is_told_and_too_many_from_one_address_wait(client, settings):
    hearing = make_registering()
    ask_for_seat(client, hearing)
    assert "已经报过名" in ask_for_seat(client, hearing).text
    settings.MOST_OPINIONS_AN_HOUR = 1
    assert "过一小时再试" in ask_for_seat(client, hearing, person_name="示例王").text


def test_after_the_last_day_nobody_registers(client):
    hearing = later(make_registering(), days=21)
    answer = client.post(public("hearing_register", hearing), {"person_name": "晚了"})
    assert answer.status_code == 200 and "现在不能报名" in answer.text


def test_a_wrong_code_opens_nothing_and_tries_are_counted(client, settings):
    settings.MOST_LOOKUPS_AN_HOUR = 2
    hearing = make_registering()
    registration, code = register(hearing)
    for _ in range(2):
        assert "没有找到" in mine(client, hearing, registration, "AAAAAAAAAA").text
    assert "过一小时再试" in mine(client, hearing, registration, code).text


@pytest.mark.parametrize("told", [{"number": "x"}, {"number": "9" * 30}, {"number": ""}, {"code": "长" * 99}])
def test_bad_numbers_and_codes_are_said_to_be_so(client, told):
    hearing = make_registering()
    answer = client.post(public("hearing_mine", hearing), {"number": "1", "code": "A"} | told)
    assert answer.status_code == 200 and "需要改" in answer.text


def test_one_withdraws_by_number_and_code(client):
    hearing = make_registering()
    registration, code = register(hearing)
    assert "已经退出" in mine(client, hearing, registration, code, withdraw="yes").text
    registration.refresh_from_db()
    assert registration.status == "withdrawn"


def test_the_draw_is_on_the_page_with_numbers_instead_of_names(client):
    hearing = make_registering()
    register(hearing, person_name="示例欧阳")
    drawn(hearing, people=3)
    page = client.get(hearing.get_absolute_url()).text
    assert hearing.seed in page and "示例欧阳" not in page
    table = b"".join(client.get(public("hearing_lots", hearing)).streaming_content).decode()
    assert all(ticket(hearing.seed, number) in table for number in (1, 2, 3, 4))


def test_nobody_gets_the_running_list_while_one_can_register(client):
    hearing = make_registering()
    register(hearing)
    assert client.get(public("hearing_lots", hearing)).status_code == 404
    later(hearing, days=30)
    assert client.get(public("hearing_lots", hearing)).status_code == 200


def test_a_participant_reads_and_confirms_the_minutes_and_nobody_else_does(client):
    hearing = make_registering(categories=[("party", "消费者", 1), ("observer", "旁听", 1)])
    party, code = register(hearing)
    observer, other = register(hearing, category=hearing.categories.last())
    held(listed(drawn(hearing, people=0)), minutes="张某：同意方案一。")
    assert "同意方案一" not in client.get(hearing.get_absolute_url()).text
    assert "同意方案一" not in mine(client, hearing, observer, other).text
    page = mine(client, hearing, party, code)
    assert "同意方案一" in page.text
    told = {"confirm": "yes", "remark": "对。", "read": page.context["read"]}
    assert "已经确认笔录" in mine(client, hearing, party, code, **told).text
    party.refresh_from_db()
    assert (party.confirmation, party.remark) == ("online", "对。")
    for deed in ({"confirm": "yes"}, {"decline": "yes"}):
        assert "不是参加人" in mine(client, hearing, observer, other, **told | deed).text
    assert "1 位参加人，1 位确认" in client.get(hearing.get_absolute_url()).text


def test_a_participant_says_what_is_wrong_and_confirms_only_what_he_read(client):
    hearing = make_registering(categories=[("party", "消费者", 1)])
    party, code = register(hearing)
    held(listed(drawn(hearing, people=0)), minutes="张某：同意方案一。")
    page = mine(client, hearing, party, code)
    read = {"read": page.context["read"]}
    assert "请写明笔录哪里不对" in mine(client, hearing, party, code, decline="yes", **read).text
    holding.keep_minutes(hearing, text="张某：同意方案二。", by=make_user("editor"))
    assert "以后笔录改过了" in mine(client, hearing, party, code, confirm="yes", **read).text
    read["read"] = mine(client, hearing, party, code).context["read"]
    assert "记下了" in mine(client, hearing, party, code, decline="yes", remark="是方案一。", **read).text
    party.refresh_from_db()
    assert (party.confirmation, party.remark) == ("declined", "是方案一。")
    assert "1 位没有确认" in client.get(hearing.get_absolute_url()).text


def test_one_page_sent_twice_shows_the_same_code(client):
    hearing = make_registering()
    page = client.get(public("hearing_register", hearing))
    told = {
        "opened": page.context["form"].opened_at,
        "category": hearing.categories.get().pk,
        "person_name": "示例王",
        "contact": "1",
    }
    codes = []
    for browser in (client, Client()):
        answer = browser.post(public("hearing_register", hearing), told, follow=True)
        codes.append(answer.context["code"])
    assert codes[0] == codes[1] and HearingRegistration.objects.count() == 1


def test_a_long_draw_is_shown_in_part_and_given_whole(client, monkeypatch):
    monkeypatch.setattr(drawing_lots, "_SHOWN", 3)
    hearing = drawn(people=5)
    page = client.get(hearing.get_absolute_url()).text
    assert "5 人报名" in page and "这里列出前 3 人" in page and "第 4" not in page
    assert len(drawing_lots.lots(hearing)) == 5


def test_the_finished_one_leads_to_its_list_and_report(client):
    hearing = reported()
    page = client.get(hearing.get_absolute_url()).text
    for publication in (hearing.participants, hearing.report):
        assert publication.get_absolute_url() in page
        assert hearing.get_absolute_url() in client.get(publication.get_absolute_url()).text


def test_the_page_costs_as_many_queries_for_many_people_as_for_two(client):
    few, many = drawn(people=2), drawn(people=9)
    client.get(few.get_absolute_url())
    assert queries_of(client, few) == queries_of(client, many)


def queries_of(client, hearing):
    with CaptureQueriesContext(connection) as queries:
        client.get(f"{hearing.get_absolute_url()}?again")
    return len(queries)


def test_an_editor_drafts_one_with_its_seats(client):
    editor = make_user("editor")
    client.force_login(editor)
    item = make_hearing(by=editor).publication.items.get()
    item.publisher_links.create(organization=editor.organizations().get())
    assert client.get(office("hearing_new")).status_code == 200
    facts = {
        "items": item.code,
        "title": "关于召开听证会的公告",
        "issuer": "市发展和改革局",
        "formed_on": localdate().isoformat(),
        "body": "<p>公告。</p>",
        "held_at": "2099-05-01T09:00",
        "place": "会议室",
        "chair": "局长",
        "telephone": "0576-1",
        "registers_from": localdate().isoformat(),
        "registers_until": "2099-03-01",
        "method": "draw",
        "selection": "抽签。",
    }
    wrong = client.post(office("hearing_new"), facts)
    assert "公共数字" in wrong.text
    told = facts | {"draw_on": "2099-03-01", "seed_source": "双色球", "seed_digits": "14"}
    assert "报名截止以后" in client.post(office("hearing_new"), told).text
    few = told | {"draw_on": "2099-03-03", "seed_digits": "1"}
    assert "容易猜中" in client.post(office("hearing_new"), few).text
    right = told | {"draw_on": "2099-03-03"}
    no_time = client.post(office("hearing_new"), right | {"held_at": "上午九点"})
    assert "没有这个时间" in no_time.text and 'type="datetime-local"' in no_time.text
    assert client.post(office("hearing_new"), right).status_code == 302
    hearing = Hearing.objects.latest("pk")
    seat = {"kind": "party", "name": "消费者", "seats": "3"}
    client.post(office("category_new", hearing.pk), seat)
    assert "已经有了" in client.post(office("category_new", hearing.pk), seat).text
    assert (
        "名额写 1 到"
        in client.post(office("category_new", hearing.pk), seat | {"name": "二", "seats": 0}).text
    )
    found = client.get(hearing.get_office_url()).text
    assert "消费者" in found and "去掉" in found and "公共数字用双色球，共14位数字" in found
    client.post(office("category_drop", hearing.categories.get().pk))
    assert not hearing.categories.exists()


def test_no_draft_of_another_unit_is_offered_as_its_consultation(client):
    foreign, public = (
        make_draft_consultation(publication={"title": "别的单位的草稿"}),
        make_open_consultation(),
    )
    client.force_login(make_user("editor"))
    page = client.get(office("hearing_new")).text
    assert str(public) in page and str(foreign) not in page
    assert "请从列出的征求意见里选" in client.post(office("hearing_new"), {"consultation": foreign.pk}).text
    editor = make_user("editor")
    hearing = make_hearing(by=editor, consultation=foreign)
    client.force_login(editor)
    assert str(foreign) in client.get(hearing.get_office_url()).text


def test_the_unit_walks_it_from_the_draw_to_the_report(client):
    hearing = make_registering()
    for _ in range(3):
        register(hearing)
    later(hearing, days=22)
    client.force_login(make_user("editor", hearing.organization))
    assert "请填公布出来的公共数字" in client.post(office("hearing_draw", hearing.pk), {}).text
    number = {"public_number": "03 09 12 18 22 31 + 07", "again": "03 09 12 18 22 31 + 08"}
    assert "两遍填的不一样" in client.post(office("hearing_draw", hearing.pk), number).text
    client.post(office("hearing_draw", hearing.pk), number | {"again": "03091218223107"})
    client.post(office("hearing_list_new", hearing.pk))
    hearing.refresh_from_db()
    assert hearing.seed and hearing.participants
    day = localdate().isoformat()
    told = {"what": "方案", "sent_on": day, "reached_on": day, "way": "当面"}
    client.post(office("hearing_materials", hearing.pk), told)
    assert hearing.materials.count() == 1
    page = client.get(hearing.get_office_url()).text
    assert "方案" in page and hearing.participants.title in page
    assert "还没有到" in client.post(office("hearing_held", hearing.pk), {}, follow=True).text


def test_the_unit_keeps_minutes_and_who_signed_them(client):
    hearing = held(minutes="")
    client.force_login(make_user("editor", hearing.organization))
    client.post(office("hearing_minutes", hearing.pk), {"text": "笔录。"})
    for each in hearing.registrations.parties():
        client.post(office("hearing_registration_confirm", each.pk), {"way": "signed"})
    assert holding.confirmations(hearing)["confirmed"] == 2
    client.post(office("hearing_report", hearing.pk))
    hearing.refresh_from_db()
    assert "2 位参加人确认" in hearing.report.body


def test_letters_are_entered_and_refused_with_a_reason(client):
    hearing = make_registering()
    client.force_login(make_user("editor", hearing.organization))
    told = {
        "channel": "paper",
        "category": hearing.categories.get().pk,
        "person_name": "示例王",
        "contact": "1",
        "sent": "page",
    }
    answer = client.post(office("hearing_registration_new", hearing.pk), told, follow=True)
    assert "查询码" in answer.text
    registration = HearingRegistration.objects.get()
    page = office("hearing_registration", registration.pk)
    assert "示例王" not in client.get(page).text and "示例王" in client.post(page, {"why": "通知"}).text
    assert PersonLook.objects.count() == 1
    assert "请写明不符合" in client.post(office("hearing_registration_refuse", registration.pk), {}).text
    client.post(office("hearing_registration_refuse", registration.pk), {"reason": "不是本市居民"})
    registration.refresh_from_db()
    assert registration.status == "refused"
    assert "不是本市居民" in client.get(hearing.get_absolute_url()).text
    client.post(office("hearing_registration_take_back", registration.pk))
    client.post(office("hearing_registration_withdraw", registration.pk))
    registration.refresh_from_db()
    assert registration.status == "withdrawn"
    assert "1 号" in client.get(office("hearing_registrations", hearing.pk) + "?status=withdrawn").text


def test_another_unit_sees_neither_hearing_nor_registrations(client):
    hearing = make_registering()
    registration, _ = register(hearing)
    client.force_login(make_user("editor"))
    pages = [
        office("hearing", hearing.pk),
        office("hearing_registrations", hearing.pk),
        office("hearing_registration", registration.pk),
    ]
    assert {client.get(page).status_code for page in pages} == {404}
