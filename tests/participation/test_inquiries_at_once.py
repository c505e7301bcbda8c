"""Two officers at the same inquiry at the same moment: one wins, the other is told."""

import time
from functools import partial

import pytest
from django.db import transaction

from linhai_portal.workflow import InvalidMove
from participation import answering, asking, merging
from participation.models import Inquiry
from tests.at_once import at_once
from tests.make import make_user
from tests.make_participation import make_handled, make_inquiry, make_submitted

pytestmark = pytest.mark.django_db(transaction=True)


def kinds(answers):
    return sorted(type(each).__name__ for each in answers)


def fresh(inquiry):
    return Inquiry.objects.get(pk=inquiry.pk)


def test_an_answer_is_approved_once():
    inquiry = make_submitted()
    people = make_user("reviewer", inquiry.organization), make_user("head")
    deeds = [partial(answering.approve, fresh(inquiry), by=each, is_published=True) for each in people]
    assert kinds(at_once(*deeds, held=[Inquiry.objects.all()])) == ["InvalidMove", "NoneType"]
    assert inquiry.events.filter(to_status="answered").count() == 1


def test_of_two_who_write_one_answer_the_second_is_shown_the_first():
    inquiry = make_handled()
    people = make_user("editor", inquiry.organization), make_user("officer")
    deeds = [
        partial(answering.draft, fresh(inquiry), by=each, answer=str(each), seen=inquiry.draft_mark)
        for each in people
    ]
    assert kinds(at_once(*deeds, held=[Inquiry.objects.all()])) == ["DraftedMeanwhile", "NoneType"]


def holding(deed, inquiry, **facts):
    """As the pages do it: each holds its own row before it does anything."""
    with transaction.atomic():
        inquiry.lock()
        time.sleep(0.5)
        deed(inquiry, **facts)


def test_of_two_that_are_merged_crosswise_none_waits_for_the_other():
    first, second, officer = make_inquiry(), make_inquiry(), make_user("officer")
    deeds = [
        partial(holding, merging.merge, fresh(one), by=officer, into=other)
        for one, other in ((first, second), (second, first))
    ]
    answers = at_once(*deeds, held=[])
    assert all(each is None or isinstance(each, InvalidMove) for each in answers)
    assert Inquiry.objects.filter(status="merged").count() <= 1


def test_one_page_sent_twice_at_once_is_one_inquiry():
    facts = {"kind": "question", "title": "几点", "words": "几点开门？", "sent": "one page"}
    first, second = at_once(partial(asking.ask, **facts), partial(asking.ask, **facts), held=[])
    assert first == second and Inquiry.objects.count() == 1


def test_an_answer_is_rated_once():
    inquiry = make_submitted()
    answering.approve(inquiry, by=make_user("reviewer"), is_published=True)
    deeds = [partial(asking.rate, inquiry, rating=each) for each in (1, 5)]
    assert kinds(at_once(*deeds, held=[Inquiry.objects.all()])) == ["InvalidMove", "NoneType"]
