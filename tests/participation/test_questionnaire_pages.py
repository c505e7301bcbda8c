import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from participation import questionnaire_answering
from participation.models import Answer, Question, Questionnaire, Response, TextAnswer
from participation.questionnaire_report import USE
from tests.make import make_user, put_out
from tests.make_participation import make_consultation, take_down
from tests.make_questionnaires import ask, closed, judge, make_open, make_questionnaire, respond

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_waiting(settings):
    settings.SHORTEST_FILLING = 0


def public(name, questionnaire, *args):
    return reverse(f"participation:{name}", args=[questionnaire.pk, *args])


def office(name, *args):
    return reverse(f"participation_office:{name}", args=args)


def names(questionnaire):
    """The names of the fields by the position of their question."""
    return {each.position: f"q{each.pk}" for each in questionnaire.questions.all()}


def send(client, page, questionnaire, **told):
    carried = {"carried": page.context["carried"], "opened": page.context["form"].opened_at}
    return client.post(public("fill", questionnaire), carried | told)


def walk(client, questionnaire, *, went="1", meals=("1", "2"), **told):
    """The way of somebody who went there; gives the answer to his last press."""
    q = names(questionnaire)
    page = client.get(public("fill", questionnaire))
    page = send(client, page, questionnaire, **{q[1]: went} | told)
    whole = {q[2]: list(meals), f"{q[4]}-1": "1", f"{q[4]}-2": "3", q[5]: "5"}
    return send(client, page, questionnaire, **whole)


def test_a_draft_does_not_exist_for_the_public(client):
    questionnaire = make_questionnaire()
    for name in ("questionnaire", "fill", "filled", "results_csv"):
        assert client.get(public(name, questionnaire)).status_code == 404
    assert client.get(public("texts", questionnaire, 3)).status_code == 404
    assert str(questionnaire) not in client.get(reverse("participation:questionnaires")).text
    assert str(questionnaire) not in client.get(reverse("participation:start")).text


def test_it_is_answered_page_by_page_without_a_script_or_an_account(client):
    questionnaire = make_open()
    assert questionnaire.short_title in client.get(reverse("participation:start")).text
    assert "开始答" in client.get(questionnaire.get_absolute_url()).text
    answer = walk(client, questionnaire)
    assert answer["Location"] == public("filled", questionnaire)
    assert "收到了" in client.get(answer["Location"]).text
    chosen = Answer.objects.order_by("question__position", "row", "choice")
    assert list(chosen.values_list("question__position", "row", "choice")) == [
        (1, 0, 1),
        (2, 0, 1),
        (2, 0, 2),
        (4, 1, 1),
        (4, 2, 3),
        (5, 0, 5),
    ]


def test_only_those_are_asked_whom_a_question_concerns(client):
    questionnaire = make_open()
    q = names(questionnaire)
    page = client.get(public("fill", questionnaire))
    assert "去吃哪几餐" not in page.text
    page = send(client, page, questionnaire, **{q[1]: "2"})
    assert "为什么没去" in page.text and "去吃哪几餐" not in page.text


def test_one_goes_back_and_what_was_answered_on_the_other_way_is_dropped(client):
    questionnaire = make_open()
    q = names(questionnaire)
    page = client.get(public("fill", questionnaire))
    page = send(client, page, questionnaire, **{q[1]: "2"})
    back = send(
        client, page, questionnaire, **{q[3]: "太远", f"{q[4]}-1": "1", f"{q[4]}-2": "1", "back": "yes"}
    )
    assert "checked" in back.text and "为什么没去" not in back.text
    page = send(client, back, questionnaire, **{q[1]: "1"})
    answer = send(client, page, questionnaire, **{q[2]: ["1"], f"{q[4]}-1": "1", f"{q[4]}-2": "1"})
    assert answer.status_code == 302
    assert not TextAnswer.objects.exists()


def test_what_is_missing_or_no_answer_is_said_and_nothing_is_kept(client):
    questionnaire = make_open()
    q = names(questionnaire)
    page = client.get(public("fill", questionnaire))
    for told, words in (
        ({}, "请选一项"),
        ({q[1]: "9"}, "没有这一项"),
        ({q[1]: "1", "homepage": "x"}, "清空"),
    ):
        assert words in send(client, page, questionnaire, **told).text
    page = send(client, page, questionnaire, **{q[1]: "2"})
    assert "1000" in send(client, page, questionnaire, **{q[3]: "长" * 1001}).text
    assert "请选一项" in send(client, page, questionnaire, **{q[3]: "a\0b"}).text
    assert not Response.objects.exists()


