"""What must hold of a consultation whoever tries, in whatever order: one ledger, one answer, nobody's words lost."""

import datetime as dt

import pytest
from django.utils.timezone import localdate
from django_tasks_db.models import DBTaskResult

from catalog import correcting
from catalog.publishing import submit
from linhai_portal.data_version import current
from linhai_portal.workflow import InvalidMove
from participation import adopting, hearing_opinions, sorting
from participation.consultation_guards import document_name
from participation.models import Cluster, Consultation, Opinion
from participation.telling import (
    tell_author,
    tell_authors_task,
    tell_those_left,
    to_be_called,
    told_by_telephone,
    untold,
)
from tests.make import make_publication, make_user, put_out
from tests.make_participation import (
    DRAFT,
    answered,
    closed,
    make_cluster,
    make_consultation,
    make_open,
    make_opinion,
    make_session,
    take_down,
)

pytestmark = pytest.mark.django_db
State = Consultation.State


def of(*opinions):
    return Opinion.objects.filter(pk__in=[each.pk for each in opinions])


def draft_of(consultation, **facts):
    """A draft of the unit that could be its final document."""
    return make_publication(drafted_by=make_user("editor", consultation.organization), **facts)


def feedback_of(consultation):
    return adopting.draft_feedback(consultation, by=make_user("editor", consultation.organization))


def corrected(publication, **texts):
    """A draft of a correction with other texts."""
    by = make_user("editor", publication.organization)
    draft = correcting.draft_correction(
        publication, by=by, organization=publication.organization, reason="笔误"
    )
    draft.revise(by=by, **texts)
    return draft


def test_nothing_of_the_ledger_changes_once_the_feedback_is_out():
    consultation = answered()
    by, opinion, cluster = make_user("editor"), Opinion.objects.first(), Cluster.objects.first()
    paper = {"channel": "paper", "received_on": consultation.closes_on, "by": by, "sent": "x"}
    for deed in (
        lambda: hearing_opinions.enter(consultation, words="晚录的信", **paper),
        lambda: hearing_opinions.refuse(of(opinion), by=by, reason="广告"),
        lambda: sorting.put_together(of(opinion), cluster=cluster, by=by),
        lambda: sorting.begin_cluster(consultation, of(opinion), summary="又一条", by=by),
        lambda: sorting.drop_cluster(cluster),
        lambda: adopting.decide(cluster, by=by, decision="adopted", reason="改主意"),
    ):
        with pytest.raises(InvalidMove, match="不能再改"):
            deed()
    assert Opinion.objects.count() == Opinion.objects.counted().filter(cluster=cluster).count() == 2


def test_words_that_harm_somebody_go_at_once_also_after_the_feedback_and_still_count():
    answered()
    opinion, by = Opinion.objects.first(), make_user("editor")
    hearing_opinions.keep_back(opinion, by=by, reason="点名骂人")
    assert opinion not in Opinion.objects.public() and opinion in Opinion.objects.counted()
    assert "点名骂人" in opinion.events.last().note
    with pytest.raises(InvalidMove, match="本来就不公布"):
        hearing_opinions.keep_back(opinion, by=by, reason="再来一次")


def test_the_feedback_says_what_the_ledger_says_or_comes_back():
    consultation = make_open()
    cluster = make_cluster(consultation, make_opinion(consultation, taken=True), decision="adopted")
    feedback = feedback_of(closed(consultation))
    adopting.decide(cluster, by=make_user("editor"), decision="not_adopted", reason="财力\n不够。")
    with pytest.raises(InvalidMove, match="台账不一致.*按台账重写"):
        submit(feedback, by=feedback.drafted_by)
    adopting.rewrite_feedback(consultation, by=feedback.drafted_by)
    feedback.refresh_from_db()
    feedback.revise(by=feedback.drafted_by, body=f"{feedback.body}<p>谢谢大家。</p>")
    put_out(feedback)
    consultation.refresh_from_db()
    assert consultation.state(on=localdate()) == State.ANSWERED


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"display_until": dt.date(2099, 1, 1)}, "不设公示截止日期"),
        ({"attribute": "withheld", "attribute_reason": "不便公开"}, "要主动公开"),
    ],
)
def test_feedback_is_public_for_good(facts, words):
    feedback = feedback_of(closed(make_open()))
    feedback.revise(by=feedback.drafted_by, **facts)
    with pytest.raises(InvalidMove, match=words):
        submit(feedback, by=feedback.drafted_by)


