"""Old addresses: a 301 to what was taken over, and never in the way of a page of ours."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from catalog.ending import take_down
from catalog.models import Publication
from tests.make import make_publication, make_user, put_out, take_over

pytestmark = pytest.mark.django_db
OLD = "/art/2021/5/6/art_1229_1234.html"


def test_an_old_address_moves_for_good_whatever_the_host(client):
    page = take_over(f"http://www.old-linhai.gov.cn{OLD}").get_absolute_url()
    for extra in ({}, {"headers": {"host": "127.0.0.1"}}):
        answer = client.get(OLD, **extra)
        assert (answer.status_code, answer.headers["Location"]) == (301, page)
        assert answer.headers["Cache-Control"] == "public, max-age=86400"
    assert client.head(OLD).status_code == 301
    assert client.get(page).status_code == 200
    assert client.get(f"{OLD}?from=wechat").headers["Location"] == page


def test_a_query_tells_pages_apart(client):
    first, second = (take_over(f"http://old.example.com/show.asp?id={n}") for n in (1, 2))
    assert client.get("/show.asp?id=1").headers["Location"] == first.get_absolute_url()
    assert client.get("/show.asp?id=2").headers["Location"] == second.get_absolute_url()
    assert client.get("/show.asp?id=3").status_code == 404
    assert client.get("/show.asp").status_code == 404


@pytest.mark.parametrize("asked", ["/信息/通知 1.html", "/%E4%BF%A1%E6%81%AF/%E9%80%9A%E7%9F%A5%201.html"])
def test_chinese_paths_are_found_however_they_are_written(client, asked):
    page = take_over("http://old.example.com/信息/通知%201.html").get_absolute_url()
    assert client.get(asked).headers["Location"] == page


@pytest.mark.parametrize(
    "path", ["/", "/help/", "/help", "/domains", "/healthz", "/office/", "/admin/nope/", "/office/nope/"]
)
def test_no_page_of_ours_is_shadowed(client, path):
    place = take_over(f"http://old.example.com{path}").get_absolute_url()
    assert client.get(path).headers.get("Location") != place


def test_two_sites_with_one_path_are_told_apart_by_their_host_or_not_at_all(client):
    own, _ = take_over(f"http://testserver{OLD}"), take_over(f"http://other.example.com{OLD}")
    assert client.get(OLD).headers["Location"] == own.get_absolute_url()
    assert client.get(OLD, headers={"host": "localhost"}).status_code == 404


def test_what_was_taken_down_is_still_led_to_its_tombstone(client):
    page = take_over(f"http://old.example.com{OLD}")
    take_down(page, by=make_user("head"), reason="内容有误", text_stays=False, now=timezone.now())
    assert client.get(OLD).headers["Location"] == page.get_absolute_url()
    assert "旧正文" not in client.get(page.get_absolute_url()).text


def test_an_unknown_address_costs_one_query_and_a_long_one_none(client, django_assert_max_num_queries):
    client.get("/nope/")
    with django_assert_max_num_queries(2):  # the version of the data, the old address
        assert client.get("/nope/").status_code == 404
    with django_assert_max_num_queries(1):
        assert client.get("/" + "x" * 600).status_code == 404
    assert client.post(OLD).status_code == 404


def test_only_what_nobody_drafted_here_says_it_was_taken_over():
    """`imported_from` is no way round the three persons: such a row has none of them and was never a draft."""
    forged = [
        {"pk": make_publication().pk, "imported_from": "http://old.example.com/1"},
        {"pk": put_out().pk, "imported_from": "http://old.example.com/2"},
        {"pk": take_over().pk, "imported_from": ""},
        {"pk": take_over("http://old.example.com/3").pk, "drafted_by": make_user("editor").pk},
    ]
    for facts in forged:
        with pytest.raises(IntegrityError), transaction.atomic():
            Publication.objects.filter(pk=facts.pop("pk")).update(**facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        take_over("http://old.example.com/3")
