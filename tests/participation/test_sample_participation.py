from collections import Counter

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from catalog.demonstration import load_demonstration
from catalog.models import Publication
from catalog.reference import load_reference
from linhai_portal.search.models import Entry
from participation.models import (
    Consultation,
    DecisionMatter,
    Event,
    HotTopic,
    Inquiry,
    Interpretation,
    Opinion,
)
from participation.response_clock import DONE

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
    answered = HotTopic.objects.with_answers().get(first_response_at__isnull=False)
    assert [each.state(now=timezone.now()) for each in answered.timers()] == [DONE]
    load_demonstration(reset=True)
    assert counts() == (2, 2)
    assert Consultation.objects.count() == 2
    assert (Interpretation.objects.count(), DecisionMatter.objects.count()) == (1, 3)
    assert Entry.objects.filter(kind="answer").count() == 3
    assert not Publication.objects.exclude(title__endswith="（示例）").exists()
    assert not Opinion.objects.filter(status=Opinion.Status.NEW).exists()


def test_the_demonstration_has_inquiries_at_every_stage_once(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    load_reference()
    load_demonstration()
    load_demonstration()
    found = Counter(Inquiry.objects.values_list("status", flat=True))
    assert found == {"public": 3, "review": 1, "handling": 1, "accepted": 1, "received": 1}
    assert not Inquiry.objects.overdue(on=localdate()).exists()
    assert Entry.objects.filter(kind="inquiry").count() == 3
    load_demonstration(reset=True)
    assert Inquiry.objects.count() == 7 and Entry.objects.filter(kind="inquiry").count() == 3