def test_a_correction_of_the_feedback_changes_no_result():
    consultation = answered()
    body = consultation.feedback.body
    draft = corrected(consultation.feedback, body=body.replace("部分采纳", "采纳"))
    with pytest.raises(InvalidMove, match="更正不能改"):
        submit(draft, by=draft.drafted_by)
    draft.revise(by=draft.drafted_by, body=body.replace("归并为", "合并成"))
    put_out(draft)


def test_feedback_that_was_taken_down_answers_nobody_and_can_be_given_again():
    consultation = answered()
    final = draft_of(consultation)
    adopting.name_final(consultation, publication=final, by=make_user("editor"))
    take_down(consultation.feedback)
    consultation = Consultation.objects.get(pk=consultation.pk)
    assert consultation.state(on=localdate()) == State.STUDIED
    with pytest.raises(InvalidMove, match="还没有公布"):
        submit(final, by=final.drafted_by)
    adopting.decide(Cluster.objects.get(), by=make_user("editor"), decision="adopted", reason="改了。")
    put_out(feedback_of(consultation))
    put_out(final)
    assert Consultation.objects.get().state(on=localdate()) == State.DONE


def test_nobody_is_told_of_feedback_that_was_taken_down(mailoutbox):
    consultation = make_open()
    opinion = make_opinion(consultation, contact="a@example.com", taken=True)
    make_cluster(consultation, opinion, decision="adopted")
    consultation = answered(consultation, opinions=1)
    take_down(consultation.feedback)
    tell_authors_task.func(consultation.pk)
    assert mailoutbox == []
    with pytest.raises(InvalidMove, match="还没有公布"):
        told_by_telephone(Opinion.objects.get(pk=opinion.pk))


def test_whoever_was_told_a_result_that_changed_is_told_anew_and_nobody_else(mailoutbox):
    consultation = make_open()
    by_mail, other, moved = (
        make_opinion(consultation, contact=f"{name}@example.com", taken=True) for name in "abc"
    )
    by_phone = make_opinion(consultation, contact="0576-1", taken=True)
    wrong = make_cluster(consultation, by_mail, by_phone, decision="not_adopted", summary="提高补助")
    right = make_cluster(consultation, other, decision="adopted", summary="周末也开")
    make_cluster(consultation, moved, make_opinion(consultation, taken=True), decision="partly")
    consultation = answered(consultation, opinions=1)
    tell_authors_task.func(consultation.pk)
    told_by_telephone(by_phone)
    assert len(mailoutbox) == 3 and not to_be_called(consultation).exists()
    take_down(consultation.feedback)
    adopting.decide(wrong, by=make_user("editor"), decision="adopted", reason="按意见改了。")
    sorting.put_together(of(moved, other), cluster=right, by=make_user("editor"))
    put_out(feedback_of(consultation))
    tell_authors_task.func(consultation.pk)
    assert [letter.to[0][0] for letter in mailoutbox[3:]] == ["a", "c"]
    assert "结果：采纳" in mailoutbox[3].body and "以这一封为准" in mailoutbox[3].body
    assert list(to_be_called(consultation)) == [by_phone]


def test_main_opinions_that_are_merged_are_a_result_of_their_own():
    consultation = make_open()
    opinion = make_opinion(consultation, contact="0576-1", taken=True)
    cluster = make_cluster(consultation, opinion, decision="not_adopted")
    consultation = answered(consultation, opinions=1)
    told_by_telephone(opinion)
    take_down(consultation.feedback)
    sorting.merge(cluster, into=consultation.clusters.exclude(pk=cluster.pk).get())
    put_out(feedback_of(consultation))
    assert list(to_be_called(consultation)) == [opinion]


def test_a_result_that_is_decided_anew_while_letters_go_out_is_not_told(mailoutbox):
    consultation = make_open()
    opinion = make_opinion(consultation, contact="a@example.com", taken=True)
    cluster = make_cluster(consultation, opinion, decision="not_adopted")
    consultation = answered(consultation, opinions=1)
    read = untold(consultation).get()
    take_down(consultation.feedback)
    adopting.decide(cluster, by=make_user("editor"), decision="adopted", reason="按意见改了。")
    tell_author(consultation, read)
    assert mailoutbox == [] and untold(consultation).get() == opinion


