import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from participation import adopting
from participation.consultation_days import feedback_due
from participation.models import Cluster, Opinion, PersonLook
from tests.make import make_publication, make_user, put_out
from tests.make_participation import (
    DRAFT,
    answered,
    closed,
    interpreted,
    make_cluster,
    make_consultation,
    make_open,
    make_opinion,
    make_session,
    take_down,
)
from tests.make_requests import official_calendar

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
    page = client.get(consultation.get_absolute_url()).text
    assert "逾期" in page and "没有收到意见" not in page


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
    page = client.get(office("opinions", consultation.pk))
    late = make_opinion(consultation, clause="第二条")
    told = {"deed": "begin", "all_found": "yes", "summary": "提高补助", "upto": page.context["upto"]}
    client.post(office("opinions", consultation.pk) + "?state=new", told)
    cluster = Cluster.objects.get()
    assert (cluster.summary, cluster.clause, cluster.opinions.counted().count()) == ("提高补助", "第二条", 3)
    client.post(
        office("cluster", cluster.pk), {"summary": "提高补助", "decision": "adopted", "reason": "好。"}
    )
    cluster.refresh_from_db()
    assert cluster.decision == "adopted"
    client.post(office("cluster", cluster.pk), {"drop": "yes"})
    assert consultation.opinions.unclustered().count() == 3
    late.refresh_from_db()
    assert late.status == "new"


def test_after_the_last_page_is_done_with_the_list_goes_on(client):
    consultation = make_open()
    client.force_login(make_user("editor", consultation.organization))
    for _ in range(51):
        make_opinion(consultation)
    last = office("opinions", consultation.pk) + "?state=new&page=2"
    told = {"deed": "take", "opinions": [consultation.opinions.last().pk]}
    answer = client.post(last, told, follow=True)
    assert answer.status_code == 200 and "1 条意见：收下" in answer.text


@pytest.mark.parametrize(
    "asked", ["q=%00", "clause=%00", "state=%00", f"cluster={'9' * 18}", "q=%25_", "clause=第九条"]
)
def test_a_filter_that_is_nonsense_finds_nothing_and_breaks_nothing(client, asked):
    consultation = make_open()
    client.force_login(make_user("editor", consultation.organization))
    assert client.get(f"{office('opinions', consultation.pk)}?{asked}").status_code == 200


@pytest.mark.parametrize(("asked", "status"), [("", 302), ("opinion=x", 302), (f"cluster={'9' * 30}", 404)])
def test_like_what_is_said_or_not_found(client, asked, status):
    consultation = make_open()
    client.force_login(make_user("editor", consultation.organization))
    assert client.get(f"{office('opinions_alike', consultation.pk)}?{asked}").status_code == status


def test_what_was_ticked_stays_when_something_else_is_wrong(client):
    consultation = make_open()
    opinion = make_opinion(consultation)
    client.force_login(make_user("editor", consultation.organization))
    told = {"deed": "put", "opinions": [opinion.pk], "summary": "写了一半"}
    page = client.post(office("opinions", consultation.pk), told).text
    assert f'aria-label="选第 {opinion.pk} 号意见" checked' in page and "写了一半" in page


def test_more_at_once_than_is_bearable_is_asked_to_be_filtered(client, monkeypatch):
    monkeypatch.setattr("participation.opinion_forms.MOST_AT_ONCE", 1)
    consultation = make_open()
    upto = [make_opinion(consultation).pk for _ in range(2)][-1]
    client.force_login(make_user("editor", consultation.organization))
    told = {"deed": "take", "all_found": "yes", "upto": upto}
    assert "一次最多办 1 条" in client.post(office("opinions", consultation.pk), told).text


