"""What a visitor sees of the negative list: the list, an entry, the counts of a domain, the ground of an item."""

import datetime as dt
import re

import pytest
from django.utils.timezone import localdate

from catalog.models import Ground, Item, NegativeListEntry
from catalog.negative_list import decide
from linhai_portal.data_version import bump
from tests.make import make_domain, make_entry, make_item, make_organization, make_user, put_on_list

pytestmark = pytest.mark.django_db
LIST = "/negative-list/"


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def long_ago():
    return localdate() - dt.timedelta(days=500)


def lift(entry):
    entry.propose("lift", by=make_user("officer"), reason="已经公开", today=localdate())
    decide(entry, by=make_user("head"), today=localdate(), agrees=True)


def test_the_list_says_that_everything_else_is_public_and_shows_only_what_is_in_force(client):
    assert "清单里现在没有条目" in page(client, LIST)
    in_force, expired, lifted = (
        put_on_list(on=day, title=title)
        for day, title in [(localdate(), "有效的"), (long_ago(), "过期的"), (localdate(), "解除的")]
    )
    lift(lifted)
    draft = make_entry(title="起草的")
    html = page(client, LIST)
    assert "清单以外的，以公开为常态" in html and "现在有效的共 1 条" in html
    assert in_force.title in html and Ground.THIRD_PARTY.statute in html
    assert not any(entry.title in html for entry in (expired, lifted, draft))


def test_what_was_ever_in_force_keeps_a_page_that_says_how_it_stands(client):
    entry, expired = put_on_list(on=localdate()), put_on_list(on=long_ago())
    html = page(client, entry.get_absolute_url())
    assert "最迟" in html and Ground.THIRD_PARTY.statute in html and entry.legal_basis in html
    assert "还没有重新评估。现在它不是不公开的理由" in page(client, expired.get_absolute_url())
    lift(entry)
    assert "已解除" in page(client, entry.get_absolute_url())
    assert client.get("/negative-list/F-2026-999/").status_code == 404


def test_nobody_sees_a_draft(client):
    entry = make_entry(title="起草的")
    assert client.get(f"/negative-list/{entry.pk}/").status_code == 404
    assert client.get("/negative-list/None/").status_code == 404


def test_names_of_people_stay_inside(client):
    head, officer = make_user("head"), make_user("officer")
    entry = put_on_list(on=localdate(), drafted_by=officer, head=head)
    html = page(client, LIST) + page(client, entry.get_absolute_url())
    assert head.name not in html and officer.name not in html


def test_the_list_is_narrowed_by_unit_and_domain(client):
    domain, unit = make_domain("社会救助"), make_organization("市民政局")
    item = make_item(domain, attribute="withheld")
    by_domain, by_item, by_unit = (
        put_on_list(on=localdate(), title=title, **scope)
        for title, scope in [
            ("按领域", {"domain": domain}),
            ("按事项", {"item": item}),
            ("按单位", {"publisher": unit}),
        ]
    )
    html = page(client, f"{LIST}?domain={domain.number}")
    assert "找到 2 条" in html and by_domain.title in html and by_item.title in html
    html = page(client, f"{LIST}?unit={unit.slug}")
    assert "找到 1 条" in html and by_unit.title in html
    assert "找到 3 条" in page(client, f"{LIST}?unit=nobody")


def test_a_long_list_has_pages_and_costs_the_same_number_of_queries(client, django_assert_max_num_queries):
    put_on_list(on=localdate())
    with django_assert_max_num_queries(6) as few:
        page(client, LIST)
    head, officer = make_user("head"), make_user("officer")
    for _ in range(51):
        put_on_list(on=localdate(), domain=make_domain(), drafted_by=officer, head=head)
    with django_assert_max_num_queries(6) as many:
        html = page(client, LIST)
    assert len(few) == len(many)
    assert html.count("前复核") == 50
    assert page(client, f"{LIST}?page=2").count("前复核") == 2
    assert client.get(f"{LIST}?page=3").status_code == 404


def test_hostile_words_are_shown_as_words(client):
    nasty = "<script>alert(1)</script>"
    entry = put_on_list(
        on=localdate(), title=nasty, condition=nasty, legal_basis=nasty, words=nasty, ground="N5"
    )
    assert "<script>" not in page(client, LIST) + page(client, entry.get_absolute_url())
    assert client.get(f"{LIST}?unit=%00&domain=%27").status_code == 200


@pytest.fixture
def domain():
    """Two published items, one on request, two on the list, three withheld without a ground that stands."""
    domain = make_domain("社会救助", lead=make_organization())
    for attribute, count in [("proactive", 2), ("on_request", 1)]:
        for _ in range(count):
            make_item(domain, attribute=attribute)
    for name, count in [("对象名册", 2), ("内部纪要", 3)]:
        for number in range(count):
            make_item(domain, attribute="withheld", level2=f"{name}{number}")
    make_item(domain, level2="公开的对象名册")
    put_on_list(on=localdate(), domain=domain, words="名册")
    put_on_list(on=long_ago(), domain=domain, words="纪要")
    return domain


def test_every_count_of_a_domain_opens_to_exactly_its_rows(client, domain):
    html = page(client, domain.get_absolute_url())
    links = re.findall(r'<a href="(\?disclosure=\w+)">(\S+) (\d+) 项</a>', html)
    assert [(words, int(count)) for _, words, count in links] == [
        ("主动公开", 3),
        ("依申请公开", 1),
        ("列入负面清单", 2),
        ("没有归属", 3),
    ]
    assert sum(int(count) for *_, count in links) == Item.objects.current().in_domain(domain).count()
    for address, _, count in links:
        assert f"找到 {count} 项" in page(client, domain.get_absolute_url() + address)


def test_an_expired_entry_moves_its_items_without_anybody_acting(client, domain):
    NegativeListEntry.objects.filter(words="名册").update(review_on=localdate() - dt.timedelta(days=1))
    html = page(client, domain.get_absolute_url())
    assert "没有归属 5 项" in html and "列入负面清单" not in re.sub(
        "<select.*?</select>", "", html, flags=re.S
    )


def test_only_a_domain_that_withholds_something_asks_for_entries(
    client, domain, django_assert_max_num_queries
):
    open_domain = make_domain(lead=make_organization())
    make_item(open_domain)
    with django_assert_max_num_queries(3):
        page(client, open_domain.get_absolute_url())
    with django_assert_max_num_queries(4):
        page(client, domain.get_absolute_url())


def test_a_withheld_item_names_its_ground_or_says_that_there_is_none(client, domain):
    listed = Item.objects.get(level2="对象名册0")
    text = page(client, listed.get_absolute_url()).partition("</main>")[0]
    entry = NegativeListEntry.objects.get(words="名册")
    assert entry.number in text and "条例第十五条" in text and "重新评估" in text and "主动公开" not in text
    assert "没有列入负面清单" in page(client, Item.objects.get(level2="内部纪要0").get_absolute_url())
    assert "负面清单 F-" not in page(client, Item.objects.get(level2="公开的对象名册").get_absolute_url())


def test_an_entry_of_a_retired_item_leads_nowhere(client):
    item = make_item(attribute="withheld")
    entry = put_on_list(on=localdate(), item=item)
    assert item.get_absolute_url() in page(client, entry.get_absolute_url())
    Item.objects.filter(pk=item.pk).update(retired_on=localdate())
    bump()
    html = page(client, entry.get_absolute_url())
    assert item.get_absolute_url() not in html and "已取消" in html
