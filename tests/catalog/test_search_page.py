"""The search page as a visitor gets it."""

import datetime as dt
import re
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from linhai_portal.accounts.models import OrganizationGroup
from linhai_portal.accounts.roles import Role
from linhai_portal.search.documents import STAFF, Document
from linhai_portal.search.index import put
from linhai_portal.search.models import EmptySearch
from tests.make import make_domain, make_item, make_organization, make_user

pytestmark = pytest.mark.django_db


def page(client, words, **params):
    answer = client.get("/search/?" + urlencode({"q": words} | params))
    assert answer.status_code == 200
    return answer.content.decode()


def heading(html):
    return re.search(r"<h1>(.*?)</h1>", html)[1]


@pytest.mark.parametrize("words", ["学区", "学 区划", "ＡＢＣ", "义务教育学区划分"])
def test_finds_words_inside_longer_names(client, words):
    make_item(level2="义务教育学区划分abc")
    make_item(level2="别的")
    assert heading(page(client, words)) == "找到 1 条"


def test_a_hit_shows_its_kind_code_domain_unit_date_and_place_of_the_words(client):
    unit = make_organization("市教育局")
    item = make_item(make_domain("义务教育"), publisher=unit, level2="入学指南", content="入学条件、报名时间")
    html = page(client, "报名")
    assert f'<a href="{item.get_absolute_url()}">入学指南</a> <span class="tag line">目录事项</span>' in html
    assert "<mark>报名</mark>时间" in html
    assert f"{item.code}，义务教育，市教育局，<time datetime=" in html


def test_filters_stand_in_the_address_and_stay_on_the_next_page(client):
    unit, domain = make_organization("市民政局", slug="minzhengju"), make_domain("社会救助", number="5")
    for _ in range(22):
        make_item(domain, publisher=unit, level2="低保")
    make_item(level2="低保")
    html = page(client, "低保", kind="item", domain="5", unit="minzhengju", since="2020-01-01")
    assert heading(html) == "找到 22 条"
    following = re.search(r'href="(\?q=[^"]+page=2)"', html)[1].replace("&amp;", "&")
    assert client.get("/search/" + following).content.decode().count('<span class="tag line">') == 2
    assert client.get("/search/?q=低保&page=3").status_code == 404
    assert '<option value="minzhengju" selected>' in html


def test_a_filter_nobody_offers_is_passed_over_and_a_bad_date_is_said(client):
    make_item(level2="低保")
    html = page(client, "低保", kind="x", domain="x", unit="x", until="昨天")
    assert heading(html) == "找到 1 条"
    assert "日期写成 2026-10-01 这样。" in html
    html = page(client, "低保", since="2020-02-01", until="2020-01-01")
    assert heading(html) == "找到 1 条" and "早于“从哪天起”" in html


@pytest.mark.parametrize("value", ["\x00", "a\x00", "' OR 1=1", "𠮷" * 500, "9999-99-99"])
def test_no_filter_breaks_out(client, value):
    make_item(level2="低保")
    names = ("kind", "domain", "unit", "since", "until")
    assert heading(page(client, "低保", **dict.fromkeys(names, value))) == "找到 1 条"


def test_a_village_is_found_by_what_all_villages_publish(client):
    group = OrganizationGroup.objects.create(slug="villages", name="村民委员会", kind="village")
    village = make_organization("望江村", slug="wangjiang", kind="village", level="村级")
    item = make_item(publisher=group, level2="村级财务")
    html = page(client, "财务", unit=village.slug)
    assert item.get_absolute_url() in html
    assert "望江村</option>" in html


def test_nothing_found_offers_what_does_find_something(client):
    put([Document("unit", "jiaoyuju", "市教育局", "/organizations/jiaoyuju/")])
    make_item(level2="最低生活保障对象", content="户籍")
    assert "最低生活保障</a>" in page(client, "低保")
    assert "户籍</a>" in page(client, "户藉")
    assert "市教育局</a>" in page(client, "教玉局")
    assert ">户籍</a>" in page(client, "户藉 没有的词")
    html = page(client, "户籍 没有的词")
    assert "户籍</a>" in html and "没有的词</a>" not in html


