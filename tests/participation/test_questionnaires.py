import datetime as dt

import pytest
from django.utils.timezone import localdate

from catalog import publishing
from catalog.publishing import submit
from linhai_portal.workflow import InvalidMove
from participation import drafting_questions, questionnaire_answering, questionnaire_report
from participation.counting import figures, table
from participation.models import Answer, InvitationCode, Questionnaire, Response, TextAnswer
from tests.at_once import at_once
from tests.make import examine, make_user, put_out
from tests.make_questionnaires import (
    MEALS,
    OPINION,
    SCORE,
    USED,
    WHY,
    ask,
    closed,
    judge,
    make_open,
    make_questionnaire,
    respond,
)

pytestmark = pytest.mark.django_db


def days(number):
    return localdate() + dt.timedelta(days=number)


def counts(questionnaire, place):
    _, found = figures(questionnaire)
    return [[bar.number for bar in line.bars] for line in found[place].lines]


def test_every_question_stands_printed_in_the_text_that_is_reviewed():
    body = make_questionnaire().publication.body
    for words in (
        "想听听老年食堂",
        "您去过老年食堂吗",
        "早餐；中餐；晚餐",
        "选了“没去过”的人答",
        "1 至 5 分",
    ):
        assert words in body


def test_a_text_that_says_something_else_than_the_questions_does_not_go_out():
    questionnaire = make_questionnaire()
    notice = questionnaire.publication
    notice.revise(by=notice.drafted_by, body=notice.body.replace("没去过", "不去"))
    with pytest.raises(InvalidMove, match="不一样"):
        submit(notice, by=notice.drafted_by)
    last = questionnaire.questions.last()
    drafting_questions.change_question(questionnaire, last, by=notice.drafted_by)
    submit(notice, by=notice.drafted_by)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"opens_on": days(-9), "closes_on": days(0)}, "截止日期已经过了"),
        ({"questions": []}, "还没有题目"),
    ],
)
def test_what_may_not_go_out_is_said_when_it_is_handed_in(facts, words):
    questionnaire = make_questionnaire(**facts)
    with pytest.raises(InvalidMove, match=words):
        submit(questionnaire.publication, by=questionnaire.publication.drafted_by)


def test_questions_change_only_while_it_is_a_draft_of_the_same_person():
    questionnaire = make_questionnaire()
    drafter = questionnaire.publication.drafted_by
    question = questionnaire.questions.last()
    with pytest.raises(InvalidMove):
        drafting_questions.drop_question(questionnaire, question, by=make_user("editor"))
    submit(questionnaire.publication, by=drafter)
    for deed in (drafting_questions.drop_question, drafting_questions.change_question):
        with pytest.raises(InvalidMove):
            deed(questionnaire, question, by=drafter)
    assert questionnaire.questions.count() == 5


def test_what_others_depend_on_is_neither_dropped_nor_moved_behind_them():
    questionnaire = make_questionnaire()
    drafter = questionnaire.publication.drafted_by
    first, second, *_ = questionnaire.questions.all()
    with pytest.raises(InvalidMove, match="第 2 题"):
        drafting_questions.drop_question(questionnaire, first, by=drafter)
    with pytest.raises(InvalidMove, match="不能排到它前面"):
        drafting_questions.move_up(questionnaire, second, by=drafter)
    first.options = ["去过"]
    with pytest.raises(InvalidMove, match="第 3 题"):
        drafting_questions.change_question(questionnaire, first, by=drafter)


def test_questions_keep_their_numbers_without_a_gap():
    questionnaire = make_questionnaire()
    drafter = questionnaire.publication.drafted_by
    drafting_questions.move_up(questionnaire, questionnaire.questions.get(position=5), by=drafter)
    drafting_questions.drop_question(questionnaire, questionnaire.questions.get(position=2), by=drafter)
    kinds = list(questionnaire.questions.values_list("position", "kind"))
    assert kinds == [(1, "single"), (2, "text"), (3, "scale"), (4, "matrix")]
    assert drafting_questions.printed(questionnaire) in questionnaire.publication.body


def test_answers_are_counted_question_by_question():
    questionnaire = make_open()
    for score in (5, 4, 4):
        respond(questionnaire, score=score)
    respond(questionnaire, went=False, words="太远", score=2)
    total, found = figures(questionnaire)
    assert total == 4
    assert counts(questionnaire, USED) == [[3, 1]]
    assert counts(questionnaire, MEALS) == [[3, 3, 0]]
    assert counts(questionnaire, OPINION) == [[4, 0, 0], [0, 4, 0]]
    assert (found[MEALS].lines[0].answered, found[SCORE].lines[0].mean, found[WHY].written) == (3, 3.8, 1)


def test_nothing_is_taken_before_or_after():
    questionnaire = make_open()
    with pytest.raises(InvalidMove, match="已经结束"):
        respond(closed(questionnaire))
    assert not Response.objects.exists()


