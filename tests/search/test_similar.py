"""What is already public and nearly what somebody is about to ask for."""

import pytest
from django.contrib.auth.models import AnonymousUser

from catalog.publication_search import PUBLICATION
from linhai_portal.search.similar import similar
from tests.make import make_publication, put_out

pytestmark = pytest.mark.django_db
ASKED = "2025 年老旧小区加装电梯补助资金拨付明细"


def titles(words, most=3):
    found = similar(words, kind=PUBLICATION, visitor=AnonymousUser(), most=most)
    return [entry.title for entry in found]


def test_the_most_alike_comes_first_and_what_shares_a_word_only_does_not_come():
    put_out(title="既有住宅加装电梯补助办法")
    put_out(title="2025 年既有住宅加装电梯补助资金公示")
    put_out(title="农村危房改造补助资金管理办法和实施细则")
    assert titles(ASKED) == ["2025 年既有住宅加装电梯补助资金公示", "既有住宅加装电梯补助办法"]
    assert titles(ASKED, most=1) == ["2025 年既有住宅加装电梯补助资金公示"]


def test_what_is_not_public_is_not_hinted_at():
    make_publication(title="2025 年既有住宅加装电梯补助资金公示")
    assert titles(ASKED) == []


@pytest.mark.parametrize("words", ["", "电", "\0", "！！", "电梯 " * 100])
def test_odd_words_find_nothing_and_break_nothing(words):
    put_out(title="加装电梯补助资金公示")
    assert titles(words) == []
