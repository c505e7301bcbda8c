"""Rebuilding the index: everything anew, told on standard error, and never half of it."""

import os
import re
import signal
import subprocess
import sys

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.db import connection

from catalog.models import Item
from linhai_portal.search.documents import Document
from linhai_portal.search.index import BATCH, put, replace
from linhai_portal.search.models import Chunk, Entry
from linhai_portal.search.query import Question, search
from tests.make import make_domain, make_item, make_organization


def total(words):
    return search(Question(words), visitor=AnonymousUser()).total


@pytest.mark.django_db
def test_rebuilding_mends_what_was_lost_and_drops_what_is_no_more(capsys):
    make_item(level2="低保")
    make_organization("市民政局")
    put([Document("item", "gone", "户籍", "/x/")])
    Chunk.objects.all().delete()
    call_command("rebuild_search")
    printed = capsys.readouterr()
    assert (total("低保"), total("市民政局"), total("户籍")) == (1, 1, 0)
    assert "目录事项：1 条" in printed.err
    assert re.search(r"已重建，共 \d+ 条", printed.out)


@pytest.mark.django_db
def test_one_kind_alone_and_no_unknown_kind():
    put([Document("unit", "gone", "户籍", "/x/"), Document("item", "gone", "户籍", "/x/")])
    call_command("rebuild_search", kind="item")
    assert total("户籍") == 1
    with pytest.raises(CommandError, match="没有这一类：x"):
        call_command("rebuild_search", kind="x")


@pytest.mark.django_db
def test_a_source_that_fails_half_way_leaves_the_old_index():
    def documents():
        yield from (Document("item", str(n), "新的", "/x/") for n in range(BATCH + 1))
        raise KeyboardInterrupt

    put([Document("item", "old", "旧的", "/x/")])
    with pytest.raises(KeyboardInterrupt):
        replace("item", documents())
    assert (total("旧的"), total("新的")) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_killed_half_way_leaves_the_old_index():
    domain = make_domain()
    first = make_item(domain, level2="新的")
    facts = {field.attname: getattr(first, field.attname) for field in Item._meta.concrete_fields[1:]}
    more = (facts | {"code": f"X-{n}", "position": n} for n in range(2, 5 * BATCH))
    Item.objects.bulk_create([Item(**each) for each in more])
    Chunk.objects.all().delete()
    Entry.objects.all().delete()
    put([Document("item", "old", "旧的", "/x/")])
    child = subprocess.Popen(
        [sys.executable, "manage.py", "rebuild_search", "--kind=item"],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": database_url()},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    assert child.stderr.readline() == f"目录事项：{BATCH} 条\n"
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stderr.close()
    assert (total("旧的"), total("新的")) == (1, 0)
    assert Entry.objects.count() == 1


def database_url():
    """The database of the tests, for a process of its own."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return re.sub(r"[^/]+$", name, os.environ["DATABASE_URL"])
