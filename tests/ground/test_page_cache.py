"""Pages kept by data version: what a visitor sees is never older than the last change."""

import multiprocessing

import pytest
from django.conf import settings as portal_settings
from django.db import connections, transaction
from django.test import Client

from linhai_portal.accounts.roles import Role
from linhai_portal.data_version import bump, current
from linhai_portal.models import DataVersion
from linhai_portal.page_cache import PageMemory, pages
from tests.make import make_domain, make_item, make_user

pytestmark = pytest.mark.django_db


def test_a_kept_page_is_the_page_and_asks_only_for_the_version(client, django_assert_num_queries):
    item = make_item()
    first = client.get(item.get_absolute_url())
    with django_assert_num_queries(1):
        second = client.get(item.get_absolute_url())
    assert second.content == first.content
    assert dict(second.items()) == dict(first.items())
    assert second["Cache-Control"] == "no-cache"
    assert second["Content-Security-Policy"] and "Cookie" in second["Vary"]


def test_a_change_is_visible_at_the_next_request(client):
    domain = make_domain()
    before = client.get(domain.get_absolute_url())
    item = make_item(domain, level2="刚刚新增")
    after = client.get(domain.get_absolute_url(), HTTP_IF_NONE_MATCH=before["ETag"])
    assert after.status_code == 200
    assert item.level2 in after.content.decode()


def serve(pipe):
    """A worker of its own, with its own memory and connection: answers addresses with pages until it gets None."""
    for address in iter(pipe.recv, None):
        pipe.send(Client().get(address).content.decode())


@pytest.fixture
def other_worker(transactional_db):
    connections.close_all()
    mine, its = multiprocessing.Pipe()
    worker = multiprocessing.get_context("fork").Process(target=serve, args=[its])
    worker.start()
    yield mine
    mine.send(None)
    worker.join()


@pytest.mark.django_db(transaction=True)
def test_another_worker_sees_a_change_at_the_next_request_and_not_before_its_commit(other_worker, client):
    domain, seen = make_domain(), []

    def ask():
        other_worker.send(domain.get_absolute_url())
        seen.append("刚刚新增" in other_worker.recv())

    ask()
    client.get(domain.get_absolute_url())
    with transaction.atomic():
        make_item(domain, level2="刚刚新增")
        ask()
    ask()
    assert seen == [False, False, True]
    assert "刚刚新增" in client.get(domain.get_absolute_url()).content.decode()


@pytest.mark.parametrize("header", ["{tag}", 'W/"other", {tag}', '"x" , {tag}'])
@pytest.mark.parametrize("method", ["get", "head"])
def test_an_unchanged_page_is_a_304_without_the_view(client, django_assert_num_queries, header, method):
    address = make_item().get_absolute_url()
    tag = client.get(address)["ETag"]
    pages.clear()
    with django_assert_num_queries(1):
        answer = getattr(client, method)(address, HTTP_IF_NONE_MATCH=header.format(tag=tag))
    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", tag)
    assert answer["Last-Modified"] and answer["Cache-Control"] == "no-cache" and "Cookie" in answer["Vary"]


def test_the_time_of_the_last_change_answers_too_but_never_for_a_page_that_is_not_there(client):
    address = make_item().get_absolute_url()
    since = client.get(address)["Last-Modified"]
    assert client.get(address, HTTP_IF_MODIFIED_SINCE=since).status_code == 304
    old = "Sat, 01 Jan 2000 00:00:00 GMT"
    assert client.get(address, HTTP_IF_MODIFIED_SINCE=old).status_code == 200
    assert client.get("/nope/", HTTP_IF_MODIFIED_SINCE=since).status_code == 404
    assert client.get("/nope/", HTTP_IF_NONE_MATCH="*").status_code == 404
    assert client.get(address, HTTP_IF_NONE_MATCH="*").status_code == 304


@pytest.mark.parametrize("header", ["x", '"', 'W/"', "," * 5000, "\x00", '"' * 999])
def test_nonsense_in_a_condition_gives_the_page(client, header):
    assert client.get("/domains/", HTTP_IF_NONE_MATCH=header).status_code == 200
    assert client.get("/domains/", HTTP_IF_MODIFIED_SINCE=header).status_code == 200