@pytest.mark.parametrize("once", ["none", "browser", "address"])
def test_one_mark_is_one_set_of_answers(once):
    questionnaire = make_open(once=once)
    respond(questionnaire, mark="a")
    with pytest.raises(InvalidMove, match="已经"):
        respond(questionnaire, mark="a")
    respond(questionnaire, mark="b")
    assert Response.objects.count() == 2 and Answer.objects.filter(row=1).count() == 2


def test_without_a_mark_nothing_is_taken():
    with pytest.raises(InvalidMove, match="Cookie"):
        questionnaire_answering.answer(make_open(once="browser"), {}, mark="")


def test_a_code_opens_one_questionnaire_once_and_is_kept_nowhere():
    questionnaire = make_open(once="code")
    code, other = questionnaire_answering.make_codes(questionnaire, count=2)
    assert questionnaire_answering.may_use(questionnaire, code)
    respond(questionnaire, mark=f" {code.lower()} ")
    for wrong in (code, "", "AAAAAAAAAA"):
        with pytest.raises(InvalidMove, match="用过了"):
            respond(questionnaire, mark=wrong)
    with pytest.raises(InvalidMove, match="不是这份问卷"):
        respond(make_open(once="code"), mark=other)
    kept = [str(row) for row in InvitationCode.objects.values()]
    assert not any(code in row or other in row for row in kept)
    assert Response.objects.get().once_index is None


@pytest.mark.django_db(transaction=True)
def test_one_code_or_browser_twice_at_once_is_one():
    for once in ("code", "browser"):
        questionnaire = make_open(once=once)
        mark = questionnaire_answering.make_codes(questionnaire, count=1)[0] if once == "code" else "a"
        deeds = [lambda q=questionnaire, m=mark: respond(q, mark=m) for _ in range(3)]
        held = [Questionnaire.objects.filter(pk=questionnaire.pk), InvitationCode.objects.all()]
        answers = at_once(*deeds, held=held)
        assert sorted(type(each).__name__ for each in answers) == ["InvalidMove", "InvalidMove", "Response"]
        assert questionnaire.responses.count() == 1


def test_codes_are_given_out_only_where_they_are_wanted():
    with pytest.raises(InvalidMove, match="不用邀请码"):
        questionnaire_answering.make_codes(make_open(), count=1)
    with pytest.raises(InvalidMove, match="已经结束"):
        questionnaire_answering.make_codes(closed(make_open(once="code")), count=1)


def test_marks_are_forgotten_when_it_has_closed():
    running, over = make_open(once="address"), make_open(once="address")
    for each in (running, over):
        respond(each, mark="127.0.0.1")
    closed(over)
    questionnaire_answering.forget_marks(today=localdate())
    assert running.responses.get().once_index and over.responses.get().once_index is None


def test_texts_are_sealed_and_public_only_when_judged_so_and_masked():
    questionnaire = make_open()
    respond(questionnaire, went=False, words="打 13800001234 问我")
    respond(questionnaire, went=False, words="骂人的话")
    sealed = TextAnswer.objects.extra(select={"sealed": "words"}).values_list("sealed", flat=True)
    assert not any("138" in words for words in sealed)
    shown = TextAnswer.objects.order_by("pk").first()
    questionnaire_answering.judge(
        TextAnswer.objects.filter(pk=shown.pk), TextAnswer.Status.SHOWN, by=make_user("editor")
    )
    judge("kept", questionnaire)
    rows = [row for row in table(questionnaire) if row[0] == WHY + 1]
    assert rows == [(3, "为什么没去", "", "打 138****1234 问我", 1, 2)]
    assert shown.events.get().to_status == "shown"


def test_the_report_waits_for_the_end():
    questionnaire, by = make_open(), make_user("editor")
    respond(questionnaire)
    with pytest.raises(InvalidMove, match="才结束"):
        questionnaire_report.draft_report(questionnaire, by=by)
    closed(questionnaire)
    report = questionnaire_report.draft_report(
        questionnaire, by=make_user("editor", questionnaire.organization)
    )
    assert "收到答卷 1 份" in report.body and "中餐" in report.body
    with pytest.raises(InvalidMove, match="怎么用"):
        submit(report, by=report.drafted_by)
    report.revise(by=report.drafted_by, body=report.body.replace(questionnaire_report.USE, "改了菜单。"))
    put_out(report)
    with pytest.raises(InvalidMove, match="起草过"):
        questionnaire_report.draft_report(questionnaire, by=by)


def test_a_questionnaire_that_lost_its_time_in_review_is_sent_back():
    questionnaire = make_questionnaire()
    notice = questionnaire.publication
    submit(notice, by=notice.drafted_by)
    closed(questionnaire, days_ago=0)
    publishing.review(notice, by=make_user("reviewer", questionnaire.organization))
    examine(notice)
    notice.refresh_from_db()
    assert (notice.status, notice.published_at) == ("returned", None)


def test_a_questionnaire_has_at_most_sixty_questions(monkeypatch):
    questionnaire = make_questionnaire(questions=[])
    monkeypatch.setattr(drafting_questions, "MOST_QUESTIONS", 1)
    ask(questionnaire, kind="text", words="一")
    with pytest.raises(InvalidMove, match="最多 1 题"):
        ask(questionnaire, kind="text", words="二")
