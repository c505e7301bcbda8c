"""What a visitor sees of the adjustments: what changed or will change, why, line by line; and nothing of the others."""

import datetime as dt
import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from catalog.adjusting import (
    propose_addition,
    propose_change,
    propose_publication,
    propose_restoration,
    propose_retirement,
)
from catalog.models import Adjustment, AdjustmentLine, Item
from catalog.models.revisions import elements_of
from catalog.taking_effect import approve, put_due_in_force, send_back
from linhai_portal.page_cache import pages
from linhai_portal.search.models import Entry
from linhai_portal.search.query import Question, search
from tests.make import make_domain, make_item, make_organization, make_user, publish, put_through

pytestmark = pytest.mark.django_db
LIST = "/adjustments/"
PLACES = [LIST, "/adjustments.json", "/adjustments.csv", "/adjustments.atom"]


def page(client, address, **params):
    answer = client.get(address, params)
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode()


def in_days(n):
    return localdate() + dt.timedelta(days=n)


def numbers_on(html):
    return re.findall(r'<a href="/adjustments/(\d{4}-\d+)/">', html)


def found(words):
    return [hit.key for hit in search(Question(words, kind="adjustment"), visitor=AnonymousUser()).hits]


@pytest.fixture
def people():
    return {"by": make_user("officer"), "head": make_user("head")}


@pytest.fixture
def items():
    """Three items of a catalog published today."""
    domain = make_domain("社会救助")
    items = [make_item(domain, level2=f"救助事项{n}", publisher=make_organization()) for n in (1, 2, 3)]
    publish(domain, on=localdate())
    return items


def changed(item, **facts):
    item = Item.objects.get(pk=item.pk)
    for name, value in facts.items():
        setattr(item, name, value)
    return item


def test_an_adjustment_says_what_why_since_when_and_for_whom_it_was_done(client, items, people):
    one, two, _ = items
    draft = propose_change(changed(one, time_limit="10个工作日内", limit_number=10), by=people["by"])
    propose_retirement([two], by=people["by"])
    propose_addition(Item(domain=one.domain, **elements_of(one) | {"level2": "全新事项"}), by=people["by"])
    sheet = put_through(draft, on=localdate(), **people)
    html, row = page(client, sheet.get_absolute_url()), page(client, LIST)
    assert "新增 1 项、修改 1 项、取消 1 项" in row and "“救助事项1”“救助事项2”“全新事项”" in row
    for text in (html, row):
        assert sheet.number in text and sheet.reason in text and sheet.basis in text
        assert sheet.organization.name in text and one.domain.get_absolute_url() in text
        assert "将于" not in text
        assert not any(person.name in text or person.username in text for person in people.values())
    assert "公开办负责人" in html
    assert "<del>20</del>" in html and "<ins>10</ins>" in html
    new = Item.objects.get(level2="全新事项")
    assert one.get_absolute_url() in html and new.get_absolute_url() in html
    assert two.title in html and two.get_absolute_url() not in html


def test_an_announced_adjustment_is_marked_with_its_day_until_it_comes(client, items, people):
    day = in_days(10)
    sheet = put_through(propose_retirement(items[:1], by=people["by"]), on=day, today=localdate(), **people)
    mark = f"将于{day.year}年{day.month}月{day.day}日生效"
    assert mark in page(client, LIST) and mark in page(client, sheet.get_absolute_url())
    assert items[0].get_absolute_url() in page(client, sheet.get_absolute_url())
    put_due_in_force(today=day)
    assert mark not in page(client, LIST) + page(client, sheet.get_absolute_url())
    assert items[0].get_absolute_url() not in page(client, sheet.get_absolute_url())


def test_each_deed_is_seen_at_the_next_request(client, items, people):
    def kept():
        return [page(client, place) for place in PLACES]

    assert not any("救助事项1" in text for text in kept())
    draft = propose_retirement(items[:1], by=people["by"])
    sheet = put_through(draft, on=in_days(3), today=localdate(), **people)
    assert all("救助事项1" in text and sheet.number in text for text in kept())
    assert found("救助事项1") == [sheet.number]
    send_back(sheet, by=people["head"], reason="暂缓")
    assert not any("救助事项1" in text or sheet.number in text for text in kept())
    assert found("救助事项1") == [] and client.get(sheet.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "withdrawn"])
def test_what_is_not_approved_does_not_exist_for_the_public(client, items, people, status):
    sheet = propose_retirement(items[:1], by=people["by"])
    put_through(sheet, on=in_days(3), today=localdate(), **people)
    send_back(sheet, by=people["head"], reason="暂缓")
    Adjustment.objects.filter(pk=sheet.pk).update(status=status)
    for address in (sheet.number, sheet.pk, "None"):
        assert client.get(f"{LIST}{address}/").status_code == 404
    assert all(sheet.number not in page(client, place) for place in PLACES)
    assert "共 1 次调整" in page(client, LIST)
    call_command("rebuild_search", verbosity=0)
    assert list(Entry.objects.filter(kind="adjustment").values_list("key", flat=True)) == [
        Adjustment.objects.public().get().number
    ]


def test_one_overtaken_on_its_day_leaves_the_public_list(client, items, people):
    other = make_domain("后来发布的")
    make_item(other)
    draft = propose_publication([other], by=people["by"])
    sheet = put_through(draft, on=in_days(2), today=localdate(), **people)
    assert sheet.number in page(client, LIST)
    make_item(other)
    put_due_in_force(today=in_days(2))
    assert sheet.number not in page(client, LIST) and found(sheet.number) == []