def test_a_part_of_a_page_is_not_offered(client):
    whole = client.get("/domains/")
    asked = client.get("/domains/", HTTP_RANGE="bytes=0-9")
    assert (asked.status_code, asked.content) == (200, whole.content)


def test_head_tells_what_get_would(client):
    got, head = client.get("/domains/"), client.head("/domains/")
    assert (head["ETag"], head.content) == (got["ETag"], b"")
    pages.clear()
    assert client.head("/domains/")["ETag"] == got["ETag"]
    assert client.get("/domains/").content == got.content


def test_the_ways_of_showing_and_the_addresses_are_pages_of_their_own(client):
    plain = client.get("/help/")
    client.get("/display/", {"elder": "on"})
    elder = client.get("/help/")
    assert plain["ETag"] != elder["ETag"] != client.get("/help/?a=1")["ETag"]
    assert 'data-m="elder"' in elder.content.decode()


def test_staff_get_their_own_page_and_leave_none_behind(client):
    item = make_item(evidence="compiled")
    client.get(item.get_absolute_url())
    client.force_login(make_user(Role.OFFICER))
    kept = len(pages)
    answer = client.get(item.get_absolute_url())
    assert "待责任单位核定" in answer.content.decode()
    assert "ETag" not in answer
    assert len(pages) == kept
    assert "待责任单位核定" not in Client().get(item.get_absolute_url()).content.decode()


@pytest.mark.parametrize("cookie", ["csrftoken", "messages", "sessionid"])
def test_what_may_be_one_persons_is_not_kept(client, cookie):
    client.cookies[cookie] = "a" * 32
    assert "ETag" not in client.get("/domains/")
    assert len(pages) == 0


@pytest.mark.parametrize(
    "address", ["/admin/login/", "/office/", "/display/", "/healthz", "/nope/", "/domains", "/search/?q=没有"]
)
def test_these_are_asked_every_time(client, address):
    assert "ETag" not in client.get(address)
    assert len(pages) == 0


def test_an_unknown_host_gets_nothing(client):
    client.get("/domains/")
    assert client.get("/domains/", HTTP_HOST="evil.example").status_code == 400


def test_made_up_addresses_do_not_fill_the_memory(client, settings):
    settings.PAGE_CACHE_BYTES = 200_000
    for number in range(60):
        assert client.get(f"/help/?x={number}").status_code == 200
    assert 0 < pages.size <= 200_000
    pages.clear()
    assert "ETag" not in client.get("/help/?" + "x" * 2000)
    assert len(pages) == 0


def test_the_memory_forgets_the_page_asked_for_longest_ago(settings):
    settings.PAGE_CACHE_BYTES = 800
    memory = PageMemory()
    for key in "abcdefgh":
        memory.put(key, b"x" * 100, {})
    memory.get("a")
    memory.put("i", b"x" * 100, {})
    memory.put("large", b"x" * 101, {})
    memory.put("i", b"x" * 50, {})
    assert memory.get("a") and memory.get("i") and not memory.get("b") and not memory.get("large")
    assert memory.size == 750
    for number in range(2000):
        memory.put(number, b"", {})
    assert len(memory) == 500


def test_the_version_grows_with_its_transaction_only():
    bump()
    before = current()
    with pytest.raises(RuntimeError), transaction.atomic():
        bump()
        raise RuntimeError
    assert current() == before
    bump()
    assert current().number == before.number + 1
    assert DataVersion.objects.count() == 1


def test_two_changes_in_one_second_have_two_times(client):
    domain = make_domain()
    since = client.get(domain.get_absolute_url())["Last-Modified"]
    make_item(domain, level2="刚刚新增")
    answer = client.get(domain.get_absolute_url(), HTTP_IF_MODIFIED_SINCE=since)
    assert answer.status_code == 200
    assert "刚刚新增" in answer.content.decode()


def test_the_middleware_stands_before_sessions():
    order = portal_settings.MIDDLEWARE
    kept = order.index("linhai_portal.page_cache.page_cache")
    assert kept < order.index("django.contrib.sessions.middleware.SessionMiddleware")