def test_authors_a_stopped_worker_left_are_told_in_the_morning():
    consultation = make_open()
    opinion = make_opinion(consultation, contact="a@example.com", taken=True)
    make_cluster(consultation, opinion, decision="adopted")
    answered(consultation, opinions=1)
    before = DBTaskResult.objects.count()
    tell_those_left(today=localdate())
    assert DBTaskResult.objects.count() == before + 1
    tell_authors_task.func(consultation.pk)
    tell_those_left(today=localdate())
    assert DBTaskResult.objects.count() == before + 1


def test_a_published_document_is_no_final_one_before_the_feedback():
    consultation = closed(make_open())
    out = put_out(draft_of(consultation))
    with pytest.raises(InvalidMove, match="已经发布了"):
        adopting.name_final(consultation, publication=out, by=make_user("editor"))
    assert consultation.state(on=localdate()) == State.STUDIED


def test_a_wrong_or_withdrawn_final_document_is_named_anew_until_it_is_out():
    consultation = answered()
    wrong, right = draft_of(consultation), draft_of(consultation)
    adopting.name_final(consultation, publication=wrong, by=make_user("editor"))
    wrong.withdraw(by=wrong.drafted_by)
    adopting.name_final(consultation, publication=right, by=make_user("editor"))
    with pytest.raises(InvalidMove, match="已撤回"):
        adopting.name_final(consultation, publication=wrong, by=make_user("editor"))
    put_out(right)
    with pytest.raises(InvalidMove, match="不能换成别的"):
        adopting.name_final(consultation, publication=draft_of(consultation), by=make_user("editor"))
    before = current()
    with pytest.raises(InvalidMove):
        adopting.name_final(consultation, publication=right, by=right.drafted_by)
    assert current() == before


def test_forgetting_to_name_the_final_document_is_no_way_around_the_answer():
    notice = {"title": "关于公开征求《临海市助餐办法（征求意见稿）》意见的公告"}
    consultation = make_open(publication=notice)
    make_cluster(consultation, make_opinion(consultation, taken=True), decision="adopted")
    closed(consultation)
    final = draft_of(consultation, title="关于印发《临海市助餐办法》的通知", is_policy=True)
    with pytest.raises(InvalidMove, match="采纳情况还没有公布"):
        submit(final, by=final.drafted_by)
    other = draft_of(consultation, title="关于印发《临海市助餐办法实施细则》的通知", is_policy=True)
    submit(other, by=other.drafted_by)
    put_out(feedback_of(consultation))
    submit(final, by=final.drafted_by)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("关于公开征求《某办法（征求意见稿）》意见的公告", "某办法"),
        ("关于公开征求《某办法（草案征求意见稿）》意见的公告", "某办法"),
        ("关于印发《某办法（试行）》的通知", "某办法（试行）"),
        ("某办法", "某办法"),
    ],
)
def test_what_a_title_is_about(title, name):
    assert document_name(title) == name


def test_a_correction_moves_no_clause_under_which_somebody_spoke():
    consultation = make_open()
    more = DRAFT.replace("<p>第二条", "<p>第二条　目的</p><p>为了老人。</p><p>第三条")
    put_out(corrected(consultation.publication, body=more))
    consultation = Consultation.objects.get()
    assert consultation.draft().labels() == ["第一条", "第二条", "第三条"]
    make_opinion(consultation, clause="第三条")
    draft = corrected(consultation.publication, body=DRAFT)
    with pytest.raises(InvalidMove, match="不能增加、删去条款"):
        submit(draft, by=draft.drafted_by)
    draft.revise(by=draft.drafted_by, body=more.replace("二元", "两元"))
    put_out(draft)
    assert "两元" in Consultation.objects.get().draft().clauses[2].text


def test_the_feedback_is_titled_by_the_draft_it_answers():
    quoted = closed(make_open(publication={"title": "关于公开征求《某办法》意见的公告"}))
    assert feedback_of(quoted).title == "关于《某办法》意见采纳情况的公告"
    plain = closed(make_open(publication={"title": "征求停车意见"}))
    assert feedback_of(plain).title == "关于“征求停车意见”意见采纳情况的公告"


