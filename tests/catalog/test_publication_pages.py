"""The lists of publications, the standard columns, and what a date takes away from all of them."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from catalog.ending import take_down
from catalog.models import PlatformColumn, Publication
from linhai_portal.data_version import bump
from tests.make import attach, make_item, make_organization, make_publication, make_user, put_out, take_over

pytestmark = pytest.mark.django_db
FORMATS = ["json", "csv", "xlsx", "atom"]


def text_of(answer):
    return b"".join(answer.streaming_content).decode(errors="replace") if answer.streaming else answer.text


def test_the_lists_show_what_is_published_and_nothing_else(client):
    shown = put_out(title="已发布的通知", is_policy=True, column="1")
    make_publication(title="还没发布的通知", is_policy=True, column="1")
    for place in ("/publications/", "/policies/", "/disclosure/1/"):
        page = client.get(place).text
        assert shown.title in page
        assert "还没发布的通知" not in page
    for place in ("/publications.json", "/policies.json", "/disclosure/1.json"):
        assert [row["index_number"] for row in client.get(place).json()["rows"]] == [shown.index_number]


def test_policies_are_filtered_by_validity_and_the_dead_rank_last(client):
    today = localdate()
    old = put_out(title="老文件", is_policy=True, expires_on=today - dt.timedelta(days=1))
    new = put_out(title="新文件", is_policy=True)
    later = put_out(title="明年施行", is_policy=True, effective_on=today + dt.timedelta(days=30))
    titles = [row["title"] for row in client.get("/policies.json").json()["rows"]]
    assert titles == [later.title, new.title, old.title]
    for validity, title in (("lapsed", old), ("in_force", new), ("not_yet", later)):
        rows = client.get(f"/policies.json?validity={validity}").json()["rows"]
        assert [row["title"] for row in rows] == [title.title]


@pytest.mark.parametrize("validity", Publication.Validity.values)
def test_the_filter_and_the_badge_agree(validity):
    today, near = localdate(), [None, -1, 0, 1]
    days = [None if n is None else localdate() + dt.timedelta(days=n) for n in near]
    drafter = make_user("editor")
    for ended in days:
        for expires in days:
            for effective in days:
                make_publication(
                    drafted_by=drafter,
                    items=[],
                    ended_on=ended,
                    ending="repealed" if ended else "",
                    expires_on=expires,
                    effective_on=effective,
                )
    found = set(Publication.objects.valid_as(validity, on=today))
    assert found == {each for each in Publication.objects.all() if each.validity(on=today) == validity}


def test_a_policy_and_each_of_its_pieces_show_one_chain_with_its_gap_in_words(client):
    policy = put_out(title="招生办法", is_policy=True)
    execution = put_out(title="招生安排", policy=policy, stage="execution")
    service = put_out(title="报名指南", policy=policy, stage="service")
    put_out(title="说明", policy=policy)
    make_publication(title="还没发布的结果", policy=policy, stage="result")
    for here in (policy, execution, service):
        html = client.get(here.get_absolute_url()).text
        chain = html.partition('<ol class="chain">')[2].partition("</ol>")[0]
        assert re.findall(r"<h3>(\w+)</h3>", chain) == ["决策", "执行", "管理", "服务", "结果", "其他"]
        assert re.findall(r'aria-current="page">(\w+)<', chain) == [here.title]
        assert chain.count("还没有公开") == 2
        assert "还没发布的结果" not in html
    assert "从决策到结果" not in client.get(put_out(is_policy=True).get_absolute_url()).text


def test_what_is_replaced_and_what_replaces_it_name_each_other(client):
    old = put_out(title="旧办法", is_policy=True)
    new = make_publication(title="新办法", is_policy=True)
    new.replaces.set([old])
    put_out(new)
    assert f'代替 <a href="{old.get_absolute_url()}">旧办法</a>' in client.get(new.get_absolute_url()).text
    page = client.get(old.get_absolute_url()).text
    assert f'由 <a href="{new.get_absolute_url()}">新办法</a> 代替' in page
    assert f'现在看：<a href="{new.get_absolute_url()}">' in page and "失效" in page


def test_the_page_carries_the_tags_of_an_article(client):
    shown = put_out(title="补贴<公告>", is_policy=True, keywords="补贴，稻田", column="1")
    html = client.get(shown.get_absolute_url()).text
    for name, content in (
        ("ArticleTitle", "补贴&lt;公告&gt;"),
        ("ColumnName", "政策文件"),
        ("ColumnType", "政策文件"),
        ("Keywords", "补贴，稻田"),
        ("ContentSource", "测试单位"),
    ):
        assert f'<meta name="{name}" content="{content}">' in html
    assert re.search(r'name="PubDate" content="\d{4}-\d\d-\d\d \d\d:\d\d"', html)


def test_a_page_asks_the_same_number_of_questions_whatever_hangs_on_it(client, django_assert_max_num_queries):
    policy = put_out(is_policy=True)
    with django_assert_max_num_queries(15) as few:
        client.get(policy.get_absolute_url())
    for number in range(5):
        put_out(policy=policy, stage="service")
        policy.items.add(make_item())
        attach(policy, name=f"附件{number}.txt")
    bump()
    with django_assert_max_num_queries(len(few)):
        client.get(policy.get_absolute_url())


def test_the_home_page_shows_the_newest_six_and_only_columns_that_hold_something(client):
    titles = [put_out(title=f"第{n}条通知", column="reports").title for n in range(7)]
    html = client.get("/").text
    assert [title for title in reversed(titles) if title in html] == titles[:0:-1]
    assert "/disclosure/reports/" in html and "/disclosure/systems/" not in html
    assert "/publications.atom" in html
    sitemap = client.get("/sitemap/").text
    assert "/disclosure/reports/" in sitemap and "/disclosure/systems/" not in sitemap


def test_filters_by_unit_year_and_words(client):
    mine = put_out(title="稻田补贴公告", formed_on=dt.date(2024, 5, 1))
    put_out(title="渔业公告", formed_on=dt.date(2025, 5, 1))
    for query in (f"unit={mine.organization.slug}", "year=2024", "q=稻田 公告"):
        rows = client.get(f"/publications.json?{query}").json()["rows"]
        assert [row["title"] for row in rows] == ["稻田补贴公告"], query
    assert client.get("/publications/?year=abc&unit=%00&validity=x").status_code == 200


def test_the_front_page_counts_the_columns_and_links_no_empty_one(client):
    put_out(column=PlatformColumn.FEES)
    page = client.get("/disclosure/").text
    assert "/disclosure/8/" in page
    assert "/disclosure/9/" not in page
    assert client.get("/disclosure/guide/").status_code == 200
    assert client.get("/disclosure/99/").status_code == 404


def test_after_the_display_nothing_of_the_list_is_left_anywhere(client):
    draft = make_publication(title="低保公示鳙鱼", body="<p>王小明鳙鱼</p>", column="11", is_policy=True)
    file = attach(draft, "鳙鱼名单.txt", "王小明".encode(), text="王小明")
    published = put_out(draft, at=None)
    address, file_address = published.get_absolute_url(), file.get_absolute_url()
    places = ["/publications/", "/policies/", "/disclosure/11/", "/search/?q=鳙鱼", "/search/?q=王小明"]
    places += [
        f"/{place}.{format}" for place in ("publications", "policies", "disclosure/11") for format in FORMATS
    ]
    assert "王小明" in client.get(address).text
    assert client.get(file_address).status_code == 200
    Publication.objects.filter(pk=published.pk).update(display_until=localdate() - dt.timedelta(days=1))
    bump()
    for place in places:
        assert published.index_number not in text_of(client.get(place)), place
        assert (
            "王小明"
            not in text_of(client.get(place)).replace("/search/?q=王小明", "").replace('value="王小明"', "")
            or "search" in place
        )
    page = client.get(address)
    assert page.status_code == 200
    assert "王小明" not in page.text
    assert "鳙鱼名单" not in page.text
    assert published.log.last().content_digest in page.text
    assert client.get(file_address).status_code == 404


def test_the_lists_cost_the_same_however_long(client, django_assert_max_num_queries):
    drafter = make_user("editor")
    for count in (2, 8):
        for _ in range(count):
            put_out(drafted_by=drafter, is_policy=True, column="1")
        for place in ("/publications/", "/policies/", "/disclosure/1/", "/disclosure/"):
            with django_assert_max_num_queries(8):
                client.get(place)


def test_what_is_no_longer_in_force_is_marked_in_every_list(client):
    item = make_item()
    unit = put_out(title="新的办法", is_policy=True, column="1", items=[item]).organization
    editor = make_user("editor", unit)
    facts = {"is_policy": True, "column": "1", "items": [item], "drafted_by": editor}
    over = put_out(title="旧的办法", expires_on=localdate() - dt.timedelta(days=1), **facts)
    put_out(title="别的通知", items=[item], drafted_by=editor)
    places = ["/", "/publications/", "/policies/", "/disclosure/1/", unit.get_absolute_url()]
    places += [item.get_absolute_url(), f"{item.get_absolute_url()}publications/"]
    for place in places:
        page = client.get(place).text
        [after] = page.split(f"{over.title}</a>")[1:]
        assert "失效</span>" in after[:200], place
        assert page.count("失效</span>") == page.count("有效</span>") == 1, place


def test_the_column_of_policies_has_those_no_longer_in_force_last(client):
    new = put_out(is_policy=True, column="1", title="新的办法")
    put_out(is_policy=True, column="1", title="旧的办法", expires_on=localdate() - dt.timedelta(days=1))
    rows = client.get("/disclosure/1.json").json()["rows"]
    assert [row["title"] for row in rows] == [new.title, "旧的办法"]


def test_the_page_of_a_unit_shows_its_newest_and_leads_to_all_of_it(client):
    editor = make_user("editor", make_organization())
    unit = editor.organizations().get()
    other = put_out(title="别的单位的通知")
    assert "已公开的信息</h2>" not in client.get(unit.get_absolute_url()).text
    mine = [put_out(title=f"本单位第{n}号通知", drafted_by=editor) for n in range(7)]
    make_publication(title="还没公开的通知", drafted_by=editor)
    page = client.get(unit.get_absolute_url()).text
    shown = [each.title in page for each in mine]
    assert shown == [False, False, True, True, True, True, True]
    assert other.title not in page and "还没公开的通知" not in page
    assert f'<a href="/publications/?unit={unit.slug}">看全部 7 条</a>' in page
    everything = client.get(f"/publications/?unit={unit.slug}").text
    assert all(each.title in everything for each in mine) and other.title not in everything


def test_the_page_of_a_unit_costs_the_same_whatever_it_has_published(client, django_assert_max_num_queries):
    editor = make_user("editor", make_organization())
    costs = []
    for _ in range(2):
        put_out(drafted_by=editor, is_policy=True)
        put_out(drafted_by=editor)
        with django_assert_max_num_queries(25) as asked:
            client.get(editor.organizations().get().get_absolute_url())
        costs.append(len(asked))
    assert len(set(costs)) == 1


def test_what_stands_in_a_line_is_words_and_never_markup(client):
    unit = make_organization("办公室<b>")
    published = put_out(
        title="<script>1</script>",
        document_number="临政发〔2026〕1&2号",
        drafted_by=make_user("editor", unit),
        display_until=localdate(),
        effective_on=dt.date(2026, 3, 4),
    )
    page = client.get("/publications/").text
    assert f'<a href="{published.get_absolute_url()}">&lt;script&gt;1&lt;/script&gt;</a>' in page
    today = f"{localdate().month} 月 {localdate().day} 日"
    assert f"办公室&lt;b&gt; · 临政发〔2026〕1&amp;2号 · 2026 年 3 月 4 日起施行 · 公示到 {today}</p>" in page
    assert f'<p class="when">{localdate()}</p>' in page


@pytest.mark.parametrize(("in_force", "over"), [(53, 3), (50, 3), (48, 5), (0, 53)])
def test_those_in_force_fill_the_pages_first_and_the_rest_follows_without_gap_or_double(
    client, in_force, over
):
    unit, dead = make_organization(), {"ending": "repealed", "ended_on": localdate()}
    for n in range(over):
        take_over(f"https://old.example.com/{n}", organization=unit, is_policy=True, column="1", **dead)
    for n in range(in_force):
        take_over(f"https://old.example.com/new/{n}", organization=unit, is_policy=True, column="1")
    for place in ("/policies/", "/disclosure/1/"):
        pages = [client.get(f"{place}?page={number}").text for number in (1, 2)]
        named = [re.findall(r'<li><div><a href="([^"]+)">', page) for page in pages]
        assert [len(each) for each in named] == [50, in_force + over - 50]
        expected = Publication.objects.in_force_first(on=localdate())
        assert [*named[0], *named[1]] == [each.get_absolute_url() for each in expected]
        assert "".join(pages).count("废止</span>") == over


def test_the_number_and_the_units_of_a_list_follow_what_is_published_and_taken_down(client):
    first = put_out()
    assert "共 1 条" in client.get("/publications/").text
    second = put_out()
    page = client.get("/publications/").text
    assert "共 2 条" in page
    assert f'<option value="{second.organization.slug}">' in page
    take_down(second, by=make_user("officer"), reason="有误", text_stays=False, now=timezone.now())
    page = client.get("/publications/").text
    assert "共 1 条" in page
    assert f'<option value="{second.organization.slug}">' not in page
    assert f'<option value="{first.organization.slug}">' in page


def test_a_list_shown_before_asks_neither_how_many_nor_of_which_units(
    client, settings, django_assert_num_queries
):
    settings.PAGE_CACHE_BYTES = 0
    put_out(is_policy=True, column="1")
    for place, questions in (
        ("/publications/", 3),
        ("/policies/", 4),
        ("/disclosure/1/", 4),
        ("/disclosure/2/", 3),
    ):
        client.get(place)
        with django_assert_num_queries(questions):
            client.get(place)
