"""Invented numbers with right check digits, for the tests of the gate."""

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
PHONE, OTHER_PHONE = "13800001111", "13900002222"
MAIL = "zhang@mail.example.com"


def identity_card(county="331082", birth="19900101", serial="996"):
    start = f"{county}{birth}{serial}"
    return start + "10X98765432"[sum(a * int(b) for a, b in zip(WEIGHTS, start, strict=True)) % 11]


def bank_card(start="621226000000012345"):
    """With the last digit that Luhn asks for, found by trying."""
    return next(f"{start}{digit}" for digit in range(10) if luhn(f"{start}{digit}"))


def luhn(digits):
    total = 0
    for place, digit in enumerate(map(int, reversed(digits))):
        doubled = digit * 2 if place % 2 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


CARD, BANK = identity_card(), bank_card()
