import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from catalog.ending import take_down
from catalog.publishing import submit
from participation import booking, event_questions, transcribing
from participation.models import Event, EventQuestion, PersonLook, Registration
from tests.make import make_user, put_out
from tests.make_participation import (
    begun,
    confirmed,
    make_event,
    make_public_event,
    make_question,
    make_registration,
    make_response,
    make_row,
    moved,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_waiting(settings):
    settings.SHORTEST_FILLING = 0


def public(name, *args):
    return reverse(f"participation:{name}", args=args)


def office(name, *args):
    return reverse(f"participation_office:{name}", args=args)


def send(client, name, event, **told):
    """As a person fills in the page."""
    page = client.get(public(name, event.pk))
    return client.post(public(name, event.pk), {"opened": page.context["form"].opened_at} | told)


BOOKED = {"person_name": "示例欧阳", "contact": "0576-12345", "people": "2"}


def test_a_draft_and_what_was_taken_down_have_no_pages(client):
    draft, gone = make_event(), make_public_event()
    gone.publication.move("taken_down", by=None, taken_down_at=timezone.now(), taken_down_reason="取消")
    for name in ("event_calendar", "ask", "asked", "register", "cancel", "live"):
        assert client.get(public(name, draft.pk)).status_code == 404
        assert client.get(public(name, gone.pk)).status_code == 404
    assert client.get(public("event", draft.pk)).status_code == 404
    assert client.get(public("event", gone.pk)).status_code == 302
    for name in ("events", "start"):
        page = client.get(public(name)).text
        assert str(draft) not in page and str(gone) not in page


def test_a_coming_one_says_when_where_and_how_to_take_part(client):
    event = make_public_event()
    page = client.get(event.get_absolute_url()).text
    for words in (
        "市政府新闻发布厅",
        "市民政局分管副局长",
        "还有 10 个名额",
        "报名参加",
        "事先提问",
        "手机日历",
    ):
        assert words in page
    for name in ("events", "start"):
        assert event.get_absolute_url() in client.get(public(name)).text
    assert event.get_absolute_url() in client.get(event.publication.get_absolute_url()).text


def test_the_calendar_file_is_one_a_phone_takes(client):
    event = make_public_event()
    answer = client.get(public("event_calendar", event.pk))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    starts_at = timezone.localtime(event.starts_at)
    text = answer.content.replace(b"\r\n ", b"").decode()
    assert f"DTSTART;TZID=Asia/Shanghai:{starts_at:%Y%m%dT%H%M%S}" in text
    assert event.get_absolute_url() in text and "BEGIN:VTIMEZONE" in text


def test_seats_are_booked_without_an_account_and_given_back_with_the_code(client):
    event = make_public_event()
    answer = send(client, "register", event, **BOOKED)
    registration = Registration.objects.get()
    code = booking.code_of(registration)
    assert answer.status_code == 200 and code in answer.text and registration.people == 2
    assert "还有 8 个名额" in client.get(event.get_absolute_url()).text
    assert "没有找到" in client.post(public("cancel", event.pk), {"code": "AAAAAAAA"}).text
    assert "已取消报名" in client.post(public("cancel", event.pk), {"code": code}).text
    assert "还有 10 个名额" in client.get(event.get_absolute_url()).text


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"person_name": " "}, "请写姓名"),
        ({"contact": ""}, "请写电话"),
        ({"people": "6"}, "一次最多 5 个人"),
        ({"people": "x"}, "一次最多 5 个人"),
        ({"homepage": "http://spam"}, "清空"),
        ({"opened": "forged"}, "太快"),
    ],
)
def test_what_is_wrong_with_a_booking_is_said_and_no_seat_is_taken(client, told, words):
    answer = send(client, "register", make_public_event(), **BOOKED | told)
    assert answer.status_code == 200 and words in answer.text
    assert not Registration.objects.exists()


def test_too_many_seats_are_refused_beside_what_was_filled_in(client):
    event = make_public_event(seats=1)
    answer = send(client, "register", event, **BOOKED)
    assert "只剩 1 个名额" in answer.text and "示例欧阳" in answer.text


