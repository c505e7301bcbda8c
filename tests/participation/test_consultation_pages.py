import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from participation.models import Cluster, Opinion, PersonLook
from tests.make import make_user
from tests.make_participation import (
    answered,
    closed,
    make_cluster,
    make_consultation,
    make_open,
    make_opinion,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_waiting(settings):
    settings.SHORTEST_FILLING = 0


def say(client, consultation, **told):
    page = client.get(reverse("participation:say", args=[consultation.pk]))
    facts = {"opened": page.context["form"].opened_at, "words": "改一改。"} | told
    return client.post(reverse("participation:say", args=[consultation.pk]), facts)


def office(name, *args):
    return reverse(f"participation_office:{name}", args=args)


def test_a_draft_does_not_exist_for_the_public(client):
    consultation = make_consultation()
    for name in ("consultation", "say", "said", "opinions"):
        assert client.get(reverse(f"participation:{name}", args=[consultation.pk])).status_code == 404
    assert str(consultation) not in client.get(reverse("participation:consultations")).text
    assert str(consultation) not in client.get(reverse("participation:start")).text


def test_an_open_one_shows_its_clauses_each_with_a_form(client):
    consultation = make_open()
    page = client.get(consultation.get_absolute_url()).text
    assert "还剩 30 天" in page and "第二条　补助标准" in page and "老年人口增加" in page
    assert page.count('name="words"') == 2
    assert consultation.short_title in client.get(reverse("participation:start")).text
    assert consultation.get_absolute_url() in client.get(consultation.publication.get_absolute_url()).text


def test_an_opinion_is_given_without_an_account_and_counts_once(client):
    consultation = make_open()
    answer = say(client, consultation, clause="第二条", contact="a@example.com")
    assert answer["Location"] == reverse("participation:said", args=[consultation.pk])
    assert "采纳" in client.get(answer["Location"]).text
    opinion = Opinion.objects.get()
    assert (opinion.clause, opinion.words, opinion.contact) == ("第二条", "改一改。", "a@example.com")


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"words": " "}, "请写您的意见"),
        ({"clause": "第九条"}, "没有这一条"),
        ({"homepage": "http://spam"}, "清空"),
        ({"opened": "forged"}, "太快"),
        ({"words": "长" * 5001}, "5000"),
        ({"words": "a\0b"}, "空"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(client, told, words):
    answer = say(client, make_open(), **told)
    assert answer.status_code == 200 and words in answer.text
    assert not Opinion.objects.exists()


def test_too_many_from_one_address_are_asked_to_wait(client, settings):
    settings.MOST_OPINIONS_AN_HOUR = 1
    consultation = make_open()
    assert say(client, consultation).status_code == 302
    assert "过一小时再试" in say(client, consultation, words="再改。").text


def test_after_the_last_day_the_form_is_gone(client):
    consultation = closed(make_open())
    answer = client.post(reverse("participation:say", args=[consultation.pk]), {"words": "晚了"})
    assert answer.status_code == 200 and "不再收意见" in answer.text
    page = client.get(consultation.get_absolute_url()).text
    assert 'name="words"' not in page and "已经结束" in page


def test_late_feedback_is_public(client):
    consultation = closed(make_open(), days_ago=39)
    assert "逾期" in client.get(consultation.get_absolute_url()).text


def test_the_answer_shows_counts_table_and_masked_words(client):
    consultation = make_open()
    make_cluster(
        consultation,
        make_opinion(
            consultation, "打 13800001234 问我", taken=True, clause="第二条", person_name="示例欧阳"
        ),
        make_opinion(consultation, "不要公布这一句", taken=True, clause="第二条", may_be_shown=False),
        decision="adopted",
        clause="第二条",
    )
    answered(consultation, opinions=1)
    page = client.get(consultation.get_absolute_url()).text
    assert "收到 3 条意见，采纳和部分采纳 3 条" in page and "与财力相衔接" in page
    words = client.get(reverse("participation:opinions", args=[consultation.pk])).text
    for shown in (page, words):
        assert "138****1234" in shown
        assert "13800001234" not in shown and "示例欧阳" not in shown and "不要公布这一句" not in shown


def test_opinions_are_not_public_before_the_feedback(client):
    consultation = make_open()
    make_opinion(consultation, "早早说的话", taken=True)
    assert client.get(reverse("participation:opinions", args=[consultation.pk])).status_code == 404
    assert "早早说的话" not in client.get(consultation.get_absolute_url()).text


def test_the_page_costs_as_many_queries_for_many_opinions_as_for_two(client):
    few, many = answered(opinions=2), answered(opinions=9)
    client.get(few.get_absolute_url())
    assert queries_of(client, few) == queries_of(client, many)


def queries_of(client, consultation):
    with CaptureQueriesContext(connection) as queries:
        client.get(f"{consultation.get_absolute_url()}?again")
    return len(queries)


def test_an_editor_drafts_one_with_its_publication(client):
    editor = make_user("editor")
    client.force_login(editor)
    item = make_consultation(by=editor).publication.items.get()
    item.publisher_links.create(organization=editor.organizations().get())
    page = client.get(office("consultation_new"))
    assert page.status_code == 200
    today = localdate().isoformat()
    facts = {
        "items": item.code,
        "title": "关于《办法》公开征求意见的公告",
        "issuer": "市民政局",
        "formed_on": today,
        "body": "<p>第一条 甲。</p>",
        "kind": "document",
        "opens_on": today,
        "closes_on": today,
        "telephone": "0576-1",
    }
    wrong = client.post(office("consultation_new"), facts)
    assert "截止日期要晚于开始日期" in wrong.text
    right = client.post(office("consultation_new"), facts | {"closes_on": "2099-01-01"})
    assert right.status_code == 302
    found = client.get(right["Location"])
    assert "读到的条款" in found.text and "没有起草说明" in found.text


def test_opinions_are_sorted_in_bulk(client):
    consultation = make_open()
    client.force_login(make_user("editor", consultation.organization))
    for _ in range(3):
        make_opinion(consultation, clause="第二条")
    client.post(
        office("opinions", consultation.pk) + "?state=new",
        {"deed": "begin", "all_found": "yes", "summary": "提高补助"},
    )
    cluster = Cluster.objects.get()
    assert (cluster.summary, cluster.clause, cluster.opinions.counted().count()) == ("提高补助", "第二条", 3)
    client.post(
        office("cluster", cluster.pk), {"summary": "提高补助", "decision": "adopted", "reason": "好。"}
    )
    cluster.refresh_from_db()
    assert cluster.decision == "adopted"
    client.post(office("cluster", cluster.pk), {"drop": "yes"})
    assert consultation.opinions.unclustered().count() == 3


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"deed": "take"}, "请先勾选"),
        ({"deed": "put", "all_found": "yes"}, "请选一条主要意见"),
        ({"deed": "begin", "all_found": "yes"}, "一句话"),
        ({"deed": "refuse", "all_found": "yes"}, "为什么"),
    ],
)
def test_what_a_bulk_deed_lacks_is_said(client, told, words):
    consultation = make_open()
    make_opinion(consultation)
    client.force_login(make_user("editor", consultation.organization))
    assert words in client.post(office("opinions", consultation.pk), told).text
    assert Opinion.objects.get().status == "new"