def test_like_opinions_are_offered_with_the_reason_and_never_put_together_by_themselves(client):
    consultation = make_open()
    one = make_opinion(consultation, "每餐补助太低，提高到五元。", clause="第二条")
    like = make_opinion(consultation, "建议每餐补助提高到四元。", clause="第二条")
    make_opinion(consultation, "请在山区多设助餐点。", clause="第一条")
    client.force_login(make_user("editor", consultation.organization))
    address = f"{office('opinions_alike', consultation.pk)}?opinion={one.pk}"
    page = client.get(address)
    assert [each for each, _ in page.context["rows"]] == [like]
    assert "同一条款；都写了“每餐补助”" in page.text and "checked" not in page.text
    assert client.get(f"{address}&ticked=yes").text.count("checked") == 2
    assert "每餐补助" in client.get(office("opinion", one.pk)).text
    cluster = make_cluster(consultation, one, summary="提高每餐补助", clause="第二条")
    page = client.get(f"{office('opinions_alike', consultation.pk)}?cluster={cluster.pk}")
    assert [each for each, _ in page.context["rows"]] == [like]
    assert "提高每餐补助" in client.get(office("opinion", like.pk)).text
    assert Opinion.objects.filter(cluster=None).count() == 2


def test_the_screens_of_like_ones_cost_as_many_queries_for_many(client):
    consultation = make_open()
    client.force_login(make_user("editor", consultation.organization))
    one = make_opinion(consultation, "每餐补助提高到五元")
    address = f"{office('opinions_alike', consultation.pk)}?opinion={one.pk}"
    counts = []
    for _ in range(2):
        for number in range(4):
            make_opinion(consultation, f"每餐补助提高到{number}元")
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_main_opinions_that_say_the_same_are_merged_on_their_page(client):
    consultation = make_open()
    client.force_login(make_user("editor", consultation.organization))
    one = make_cluster(consultation, make_opinion(consultation, taken=True), summary="提高每餐补助标准")
    other = make_cluster(consultation, make_opinion(consultation, taken=True), summary="每餐补助标准太低")
    page = client.get(office("cluster", one.pk)).text
    assert "用词相近的主要意见" in page and other.summary in page
    assert "请选一条主要意见" in client.post(office("cluster", one.pk), {"into": ""}).text
    client.post(office("cluster", one.pk), {"into": other.pk})
    assert list(Cluster.objects.all()) == [other] and other.opinions.count() == 2


def test_words_are_kept_back_on_the_page_of_the_opinion(client):
    opinion = make_opinion(make_open(), taken=True)
    client.force_login(make_user("editor", opinion.consultation.organization))
    page = office("opinion", opinion.pk)
    client.post(page, {"keep_back": "yes", "reason": " "})
    assert Opinion.objects.get().may_be_shown
    client.post(page, {"keep_back": "yes", "reason": "本人要求"})
    assert not Opinion.objects.get().may_be_shown and "本人要求" in client.get(page).text


def test_a_session_is_entered_shown_and_struck(client):
    consultation = make_open()
    client.force_login(make_user("editor", consultation.organization))
    told = {"kind": "visit", "held_on": localdate().isoformat(), "place": "东塍镇", "people": "村民 8 位"}
    client.post(office("session_new", consultation.pk), told | {"summary": "希望送餐上门。"})
    assert "希望送餐上门。" in client.get(consultation.get_absolute_url()).text
    address = office("session_drop", consultation.pk)
    other = make_session(make_open())
    client.post(address, {"session": other.pk})
    client.post(address, {"session": "x"})
    assert consultation.sessions.count() == 1 and other.consultation.sessions.count() == 1
    client.post(address, {"session": consultation.sessions.get().pk})
    assert "希望送餐上门。" not in client.get(consultation.get_absolute_url()).text


def test_who_entered_and_who_deleted_a_session_stays_with_its_words_in_the_office(client):
    consultation = make_open()
    session = make_session(consultation)
    editor = make_user("editor", consultation.organization)
    client.force_login(editor)
    for _ in range(2):
        client.post(office("session_drop", consultation.pk), {"session": session.pk})
    dropped, entered = consultation.changes.all()
    assert dropped.by == editor and entered.by != editor
    assert entered.words.startswith("登记座谈会") and dropped.words.startswith("删去座谈会")
    assert dropped.words.endswith("古城街道，老年人代表 12 位。都说补助要提高。")
    assert dropped.words in client.get(office("consultation", consultation.pk)).text
    assert dropped.words not in client.get(consultation.get_absolute_url()).text


