"""What a reader sees of an item's past, also when the item is no longer in its catalog."""

import datetime as dt

import pytest

from catalog.adjusting import propose_change, propose_restoration, propose_retirement
from catalog.models import Item
from linhai_portal.search.models import Entry
from tests.catalog.test_adjustments import days, published_domain, renamed
from tests.make import make_item, make_user, put_through

pytestmark = pytest.mark.django_db


def page(client, address, **params):
    answer = client.get(address, params)
    assert answer.status_code == 200
    return answer.content.decode()


def history(client, item, **params):
    return page(client, f"{item.get_absolute_url()}history/", **params)


def changed(item, name, on):
    officer = make_user("officer")
    return put_through(propose_change(renamed(item, name), by=officer), by=officer, on=on)


def retired(item, on):
    officer = make_user("officer")
    return put_through(propose_retirement([item], by=officer), by=officer, on=on)


def test_a_history_says_when_what_and_why_newest_first(client):
    _, (item, *_) = published_domain()
    adjustment = changed(item, "新名称", days(10))
    html = history(client, item)
    assert html.index("第 2 版　修改") < html.index("第 1 版　首次发布")
    assert "2026 年 3 月 12 日起，现在有效" in html and "2026 年 3 月 2 日至 2026 年 3 月 11 日" in html
    assert "<ins>" in html and "<del>" in html
    assert str(adjustment) in html and "测试理由" in html and "测试依据〔2026〕1号" in html


def test_leaving_and_coming_back_are_both_in_the_history(client):
    _, (item, *_) = published_domain()
    retired(item, days(1))
    officer = make_user("officer")
    draft = propose_restoration(Item.objects.get(pk=item.pk), by=officer)
    put_through(draft, by=officer, on=days(5))
    html = history(client, item)
    assert (
        html.index("第 2 版　恢复")
        < html.index("2026 年 3 月 3 日退出目录")
        < html.index("第 1 版　首次发布")
    )
    assert "退出目录" not in page(client, item.get_absolute_url())


def test_a_state_that_was_changed_on_its_own_day_says_so(client):
    _, (item, *_) = published_domain()
    changed(item, "上午", days(1))
    changed(item, "下午", days(1))
    assert "2026 年 3 月 3 日，当天又有调整" in history(client, item)


def test_a_long_history_comes_in_pages_each_compared_with_the_one_before(
    client, django_assert_max_num_queries
):
    _, (item, *_) = published_domain(1)
    officer, head = make_user("officer"), make_user("head")
    for n in range(1, 22):
        draft = propose_change(renamed(item, f"名称{n}"), by=officer)
        put_through(draft, by=officer, head=head, on=days(n))
    with django_assert_max_num_queries(5):
        first = history(client, item)
    assert first.count("<summary>") == 20 and first.count('class="changes"') == 20
    assert "第 1 版　首次发布" in history(client, item, page=2)
    assert client.get(f"{item.get_absolute_url()}history/", {"page": 3}).status_code == 404


def test_an_item_on_trial_says_when_its_history_begins(client):
    item = make_item()
    assert "没有正式发布过" in history(client, item)
    assert f"{item.get_absolute_url()}history/" in page(client, item.get_absolute_url())


def test_a_retired_item_keeps_its_page_under_a_banner(client, django_assert_max_num_queries):
    _, (before, item, after) = published_domain()
    adjustment = retired(item, days(3))
    with django_assert_max_num_queries(4):
        html = page(client, item.get_absolute_url())
    assert "本事项已于 2026 年 3 月 5 日退出目录" in html
    assert str(adjustment) in html and "测试理由" in html and item.content.split("、")[0] in html
    assert before.title not in html and after.title not in html


def test_a_retired_item_is_in_no_list_no_count_no_search_and_no_open_data(client):
    domain, (item, other, _) = published_domain()
    Item.objects.filter(pk=item.pk).update(level2="已取消的名称")
    retired(Item.objects.get(pk=item.pk), days(1))
    unit = item.publishers.get()
    addresses = [
        domain.get_absolute_url(),
        unit.get_absolute_url(),
        "/search/?q=已取消的名称",
        "/domains/",
        "/",
    ]
    addresses += [f"/domains/{domain.number}.{format}" for format in ("json", "csv", "atom")]
    addresses += ["/domains.json", f"/organizations/{unit.slug}.json"]
    for address in addresses:
        assert f"/items/{item.code}/" not in client.get(address).getvalue().decode(), address
    domain.refresh_from_db()
    assert domain.item_count == 2
    assert not Entry.objects.filter(key=item.code).exists()
    assert Entry.objects.filter(key=other.code).exists()


def test_a_draft_that_was_never_published_has_no_page(client):
    domain, _ = published_domain()
    late = make_item(domain, retired_on=dt.date(2026, 3, 4))
    assert client.get(late.get_absolute_url()).status_code == 404
    assert client.get(f"{late.get_absolute_url()}history/").status_code == 404
