"""A domain's table of a past day, and two days side by side, as a visitor gets them."""

import json
import re

import pytest
from django.utils.timezone import localdate

from catalog.adjusting import propose_change, propose_retirement
from catalog.comparing import Comparison
from catalog.models import Item
from tests.catalog.test_as_of import DAY, added, days, exported, published_domain
from tests.catalog.test_public_pages import titles_in
from tests.make import make_item, make_organization, make_user, put_on_list, put_through

pytestmark = pytest.mark.django_db


def changed(item, *, on, **facts):
    item = Item.objects.get(pk=item.pk)
    for name, value in facts.items():
        setattr(item, name, value)
    officer = make_user("officer")
    return put_through(propose_change(item, by=officer), by=officer, on=on)


def retired(item, *, on):
    officer = make_user("officer")
    return put_through(propose_retirement([item], by=officer), by=officer, on=on)


def page(client, domain, deed, **params):
    answer = client.get(f"{domain.get_absolute_url()}{deed}/", params)
    assert answer.status_code == 200
    return answer.content.decode()


def as_of(client, domain, on, **params):
    return page(client, domain, "as-of", on=on, **params)


def test_the_table_of_a_day_shows_what_held_at_its_end(client):
    domain, (one, two, three) = published_domain()
    changed(one, on=days(2), level2="后来的名称")
    retired(three, on=days(4))
    assert titles_in(as_of(client, domain, days(1))) == [one.level2, two.level2, three.level2]
    assert titles_in(as_of(client, domain, days(2))) == ["后来的名称", two.level2, three.level2]
    assert titles_in(as_of(client, domain, days(4))) == ["后来的名称", two.level2]
    assert titles_in(page(client, domain, "as-of")) == ["后来的名称", two.level2]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("q", "校园", ["校园"]),
        ("unit", "jiaoyu", ["校园"]),
        ("level", "乡级", ["村务"]),
        ("channel", "公开查阅点", ["校园"]),
        ("mode", "on_request", ["村务"]),
        ("audience", "group", ["村务"]),
        ("level", "nonsense", ["校园", "村务"]),
    ],
)
def test_a_past_table_is_narrowed_as_the_live_one_by_what_held_then(client, name, value, expected):
    domain, (school, village) = published_domain(2)
    unit = make_organization("市教育局", slug="jiaoyu")
    changed(school, on=days(1), level2="校园", channels=["公开查阅点"], publisher_text=unit.name)
    villages = {"level2": "村务", "levels": ["乡级"], "to_everyone": False, "audience_group": "村民"}
    changed(village, on=days(1), **villages, proactive=False, on_request=True)
    for item in (school, village):
        changed(item, on=days(3), level2="改名", levels=["县级"], channels=["政府网站"], publisher_text="")
    html = as_of(client, domain, days(2), **{name: value})
    assert titles_in(html) == expected
    if expected == ["村务"]:
        assert '<td class="q">2</td>' in html


def test_whether_an_entry_covered_an_item_is_asked_of_that_day(client):
    domain, (item, *_) = published_domain()
    changed(item, on=days(1), attribute="withheld")
    put_on_list(on=days(1), review_on=days(30), item=item)
    assert titles_in(as_of(client, domain, days(2), disclosure="negative")) == [item.level2]
    assert titles_in(as_of(client, domain, days(40), disclosure="none")) == [item.level2]


def test_a_past_table_comes_in_pages_and_costs_the_same(client, django_assert_max_num_queries):
    domain, items = published_domain(52)
    retired(items[0], on=days(1))
    with django_assert_max_num_queries(4):
        first = as_of(client, domain, DAY)
    with django_assert_max_num_queries(5):
        as_of(client, domain, DAY, q="测试")
    assert len(titles_in(first)) == 50
    second = as_of(client, domain, DAY, page=2)
    assert titles_in(second) == [items[50].level2, items[51].level2] and '<td class="q">52</td>' in second
    assert client.get(f"{domain.get_absolute_url()}as-of/", {"on": DAY, "page": 3}).status_code == 404


@pytest.mark.parametrize("format", ["json", "csv"])
def test_a_download_of_a_day_is_the_export_taken_on_that_day(client, format):
    domain, (one, *_) = published_domain()
    before = exported(domain, format)
    retired(one, on=days(3))
    answer = client.get(f"/domains/{domain.number}/as-of.{format}", {"on": days(2)})
    assert answer.status_code == 200 and answer.getvalue() == before


def test_a_download_of_a_day_holds_what_the_page_shows(client):
    domain, (one, two, _) = published_domain()
    changed(one, on=days(3), level2="改名")
    html = as_of(client, domain, days(1), q=two.level2)
    address = re.search(r'href="(/domains/[^"]*as-of\.json[^"]*)"', html)[1].replace("&amp;", "&")
    [table] = json.loads(client.get(address).getvalue())["domains"]
    assert [(each["sequence"], each["level2"]) for each in table["items"]] == [(2, two.level2)]
    assert client.get(address.replace(".json", ".xlsx")).getvalue()[:2] == b"PK"


def test_an_item_of_a_past_table_is_found_by_its_code(client):
    domain, (one, _, _) = published_domain()
    changed(one, on=days(2), level2="后来的名称")
    assert titles_in(as_of(client, domain, days(1), q=one.code)) == [one.level2]


