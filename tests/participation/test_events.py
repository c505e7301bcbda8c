import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from catalog.publishing import submit
from linhai_portal.workflow import InvalidMove
from participation import booking, event_counts, event_questions, responding, transcribing
from participation.models import Event, EventQuestion, Registration, TranscriptRow
from tests.make import allow_links, make_organization, make_user, put_out
from tests.make_participation import (
    begun,
    make_event,
    make_public_event,
    make_question,
    make_registration,
    make_row,
    make_topic,
    moved,
    over,
)

pytestmark = pytest.mark.django_db
State = Event.State
HOUR = dt.timedelta(hours=1)


def now():
    return timezone.now()


def test_where_it_stands_follows_from_the_hour_and_what_was_published():
    event = make_event()
    assert event.state(now=now()) == State.DRAFTED
    put_out(event.publication)
    event = Event.objects.get()
    at = event.starts_at
    states = [event.state(now=moment) for moment in (at - HOUR, at, event.ends_at - HOUR / 60, event.ends_at)]
    assert states == [State.COMING, State.RUNNING, State.RUNNING, State.WRITING]
    make_row(begun(event))
    over(Event.objects.get())
    event = moved(Event.objects.get(), days=-1)
    put_out(transcribing.draft_transcript(event, by=make_user("editor", event.organization)))
    assert Event.objects.get().state(now=now()) == State.DONE


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"starts_at": now() - HOUR, "registration_until": None, "seats": None}, "开始时间已经过了"),
        ({"registration_until": now() - HOUR}, "报名截止时间已经过了"),
        ({"questions_until": now() - HOUR}, "提问截止时间已经过了"),
        ({"speakers": "某副局长 13800001234"}, "个人的号码"),
    ],
)
def test_what_may_not_go_out_is_said_when_it_is_handed_in(facts, words):
    event = make_event(**facts)
    with pytest.raises(InvalidMove, match=words):
        submit(event.publication, by=event.publication.drafted_by)


