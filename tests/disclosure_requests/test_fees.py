import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure_requests.fees import (
    MOST,
    NoSuchNumber,
    bands_by_item,
    bands_by_page,
    further_item_fee,
    total,
)

ITEMS = {0: 0, 1: 0, 10: 0, 11: 100, 30: 2000, 31: 2200, 40: 4000, 41: 4300, 50: 7000, 51: 7400, 65: 13500}
PAGES = {0: 0, 1: 0, 30: 0, 31: 10, 100: 700, 101: 720, 200: 2700, 201: 2740, 250: 4700}


@pytest.mark.parametrize(("items", "yuan"), ITEMS.items())
def test_worked_table_by_item(items, yuan):
    assert total(bands_by_item(items)) == yuan


@pytest.mark.parametrize(("pages", "yuan"), PAGES.items())
def test_worked_table_by_page(pages, yuan):
    assert total(bands_by_page(pages)) == yuan


@given(st.integers(1, 5000))
def test_bands_cover_each_number_once_and_rates_rise(number):
    for bands in (bands_by_item(number), bands_by_page(number)):
        assert [n for band in bands for n in range(band.first, band.last + 1)] == [*range(1, number + 1)]
        assert [band.rate for band in bands] == sorted({band.rate for band in bands})


@given(st.integers(1, 3000))
def test_each_application_costs_by_its_own_place(n):
    """109号 in words: to the 10th nothing, to the 30th 100 yuan, from then on 100 more with each ten begun."""
    own = 0 if n <= 10 else 100 if n <= 30 else 100 * ((n - 31) // 10 + 2)
    assert further_item_fee(n, n - 1) == own


def test_a_further_notice_asks_only_for_the_increment():
    assert further_item_fee(41, 31) == 4300 - 2200


@pytest.mark.parametrize("number", [-1, MOST + 1])
def test_senseless_numbers_are_refused(number):
    with pytest.raises(NoSuchNumber, match=f"不能是 {number}"):
        bands_by_item(number)
    with pytest.raises(NoSuchNumber):
        bands_by_page(number)