def test_a_thousand_words_are_no_error(client):
    domain, _ = published_domain()
    words = " ".join(f"词{n}" for n in range(1300))
    for address in (domain.get_absolute_url(), f"{domain.get_absolute_url()}as-of/"):
        assert client.get(address, {"q": words}).status_code == 200


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("2026-03-01", "2026-03-02 首次发布，那以前没有正式的目录"),
        ("2999-01-01", "2999-01-01 还没有到"),
        ("2026-02-30", "没有这一天。日期写成 2026-10-01 这样。"),
        ("昨天", "没有这一天。日期写成 2026-10-01 这样。"),
        ("", "请选一个日期。"),
        ("0001-1-1", "首次发布"),
    ],
)
def test_a_day_without_a_catalog_is_refused_with_what_to_do(client, on, words):
    domain, _ = published_domain()
    html = as_of(client, domain, on)
    assert words in html and titles_in(html) == [] and "有错误：" in html
    assert re.fullmatch(r"|\d{4}-\d\d-\d\d", (re.findall(r'name="on" value="([^"]*)"', html) or [""])[0])
    answer = client.get(f"/domains/{domain.number}/as-of.csv", {"on": on})
    assert answer.status_code == 404 and words in answer.content.decode()
    assert words in page(client, domain, "compare", **{"from": on, "to": "2026-03-05"})


def test_a_catalog_on_trial_has_no_past(client):
    domain = make_item().domain
    for deed in ("as-of", "compare", "history"):
        assert "还在试行" in page(client, domain, deed)
    assert client.get(f"/domains/{domain.number}/as-of.json").status_code == 404
    assert "history/" not in client.get(domain.get_absolute_url()).content.decode()


def test_the_days_of_change_say_what_each_brought(client, django_assert_max_num_queries):
    domain, (one, two, _) = published_domain()
    changed(one, on=days(1), level2="改名")
    added(domain, "新事项", on=days(1))
    retired(two, on=days(2))
    with django_assert_max_num_queries(4):
        html = page(client, domain, "history")
    assert html.index("取消 1 项") < html.index("新增 1 项") < html.index("修改 1 项")
    assert html.index("修改 1 项") < html.index("<p>首次发布")
    assert f"as-of/?on={days(2)}" in html
    assert f"/domains/{domain.number}/history/" in client.get(domain.get_absolute_url()).content.decode()


def test_two_days_are_compared_field_by_field_with_the_counts_first(client):
    domain, (one, two, three) = published_domain()
    changed(one, on=days(1), level2="改名", time_limit="及时公开")
    retired(three, on=days(2))
    added(domain, "新事项", on=days(3), above=two)
    html = page(client, domain, "compare", **{"from": DAY, "to": days(5)})
    assert "新增<b>1 项</b>" in html and "修改<b>1 项</b>" in html and "取消<b>1 项</b>" in html
    assert html.index("新事项") < html.index("改名") < html.index(three.level2)
    assert "<dt>公开时限</dt>" in html and "<dt>公开渠道和载体</dt><dd><p" not in html
    assert two.code not in html


def test_only_what_differs_at_the_ends_counts(client):
    domain, (one, two, three) = published_domain()
    name = one.level2
    changed(one, on=days(1), level2="来回")
    changed(one, on=days(2), level2=name)
    added(domain, "来了又走", on=days(1))
    retired(Item.objects.get(level2="来了又走"), on=days(2))
    changed(two, on=days(4), limit_number=None, limit_unit="realtime")
    assert Comparison(domain, DAY, days(3)).counts == [0, 0, 0]
    assert Comparison(domain, days(1), days(3)).counts == [0, 1, 1]
    assert Comparison(domain, days(3), days(4)).counts == [0, 1, 0]
    [(state, changes)] = Comparison(domain, days(3), days(4)).part(0, 20)[1]
    assert state.item == two and {name for name, *_ in changes} == {"limit_number", "limit_unit"}
    changed(three, on=days(5), level3="无时限天数", limit_number=None, limit_unit="realtime")
    changed(three, on=days(6), level3="")
    changed(three, on=days(7), level3="无时限天数")
    assert Comparison(domain, days(5), days(7)).counts == [0, 0, 0]


def test_days_the_wrong_way_round_and_twice_the_same_day_are_answered(client):
    domain, (one, *_) = published_domain()
    retired(one, on=days(1))
    html = page(client, domain, "compare", **{"from": days(2), "to": DAY})
    assert "前后颠倒" in html and "取消<b>1 项</b>" in html
    html = page(client, domain, "compare", **{"from": DAY, "to": DAY})
    assert "同一天" in html
    assert "目录一样" in page(client, domain, "compare", **{"from": days(1), "to": days(2)})
    assert "取消<b>1 项</b>" in page(client, domain, "compare")


def test_a_long_comparison_comes_in_pages_and_costs_the_same(client, django_assert_max_num_queries):
    domain, items = published_domain(25)
    officer = make_user("officer")
    for item in items[:15]:
        item.level2 = f"新{item.level2}"
        draft = propose_change(item, by=officer)
    propose_retirement(items[15:], by=officer)
    put_through(draft, by=officer, on=days(1))
    asked = {"from": DAY, "to": localdate()}
    with django_assert_max_num_queries(9):
        first = page(client, domain, "compare", **asked)
    second = page(client, domain, "compare", **asked, page=2)
    assert [html.count("<summary>") for html in (first, second)] == [5, 5]
    assert [html.count('class="changes"') for html in (first, second)] == [15, 0]


def test_texts_of_the_past_are_escaped(client):
    domain, (one, *_) = published_domain()
    hostile = "<script>x</script>"
    changed(one, on=days(1), level2=hostile, content=hostile, publisher_text=hostile)
    retired(one, on=days(2))
    for html in (
        as_of(client, domain, days(1), q="script"),
        page(client, domain, "compare", **{"from": days(1), "to": days(2)}),
        client.get(f"{one.get_absolute_url()}history/").content.decode(),
        client.get(one.get_absolute_url()).content.decode(),
    ):
        assert "&lt;script" in html and "<script" not in html