@pytest.mark.parametrize(
    "facts",
    [
        {"ends_at": now() - HOUR},
        {"seats": None},
        {"seats": 0},
        {"registration_until": None},
        {"registration_until": now() + dt.timedelta(days=9)},
        {"questions_until": now() + dt.timedelta(days=9)},
    ],
)
def test_times_that_contradict_each_other_can_not_be_stored(facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_event(**facts)


def test_seats_are_given_out_to_the_last_and_no_further():
    event = make_public_event(seats=3)
    make_registration(event, people=2)
    with pytest.raises(InvalidMove, match="只剩 1 个名额，不够 2 个人"):
        make_registration(event, people=2)
    make_registration(event)
    with pytest.raises(InvalidMove, match="名额已经满了"):
        make_registration(event)
    assert (event.seats_taken(), event.seats_left()) == (3, 0)


def test_a_seat_given_back_with_its_code_goes_to_the_next_and_is_given_back_once():
    event, other = make_public_event(seats=1), make_public_event()
    code = booking.code_of(make_registration(event))
    assert len(code) == 8
    for wrong in ("", "AAAAAAAA", booking.code_of(make_registration(other))):
        with pytest.raises(InvalidMove, match="没有找到"):
            booking.cancel_with(event, code=wrong)
    booking.cancel_with(event, code=f" {code[:4].lower()}-{code[4:]} ")
    with pytest.raises(InvalidMove, match="没有找到"):
        booking.cancel_with(event, code=code)
    make_registration(event)
    assert event.registrations.booked().count() == 1


def test_a_page_sent_again_after_its_seat_was_given_back_books_anew():
    event = make_public_event(seats=2)
    told = {"people": 1, "sent": "same", "person_name": "示例甲", "contact": "0576-1"}
    first = booking.book(event, **told)
    booking.cancel_with(event, code=booking.code_of(first))
    second, third = booking.book(event, **told), booking.book(event, **told)
    assert second == third != first and second.status == "booked"
    assert booking.code_of(second) != booking.code_of(first) and event.seats_taken() == 1


def test_one_page_sent_twice_is_one_booking_with_one_code():
    event = make_public_event(seats=2)
    told = {"people": 1, "sent": "same", "person_name": "示例甲", "contact": "0576-1"}
    first, second = booking.book(event, **told), booking.book(event, **told)
    assert first == second and booking.code_of(first) == booking.code_of(second)
    assert Registration.objects.count() == 1


def test_after_the_limit_nobody_books_or_asks_and_the_code_is_nowhere_as_it_is():
    event = make_public_event()
    code = booking.code_of(make_registration(event))
    assert code not in str(Registration.objects.values_list().get())
    begun(event)
    with pytest.raises(InvalidMove, match="截止"):
        make_registration(event)
    with pytest.raises(InvalidMove, match="截止"):
        make_question(Event.objects.get())


def test_a_question_is_read_before_it_is_put_and_refused_with_a_reason():
    event, by = make_public_event(), make_user("editor")
    question = make_question(event, "什么时候开学？")
    event_questions.ask(event, words="什么时候开学？", sent="x")
    event_questions.ask(event, words="什么时候开学？", sent="x")
    assert EventQuestion.objects.count() == 2
    with pytest.raises(InvalidMove, match="为什么"):
        event_questions.refuse(question, by=by, reason=" ")
    with pytest.raises(InvalidMove, match="已经选定"):
        make_row(begun(event), "什么时候开学？", question=question)
    event_questions.take(question, by=by)
    assert make_row(Event.objects.get(), "什么时候开学？", question=question).question == question


def test_a_question_leads_to_an_open_topic_only():
    question = make_question(make_public_event())
    topic = make_topic()
    responding.trace(question, topic)
    assert topic.questions.get() == question
    topic.status = "dropped"
    with pytest.raises(InvalidMove, match="已经办结"):
        responding.trace(question, topic)


def test_a_row_is_public_only_after_another_person_checked_it():
    event, by = begun(), make_user("officer")
    mine = transcribing.enter(event, by=by, speaker="主持人", words="开始。")
    theirs = make_row(event, "欢迎。", checked=False)
    with pytest.raises(InvalidMove, match="另一个人"):
        transcribing.check(event, [mine.pk], by=by)
    assert transcribing.check(event, [mine.pk, theirs.pk], by=by) == 1
    assert list(event.rows.public()) == [theirs]
    with pytest.raises(IntegrityError), transaction.atomic():
        TranscriptRow.objects.filter(pk=mine.pk).update(checked_by=by, checked_at=now())


def test_rows_of_another_event_or_before_the_beginning_are_refused():
    event, other = begun(), begun()
    row = make_row(other, checked=False)
    with pytest.raises(InvalidMove):
        transcribing.check(event, [row.pk], by=make_user("reviewer"))
    with pytest.raises(InvalidMove, match="还没有开始"):
        make_row(make_public_event())


def test_the_transcript_goes_out_like_every_publication_with_masked_words_and_its_recording():
    event = begun()
    make_row(event, "有事打 13800001234。\n再见。")
    late = make_row(event, "多余的", checked=False)
    clerk = make_user("editor", event.organization)
    with pytest.raises(InvalidMove, match="结束以后"):
        transcribing.draft_transcript(event, by=clerk)
    event = moved(event, hours=-2)
    with pytest.raises(InvalidMove, match="没有核对"):
        transcribing.draft_transcript(event, by=clerk)
    transcribing.strike(late)
    foreign = "https://video.example.com/1"
    draft = transcribing.draft_transcript(event, by=clerk, recording=foreign)
    assert "138****1234" in draft.body and "13800001234" not in draft.body and "<br>" in draft.body
    with pytest.raises(InvalidMove, match="还没有批准"):
        submit(draft, by=clerk)
    allow_links("video.example.com")
    put_out(draft)
    with pytest.raises(InvalidMove, match="起草过了"):
        transcribing.draft_transcript(event, by=clerk)
    with pytest.raises(InvalidMove, match="已经公布"):
        make_row(Event.objects.get())


def test_events_are_counted_by_unit_and_year_against_what_is_asked():
    unit = make_organization(kind="department")
    portal = make_organization(kind="government")
    by = make_user("editor", unit)
    events = [begun(make_public_event(by=by)) for _ in range(2)]
    make_public_event(by=by)  # it is not held yet
    make_event(by=by)
    year, today = timezone.localdate(events[0].starts_at).year, timezone.localdate()
    found = {line.organization: line for line in event_counts.held(year=year, on=today)}
    assert (found[unit].count, found[unit].lacking, found[portal].lacking) == (2, 1, 6)
    assert event_counts.held(year=year, on=today)[0].organization == portal
    assert all(line.count == 0 for line in event_counts.held(year=year - 1, on=today))
