"""Who gave opinions, asked at events and booked seats: known so many days, then destroyed, with a trace."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from catalog.models import Publication
from linhai_portal.workflow import InvalidMove
from participation import booking, hearing_opinions
from participation.identity_retention import destroy_identities, due_for_destruction
from participation.models import Consultation, Event, PersonLook
from participation.start_page import waiting_identities
from participation.telling import to_be_called
from tests.make import make_user
from tests.make_participation import (
    answered,
    make_cluster,
    make_open,
    make_opinion,
    make_public_event,
    make_question,
    make_registration,
    moved,
    take_down,
)

pytestmark = pytest.mark.django_db
WHO = {"person_name": "示例欧阳", "contact": "0576-1"}


def due(model=Consultation):
    return list(due_for_destruction(model.objects.all(), on=localdate()))


def days_ago(consultation, days):
    """As if its feedback, or the taking down of its notice, were so long ago."""
    at = timezone.now() - dt.timedelta(days=days)
    Publication.objects.filter(pk=consultation.feedback_id).update(published_at=at)
    notice = Publication.objects.filter(pk=consultation.publication_id)
    notice.exclude(taken_down_at=None).update(taken_down_at=at)
    return Consultation.objects.get(pk=consultation.pk)


def with_names():
    consultation = make_open()
    opinion = make_opinion(consultation, "每餐补三元。", taken=True, **WHO)
    make_cluster(consultation, opinion, decision="adopted")
    return answered(consultation, opinions=1)


def event_with_names(days):
    """Ended so many days ago, with a question and a seat that was given back."""
    event = make_public_event()
    make_question(event, "几点开门？", **WHO)
    booking.cancel(make_registration(event, **WHO), by=make_user("editor"), reason="他病了")
    make_registration(event, **WHO)
    return moved(event, days=-2 - days, hours=-2)


def test_who_gave_an_opinion_is_due_a_year_after_the_feedback(settings):
    consultation = with_names()
    days_ago(consultation, 364)
    assert due() == []
    days_ago(consultation, 365)
    assert due() == [consultation]
    settings.PARTICIPATION_IDENTITY_DAYS = 0
    assert due() == []


def test_feedback_that_was_taken_down_is_waited_for_and_a_notice_that_was_not():
    consultation = with_names()
    take_down(consultation.feedback)
    days_ago(consultation, 400)
    assert due() == []
    take_down(consultation.publication)
    assert due() == []
    days_ago(consultation, 400)
    assert due() == [consultation]


def test_who_asked_and_who_booked_is_due_a_year_after_the_event_and_where_nobody_did_nothing_is():
    moved(make_public_event(), days=-500)
    assert due(Event) == []
    event = event_with_names(363)
    assert due(Event) == []
    event = moved(event, days=-2)
    assert due(Event) == [event]


def test_name_and_contact_of_opinions_go_and_words_results_and_figures_stay(client):
    consultation, by = with_names(), make_user("reviewer")
    with pytest.raises(InvalidMove, match="还没有到"):
        destroy_identities(consultation, by=by)
    consultation = days_ago(consultation, 365)
    before = list(consultation.opinions.values_list("words", "clause", "cluster", "status", "digest"))
    destroy_identities(consultation, by=by)
    assert consultation.identities_destroyed_by == by and due() == []
    for each in consultation.opinions.all():
        assert [each.person_name, each.contact, each.contact_kind] == [""] * 3
    after = list(consultation.opinions.values_list("words", "clause", "cluster", "status", "digest"))
    assert after == before and not to_be_called(consultation).exists()
    with pytest.raises(InvalidMove, match="已经销毁"):
        destroy_identities(consultation, by=by)
    assert "每餐补三元。" in client.get(reverse("participation:opinions", args=[consultation.pk])).text


def test_names_are_not_entered_again_after_they_were_destroyed():
    consultation = days_ago(with_names(), 365)
    destroy_identities(consultation, by=make_user("reviewer"))
    take_down(consultation.feedback)
    consultation = Consultation.objects.get()
    paper = {"channel": "paper", "received_on": consultation.closes_on, "by": make_user("editor")}
    with pytest.raises(InvalidMove, match="请不要填"):
        hearing_opinions.enter(consultation, words="好。", sent="x", **paper, **WHO)
    assert hearing_opinions.enter(consultation, words="好。", sent="x", **paper).person_name == ""


def test_of_an_event_names_contacts_and_why_somebody_did_not_come_go():
    event, by = event_with_names(400), make_user("reviewer")
    seats = list(event.registrations.values_list("people", "status", "code_index"))
    destroy_identities(event, by=by)
    assert event.identities_destroyed_by == by and due(Event) == []
    for each in [*event.questions.all(), *event.registrations.all()]:
        assert [each.person_name, each.contact, each.contact_kind] == [""] * 3
        assert not each.events.exclude(note="").exists()
    assert event.questions.get().words == "几点开门？"
    assert list(event.registrations.values_list("people", "status", "code_index")) == seats


def test_counts_on_the_start_page_open_to_their_rows_and_these_are_destroyed_there(client):
    consultation, event = days_ago(with_names(), 365), event_with_names(400)
    other = days_ago(with_names(), 10)
    head = make_user("head")
    page = reverse("participation_office:identities")
    counts = [(each.count, each.address) for each in waiting_identities(head)]
    assert counts == [(1, f"{page}?of=opinions"), (1, f"{page}?of=events")]
    assert waiting_identities(make_user("editor", consultation.organization)) == []
    stranger = make_user("reviewer")
    assert [each.count for each in waiting_identities(stranger)] == [0, 0]
    client.force_login(stranger)
    address = reverse("participation_office:consultation_identities", args=[consultation.pk])
    assert client.post(address).status_code == 404
    client.force_login(head)
    listed = client.get(f"{page}?of=opinions").text
    assert str(consultation) in listed and str(other) not in listed and str(event) not in listed
    assert str(event) in client.get(f"{page}?of=events").text
    client.post(address)
    client.post(reverse("participation_office:event_identities", args=[event.pk]))
    assert [each.count for each in waiting_identities(head)] == [0, 0]
    for of in ("opinions-destroyed", "events-destroyed"):
        assert f"由{head}销毁" in client.get(f"{page}?of={of}").text


def test_the_page_of_what_was_destroyed_says_so_and_opens_nothing(client):
    consultation, event = days_ago(with_names(), 365), event_with_names(400)
    for each in (consultation, event):
        destroy_identities(each, by=make_user("head"))
    things = [consultation.opinions.first(), event.questions.first(), event.registrations.first()]
    for thing in things:
        client.force_login(make_user("officer"))
        assert "已经销毁" in client.post(thing.get_office_url(), {"why": "通知"}).text
    assert not PersonLook.objects.exists()
