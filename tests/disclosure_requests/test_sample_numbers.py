"""Made anew, the demonstration leaves no gap in the numbers of real cases and letters, and changes none of them."""

import pytest

from disclosure_requests.models import DisclosureRequest, Letter
from disclosure_requests.sample_requests import remove_samples
from tests.make import make_organization
from tests.make_requests import make_case, replied

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("official_days")]


@pytest.fixture
def unit():
    return make_organization(document_prefix="临教")


def replied_by(unit, *, is_sample=False):
    """The number of the case and of its letter."""
    case = replied(make_case(unit))
    DisclosureRequest.objects.filter(pk=case.pk).update(is_sample=is_sample)
    return case.number, Letter.objects.get(case=case).number


def test_the_first_real_numbers_follow_none_of_the_demonstration(unit):
    for _ in range(2):
        replied_by(unit, is_sample=True)
    remove_samples()
    assert replied_by(unit) == ("2026-0001", "临教公开〔2026〕1号")


def test_real_ones_before_the_demonstration_are_gone_on_after(unit):
    replied_by(unit)
    replied_by(unit, is_sample=True)
    remove_samples()
    assert replied_by(unit) == ("2026-0002", "临教公开〔2026〕2号")


def test_real_ones_after_the_demonstration_stay_and_are_never_given_twice(unit):
    replied_by(unit, is_sample=True)
    kept = replied_by(unit)
    remove_samples()
    assert kept == ("2026-0002", "临教公开〔2026〕2号")
    assert replied_by(unit) == ("2026-0003", "临教公开〔2026〕3号")


def test_the_numbers_of_another_unit_are_left_alone(unit):
    other = make_organization(document_prefix="临财")
    for _ in range(2):
        replied_by(other)
    replied_by(unit, is_sample=True)
    remove_samples()
    assert replied_by(other)[1] == "临财公开〔2026〕3号"
