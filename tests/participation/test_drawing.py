import hashlib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.drawing import draw, make_seed, ticket

NUMBERS = st.lists(st.integers(1, 100_000), unique=True, max_size=60)


@given(st.text(max_size=40), NUMBERS, st.randoms())
def test_the_result_is_a_permutation_and_does_not_depend_on_the_order_of_the_list(seed, numbers, random):
    shuffled = random.sample(numbers, len(numbers))
    assert sorted(draw(seed, numbers)) == sorted(numbers)
    assert draw(seed, numbers) == draw(seed, shuffled)


@given(st.text(max_size=40), NUMBERS.filter(bool), st.data())
def test_who_steps_back_changes_nobody_elses_place(seed, numbers, data):
    gone = data.draw(st.sampled_from(numbers))
    left = [number for number in numbers if number != gone]
    assert draw(seed, left) == [number for number in draw(seed, numbers) if number != gone]


def test_anybody_gets_the_same_ticket_with_the_tools_of_any_system():
    assert ticket("种子|03 09", 7) == hashlib.sha256("种子|03 09:7".encode()).hexdigest()


def test_every_number_wins_about_as_often_as_any_other():
    wins = Counter(number for n in range(4000) for number in draw(f"种子{n}", list(range(1, 11)))[:3])
    assert set(wins) == set(range(1, 11))
    assert all(1050 < times < 1350 for times in wins.values())  # 1,200 expected; ±150 is over five deviations


@pytest.mark.parametrize(
    "typed",
    ["030912", " 03  09 12 ", "０３ ０９ １２", "03,09+12", "红球 03、09 蓝球 12", "03\u300009\u200b12"],
)
def test_nobody_chooses_a_seed_by_how_he_writes_the_number(typed):
    assert make_seed("LH-2026-0001", typed) == "LH-2026-0001|030912"