@pytest.mark.parametrize("carried", ["", "forged", "eyJ4IjoxfQ:abc:def"])
def test_a_forged_or_lost_page_begins_anew(client, carried):
    questionnaire = make_open()
    q = names(questionnaire)
    answer = client.post(public("fill", questionnaire), {"carried": carried, q[1]: "1"})
    assert answer.status_code == 200 and "从头答起" in answer.text
    assert not Response.objects.exists()


def test_what_one_questionnaire_carried_is_none_of_another(client):
    one, other = make_open(), make_open()
    page = client.get(public("fill", one))
    answer = client.post(public("fill", other), {"carried": page.context["carried"]})
    assert "从头答起" in answer.text


def test_the_last_page_pressed_twice_is_one_set_of_answers(client):
    questionnaire = make_open()
    ask_one = {names(questionnaire)[1]: "1"}
    page = send(client, client.get(public("fill", questionnaire)), questionnaire, **ask_one)
    q = names(questionnaire)
    last = {q[2]: ["1"], f"{q[4]}-1": "1", f"{q[4]}-2": "1"}
    assert send(client, page, questionnaire, **last).status_code == 302
    assert "已经收到了" in send(client, page, questionnaire, **last).text
    assert Response.objects.count() == 1


def test_each_browser_answers_once(client):
    questionnaire = make_open(once="browser")
    assert walk(client, questionnaire).status_code == 302
    assert "这台设备已经交过" in walk(client, questionnaire).text
    assert walk(Client(), questionnaire).status_code == 302
    cookie = client.cookies[f"questionnaire-{questionnaire.pk}"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"


def test_a_browser_without_or_with_a_forged_cookie_is_told(client):
    questionnaire = make_open(once="browser")
    q = names(questionnaire)
    page = send(client, client.get(public("fill", questionnaire)), questionnaire, **{q[1]: "1"})
    client.cookies[f"questionnaire-{questionnaire.pk}"] = "forged"
    answer = send(client, page, questionnaire, **{q[2]: ["1"], f"{q[4]}-1": "1", f"{q[4]}-2": "1"})
    assert "Cookie" in answer.text and not Response.objects.exists()
    again = send(client, answer, questionnaire, **{q[2]: ["1"], f"{q[4]}-1": "1", f"{q[4]}-2": "1"})
    assert again.status_code == 302 and Response.objects.count() == 1


@pytest.mark.parametrize("once", ["browser", "address"])
def test_who_has_answered_is_told_before_answering_again(client, once):
    questionnaire = make_open(once=once)
    assert "已经收到了" not in client.get(public("fill", questionnaire)).text
    assert walk(client, questionnaire).status_code == 302
    assert "已经收到了" in client.get(public("fill", questionnaire)).text


def test_each_address_answers_once(client):
    questionnaire = make_open(once="address")
    assert walk(client, questionnaire).status_code == 302
    assert "网络地址已经交过" in walk(Client(), questionnaire).text
    assert walk(Client(REMOTE_ADDR="10.0.0.9"), questionnaire).status_code == 302


def test_a_code_is_asked_on_the_first_page_and_opens_it_once(client):
    questionnaire = make_open(once="code")
    code = questionnaire_answering.make_codes(questionnaire, count=1)[0]
    for wrong, words in (("", "请写邀请码"), ("AAAAAAAAAA", "用过了")):
        page = client.get(public("fill", questionnaire))
        assert words in send(client, page, questionnaire, code=wrong).text
    assert walk(client, questionnaire, code=code).status_code == 302
    page = client.get(public("fill", questionnaire))
    assert "用过了" in send(client, page, questionnaire, code=code).text


def test_too_many_from_one_address_are_asked_to_wait(client, settings):
    settings.MOST_ANSWERS_AN_HOUR = 1
    questionnaire = make_open()
    assert walk(client, questionnaire).status_code == 302
    assert "过一小时再试" in walk(client, questionnaire).text


def test_results_are_public_after_the_end_and_not_before(client):
    questionnaire = make_open()
    respond(questionnaire)
    respond(questionnaire, went=False, words="打 13800001234 问我")
    respond(questionnaire, went=False, words="还没有看过的话")
    first = TextAnswer.objects.order_by("pk").first()
    questionnaire_answering.judge(
        TextAnswer.objects.filter(pk=first.pk), TextAnswer.Status.SHOWN, by=make_user("editor")
    )
    assert "人回答" not in client.get(questionnaire.get_absolute_url()).text
    assert client.get(public("results_csv", questionnaire)).status_code == 404
    assert client.get(public("texts", questionnaire, 3)).status_code == 404
    closed(questionnaire)
    page = client.get(f"{questionnaire.get_absolute_url()}?after").text
    assert "收到 3 份答卷" in page and "33%" in page and '<rect width="67"' in page
    words = client.get(public("texts", questionnaire, 3)).text
    table = b"".join(client.get(public("results_csv", questionnaire)).streaming_content).decode()
    for shown in (words, table):
        assert "138****1234" in shown and "13800001234" not in shown and "还没有看过的话" not in shown
    assert client.get(public("texts", questionnaire, 1)).status_code == 404
    assert "现在不能答" in client.get(public("fill", questionnaire)).text


def test_no_cell_of_the_table_runs_as_a_formula(client):
    questions = [
        {"kind": "single", "words": "=1+1", "options": ["@SUM(A1)", "-2"]},
        {"kind": "text", "words": "话"},
    ]
    questionnaire = make_open(questions=questions)
    single, text = questionnaire.questions.all()
    questionnaire_answering.answer(questionnaire, {single: [(0, 1)], text: "=cmd|' /C calc'!A0"}, mark="a")
    judge("shown", questionnaire)
    closed(questionnaire)
    table = b"".join(client.get(public("results_csv", questionnaire)).streaming_content).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(table)) for cell in row]
    assert "'=1+1" in cells and not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_pages_and_counts_cost_as_many_queries_for_many_answers_as_for_two(client):
    few, many = make_open(), make_open()
    for questionnaire, number in ((few, 1), (many, 6)):
        for _ in range(number):
            respond(questionnaire)
            respond(questionnaire, went=False, words="远")
    editor = make_user("officer")
    client.force_login(editor)
    assert queries_of(client, few.get_office_url()) == queries_of(client, many.get_office_url())
    client.logout()
    for each in (few, many):
        closed(each)
    client.get(few.get_absolute_url())
    assert queries_of(client, few.get_absolute_url()) == queries_of(client, many.get_absolute_url())