def test_the_notice_of_a_consultation_is_public_for_good():
    consultation = make_consultation(publication={"display_until": localdate() + dt.timedelta(days=5)})
    with pytest.raises(InvalidMove, match="不设公示截止日期"):
        submit(consultation.publication, by=consultation.publication.drafted_by)


def test_days_on_which_nobody_could_read_it_are_no_days_of_the_period():
    early = localdate() - dt.timedelta(days=9)
    consultation = make_open(opens_on=early)
    assert (consultation.opens_on, consultation.days) == (localdate(), 30)


def test_an_emptied_main_opinion_does_not_go_into_the_feedback():
    consultation = make_open()
    opinion = make_opinion(consultation, taken=True)
    first = make_cluster(consultation, opinion, decision="adopted")
    second = make_cluster(consultation, opinion, decision="adopted", summary="另一条")
    assert opinion in second.opinions.all()
    assert any("一条意见也没有" in words for words in adopting.lacking(closed(consultation), on=localdate()))
    sorting.merge(first, into=second)
    assert adopting.lacking(consultation, on=localdate()) == []


def test_merging_moves_all_opinions_and_the_other_decision_stands():
    consultation = make_open()
    one = make_cluster(consultation, make_opinion(consultation, taken=True), decision="adopted")
    other = make_cluster(consultation, make_opinion(consultation, taken=True), decision="partly")
    for wrong in (one, make_cluster(make_open())):
        with pytest.raises(InvalidMove, match="另一条"):
            sorting.merge(one, into=wrong)
    sorting.merge(one, into=other)
    assert (other.opinions.count(), Cluster.objects.filter(pk=one.pk).exists()) == (2, False)
    with pytest.raises(InvalidMove, match="拆开"):
        sorting.put_together(consultation.opinions.all(), cluster=one, by=make_user("editor"))
    with pytest.raises(InvalidMove, match="拆开"):
        adopting.decide(one, by=make_user("editor"), decision="adopted", reason="好。")


def test_refusing_what_a_filter_by_main_opinion_finds_refuses_it():
    consultation = make_open()
    cluster = make_cluster(consultation, make_opinion(consultation, taken=True))
    found = consultation.opinions.filter(cluster=cluster)
    assert hearing_opinions.refuse(found, by=make_user("editor"), reason="广告") == 1
    assert Opinion.objects.get().status == "refused"


def test_a_main_opinion_of_refused_ones_is_not_begun():
    consultation, by = make_open(), make_user("editor")
    opinion = make_opinion(consultation)
    hearing_opinions.refuse(of(opinion), by=by, reason="广告")
    with pytest.raises(InvalidMove, match="请先收下"):
        sorting.begin_cluster(consultation, of(opinion), summary="广告", by=by)
    assert not Cluster.objects.exists()


def test_of_two_decisions_on_one_page_the_second_is_told_of_the_first():
    cluster = make_cluster(make_open())
    facts = {"by": make_user("editor"), "decision": "adopted", "reason": "好。", "seen": cluster.version()}
    adopting.decide(cluster, **facts)
    with pytest.raises(InvalidMove, match="已经决定“采纳”"):
        adopting.decide(cluster, **facts | {"decision": "not_adopted"})
    cluster.refresh_from_db()
    adopting.decide(cluster, **facts | {"decision": "partly", "seen": cluster.version()})


def test_a_session_is_public_at_once_without_anybodys_number_and_not_before_it_was_held():
    consultation = make_open()
    before = current()
    make_session(consultation)
    assert current() != before
    with pytest.raises(InvalidMove, match="个人信息"):
        make_session(consultation, summary="张某 13800001234 说好")
    with pytest.raises(InvalidMove, match="不能晚于今天"):
        make_session(consultation, held_on=localdate() + dt.timedelta(days=1))
    assert consultation.sessions.count() == 1


def test_unanswered_are_those_that_closed_without_public_feedback():
    answered()
    make_open()
    waiting = closed(make_open())
    assert list(Consultation.objects.unanswered(on=localdate())) == [waiting]
    take_down(waiting.publication)
    assert not Consultation.objects.unanswered(on=localdate()).exists()