def test_a_rebuilt_index_says_the_same(items, people):
    put_through(propose_retirement(items[:1], by=people["by"]), on=localdate(), **people)
    said = list(Entry.objects.filter(kind="adjustment").order_by("key").values_list("key", "digest"))
    call_command("rebuild_search", verbosity=0)
    assert said == list(Entry.objects.filter(kind="adjustment").order_by("key").values_list("key", "digest"))
    assert len(said) == 2


def test_an_adjustment_is_found_by_number_title_reason_and_basis(items, people):
    sheet = put_through(propose_retirement(items[:1], by=people["by"]), on=localdate(), **people)
    assert all(sheet.number in found(words) for words in (sheet.number, "救助事项1", "测试理由", "测试依据"))


def test_the_list_is_narrowed_by_domain_year_and_kind(client, items, people):
    retired = put_through(
        propose_retirement(items[:1], by=people["by"]), on=in_days(400), today=localdate(), **people
    )
    elsewhere = make_domain("就业")
    make_item(elsewhere)
    publish(elsewhere, on=localdate())

    def numbers(**params):
        return numbers_on(page(client, LIST, **params))

    assert numbers() == [retired.number, *sorted(numbers()[1:], reverse=True)] and len(numbers()) == 3
    assert len(numbers(domain=items[0].domain.number)) == 2
    assert numbers(kind="retire") == numbers(year=str(in_days(400).year)) == [retired.number]
    assert numbers(domain=elsewhere.number, kind="retire") == []
    assert "没有符合的调整" in page(client, LIST, domain=elsewhere.number, kind="retire")
    assert numbers(year="x", kind="x", domain="") == numbers()
    for hostile in ("%00", "'", "9" * 30, "٢٠٢٦"):
        assert client.get(LIST, {"year": hostile, "kind": hostile, "domain": hostile}).status_code == 200
    assert client.get(f"{LIST}?domain=%00").status_code == 200


def test_a_long_list_has_pages_and_costs_the_same_number_of_queries(
    client, items, people, django_assert_max_num_queries
):
    with django_assert_max_num_queries(6) as few:
        page(client, LIST)
    for n in range(51):
        put_through(
            propose_change(changed(items[0], level2=f"新名称{n}"), by=people["by"]), on=localdate(), **people
        )
    with django_assert_max_num_queries(6) as many:
        html = page(client, LIST)
    assert len(few) == len(many)
    numbers = [*numbers_on(html), *numbers_on(page(client, f"{LIST}?page=2"))]
    newest_first = Adjustment.objects.order_by("-pk").values_list("number", flat=True)
    assert html.count("理由：测试理由") == 50 and numbers == list(newest_first)
    assert client.get(f"{LIST}?page=3").status_code == 404


def test_a_batch_of_thousands_is_shown_in_pages_at_the_same_cost(
    client, items, people, django_assert_max_num_queries
):
    sheet = put_through(propose_retirement(items[:1], by=people["by"]), on=localdate(), **people)
    with django_assert_max_num_queries(4) as few:
        page(client, sheet.get_absolute_url())
    AdjustmentLine.objects.bulk_create(
        AdjustmentLine(
            adjustment=sheet,
            position=n,
            action="add",
            domain=items[0].domain,
            title=f"第{n}个",
            after={"level2": f"第{n}个"},
        )
        for n in range(2, 3002)
    )
    pages.clear()
    with django_assert_max_num_queries(4) as many:
        html = page(client, sheet.get_absolute_url())
    assert len(few) == len(many) and len(html) < 60_000
    assert "共 3001 项" in html and "第20个" in html and "第21个" not in html
    assert "第21个" in page(client, f"{sheet.get_absolute_url()}?page=2")
    assert client.get(f"{sheet.get_absolute_url()}?page=152").status_code == 404
    with CaptureQueriesContext(connection) as asked:
        assert "新增 3000 项、取消 1 项：“救助事项1”“第2个”“第3个”等" in page(client, LIST)
    assert len(asked) <= 6


def test_a_restoration_and_a_first_publication_are_told_in_their_own_words(client, items, people):
    put_through(propose_retirement(items[:1], by=people["by"]), on=localdate(), **people)
    draft = propose_restoration(Item.objects.get(pk=items[0].pk), by=people["by"])
    sheet = put_through(draft, on=localdate(), **people)
    assert "恢复 1 项" in page(client, sheet.get_absolute_url())
    publication = Adjustment.objects.get(kind="publication")
    html = page(client, publication.get_absolute_url())
    assert "首次发布 1 张目录" in html and items[0].domain.get_absolute_url() in html


def test_hostile_words_are_shown_as_words(client, items, people):
    nasty = "<script>alert(1)</script>"
    draft = propose_change(changed(items[0], level2=nasty, content=nasty), by=people["by"])
    draft.revise(by=people["by"], reason=nasty, basis=nasty)
    draft.submit(by=people["by"])
    approve(draft, by=people["head"], effective_on=localdate(), today=localdate())
    html = page(client, LIST) + page(client, draft.get_absolute_url())
    assert "<script>" not in html and "&lt;script&gt;" in html


def test_the_adjustments_are_reached_from_the_domain_the_footer_and_the_feed(client, items):
    domain = items[0].domain
    html = page(client, domain.get_absolute_url())
    assert f'href="/adjustments/?domain={domain.number}"' in html
    assert f'title="动态调整" href="/adjustments.atom?domain={domain.number}"' in html
    on_trial = make_domain()
    assert "/adjustments/?" not in page(client, on_trial.get_absolute_url())
    assert all('href="/adjustments/"' in page(client, place) for place in ("/", "/sitemap/", "/domains/"))