def test_codes_are_not_to_be_guessed_and_too_much_from_one_address_waits(client, settings):
    event = make_public_event()
    for _ in range(10):
        client.post(public("cancel", event.pk), {"code": "AAAAAAAA"})
    code = booking.code_of(make_registration(event))
    assert "过一小时再试" in client.post(public("cancel", event.pk), {"code": code}).text
    settings.MOST_OPINIONS_AN_HOUR = 1
    assert send(client, "ask", event, words="一？").status_code == 302
    assert "过一小时再试" in send(client, "ask", event, words="二？").text
    assert Registration.objects.booked().count() == 1


def test_a_question_is_sent_in_beforehand_and_is_nowhere_public(client):
    event = make_public_event()
    answer = send(client, "ask", event, words="独一无二的问题？", person_name="示例欧阳")
    assert answer["Location"] == public("asked", event.pk)
    question = EventQuestion.objects.get()
    event_questions.take(question, by=make_user("editor"))
    page = client.get(event.get_absolute_url()).text
    assert "收到 1 个问题" in page and "独一无二" not in page
    assert "请写您想问什么" in send(client, "ask", event, words=" ").text


def test_after_the_limit_the_forms_are_gone(client):
    event = begun()
    for name in ("ask", "register"):
        answer = client.post(public(name, event.pk), BOOKED | {"words": "晚了"})
        assert answer.status_code == 200 and "已经截止" in answer.text
    page = client.get(event.get_absolute_url()).text
    assert "报名参加" not in page and "正在进行" in page


def test_the_live_words_are_shown_in_order_masked_and_only_when_checked(client):
    event = begun()
    assert client.get(public("live", event.pk)).status_code == 404
    make_row(event, "先说的 13800001234")
    make_row(event, "后说的")
    make_row(event, "没有核对的", checked=False)
    page = client.get(public("live", event.pk)).text
    assert page.index("先说的 138****1234") < page.index("后说的")
    assert "没有核对的" not in page and "13800001234" not in page and "实录整理中" in page
    assert "http-equiv" not in page
    assert 'http-equiv="refresh"' in client.get(public("live", event.pk) + "?auto=1").text
    assert public("live", event.pk) in client.get(event.get_absolute_url()).text


def test_hostile_words_are_shown_as_words_live_and_in_the_transcript(client):
    event = begun()
    make_row(event, "<script>alert(1)</script><b>粗</b>", speaker="<i>网友</i>")
    page = client.get(public("live", event.pk)).text
    event = moved(event, hours=-2)
    draft = transcribing.draft_transcript(event, by=make_user("editor", event.organization))
    put_out(draft)
    for text in (page, client.get(event.get_absolute_url()).text, client.get(draft.get_absolute_url()).text):
        assert "<script>alert" not in text and "<i>网友" not in text and "&lt;script&gt;" in text


def test_live_words_give_way_to_the_transcript_and_do_not_come_back_when_that_is_taken_down(client):
    event = begun()
    make_row(event, "说错了的话")
    event = moved(event, hours=-2)
    draft = transcribing.draft_transcript(event, by=make_user("editor", event.organization))
    put_out(draft)
    live = public("live", event.pk)
    assert client.get(live)["Location"] == draft.get_absolute_url()
    take_down(draft, by=make_user("head"), reason="有误", text_stays=False, now=timezone.now())
    assert "说错了的话" not in client.get(live, follow=True).text
    page = client.get(event.get_absolute_url()).text
    assert live not in page and "说错了的话" not in page and "已结束" in page


