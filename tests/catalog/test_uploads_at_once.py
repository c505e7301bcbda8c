"""An upload in the hands of several processes: the worker, two people at once, one that is killed."""

import subprocess
import sys
import threading

import pytest
from django.core.management import call_command
from django.db import connection
from django_tasks_db.models import DBTaskResult

from catalog.exchange import uploads
from catalog.exchange.uploads import apply_upload, confirm
from catalog.models import CatalogImport, Item
from catalog.reference import load_reference
from linhai_portal.workflow import InvalidMove
from tests.catalog.test_uploads import upload

pytestmark = pytest.mark.django_db(transaction=True)
Status = CatalogImport.Status


def test_a_large_file_is_read_and_written_by_the_worker(monkeypatch):
    load_reference()
    monkeypatch.setattr(uploads, "AT_ONCE_BYTES", 10)
    monkeypatch.setattr(uploads, "AT_ONCE_ROWS", 1)
    taken = upload()
    assert taken.status == Status.RECEIVED
    call_command("worker", "--batch")
    taken.refresh_from_db()
    assert (taken.status, taken.progress) == (Status.READ, 100)
    confirm(taken, by=taken.uploaded_by)
    assert taken.status == Status.CONFIRMED
    call_command("worker", "--batch")
    taken.refresh_from_db()
    assert taken.status == Status.DONE
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL"}


def test_two_people_confirm_at_once_and_it_is_written_once():
    load_reference()
    first = upload()
    second = CatalogImport.objects.get(pk=first.pk)
    before, planned, answers = Item.objects.count(), first.reading["counts"]["add"], []

    def try_to_confirm(mine):
        try:
            confirm(mine, by=mine.uploaded_by)
            answers.append("done")
        except InvalidMove as refusal:
            answers.append(str(refusal))
        finally:
            connection.close()

    people = [threading.Thread(target=try_to_confirm, args=[mine]) for mine in (first, second)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert answers.count("done") == 1 and len(answers) == 2
    assert Item.objects.count() == before + planned


KILLED = """
import os, django
django.setup()
from django.db import connections
connections["default"].settings_dict["NAME"] = {name!r}
from catalog.exchange import apply
from catalog.exchange.uploads import apply_upload
link = apply.link_publishers
def stop(*facts):
    link(*facts)
    os.kill(os.getpid(), 9)
apply.link_publishers = stop
apply_upload({pk})
"""


def test_a_process_killed_while_writing_leaves_the_catalog_as_before_and_the_next_one_finishes():
    load_reference()
    Item.objects.filter(domain__name="生态环境").update(level2="改名")
    taken = upload()
    taken.swap(Status.CONFIRMED, confirmed_by=taken.uploaded_by, confirmed_at=taken.uploaded_at)
    before = list(Item.objects.order_by("pk").values())
    script = KILLED.format(name=str(connection.settings_dict["NAME"]), pk=taken.pk)
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == -9
    assert list(Item.objects.order_by("pk").values()) == before
    apply_upload(taken.pk)
    taken.refresh_from_db()
    assert (
        taken.status == Status.DONE and Item.objects.count() == len(before) + taken.reading["counts"]["add"]
    )