def test_a_hearing_and_a_survey_are_no_session_any_more_and_old_ones_keep_their_name(client):
    consultation = make_open()
    make_session(consultation, kind="hearing")
    client.force_login(make_user("editor", consultation.organization))
    page = client.get(office("consultation", consultation.pk)).text
    assert 'value="visit"' in page and 'value="hearing"' not in page and 'value="survey"' not in page
    told = {"held_on": localdate().isoformat(), "place": "东塍镇", "people": "村民", "summary": "好。"}
    for kind in ("hearing", "survey"):
        refused = client.post(office("session_new", consultation.pk), told | {"kind": kind}).text
        assert "听证会另外起草公告" in refused
    assert "听证会" in client.get(consultation.get_absolute_url()).text
    assert consultation.sessions.count() == 1


def test_a_text_that_was_changed_is_written_anew_from_the_ledger(client):
    consultation = make_open()
    cluster = make_cluster(consultation, make_opinion(consultation, taken=True), decision="adopted")
    editor = make_user("editor", closed(consultation).organization)
    client.force_login(editor)
    client.post(office("feedback_new", consultation.pk))
    told = {"summary": "提高补助", "decision": "partly", "reason": "再想想。", "seen": cluster.version()}
    client.post(office("cluster", cluster.pk), told)
    assert "按台账重写正文" in client.get(office("consultation", consultation.pk)).text
    client.post(office("feedback_new", consultation.pk), {"rewrite": "yes"})
    consultation.refresh_from_db()
    assert "再想想。" in consultation.feedback.body


def test_what_is_taken_down_leads_from_every_page_to_its_tombstone(client):
    consultation = answered(make_open(publication={"title": "关于征求《某某办法》意见的公告"}))
    take_down(consultation.publication)
    for name in ("consultation", "say", "said", "opinions"):
        answer = client.get(reverse(f"participation:{name}", args=[consultation.pk]))
        assert answer["Location"] == consultation.publication.get_absolute_url()


def test_words_written_past_midnight_are_given_back(client):
    consultation = closed(make_open())
    page = client.post(reverse("participation:say", args=[consultation.pk]), {"words": "写了很久的话"}).text
    assert "写了很久的话" in page and not Opinion.objects.exists()


def test_before_it_begins_nobody_is_told_that_it_is_over(client):
    consultation = make_open(opens_on=localdate() + dt.timedelta(days=3), closes_on=dt.date(2099, 1, 1))
    page = client.get(reverse("participation:say", args=[consultation.pk])).text
    assert "还没有开始" in page and "已经结束" not in page


def test_no_made_up_clause_gets_into_a_heading(client):
    consultation = answered()
    address = reverse("participation:opinions", args=[consultation.pk])
    assert client.get(f"{address}?clause=都是假的").status_code == 404
    assert "对全文的意见" in client.get(f"{address}?clause=").text
    assert client.get(f"{address}?clause=第二条").status_code == 200


def test_overdue_feedback_is_counted_and_listed_for_everybody(client):
    official_calendar()
    late, waiting = closed(make_open(), days_ago=45), closed(make_open(), days_ago=1)
    page = client.get(f"{reverse('participation:consultations')}?only=overdue").text
    assert "逾期没有公布采纳情况的 1 件" in page
    assert late.get_absolute_url() in page and waiting.get_absolute_url() not in page
    assert "现在没有正在" in client.get(f"{reverse('participation:consultations')}?only=open").text


