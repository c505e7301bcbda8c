"""What is a citizen's number and what is not, by worked examples and against a naive truth."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.privacy.numbers import PROVINCES, mask, numbers_in
from tests.catalog.privacy.numbers import BANK, CARD, MAIL, OTHER_PHONE, PHONE, bank_card, identity_card, luhn

DAY = date(2026, 11, 25)
X_CARD = next(
    card
    for serial in range(996, 1000)
    for year in range(1950, 2000)
    if (card := identity_card(birth=f"{year}0131", serial=str(serial))).endswith("X")
)
BANK16 = bank_card("622848000000123")


def found(text):
    return [(number.kind, number.value) for number in numbers_in(text, on=DAY)]


def full_width(text):
    return "".join(chr(ord(sign) + 0xFEE0) for sign in text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (CARD, [("identity_card", CARD)]),
        (X_CARD.lower(), [("identity_card", X_CARD)]),
        (f"{X_CARD[:6]} {X_CARD[6:14]} {X_CARD[14:17]} x。", [("identity_card", X_CARD)]),
        (full_width(X_CARD), [("identity_card", X_CARD)]),
        (
            "证件620102201201019969号",
            [("identity_card", "620102201201019969")],
        ),  # a credit code by its check sign too
        ("\u200b".join(CARD), [("identity_card", CARD)]),
        ("332621580111997", [("identity_card", "332621580111997")]),
        ("332621 580111 997", [("identity_card", "332621580111997")]),
        (f"+86{PHONE}、+86 {PHONE}、0086{PHONE}、86-{PHONE}", [("mobile_phone", PHONE)] * 4),
        ("138-0000-1111", [("mobile_phone", PHONE)]),
        ("138\u00a00000\u00a01111", [("mobile_phone", PHONE)]),
        ("1 3 8 0 0 0 0 1 1 1 1", [("mobile_phone", PHONE)]),
        ("138\u20110000\u20111111", [("mobile_phone", PHONE)]),
        (f"{PHONE} {OTHER_PHONE}", [("mobile_phone", PHONE), ("mobile_phone", OTHER_PHONE)]),
        ("138 0000 1111 139 0000 2222", [("mobile_phone", PHONE), ("mobile_phone", OTHER_PHONE)]),
        (
            f"1 {CARD[:6]} {CARD[6:14]} {CARD[14:]} 138 0000 1111 2",
            [("identity_card", CARD), ("mobile_phone", PHONE)],
        ),
        (
            f"{CARD} {PHONE} {BANK} 53,595.00",
            [("identity_card", CARD), ("mobile_phone", PHONE), ("bank_card", BANK)],
        ),
        (" ".join(re.findall("....", BANK16)) + " 40.50", [("bank_card", BANK16)]),
        (f"{BANK[:4]}-{BANK[4:8]}-{BANK[8:12]}-{BANK[12:16]}-{BANK[16:]}", [("bank_card", BANK)]),
        ("电话13800001111转8001，zhang@mail.example.com。", [("mobile_phone", PHONE), ("email", MAIL)]),
        ("ｚｈａｎｇ＠ｍａｉｌ．ｅｘａｍｐｌｅ．ｃｏｍ", [("email", MAIL)]),
        ("a@xgov.cn", [("email", "a@xgov.cn")]),
        ("tel13800001111x", [("mobile_phone", PHONE)]),
    ],
)
def test_a_number_is_found_however_it_is_written(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        f"{CARD[:17]}{'0' if CARD[17] != '0' else '1'}",
        identity_card(birth="19900231"),
        identity_card(birth="20991231"),
        identity_card(county="001082"),
        "332621580231997",
        "12812345678",
        "113800001111",
        "138000011112",
        "13845678901.35",
        "121.13812345678",
        "13,800,001,111",
        "138****1111",
        "138-****-1111",
        "6212 **** **** 0123",
        f"{CARD[:15]}***",
        f"*{PHONE}",
        f"{PHONE}＊",
        "138\n00001111",
        "138  0000  1111",
        "138\t0000\t1111",
        "0576-85111273",
        "2603-331082-89-02-150207",
        "xxgk@qingwan.gov.cn",
        "XXGK@QINGWAN.GOV.CN",
        "w***@qq.example.com",
        "icon@2x.png",
        "550e8400-e29b-41d4-a716-13800001111a",
        "d41d8cd98f00b204e98a13800001111f",
    ],
)
def test_what_only_looks_like_a_number_is_none(text):
    assert found(text) == []


def naive(text):
    """The rules of the contract for runs of digits between letters, one after another."""
    for run in re.findall(r"\d+", text):
        if re.fullmatch(r"1[3-9]\d{9}", run):
            yield "mobile_phone", run
        elif len(run) == 18 and run == identity_card(run[:6], run[6:14], run[14:17]) and is_born(run[6:14]):
            yield "identity_card", run
        elif 16 <= len(run) <= 19 and re.match("62|[345]", run) and luhn(run) and not is_like_identity(run):
            yield "bank_card", run


def is_like_identity(run):
    return len(run) == 18 and run[:2] in PROVINCES and re.match("18|19|20|21", run[6:])


def is_born(digits):
    try:
        return date(1900, 1, 1) <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:])) <= DAY
    except ValueError:
        return False


births = st.dates(date(1850, 1, 1), date(2050, 1, 1)).map(lambda day: day.strftime("%Y%m%d"))
cards = st.builds(
    identity_card, st.sampled_from(["331082", "620102", "332621"]), births, st.sampled_from(["996", "999"])
)
runs = st.one_of(
    st.text("0123456789", min_size=16, max_size=21),
    st.from_regex(r"1[3-9][0-9]{8,10}", fullmatch=True).filter(str.isascii),
    cards.filter(str.isdigit),
    st.from_regex(r"62[0-9]{13,16}", fullmatch=True).filter(str.isascii).map(bank_card),
)


@given(st.lists(runs, max_size=6))
def test_runs_of_digits_are_judged_as_by_a_naive_reader(digits):
    text = "，".join(digits)
    assert found(text) == list(naive(text))


breaks = st.sampled_from(["", " ", "-", "\u00a0"])


@given(cards.filter(lambda card: is_born(card[6:14])), st.lists(breaks, min_size=17, max_size=17))
def test_an_identity_card_may_be_broken_anywhere(card, separators):
    text = "".join(sign + separator for sign, separator in zip(card, [*separators, ""], strict=True))
    assert found(f"证件{text}。") == [("identity_card", card)]


@given(
    st.lists(st.sampled_from([CARD, X_CARD, PHONE, OTHER_PHONE, BANK, BANK16, MAIL]), min_size=1, max_size=6)
)
def test_numbers_side_by_side_stay_whole_and_are_clean_when_masked(numbers):
    text = " ".join(numbers)
    assert [value for _, value in found(text)] == numbers
    masked = mask(text, numbers_in(text, on=DAY))
    assert len(masked) == len(text) and found(masked) == []


@given(st.text("0123456789 -Xx*.,@+ab\u200b１", max_size=60))
def test_any_text_is_read_and_its_masked_form_is_clean(text):
    numbers = numbers_in(text, on=DAY)
    masked = mask(text, numbers)
    for number in numbers:
        assert number.value not in masked and "*" in number.masked
    assert found(masked) == []
