"""Items with a declared period are due by the calendar alone."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.periods import periods
from tests.ground.test_workdays import CALENDAR

day = dt.date.fromisoformat


def due(period, text, since, through):
    return [
        (str(each), each.due_on.isoformat())
        for each in periods(period, text, day(since), day(through), CALENDAR)
    ]


@pytest.mark.parametrize(
    ("period", "text", "since", "through", "expected"),
    [
        ("monthly", "每月公布一次", "2026-02-10", "2026-03-01", [("2026 年 2 月", "2026-03-27"), ("2026 年 3 月", "2026-04-29")]),
        ("quarterly", "一般事项至少每季度公布一次", "2026-02-10", "2026-04-01", [("2026 年第一季度", "2026-04-29"), ("2026 年第二季度", "2026-07-28")]),
        ("half_yearly", "每半年公布", "2026-06-30", "2026-07-01", [("2026 年上半年", "2026-07-28"), ("2026 年下半年", "2027-01-28")]),
        ("yearly", "每年至少公布一次", "2025-05-01", "2025-12-31", [("2025 年", "2026-01-29")]),
        ("yearly", "每年3月31日前公布", "2026-01-01", "2026-12-31", [("2026 年", "2026-03-31")]),
        ("yearly", "每年6月底前", "2026-01-01", "2026-12-31", [("2026 年", "2026-06-30")]),
        ("yearly", "每年 2 月末前", "2028-01-01", "2028-12-31", [("2028 年", "2028-02-29")]),
        ("yearly", "每年底前集中公布1次", "2026-01-01", "2026-12-31", [("2026 年", "2026-12-31")]),
        ("yearly", "每年３月１５日前披露上一年度报告", "2026-01-01", "2026-12-31", [("2026 年", "2026-03-15")]),
        ("yearly", "年初公布", "2025-01-01", "2025-12-31", [("2025 年", "2026-01-29")]),
        ("monthly", "每月10日前公布", "2026-05-31", "2026-06-30", [("2026 年 5 月", "2026-05-10"), ("2026 年 6 月", "2026-06-10")]),
        ("monthly", "每月底前公布", "2026-02-01", "2026-02-01", [("2026 年 2 月", "2026-02-28")]),
        ("quarterly", "按季度或年度公布", "2026-10-01", "2026-10-01", [("2026 年第四季度", "2027-01-28")]),
    ],
)  # fmt: skip
def test_worked_table(period, text, since, through, expected):
    assert due(period, text, since, through) == expected


@given(
    st.sampled_from(["monthly", "quarterly", "half_yearly", "yearly"]),
    st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31)),
    st.integers(0, 1500),
)
def test_the_periods_cover_every_day_once_and_are_due_in_their_order(period, since, length):
    through = since + dt.timedelta(days=length)
    found = list(periods(period, "", since, through, CALENDAR))
    assert found[0].start <= since <= found[0].end
    assert found[-1].start <= through <= found[-1].end
    for each, following in pairwise(found):
        assert each.end + dt.timedelta(days=1) == following.start
        assert each.due_on < following.due_on
    assert all(each.end < each.due_on for each in found)
