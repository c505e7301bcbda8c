"""What is no longer in force is found last and marked (rules: catalog §7.2)."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils.timezone import localdate, now

from catalog.ending import end
from catalog.models import Publication
from linhai_portal.search.query import Question, search
from tests.make import make_user, put_out

pytestmark = pytest.mark.django_db


def hits(client, words):
    rows = client.get(f"/search.json?q={words}").json()["rows"]
    return [(row["title"], row["outdated"]) for row in rows]


def test_what_is_repealed_or_lapsed_comes_after_everything_in_force_and_is_marked(client):
    yesterday = localdate() - dt.timedelta(days=1)
    put_out(title="养老补贴办法", is_policy=True, expires_on=yesterday)
    repealed = put_out(title="养老补贴标准", is_policy=True)
    put_out(title="关于今年发放养老补贴有关工作的通知", is_policy=True, expires_on=localdate())
    put_out(title="今年的工作安排", body="<p>按时发放养老补贴。</p>")
    end(repealed, ending="repealed", on=localdate(), basis="已清理", by=make_user("officer"))
    found = hits(client, "养老补贴")
    assert sorted(found[:2]) == [("今年的工作安排", None), ("关于今年发放养老补贴有关工作的通知", None)]
    assert sorted(found[2:]) == [("养老补贴办法", "失效"), ("养老补贴标准", "废止")]
    page = client.get("/search/?q=养老补贴").text
    assert page.count("失效</span>") == page.count("废止</span>") == 1
    assert "养老补贴标准（废止）" in client.get("/search.atom?q=养老补贴").text


def test_a_name_asked_for_exactly_comes_first_and_the_one_in_force_before_the_old_one(client):
    old = put_out(title="市政府关于养老的办法", is_policy=True)
    put_out(title="市政府关于养老的办法的解释", is_policy=True)
    end(old, ending="lapsed", on=localdate(), basis="期满", by=make_user("officer"))
    assert hits(client, "市政府关于养老的办法")[0] == (old.title, "失效")
    put_out(title=old.title, is_policy=True, at=now() - dt.timedelta(days=9))
    assert hits(client, "市政府关于养老的办法")[:2] == [(old.title, None), (old.title, "失效")]


def test_the_day_alone_changes_the_mark(client):
    """The index is not written anew at midnight: the mark follows from the dates, tomorrow's end is none today."""
    ending = put_out(title="试行的养老办法", is_policy=True)
    tomorrow = localdate() + dt.timedelta(days=1)
    end(ending, ending="repealed", on=tomorrow, basis="期满", by=make_user("officer"))

    def mark(**facts):
        Publication.objects.filter(pk=ending.pk).update(**facts)
        [hit] = search(Question("养老办法"), visitor=AnonymousUser()).hits
        return hit.outdated

    assert mark() == ""
    assert mark(ended_on=localdate()) == "废止"
    assert mark(is_policy=False) == ""


def test_any_number_of_hits_costs_the_same(client, django_assert_max_num_queries):
    yesterday = localdate() - dt.timedelta(days=1)
    for _ in range(3):
        put_out(title="养老补贴办法", is_policy=True, expires_on=yesterday)
    with django_assert_max_num_queries(20):
        assert len(hits(client, "养老补贴")) == 3
