from hypothesis import given
from hypothesis import strategies as st

from participation.questionnaire_course import Asked, is_asked, next_page, page_before, pages, reached

FIRST, SECOND, THIRD = (
    Asked(1),
    Asked(2, after=1, when=frozenset({1})),
    Asked(3, after=2, when=frozenset({2})),
)
FREE = Asked(4)


def test_a_question_stands_on_a_later_page_than_the_one_that_decides():
    assert pages([FIRST, FREE, SECOND, THIRD]) == [[FIRST, FREE], [SECOND], [THIRD]]
    assert pages([]) == []


def test_what_was_answered_on_a_way_that_was_left_does_not_count():
    answers = {1: [2], 2: [2], 3: [1], 4: [1]}
    assert reached([FIRST, SECOND, THIRD, FREE], answers) == {1: [2], 4: [1]}
    assert not is_asked(THIRD, {1: [2]})


def test_pages_without_a_question_are_passed_over_in_both_directions():
    way = pages([FIRST, SECOND, THIRD, Asked(5, after=3, when=frozenset({1}))])
    assert next_page(way, 1, {1: [2]}) is None
    assert (next_page(way, 1, {1: [1]}), page_before(way, 1, {1: [1]})) == (1, 0)
    assert page_before(way, 0, {}) is None


@st.composite
def questionnaires(draw):
    found = []
    for number in range(1, draw(st.integers(1, 12)) + 1):
        after = draw(st.none() | st.integers(1, number - 1)) if number > 1 else None
        when = draw(st.frozensets(st.integers(1, 3), min_size=1)) if after else frozenset()
        found.append(Asked(number, after, when))
    return found


@given(questionnaires(), st.data())
def test_whoever_walks_forward_answers_exactly_what_he_is_asked(questions, data):
    way, answers, seen = pages(questions), {}, []
    place = next_page(way, 0, answers)
    while place is not None:
        for question in way[place]:
            if is_asked(question, answers):
                seen.append(question.id)
        answers |= {pk: [data.draw(st.integers(1, 3))] for pk in seen if pk not in answers}
        place = next_page(way, place + 1, answers)
    assert seen == [each.id for each in questions if is_asked(each, answers)]
    assert reached(questions, answers) == answers
