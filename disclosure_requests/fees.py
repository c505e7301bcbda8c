"""信息处理费 by 国办函〔2020〕109号: whole yuan, in rates that rise with the number (超额累进).

Either by application or by page, never both for one application; only what goes beyond reason is charged at all
（条例第四十二条）.
"""

from collections.abc import Iterator
from dataclasses import dataclass

MOST = 1_000_000  # far beyond any month of one applicant; keeps a slip of the finger from running for hours


class NoSuchNumber(ValueError):
    """The number is below zero or beyond all reason."""


@dataclass(frozen=True, slots=True)
class Band:
    """The numbers `first` to `last`, each at `rate` yuan."""

    first: int
    last: int
    rate: int

    @property
    def amount(self) -> int:
        return (self.last - self.first + 1) * self.rate


# Up to which number, yuan each; the last of the page rates has no end.
ITEM_RATES = ((10, 0), (30, 100))  # 按件
ITEM_STEP = 10  # from the 31st each ten more
ITEM_RISE = 100  # yuan more each
PAGE_RATES = ((30, 0), (100, 10), (200, 20), (None, 40))  # 按量, per side of A4 or smaller


def _item_rates():
    yield from ITEM_RATES
    last, rate = ITEM_RATES[-1]
    while True:
        last, rate = last + ITEM_STEP, rate + ITEM_RISE
        yield last, rate


def _bands(number, rates) -> Iterator[Band]:
    if not 0 <= number <= MOST:
        raise NoSuchNumber(f"数量应为 0 至 {MOST} 的整数，不能是 {number}。")
    first = 1
    for last, rate in rates:
        if first > number:
            return
        last = number if last is None else min(last, number)
        yield Band(first, last, rate)
        first = last + 1


def bands_by_item(items: int) -> list[Band]:
    """All applications of one applicant to one agency in one calendar month, by the day of receipt."""
    return list(_bands(items, _item_rates()))


def bands_by_page(pages: int) -> list[Band]:
    """The pages of one application; pages of several are never added up."""
    return list(_bands(pages, PAGE_RATES))


def total(bands: list[Band]) -> int:
    return sum(band.amount for band in bands)


def further_item_fee(items: int, already_noticed: int) -> int:
    """What a further notice of the month asks for: only what the earlier notices have not asked."""
    return total(bands_by_item(items)) - total(bands_by_item(already_noticed))
