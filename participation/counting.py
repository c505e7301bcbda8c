"""The figures of a questionnaire, live for staff and afterwards for everybody: in as many queries for ten thousand answers
as for two."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count

from linhai_portal.formats import Column, Listing
from participation.models import Answer, Question, TextAnswer

Kind = Question.Kind


@dataclass(frozen=True)
class Bar:
    words: str
    number: int
    answered: int  # how many answered the question, or this row of it

    @property
    def percent(self):
        return round(100 * self.number / self.answered) if self.answered else 0


@dataclass(frozen=True)
class Line:
    """One row of a question, without words where it has only one; `mean` of a scale."""

    words: str
    bars: list
    answered: int
    mean: float | None = None


@dataclass(frozen=True)
class Figures:
    question: Question
    lines: list
    texts: dict  # status → how many

    @property
    def shown(self):
        return self.texts.get(TextAnswer.Status.SHOWN, 0)

    @property
    def written(self):
        return sum(self.texts.values())


def figures(questionnaire):
    """How many answered, and what."""
    questions = list(questionnaire.questions.select_related("asked_after"))
    chosen = Answer.objects.filter(question__questionnaire=questionnaire).order_by()
    counts = {
        (question, row, choice): number
        for question, row, choice, number in chosen.values_list("question", "row", "choice").annotate(
            Count("pk")
        )
    }
    people = chosen.values_list("question", "row").annotate(Count("response", distinct=True))
    answered = {(question, row): number for question, row, number in people}
    texts = defaultdict(Counter)
    written = TextAnswer.objects.filter(question__questionnaire=questionnaire).order_by()
    for question, status, number in written.values_list("question", "status").annotate(Count("pk")):
        texts[question][status] = number
    return questionnaire.responses.count(), [
        Figures(each, _lines(each, counts, answered), texts[each.pk]) for each in questions
    ]


def _lines(question, counts, answered):
    if question.kind == Kind.TEXT:
        return []
    return [_line(question, row, words, counts, answered) for row, words in question.lines()]


def _line(question, row, words, counts, answered):
    number = answered.get((question.pk, row), 0)
    bars = [
        Bar(label, counts.get((question.pk, row, choice), 0), number) for choice, label in question.choices()
    ]
    mean = None
    if question.kind == Kind.SCALE and number:
        points = sum(point * bar.number for (point, _), bar in zip(question.choices(), bars, strict=True))
        mean = round(points / number, 1)
    return Line(words, bars, number, mean)


def listing(questionnaire):
    """The table of the results for a spreadsheet: counts and masked words, and nothing of who it was."""
    return Listing(
        f"{questionnaire}结果",
        (
            Column("question", "题号", lambda row: row[0], "integer"),
            Column("words", "题目", lambda row: row[1]),
            Column("row", "行", lambda row: row[2]),
            Column("option", "选项或者回答", lambda row: row[3]),
            Column("number", "人数", lambda row: row[4], "integer"),
            Column("answered", "答这一题的人数", lambda row: row[5], "integer"),
        ),
        address_of=lambda row: questionnaire.get_absolute_url(),
    )


def table(questionnaire):
    """The rows of `listing`; texts only as far as they may be public."""
    _, all_figures = figures(questionnaire)
    for each in all_figures:
        head = (each.question.position, each.question.words)
        for line in each.lines:
            for bar in line.bars:
                yield (*head, line.words, bar.words, bar.number, bar.answered)
        if each.shown:
            for text in each.question.texts.public().iterator(chunk_size=500):
                yield (*head, "", text.public_words, 1, each.written)