def test_another_unit_sees_neither_consultation_nor_opinions(client):
    consultation = make_open()
    opinion = make_opinion(consultation)
    cluster = make_cluster(consultation)
    client.force_login(make_user("editor"))
    pages = [
        office("consultation", consultation.pk),
        office("opinions", consultation.pk),
        office("clusters", consultation.pk),
        office("opinion", opinion.pk),
        office("cluster", cluster.pk),
    ]
    assert {client.get(page).status_code for page in pages} == {404}


def test_who_left_an_opinion_is_shown_for_a_purpose_only(client):
    opinion = make_opinion(make_open(), contact="0576-12345", person_name="示例欧阳")
    client.force_login(make_user("editor", opinion.consultation.organization))
    page = office("opinion", opinion.pk)
    assert "0576-12345" not in client.get(page).text
    assert "0576-12345" not in client.post(page, {"why": ""}).text
    assert "0576-12345" in client.post(page, {"why": "告知结果"}).text
    assert PersonLook.objects.count() == 1


def test_the_home_page_names_what_may_be_commented_on_now_what_closes_first_on_top(client):
    assert "草案、问卷、听证会" in client.get("/").text and "正在征求意见" not in client.get("/").text
    today = localdate()
    closed(make_open(publication={"title": "已经结束的"}))
    for days, title in ((20, "第二件"), (5, "第一件"), (40, "第四件"), (30, "第三件")):
        make_open(
            closes_on=today + dt.timedelta(days=days),
            short_reason="示例：情况紧急",
            publication={"title": title},
        )
    page = client.get("/").text
    heading = page.index("<h2>正在征求意见</h2>")
    shown = [page.index(f"{title}</a>", heading) for title in ("第一件", "第二件", "第三件")]
    assert shown == sorted(shown) and "4 件草案正在征求意见。" in page
    assert "第四件</a>" not in page[heading:] and "已经结束的</a>" not in page[heading:]
    assert 'warn"><' in page[heading:] and "还剩 5 天" in page[heading:]
