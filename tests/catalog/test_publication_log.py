"""The hash chain: whatever is altered behind the verbs is found, and nothing else is."""

import datetime as dt

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from catalog.ending import take_down
from catalog.models import LogEntry, Publication
from catalog.models.publication_log import Unchangeable
from catalog.publication_forms import PublicationForm
from catalog.publication_log import verify
from catalog.publication_row_forms import PublicationRowForm
from linhai_portal.models import Counter
from tests.make import attach, make_publication, make_user, put_out

pytestmark = pytest.mark.django_db


def alter(model, pk, **facts):
    """Behind the back of the portal, as with a database console."""
    super(type(model.objects.all()), model.objects.filter(pk=pk)).update(**facts)


@pytest.fixture
def published():
    first = make_publication()
    attach(first)
    return put_out(first), put_out(), put_out()


def test_a_whole_chain_is_counted(published, capsys):
    assert verify() == 3
    call_command("verify_log", json=True)
    assert '"entries": 3' in capsys.readouterr().out


@pytest.mark.parametrize(
    "facts",
    [
        {"title": "改过的标题"},
        {"body": "<p>改过</p>"},
        {"published_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)},
        {"formed_on": dt.date(2026, 1, 1)},
        {"due_on": dt.date(2099, 1, 1)},
        {"ending": "repealed", "ended_on": dt.date(2026, 1, 1)},
        {
            "status": "taken_down",
            "taken_down_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
            "taken_down_reason": "无",
        },
        {"status": "withdrawn", "published_at": None, "index_number": None},
    ],
)
def test_a_silent_edit_of_a_publication_is_found(published, facts):
    alter(Publication, published[1].pk, **facts)
    with pytest.raises(CommandError, match="第 2 条"):
        call_command("verify_log")


@pytest.mark.parametrize(
    "facts", [{"note": "改过"}, {"at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}, {"hash": "0" * 64}]
)
def test_an_altered_entry_is_found(published, facts):
    alter(LogEntry, LogEntry.objects.get(number=2).pk, **facts)
    with pytest.raises(CommandError, match="第 2 条"):
        call_command("verify_log")


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_removed_entry_is_found(published, number):
    rows = LogEntry.objects.filter(number=number)
    super(type(rows), rows).delete()
    with pytest.raises(CommandError, match=f"第 {number} 条"):
        call_command("verify_log")


def test_a_silent_link_to_what_it_replaces_is_found(published):
    published[1].replaces.add(published[0])
    with pytest.raises(CommandError, match="第 2 条"):
        call_command("verify_log")


def test_the_last_deed_undone_together_with_its_entry_and_the_count_is_found(published):
    facts = {"reason": "有误", "text_stays": False, "now": timezone.now()}
    take_down(published[1], by=make_user("officer"), **facts)
    assert verify() == 4
    alter(Publication, published[1].pk, status="published", taken_down_at=None, taken_down_reason="")
    with pytest.raises(CommandError, match="第 4 条"):
        call_command("verify_log")
    rows = LogEntry.objects.filter(number=4)
    super(type(rows), rows).delete()
    Counter.objects.filter(series="publication-log").update(last=3)
    assert verify() == 3  # as if it had never been: only a copy kept elsewhere of the last hash could tell


def test_the_last_entry_removed_from_under_its_deed_is_found(published):
    facts = {"reason": "有误", "text_stays": False, "now": timezone.now()}
    take_down(published[1], by=make_user("officer"), **facts)
    rows = LogEntry.objects.filter(number=4)
    super(type(rows), rows).delete()
    Counter.objects.filter(series="publication-log").update(last=3)
    with pytest.raises(CommandError, match="第 2 条"):
        call_command("verify_log")


def test_nothing_that_is_typed_in_sets_the_day_of_publication(client):
    """No form, and no screen of the data administration, knows of it."""
    names = {"published_at", "index_number", "due_on", "status", "taken_down_at"}
    assert not any(Publication._meta.get_field(name).editable for name in names)
    assert not names.intersection(PublicationForm.base_fields) | names.intersection(
        PublicationRowForm.base_fields
    )
    assert not {Publication, LogEntry}.intersection(admin.site._registry)


def test_an_exchanged_file_is_found(published):
    with published[0].attachments.get().file.open("wb") as file:
        file.write(b"other")
    with pytest.raises(CommandError, match="附件"):
        call_command("verify_log")


def test_the_models_refuse_to_change_or_remove_an_entry(published):
    entry = LogEntry.objects.first()
    for deed in (
        entry.save,
        entry.delete,
        LogEntry.objects.all().delete,
        lambda: LogEntry.objects.update(note=""),
    ):
        with pytest.raises(Unchangeable):
            deed()
