"""Questionnaires for the demonstration, marked 示例: one that runs, and one with its results; every answer is invented."""

import datetime as dt
import random

from django.db import transaction

from catalog.models import Item
from linhai_portal.accounts.models import Notice, User
from participation import questionnaire_answering
from participation.announcing import announce
from participation.drafting_questions import add_question
from participation.models import Question, Questionnaire, Response, TextAnswer
from participation.sample_participation import MARK, put_out, sample_notice

_DAY = dt.timedelta(days=1)
_BODY = "<p>想听听您对老年食堂的看法，结果用来修改明年的助餐计划。不问姓名，几分钟答完。</p>"
# Kind, words, options, rows, points, the position and places that decide, required.
_QUESTIONS = [
    ("single", "您去过老年食堂吗", ["去过", "没去过"], [], None, None, True),
    ("multiple", "您常去吃哪几餐", ["早餐", "中餐", "晚餐"], [], None, (1, [1]), True),
    ("single", "没去过是因为", ["太远", "不知道在哪里", "不合口味", "别的原因"], [], None, (1, [2]), True),
    ("matrix", "您觉得怎么样", ["好", "一般", "差"], ["味道", "价格", "服务"], None, (1, [1]), True),
    ("scale", "总的打几分", [], [], 5, (1, [1]), False),
    ("text", "还有什么想说的", [], [], None, None, False),
]
_WORDS = ["菜淡一点。", "希望能送餐到家。", "晚餐开到七点就好了。", "我的电话 13800000000，请回。"]


def _samples():
    return Questionnaire.objects.filter(
        publication__title__endswith=MARK, publication__drafted_by__is_sample=True
    )


@transaction.atomic
def load_samples(*, today):
    """Nothing where samples stand already, and where no item is left to put them under."""
    item = Item.objects.current().order_by("pk").first()
    if _samples().exists() or item is None:
        return
    people = [User.objects.get(username=name) for name in ("officer", "reviewer", "head")]
    running = _announced(people, item, today, title=f"老年食堂满意度问卷{MARK}")
    _answer(running, 12)
    over = _announced(people, item, today, title=f"社区助餐点需求问卷{MARK}")
    _answer(over, 87)
    texts = TextAnswer.objects.filter(response__questionnaire=over)
    questionnaire_answering.judge(texts, TextAnswer.Status.SHOWN, by=people[0])
    period = {"opens_on": today - 30 * _DAY, "closes_on": today - _DAY}
    Questionnaire.objects.filter(pk=over.pk).update(**period)
    Notice.objects.filter(place__startswith="/office/participation/").delete()


def _announced(people, item, today, *, title):
    notice = sample_notice(people, title=title, slug="minzhengju", body=_BODY, on=today)
    period = {"opens_on": today, "closes_on": today + 20 * _DAY}
    questionnaire = announce(
        Questionnaire(once="browser", telephone="0576-80000000", **period), notice, items=[item]
    )
    for kind, words, options, rows, points, after, is_required in _QUESTIONS:
        facts = {"kind": kind, "words": words, "options": options, "rows": rows, "points": points}
        condition = {}
        if after:
            condition = {"asked_after": questionnaire.questions.get(position=after[0]), "asked_for": after[1]}
        question = Question(is_required=is_required, **facts, **condition)
        add_question(questionnaire, question, by=people[0])
    put_out(questionnaire.publication, people, today)
    questionnaire.refresh_from_db()
    return questionnaire


def _answer(questionnaire, number):
    """The same answers each time the demonstration is loaded."""
    went, meals, why, opinion, score, words = questionnaire.questions.all()
    chance = random.Random(number)  # noqa: S311
    for n in range(number):
        if chance.random() < 0.6:
            told = {went: [(0, 1)], meals: [(0, 2), (0, chance.choice([1, 3]))]}
            told[opinion] = [(row, chance.choice([1, 1, 1, 2, 2, 3])) for row in (1, 2, 3)]
            told[score] = [(0, chance.choice([2, 3, 4, 4, 5, 5]))]
        else:
            told = {went: [(0, 2)], why: [(0, chance.choice([1, 1, 2, 3, 4]))]}
        if n % 20 == 0:
            told[words] = _WORDS[n // 20 % len(_WORDS)]
        questionnaire_answering.answer(questionnaire, told, mark=f"示例{n}")


@transaction.atomic
def remove_samples():
    """The publications are removed by the catalog, which marks them the same way."""
    samples = _samples()
    Response.objects.filter(questionnaire__in=samples).delete()
    for question in Question.objects.filter(questionnaire__in=samples).order_by("-position"):
        question.delete()
    samples.delete()
