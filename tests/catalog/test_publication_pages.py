"""The lists of publications, the standard columns, and what a date takes away from all of them."""

import datetime as dt

import pytest
from django.utils.timezone import localdate

from catalog.models import PlatformColumn, Publication
from linhai_portal.data_version import bump
from tests.make import attach, make_publication, make_user, put_out

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
