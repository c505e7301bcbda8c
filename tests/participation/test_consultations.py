import datetime as dt

import pytest
from django.core import mail
from django.utils.timezone import localdate
from django_tasks_db.models import DBTaskResult

from catalog.publishing import submit
from linhai_portal.workflow import InvalidMove
from participation import adopting, hearing_opinions, looking
from participation.announcing import change_facts
from participation.consultation_guards import guard_notice
from participation.models import Consultation, Opinion, PersonLook
from participation.telling import feedback_due, remind_of_feedback, tell_authors_task, to_be_called
from tests.make import make_publication, make_user, put_out
from tests.make_participation import (
    answered,
    closed,
    make_cluster,
    make_consultation,
    make_open,
    make_opinion,
)
from tests.make_requests import official_calendar

pytestmark = pytest.mark.django_db
State = Consultation.State


def days(number):
    return localdate() + dt.timedelta(days=number)


def test_where_it_stands_follows_from_its_dates_and_what_was_published():
    consultation = make_consultation()
    assert consultation.state(on=localdate()) == State.DRAFTED
    put_out(consultation.publication)
    consultation.refresh_from_db()
    last = consultation.closes_on
    states = [consultation.state(on=day) for day in (days(-1), days(0), last, last + dt.timedelta(days=1))]
    assert states == [State.WAITING, State.OPEN, State.OPEN, State.STUDIED]
    assert answered(consultation).state(on=localdate()) == State.ANSWERED


def test_a_select_offers_what_is_public_what_is_the_units_own_and_what_was_chosen():
    clerk, other = make_user("editor"), make_user("editor")
    own, public = make_consultation(by=clerk), make_open(by=other)
    foreign, chosen = make_consultation(by=other), make_consultation(by=other)
    offered = Consultation.objects.offered_to(clerk, on=localdate(), chosen=chosen.pk)
    assert list(offered) == [chosen, public, own]
    assert foreign in Consultation.objects.offered_to(make_user("officer"), on=localdate())


def test_thirty_days_are_counted_without_the_first():
    consultation = make_consultation(opens_on=dt.date(2026, 3, 2), closes_on=dt.date(2026, 4, 1))
    assert consultation.days == 30


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"closes_on": days(29)}, "不满 30 日"),
        ({"opens_on": days(-40), "closes_on": days(0)}, "截止日期已经过了"),
        ({"body": "<p>第一条 只有条文。</p>"}, "没有起草说明"),
        ({"body": "<h2>起草说明</h2><p>只有说明。</p>"}, "没有征求意见稿"),
    ],
)
def test_what_may_not_go_out_is_said_when_it_is_handed_in(facts, words):
    consultation = make_consultation(**facts)
    with pytest.raises(InvalidMove, match=words):
        submit(consultation.publication, by=consultation.publication.drafted_by)


def test_a_short_period_goes_out_with_its_reason():
    consultation = make_open(closes_on=days(10), short_reason="防汛需要，情况紧急。")
    assert consultation.is_open(on=localdate())


def test_facts_change_only_while_it_is_a_draft_of_the_same_person():
    consultation = make_consultation()
    change_facts(consultation, by=consultation.publication.drafted_by, telephone="0576-1")
    with pytest.raises(InvalidMove):
        change_facts(consultation, by=make_user("editor"), telephone="0576-2")
    put_out(consultation.publication)
    consultation.refresh_from_db()
    with pytest.raises(InvalidMove):
        change_facts(consultation, by=consultation.publication.drafted_by, telephone="0576-3")
    assert Consultation.objects.get().telephone == "0576-1"


@pytest.mark.parametrize("name", ["ground", "short_reason", "postal_address"])
def test_nobodys_number_stands_among_the_facts_of_a_consultation(name):
    consultation = make_consultation(**{name: "联系王某 13800138000（示例）"})
    assert "个人信息" in guard_notice(consultation.publication)
    assert guard_notice(make_consultation(**{name: "情况紧急"}).publication) is None


def test_an_opinion_sent_twice_by_one_press_is_one_and_equal_words_of_two_people_are_two():
    consultation = make_open()
    for sent in ("a", "a", "b"):
        hearing_opinions.give(consultation, words="同意。", sent=sent)
    assert Opinion.objects.count() == 2


def test_nothing_is_taken_after_the_last_day_or_on_a_clause_that_is_none():
    consultation = make_open()
    with pytest.raises(InvalidMove, match="没有这一条"):
        make_opinion(consultation, clause="第九条")
    with pytest.raises(InvalidMove, match="已经结束"):
        make_opinion(closed(consultation))


def test_a_letter_that_came_in_time_counts_and_a_late_one_does_not():
    consultation, clerk = closed(make_open()), make_user("editor")
    facts = {"words": "来信的意见", "sent": "x", "by": clerk, "channel": "paper"}
    opinion = hearing_opinions.enter(consultation, received_on=consultation.closes_on, **facts)
    assert (opinion.entered_by, opinion.channel) == (clerk, "paper")
    with pytest.raises(InvalidMove, match="期限"):
        hearing_opinions.enter(consultation, received_on=localdate(), **facts)