@pytest.mark.parametrize(
    ("is_due", "public", "look", "only"),
    [
        (lambda due: due <= localdate(), "快到期限", "tag-warn", "soon"),
        (lambda due: due < localdate(), "逾期", "tag-bad", "overdue"),
    ],
)
def test_feedback_that_is_nearly_due_is_amber_and_past_it_red(client, is_due, public, look, only):
    official_calendar()
    consultation = make_open()
    assert any(is_due(feedback_due(closed(consultation, days_ago=number))) for number in range(1, 90))
    assert public in client.get(consultation.get_absolute_url()).text
    client.force_login(make_user("editor", consultation.organization))
    page = client.get(f"{office('consultations')}?only={only}").text
    assert look in page and str(consultation) in page
    assert f"?only={only}" in client.get("/admin/").text


@pytest.mark.parametrize(("days_ago", "words"), [(1, "比最迟的日期早"), (60, "逾期")])
def test_whether_the_feedback_came_in_time_stays_on_the_page(client, days_ago, words):
    official_calendar()
    consultation = answered()
    closed(consultation, days_ago=days_ago)
    assert words in client.get(f"{consultation.get_absolute_url()}?late").text


def test_the_final_text_is_shown_beside_the_clause_it_became(client):
    consultation = answered()
    body = DRAFT.replace("二元", "三元").replace(
        "<p>第二条", "<p>第二条　送餐</p><p>山区组织送餐。</p><p>第三条"
    )
    final = make_publication(drafted_by=make_user("editor", consultation.organization), body=body)
    adopting.name_final(consultation, publication=final, by=make_user("editor"))
    put_out(final)
    interpretation = interpreted(final)
    page = client.get(consultation.get_absolute_url()).text
    assert "每餐补助<del>二</del><ins>三</ins>元。" in page and "正式文件里是第三条" in page
    assert "<ins>山区组织送餐。</ins>" in page and "新增" in page
    assert interpretation.publication.get_absolute_url() in page


def test_words_that_were_taken_but_not_agreed_to_be_shown_are_asked_on_the_clause(client):
    consultation = make_open()
    say(client, consultation, clause="第二条", keep_back="on")
    assert not Opinion.objects.get().may_be_shown
    assert client.get(consultation.get_absolute_url()).text.count('name="keep_back"') == 2


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"deed": "take"}, "请先勾选"),
        ({"deed": "put", "all_found": "yes"}, "请选一条主要意见"),
        ({"deed": "begin", "all_found": "yes"}, "一句话"),
        ({"deed": "take", "all_found": "yes"}, "刷新页面"),
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


@pytest.mark.parametrize("clause", ["\0", "第九十九条", "<b>"])
def test_a_clause_that_is_none_gives_no_page_and_no_row(client, clause):
    address = reverse("participation:opinions", args=[answered().pk])
    assert client.get(address, {"clause": clause}).status_code == 404
    assert client.get(f"{address[:-1]}.json", {"clause": clause}).json()["rows"] == []


def test_the_files_of_opinions_open_no_name(client):
    address = reverse("participation:opinions", args=[answered().pk])
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"{address[:-1]}.json").json()["total"] == 2
    assert not [each["sql"] for each in asked if '"person_name"' in each["sql"] or '"contact"' in each["sql"]]


def test_the_last_day_for_the_feedback_opens_to_its_days_and_says_when_it_may_move(client):
    """No calendar is known here, so every date that counts workdays is provisional."""
    consultation = make_open()
    pages = [reverse("participation:said", args=[consultation.pk]), office("consultation", consultation.pk)]
    client.force_login(make_user("officer"))
    for address in pages:
        html = client.get(address).text
        assert (
            "截止以后 20 个工作日内公布" in html
            and "暂定" in html
            and "第 20 个工作日" in html.replace("至 20", "第 20")
        )
    client.logout()
    closed(consultation)
    html = client.get(consultation.get_absolute_url()).text
    assert "这个日期怎么算" in html and "暂定" in html and "，第 20 个工作日，最迟这一天公布采纳情况" in html
