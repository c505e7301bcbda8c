"""Two people, or two presses, at the same moment."""

import pytest

from linhai_portal.workflow import InvalidMove
from participation import adopting, hearing_opinions, sorting
from participation.models import Cluster, Consultation, Opinion
from tests.at_once import at_once
from tests.make import make_user
from tests.make_participation import closed, make_cluster, make_open, make_opinion

pytestmark = pytest.mark.django_db(transaction=True)


def refused(answers):
    return [each for each in answers if isinstance(each, InvalidMove)]


def test_two_who_draft_the_feedback_make_one():
    consultation = closed(make_open())
    people = [make_user("editor", consultation.organization) for _ in range(2)]
    deeds = [lambda by=by: adopting.draft_feedback(consultation, by=by) for by in people]
    answers = at_once(*deeds, held=[Consultation.objects.filter(pk=consultation.pk)])
    assert len(refused(answers)) == 1 and "起草过了" in str(refused(answers)[0])


def test_putting_opinions_under_what_is_dropped_loses_none():
    consultation = make_open()
    opinion = make_opinion(consultation, taken=True)
    cluster, by = make_cluster(consultation), make_user("editor")
    answers = at_once(
        lambda: sorting.drop_cluster(cluster),
        lambda: sorting.put_together(Opinion.objects.filter(pk=opinion.pk), cluster=cluster, by=by),
        held=[Consultation.objects.filter(pk=consultation.pk)],
    )
    assert all(each is None or isinstance(each, (int, InvalidMove)) for each in answers)
    assert not Cluster.objects.exists() and consultation.opinions.unclustered().count() == 1


def test_one_page_sent_twice_at_once_is_one_opinion():
    consultation = make_open()
    deeds = [lambda: hearing_opinions.give(consultation, words="同意。", sent="x")] * 2
    answers = at_once(*deeds, held=[Consultation.objects.filter(pk=consultation.pk)])
    assert answers[0] == answers[1] and Opinion.objects.count() == 1
