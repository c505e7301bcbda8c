import pytest
from django.utils.timezone import localdate

from catalog.demonstration import load_demonstration
from catalog.models import Publication
from catalog.reference import load_reference
from participation.models import Consultation, Event, HotTopic, Opinion

pytestmark = pytest.mark.django_db
State = Consultation.State


def counts():
    return Event.objects.count(), HotTopic.objects.count()


def test_the_demonstration_shows_one_that_runs_and_one_that_was_answered_once(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    load_reference()
    load_demonstration()
    load_demonstration()
    states = {each.state(on=localdate()) for each in Consultation.objects.all()}
    assert (states, Consultation.objects.count()) == ({State.OPEN, State.ANSWERED}, 2)
    assert counts() == (2, 2)
    load_demonstration(reset=True)
    assert counts() == (2, 2)
    assert Consultation.objects.count() == 2
    assert not Publication.objects.exclude(title__endswith="（示例）").exists()
    assert not Opinion.objects.filter(status=Opinion.Status.NEW).exists()
