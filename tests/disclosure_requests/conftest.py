import pytest

from tests.make_requests import official_calendar


@pytest.fixture
def official_days(db):
    """The days off and the make-up workdays of 2020 to 2026."""
    official_calendar()
