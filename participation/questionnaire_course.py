"""Which questions somebody is asked, page by page, from what he has answered so far.

Pure: knows no framework. A question belongs to a later page than the one it depends on, so that every condition can be
decided when its page is made, without a script. Answers are a dict: id of the question → its answer, which is the list
of the chosen places, for a matrix a list with one place a row, for a text the words.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Asked:
    """A question as far as the way through the questionnaire depends on it."""

    id: int
    after: int | None = None  # the question that decides
    when: frozenset[int] = frozenset()  # any of these places chosen there


def pages(questions: Iterable[Asked]) -> list[list[Asked]]:
    """In their order; a new page begins with a question that depends on one of the page before it."""
    found: list[list[Asked]] = [[]]
    for question in questions:
        if question.after in {each.id for each in found[-1]}:
            found.append([])
        found[-1].append(question)
    return [page for page in found if page]


def is_asked(question: Asked, answers: Mapping[int, object]) -> bool:
    """A condition on a question that was itself not asked is not met."""
    if question.after is None:
        return True
    chosen = answers.get(question.after)
    return isinstance(chosen, list) and bool(question.when.intersection(chosen))


def reached(questions: Iterable[Asked], answers: Mapping[int, object]) -> dict[int, object]:
    """Only the answers to questions that are asked: what was answered on a way that was left again does not count."""
    kept: dict[int, object] = {}
    for question in questions:
        if is_asked(question, kept) and question.id in answers:
            kept[question.id] = answers[question.id]
    return kept


def next_page(pages_: list[list[Asked]], start: int, answers: Mapping[int, object]) -> int | None:
    """The first page from `start` on that asks something, or None when there is none left."""
    for place in range(start, len(pages_)):
        if any(is_asked(question, answers) for question in pages_[place]):
            return place
    return None


def page_before(pages_: list[list[Asked]], place: int, answers: Mapping[int, object]) -> int | None:
    """The page somebody came from, or None on the first."""
    back = range(place - 1, -1, -1)
    return next((n for n in back if any(is_asked(each, answers) for each in pages_[n])), None)
