"""Publications of the demonstration: every kind and state, by the ordinary verbs, made once, and gone without a trace."""

import datetime as dt

import pytest
from django.core.files.storage import default_storage
from django.utils.timezone import localdate
from django_tasks_db.models import DBTaskResult

from catalog.demonstration import load_demonstration
from catalog.models import (
    Attachment,
    Examination,
    GateCheck,
    LogEntry,
    PlatformColumn,
    Publication,
    Stage,
)
from catalog.publication_log import verify
from catalog.reference import load_reference
from catalog.sample_adjustments import remove_sample_adjustments
from catalog.sample_publications import MARK, load_sample_publications, remove_sample_publications
from catalog.taking_effect import effect_task
from linhai_portal.accounts.models import Notice, User
from linhai_portal.models import Counter
from linhai_portal.samples import remove_all
from linhai_portal.search.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)
Status, Validity = Publication.Status, Publication.Validity
TODAY = localdate


@pytest.fixture
def loaded(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    load_reference()
    load_demonstration()


def in_every_state():
    listed = Publication.objects.listed(on=TODAY())
    assert set(Publication.objects.values_list("status", flat=True)) == set(Status)
    assert all(title.endswith(MARK) for title in Publication.objects.values_list("title", flat=True))
    for validity in Validity:
        assert listed.policies().valid_as(validity, on=TODAY()).exists(), validity
    assert {*PlatformColumn.values} - set(listed.values_list("column", flat=True)) == {"5", "8", "9", "15"}
    assert Publication.objects.display_ended(on=TODAY()).exists()
    assert listed.filter(display_until__gte=TODAY()).exists()
    assert sum(bool(each.late_days()) for each in listed) >= 2
    enrolment = listed.get(stage=Stage.DECISION, title__contains="招生")
    assert set(enrolment.chain.values_list("stage", flat=True)) == set(Stage) - {Stage.DECISION}


def the_gate_has_found_something_hidden():
    check = GateCheck.objects.exclude(attachment=None).get(publication__title__contains="资助名单")
    assert {each["kind"] for each in check.findings} == {"identity_card", "mobile_phone"}


def nothing_happened_in_the_future_or_out_of_order():
    assert verify() == LogEntry.objects.count()
    times = list(LogEntry.objects.order_by("number").values_list("at", flat=True))
    assert times == sorted(times) and times[-1].date() <= TODAY()
    for each in Publication.objects.exclude(index_number=None):
        assert each.formed_on <= TODAY(each.reviewed_at) <= TODAY(each.published_at)
        assert str(each.published_at.year) in each.index_number


def the_effect_that_was_planned_is_forgotten_too():
    planned = DBTaskResult.objects.filter(task_path=effect_task.module_path)
    assert planned.count() == 1
    remove_sample_adjustments()
    assert not planned.all().exists()
    assert User.objects.filter(is_sample=True).exists()


def test_it_shows_everything_once_and_is_gone_without_a_trace(loaded):
    in_every_state()
    the_gate_has_found_something_hidden()
    nothing_happened_in_the_future_or_out_of_order()
    before = list(Publication.objects.order_by("pk").values())
    load_sample_publications(today=TODAY() + dt.timedelta(days=3))
    assert list(Publication.objects.order_by("pk").values()) == before
    assert DBTaskResult.objects.filter(task_path__endswith="publish_task").count() == 1
    files = list(Attachment.objects.values_list("file", flat=True))
    remove_all()
    remove_sample_publications()
    for model in (Publication, LogEntry, Examination, GateCheck, Attachment):
        assert not model.objects.exists(), model
    assert not Entry.objects.filter(kind="publication").exists()
    assert not DBTaskResult.objects.filter(task_path__endswith="publish_task").exists()
    assert not Notice.objects.filter(place__contains="publications").exists()
    assert files and not any(default_storage.exists(name) for name in files)
    assert not Counter.objects.filter(series__startswith="publication", last__gt=0).exists()
    the_effect_that_was_planned_is_forgotten_too()