def test_a_transcript_that_was_taken_down_is_drafted_anew_and_the_live_words_stay_away(client):
    event = begun()
    wrong = make_row(event, "说错了的话")
    make_row(event, "没说错的话")
    event = moved(event, hours=-2)
    clerk = make_user("editor", event.organization)
    first = transcribing.draft_transcript(event, by=clerk)
    put_out(first)
    take_down(first, by=make_user("head"), reason="有误", text_stays=False, now=timezone.now())
    client.force_login(clerk)
    assert "起草文字实录" in client.get(event.get_office_url()).text
    client.post(office("row_struck", wrong.pk))
    client.post(office("transcript_new", event.pk), {"recording": ""})
    client.logout()
    second = Event.objects.get().transcript
    assert second != first and "说错了" not in second.body
    page = client.get(public("live", event.pk), follow=True).text
    assert "实录整理中。整理好以后写在这里。" in page and "没说错的话" not in page
    put_out(second)
    assert "没说错的话" in client.get(event.get_absolute_url()).text


@pytest.mark.parametrize(("words", "said"), [(["欢迎。"], True), ([], False)])
def test_the_page_sends_nobody_to_words_that_are_not_there(client, words, said):
    event = begun()
    for each in words:
        make_row(event, each)
    page = client.get(moved(event, hours=-2).get_absolute_url()).text
    assert "实录整理中" in page and ("先可以看已经核对的现场发言" in page) is said


def test_the_list_of_past_events_says_of_each_what_its_page_says(client):
    waiting, gone = moved(make_public_event(), days=-5), begun()
    make_row(gone)
    draft = transcribing.draft_transcript(moved(gone, days=-5), by=make_user("editor", gone.organization))
    put_out(draft)
    assert "已公布实录" in client.get(public("events")).text
    take_down(draft, by=make_user("head"), reason="有误", text_stays=False, now=timezone.now())
    page = client.get(public("events")).text
    assert str(waiting) in page and page.count("实录整理中") == 1 and page.count("已结束") == 1


def test_afterwards_the_page_shows_the_transcript_with_what_was_asked_and_the_recording(client):
    event = make_public_event()
    question = make_question(event, "几点开门？", person_name="示例欧阳")
    event_questions.take(question, by=make_user("editor"))
    event = begun(event)
    make_row(event, question.words, speaker="网友", question=question)
    make_row(event, "八点。")
    event = moved(event, hours=-2)
    assert "实录整理中" in client.get(event.get_absolute_url()).text
    clerk = make_user("editor", event.organization)
    draft = transcribing.draft_transcript(event, by=clerk, recording="https://www.linhai.gov.cn/v/1")
    assert "八点" not in client.get(event.get_absolute_url()).text
    put_out(draft)
    page = client.get(event.get_absolute_url()).text
    assert "几点开门？" in page and "八点。" in page and "https://www.linhai.gov.cn/v/1" in page
    assert "示例欧阳" not in page
    submitted = client.get(public("events")).text
    assert str(event) in submitted


def test_the_page_leads_to_its_document_and_to_the_answers_of_its_topic(client):
    clerk = make_user("editor")
    topic = confirmed(by=clerk, title="内部事由")
    document = put_out()
    event = make_public_event(by=clerk, kind="press", topic=topic, policy=document)
    assert "有关回应" not in client.get(event.get_absolute_url()).text
    make_response(topic)
    page = client.get(event.get_absolute_url()).text
    assert topic.get_absolute_url() in page and document.title in page and "内部事由" not in page
    assert event.get_absolute_url() in client.get(topic.get_absolute_url()).text


def test_the_lists_cost_as_many_queries_for_many_events_as_for_two(client):
    office_user = make_user("officer")
    counts = []
    for wanted in (2, 5):
        while Event.objects.count() < wanted * 2:
            make_public_event()
            moved(make_public_event(), days=-5)
        client.get(public("events"))
        with CaptureQueriesContext(connection) as queries:
            client.get(public("events") + f"?x={wanted}")
        client.force_login(office_user)
        client.get(office("events"))
        with CaptureQueriesContext(connection) as more:
            client.get(office("events"))
            client.get(office("event_counts"))
        client.logout()
        counts.append((len(queries), len(more)))
    assert counts[0] == counts[1]