def test_feedback_waits_until_everything_is_looked_at_put_together_and_decided():
    consultation, by = make_open(), make_user("editor")
    one, other = make_opinion(consultation), make_opinion(consultation, taken=True)
    assert "才结束" in adopting.lacking(consultation, on=localdate())[0]
    closed(consultation)
    assert adopting.lacking(consultation, on=localdate()) == [
        "还有 1 条意见没有查看。",
        "还有 1 条意见没有归并。",
    ]
    hearing_opinions.refuse(Opinion.objects.filter(pk=one.pk), by=by, reason="广告")
    cluster = make_cluster(consultation, other)
    with pytest.raises(InvalidMove, match="没有决定"):
        adopting.draft_feedback(consultation, by=by)
    adopting.decide(cluster, by=by, decision="adopted", reason="有道理。")
    feedback = adopting.draft_feedback(consultation, by=by)
    assert "收到意见 1 条" in feedback.body and "有道理。" in feedback.body
    with pytest.raises(InvalidMove, match="起草过"):
        adopting.draft_feedback(consultation, by=by)


def test_the_ledger_is_frozen_while_the_feedback_is_reviewed():
    consultation = make_open()
    cluster = make_cluster(consultation, make_opinion(consultation, taken=True), decision="adopted")
    closed(consultation)
    feedback = adopting.draft_feedback(consultation, by=make_user("editor", consultation.organization))
    submit(feedback, by=feedback.drafted_by)
    with pytest.raises(InvalidMove, match="不能再改"):
        adopting.decide(cluster, by=make_user("editor"), decision="not_adopted", reason="再想想。")


def test_the_final_document_waits_for_the_feedback():
    consultation = make_open()
    make_opinion(consultation)
    final = make_publication(drafted_by=make_user("editor", consultation.organization))
    adopting.name_final(consultation, publication=final, by=make_user("editor"))
    with pytest.raises(InvalidMove, match="没有查看"):
        submit(final, by=final.drafted_by)
    Opinion.objects.all().delete()
    closed(consultation)
    with pytest.raises(InvalidMove, match="还没有公布"):
        submit(final, by=final.drafted_by)
    feedback = adopting.draft_feedback(consultation, by=make_user("editor", consultation.organization))
    put_out(feedback)
    put_out(final)
    consultation.refresh_from_db()
    assert consultation.state(on=localdate()) == State.DONE


def test_no_name_and_no_number_is_in_what_goes_out():
    consultation = make_open()
    opinion = make_opinion(
        consultation,
        "我叫示例欧阳，电话 13800001234。",
        person_name="示例欧阳",
        contact="13800001234",
        taken=True,
    )
    make_cluster(consultation, opinion, decision="adopted")
    closed(consultation)
    feedback = adopting.draft_feedback(consultation, by=make_user("editor", consultation.organization))
    assert "示例" not in feedback.body and "138" not in feedback.body
    assert "13800001234" not in opinion.public_words


def test_authors_who_left_an_address_get_one_letter_and_the_others_are_called():
    consultation = make_open()
    by_mail = make_opinion(consultation, contact="a@example.com", taken=True)
    by_phone = make_opinion(consultation, contact="0576-1", taken=True)
    silent = make_opinion(consultation, taken=True)
    make_cluster(consultation, by_mail, by_phone, silent, decision="not_adopted", reason="与财力不符。")
    answered(consultation, opinions=1)
    assert DBTaskResult.objects.filter(task_path__contains="tell_authors_task").count() == 1
    for _ in range(2):
        tell_authors_task.func(consultation.pk)
    assert [letter.to for letter in mail.outbox] == [["a@example.com"]]
    assert "不采纳" in mail.outbox[0].body and "与财力不符。" in mail.outbox[0].body
    assert list(to_be_called(consultation)) == [by_phone]


def test_a_look_at_a_contact_is_written_down_and_sealed_data_are_no_plain_text():
    opinion, clerk = make_opinion(make_open(), contact="a@example.com"), make_user("editor")
    with pytest.raises(InvalidMove):
        looking.look(opinion, by=clerk, why=" ")
    assert looking.look(opinion, by=clerk, why="告知结果") == ("", "a@example.com")
    assert PersonLook.objects.get().by == clerk
    assert Opinion.objects.filter(contact_kind="mail").count() == 1


def test_the_unit_is_reminded_once_when_it_closed_and_once_when_it_is_due():
    official_calendar()
    consultation = closed(make_open(), days_ago=1)
    clerk = make_user("editor", consultation.organization)
    for _ in range(2):
        remind_of_feedback(today=localdate())
    assert clerk.notices.filter(subject__contains="结束了").count() == 1
    remind_of_feedback(today=feedback_due(consultation))
    assert clerk.notices.count() == 2
