"""Plain functions that make questionnaires and answers; a test names only what it is about."""

import datetime as dt
from itertools import count

from django.utils.timezone import localdate

from participation import questionnaire_answering
from participation.announcing import announce
from participation.drafting_questions import add_question
from participation.models import Question, Questionnaire, TextAnswer
from tests.make import make_item, make_publication, make_user, put_out

_next = count(1).__next__

USED, MEALS, WHY, OPINION, SCORE = range(5)


def make_questionnaire(*, by=None, publication=None, questions=None, **facts):
    """A draft with a question of every kind; the second and third are asked of those who go there."""
    drafter, today = by or make_user("editor"), localdate()
    notice = make_publication(
        drafted_by=drafter, body="<p>想听听老年食堂办得怎么样。</p>", **publication or {}
    )
    defaults = {
        "opens_on": today,
        "closes_on": today + dt.timedelta(days=20),
        "once": "none",
        "telephone": "0576-80000000",
    }
    questionnaire = announce(Questionnaire(**defaults | facts), notice, items=[make_item()])
    for facts in _every_kind() if questions is None else questions:
        ask(questionnaire, **facts)
    return questionnaire


def _every_kind():
    return [
        {"kind": "single", "words": "您去过老年食堂吗", "options": ["去过", "没去过"]},
        {"kind": "multiple", "words": "去吃哪几餐", "options": ["早餐", "中餐", "晚餐"], "after": (1, [1])},
        {"kind": "text", "words": "为什么没去", "is_required": False, "after": (1, [2])},
        {
            "kind": "matrix",
            "words": "您觉得怎么样",
            "rows": ["味道", "价格"],
            "options": ["好", "一般", "差"],
        },
        {"kind": "scale", "words": "总的打几分", "points": 5, "is_required": False},
    ]


def ask(questionnaire, *, after=None, **facts):
    """Add a question; `after` names the position of the question that decides, and the places chosen there."""
    if after:
        position, places = after
        facts |= {"asked_after": questionnaire.questions.get(position=position), "asked_for": places}
    question = Question(**facts)
    add_question(questionnaire, question, by=questionnaire.publication.drafted_by)
    return question


def make_open(**facts):
    """One that three persons have put out."""
    questionnaire = make_questionnaire(**facts)
    put_out(questionnaire.publication)
    questionnaire.refresh_from_db()
    return questionnaire


def closed(questionnaire, *, days_ago=1):
    """As if its last day were past."""
    today = localdate()
    Questionnaire.objects.filter(pk=questionnaire.pk).update(
        opens_on=today - dt.timedelta(days=30), closes_on=today - dt.timedelta(days=days_ago)
    )
    questionnaire.refresh_from_db()
    return questionnaire


def respond(questionnaire, *, went=True, words="", matrix=((1, 1), (2, 2)), score=4, mark=None):
    """One whole set of answers to the questions of `make_questionnaire`."""
    first, meals, why, opinion, scale = questionnaire.questions.all()
    told = {first: [(0, 1 if went else 2)], opinion: list(matrix), scale: [(0, score)]}
    if went:
        told[meals] = [(0, 1), (0, 2)]
    elif words:
        told[why] = words
    return questionnaire_answering.answer(questionnaire, told, mark=mark or f"mark-{_next()}")


def judge(status, questionnaire):
    """Everything that waits is judged alike."""
    rows = TextAnswer.objects.filter(response__questionnaire=questionnaire, status="new")
    questionnaire_answering.judge(rows, TextAnswer.Status(status), by=make_user("editor"))