def test_an_editor_announces_one_and_changes_it_until_it_is_handed_in(client):
    editor = make_user("editor")
    client.force_login(editor)
    item = make_event(by=editor).publication.items.get()
    item.publisher_links.create(organization=editor.organizations().get())
    facts = {
        "items": item.code,
        "title": "关于举行在线访谈的公告",
        "issuer": "市民政局",
        "formed_on": timezone.localdate().isoformat(),
        "body": "<p>欢迎参加。</p>",
        "kind": "interview",
        "starts_at": "2099-03-02T09:00",
        "ends_at": "2099-03-02T10:00",
        "place": "线上",
    }
    assert client.get(office("event_new")).status_code == 200
    for wrong, words in [
        ({"ends_at": "2099-03-02T08:00"}, "结束时间要晚于开始时间"),
        ({"seats": "5"}, "请写报名截止时间"),
        ({"seats": "0"}, "名额至少 1 个"),
        ({"registration_until": "2099-03-01T09:00"}, "请写名额"),
        ({"policy": "没有/1"}, "没有索引号是"),
    ]:
        assert words in client.post(office("event_new"), facts | wrong).text
    event = Event.objects.get(
        pk=client.post(office("event_new"), facts)["Location"].rstrip("/").rpartition("/")[2]
    )
    told = {name: facts[name] for name in ("kind", "starts_at", "ends_at")} | {"place": "崇和门"}
    client.post(event.get_office_url(), told)
    event.refresh_from_db()
    assert event.place == "崇和门"
    submit(event.publication, by=editor)
    assert client.post(event.get_office_url(), told).status_code == 404


def test_rows_are_typed_by_one_and_let_out_by_one_press_of_another(client):
    event = begun()
    unit = event.organization
    clerk, reviewer = make_user("editor", unit), make_user("reviewer", unit)
    question = EventQuestion.objects.create(
        event=event, words="几点开门？", digest="x", received_at=timezone.now(), status="taken"
    )
    client.force_login(clerk)
    client.post(office("row_new", event.pk), {"speaker": "网友", "question": question.pk})
    client.post(office("row_new", event.pk), {"speaker": "副局长", "words": "八点。"})
    assert "请写说了什么" in client.post(office("row_new", event.pk), {"speaker": "副局长"}).text
    assert "另一个人核对" in client.get(office("rows", event.pk)).text
    assert client.post(office("rows_checked", event.pk)).status_code == 403
    client.force_login(reviewer)
    page = client.get(office("rows", event.pk))
    client.post(office("rows_checked", event.pk), {"rows": page.context["mine_to_check"]})
    assert [row.words for row in event.rows.public()] == ["几点开门？", "八点。"]
    client.force_login(clerk)
    client.post(office("row_struck", event.rows.first().pk))
    assert event.rows.count() == 1


def test_a_booking_by_telephone_gets_its_code_and_who_it_is_is_shown_for_a_purpose(client):
    event = make_public_event()
    clerk = make_user("editor", event.organization)
    client.force_login(clerk)
    page = client.get(office("registration_new", event.pk))
    told = BOOKED | {"channel": "phone", "sent": page.context["form"]["sent"].value()}
    answer = client.post(office("registration_new", event.pk), told, follow=True)
    registration = Registration.objects.get()
    assert booking.code_of(registration) in answer.text and registration.entered_by == clerk
    assert "0576-12345" not in answer.text
    page = registration.get_office_url()
    assert "0576-12345" not in client.get(page).text
    assert "0576-12345" in client.post(page, {"why": "通知改期"}).text
    assert PersonLook.objects.count() == 1
    client.post(office("registration_cancel", registration.pk), {"reason": "本人来电"})
    assert not event.registrations.booked().exists()


def test_another_unit_sees_neither_event_nor_questions_nor_bookings(client):
    event = make_public_event()
    question, registration = make_question(event), make_registration(event)
    client.force_login(make_user("editor"))
    pages = [
        *(office(name, event.pk) for name in ("event", "questions", "registrations", "rows")),
        question.get_office_url(),
        registration.get_office_url(),
    ]
    assert {client.get(page).status_code for page in pages} == {404}