def queries_of(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"{address}?again").status_code == 200
    return len(queries)


def test_no_draft_of_another_unit_is_offered_as_its_consultation(client):
    foreign = make_consultation(publication={"title": "别的单位的草稿"})
    client.force_login(make_user("editor"))
    assert str(foreign) not in client.get(office("questionnaire_new")).text
    wrong = client.post(office("questionnaire_new"), {"consultation": foreign.pk})
    assert "请从列出的征求意见里选" in wrong.text
    editor = make_user("editor")
    questionnaire = make_questionnaire(by=editor, consultation=foreign)
    client.force_login(editor)
    assert str(foreign) in client.get(questionnaire.get_office_url()).text


def test_an_editor_drafts_one_question_by_question(client):
    editor = make_user("editor")
    client.force_login(editor)
    item = make_questionnaire(by=editor).publication.items.get()
    item.publisher_links.create(organization=editor.organizations().get())
    assert client.get(office("questionnaire_new")).status_code == 200
    today = localdate().isoformat()
    facts = {
        "items": item.code,
        "title": "老年食堂问卷",
        "issuer": "市民政局",
        "formed_on": today,
        "body": "<p>说明。</p>",
        "opens_on": today,
        "closes_on": today,
        "once": "browser",
        "telephone": "0576-1",
    }
    assert "截止日期要晚于开始日期" in client.post(office("questionnaire_new"), facts).text
    right = client.post(office("questionnaire_new"), facts | {"closes_on": "2099-01-01"})
    questionnaire = Questionnaire.objects.latest("pk")
    assert right["Location"] == questionnaire.get_office_url()
    add = office("questionnaire_question_new", questionnaire.pk)
    assert client.get(add).context["form"]["asked_for"].value() == ""
    first = {"kind": "single", "words": "去过吗", "options": "去过\n没去过", "is_required": "on"}
    assert client.post(add, first).status_code == 302
    after = Question.objects.latest("pk").pk
    second = {"kind": "text", "words": "为什么", "asked_after": after, "asked_for": "2"}
    assert client.post(add, second).status_code == 302
    questionnaire.publication.refresh_from_db()
    assert (
        "去过；没去过" in questionnaire.publication.body
        and "选了“没去过”的人答" in questionnaire.publication.body
    )
    page = client.get(questionnaire.get_office_url()).text
    assert "去过；没去过" in page and "上移" in page
    last = Question.objects.latest("pk")
    assert 'value="2"' in client.get(office("questionnaire_question", last.pk)).text
    assert (
        client.post(office("questionnaire_question", last.pk), second | {"words": "为啥"}).status_code == 302
    )
    client.post(office("questionnaire_question_up", last.pk))
    client.post(office("questionnaire_question_drop", last.pk))
    assert questionnaire.questions.count() == 1


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"words": ""}, "请写题目"),
        ({"kind": ""}, "请选题型"),
        ({"options": "一"}, "写 2 到 30 个选项"),
        ({"options": "一\n一"}, "一样"),
        ({"options": f"一\n{'长' * 101}"}, "太长"),
        ({"options": "一\0\n二"}, "空"),
        ({"kind": "matrix", "rows": ""}, "写 1 到 30 行"),
        ({"kind": "scale"}, "打分题写最高几分"),
        ({"kind": "scale", "points": "11"}, "打分题写最高几分"),
        ({"asked_for": "x"}, "用逗号隔开"),
        ({"asked_after": "FIRST", "asked_for": ""}, "至少一个"),
        ({"asked_after": "FIRST", "asked_for": "3"}, "1 到 2"),
        ({"asked_after": "9999", "asked_for": "1"}, "只能选前面的"),
    ],
)
def test_what_a_question_lacks_is_said(client, told, words):
    questionnaire = make_questionnaire(questions=[{"kind": "single", "words": "一", "options": ["甲", "乙"]}])
    told = {
        name: questionnaire.questions.get().pk if value == "FIRST" else value for name, value in told.items()
    }
    client.force_login(questionnaire.publication.drafted_by)
    facts = {"kind": "single", "words": "题", "options": "甲\n乙"} | told
    answer = client.post(office("questionnaire_question_new", questionnaire.pk), facts)
    assert answer.status_code == 200 and words in answer.text
    assert questionnaire.questions.count() == 1