def test_the_same_in_official_words_is_offered_beside_hits_and_never_mixed_in(client):
    make_item(level2="低保边缘家庭")
    make_item(level2="最低生活保障")
    html = page(client, "低保")
    assert heading(html) == "找到 1 条"
    assert re.search(r'也搜索</span><a href="\?q=[^"]+">最低生活保障</a>', html)


def test_a_suggestion_keeps_the_filters_and_is_tried_with_them(client):
    make_item(level2="最低生活保障")
    html = page(client, "低保", kind="unit")
    assert "最低生活保障</a>" not in html
    make_item(level2="低保")
    assert 'href="?q=%E4%BD%8E%E4%BF%9D">不加条件' in page(client, "低保", kind="unit")


def test_a_suggestion_never_betrays_what_the_visitor_may_not_see(client):
    secret = {"visibility": STAFF, "address": "/x/"}
    put([Document("unit", "x", "市保密局", **secret), Document("item", "y", "最低生活保障", **secret)])
    assert "市保密局" not in page(client, "市保迷局")
    assert "最低生活保障</a>" not in page(client, "低保")
    client.force_login(make_user(Role.EDITOR))
    assert "市保密局</a>" in page(client, "市保迷局")


def test_nothing_found_says_what_to_try(client):
    html = page(client, "<b>学躯学躯")
    assert "没有找到“&lt;b&gt;学躯学躯”" in html
    assert "少写几个字" in html


@pytest.mark.parametrize("words", ["%", "，。", "'", '"', "()", "\x00"])
def test_signs_alone_are_answered_with_an_example(client, words):
    make_item(level2="补贴")
    assert heading(page(client, words)) == "您想查什么？"


def test_a_very_long_query_is_read_in_part_and_says_so(client):
    make_item(level2="低")
    assert "只查了前 100 个字" in page(client, "低" * 3000)


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("学躯 没有", "学躯 没有"),
        ("没有〔2019〕54号", "没有 2019 54号"),
        ("331082199001011234", None),
        ("33108219900101123x", None),
        ("张三 1380576 1234", None),
        ("138-0576-1234", None),
        ("一三八零五七六一二三四", None),
        ("浙J12345", None),
        ("nobody@example.com", None),
        ("ｎobody＠example.com", None),
        ("无" * 41, None),
    ],
)
def test_words_without_a_hit_are_kept_for_the_office_without_personal_data(client, words, kept):
    page(client, words)
    page(client, words)
    assert list(EmptySearch.objects.values_list("words", "count")) == ([(kept, 2)] if kept else [])


def test_words_that_find_something_or_fail_by_a_filter_are_not_kept(client):
    make_item(level2="低保")
    page(client, "低保")
    page(client, "学躯", kind="unit")
    assert not EmptySearch.objects.exists()


def test_the_record_is_bounded_by_day_and_by_age():
    day = dt.date(2026, 10, 1)
    EmptySearch.objects.record("旧的", on=day - EmptySearch.KEPT - dt.timedelta(days=1))
    for n in range(EmptySearch.MOST_A_DAY + 5):
        EmptySearch.objects.record(f"词{chr(0x4E00 + n)}", on=day)
    assert EmptySearch.objects.count() == EmptySearch.MOST_A_DAY
    assert not EmptySearch.objects.filter(words="旧的").exists()


def test_the_office_reads_what_was_not_found(client):
    EmptySearch.objects.record("学躯", on=dt.date(2026, 10, 1))
    client.force_login(make_user(Role.HEAD))
    html = client.get(reverse("admin:search_emptysearch_changelist")).content.decode()
    assert "学躯" in html and "没有结果的搜索" in html


def test_a_search_page_asks_the_database_equally_often_for_any_number_of_hits(
    client, django_assert_max_num_queries
):
    for _ in range(30):
        make_item(publisher=make_organization(), level2="户籍")
    with django_assert_max_num_queries(16):
        page(client, "户籍 公开", kind="item", unit="unit-1")
