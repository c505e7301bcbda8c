"""The questions of a questionnaire while it is a draft; every change is printed into the text of its publication.

So the reviewer, the examiner, the privacy gate, search and the log read exactly what people will be asked; the guard
refuses a text that says something else.
"""

from django.db import transaction
from django.db.models import Max
from django.utils.html import format_html, format_html_join

from linhai_portal import rich_text
from linhai_portal.workflow import InvalidMove
from participation.announcing import check_draft
from participation.models.questionnaires import MOST_QUESTIONS

HEADING = "<h2>问卷题目</h2>"
_ASIDE = 10_000  # positions that no question has, while two of them change places


@transaction.atomic
def add_question(questionnaire, question, *, by):
    check_draft(questionnaire, by)
    last = questionnaire.questions.aggregate(last=Max("position"))["last"] or 0
    if last >= MOST_QUESTIONS:
        raise InvalidMove(f"一份问卷最多 {MOST_QUESTIONS} 题。题目少，答的人才多。")
    question.questionnaire, question.position = questionnaire, last + 1
    question.save()
    _print(questionnaire, by)


@transaction.atomic
def change_question(questionnaire, question, *, by):
    """Options that decide who is asked another question stay as many as they are asked for."""
    check_draft(questionnaire, by)
    known = {place for place, _ in question.choices()}
    for other in question.asks.all():
        if not question.decides or not known.issuperset(other.asked_for):
            raise InvalidMove(f"第 {other.position} 题只问选了这一题某几项的人。请先改那一题。")
    question.save()
    _print(questionnaire, by)


@transaction.atomic
def drop_question(questionnaire, question, *, by):
    check_draft(questionnaire, by)
    if other := question.asks.first():
        raise InvalidMove(f"第 {other.position} 题只问选了这一题某几项的人。请先改那一题。")
    question.delete()
    for position, each in enumerate(questionnaire.questions.order_by("position"), start=1):
        if each.position != position:
            _place(each, position)
    _print(questionnaire, by)


@transaction.atomic
def move_up(questionnaire, question, *, by):
    check_draft(questionnaire, by)
    above = questionnaire.questions.filter(position__lt=question.position).last()
    if above is None:
        raise InvalidMove("已经是第一题了。")
    if question.asked_after_id == above.pk:
        raise InvalidMove("这一题只问选了上一题某几项的人，不能排到它前面。")
    here, there = question.position, above.position
    _place(above, _ASIDE)
    _place(question, there)
    _place(above, here)
    _print(questionnaire, by)


def _place(question, position):
    question.position = position
    question.save(update_fields=["position"])


def _print(questionnaire, by):
    publication = questionnaire.publication
    publication.refresh_from_db(fields=["body"])
    before = publication.body.partition(HEADING)[0]
    publication.revise(by=by, body=before + printed(questionnaire))


def printed(questionnaire):
    """The questions as they stand on paper; the same text for the same questions."""
    rows = questionnaire.questions.select_related("asked_after")
    return rich_text.clean(HEADING + "".join(_question(each) for each in rows))


def _question(question):
    head = format_html(
        "<p><strong>{}. {}</strong>（{}{}{}）</p>",
        question.position,
        question.words,
        question.get_kind_display(),
        f"，1 至 {question.points} 分" if question.points else "",
        "，必答" if question.is_required else "，可以不答",
    )
    condition = format_html("<p>（{}）</p>", question.condition) if question.condition else ""
    return head + condition + _list("行", question.rows) + _list("选项", question.options)


def _list(name, lines):
    if not lines:
        return ""
    return format_html("<p>{}：{}</p>", name, format_html_join("；", "{}", ((line,) for line in lines)))