def test_the_unit_counts_judges_and_gives_out_codes(client):
    questionnaire = make_open(once="code")
    client.force_login(make_user("editor", questionnaire.organization))
    codes = client.post(office("questionnaire_codes", questionnaire.pk), {"count": "3"})
    assert len(codes.text.split()) == 3 and codes["Cache-Control"] == "no-store"
    client.post(office("questionnaire_codes", questionnaire.pk), {"count": "0"})
    respond(questionnaire, went=False, words="太远了", mark=codes.text.split()[0])
    page = client.get(questionnaire.get_office_url()).text
    assert "1 份答卷" in page and "发了 3 个，用了 1 个" in page and "至少 1 个" in page
    texts = office("questionnaire_texts", questionnaire.pk)
    assert "太远了" in client.get(texts).text
    assert "请先勾选" in client.post(texts, {"deed": "shown"}).text
    client.post(texts, {"deed": "shown", "texts": TextAnswer.objects.get().pk})
    assert TextAnswer.objects.get().status == "shown"
    assert b"\xe5\xa4\xaa\xe8\xbf\x9c" in b"".join(
        client.get(office("questionnaire_csv", questionnaire.pk)).streaming_content
    )


def test_the_unit_reports_what_became_of_it(client):
    questionnaire = closed(make_open())
    client.force_login(make_user("editor", questionnaire.organization))
    client.post(office("questionnaire_report_new", questionnaire.pk))
    questionnaire.refresh_from_db()
    report, address = questionnaire.report, questionnaire.get_office_url()
    page = client.get(address).text
    assert report.title in page and "起草结果应用情况" not in page
    report.revise(by=report.drafted_by, body=report.body.replace(USE, "改了菜单。"))
    put_out(report)
    take_down(report)
    assert "起草结果应用情况" in client.get(address).text


def test_another_unit_sees_neither_questionnaire_nor_answers(client):
    questionnaire = make_open()
    client.force_login(make_user("editor"))
    pages = [
        office(name, questionnaire.pk)
        for name in (
            "questionnaire",
            "questionnaire_texts",
            "questionnaire_csv",
            "questionnaire_question_new",
        )
    ]
    pages.append(office("questionnaire_question", questionnaire.questions.first().pk))
    assert {client.get(page).status_code for page in pages} == {404}


def test_a_way_that_ends_early_asks_once_more_before_it_is_handed_in(client):
    questions = [{"kind": "single", "words": "去过吗", "options": ["去过", "没去过"]}]
    questionnaire = make_questionnaire(questions=questions)
    ask(questionnaire, kind="text", words="哪里好", after=(1, [1]))
    put_out(questionnaire.publication)
    q = names(questionnaire)
    page = send(client, client.get(public("fill", questionnaire)), questionnaire, **{q[1]: "2"})
    assert "都答完了" in page.text and not Response.objects.exists()
    assert send(client, page, questionnaire).status_code == 302
    assert Answer.objects.get().choice == 2
