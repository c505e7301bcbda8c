from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.privacy.numbers import find, masked_text, passes_luhn

TODAY = date(2026, 11, 25)
CARD, PHONE, BANK = "33108219941120997X", "13800005086", "6212260000000580373"
SEPARATORS = ["", " ", "-", "\u00a0"]


def found(text):
    return [(number.kind, number.digits) for number in find(text, today=TODAY)]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("身份证33108220051017996x。", [("identity_card", "33108220051017996X")]),
        ("331082 19941120 997X", [("identity_card", CARD)]),
        ("331082-19941120-997-X", [("identity_card", CARD)]),
        ("332621580111997", [("identity_card", "332621580111997")]),
        ("１３８００００５０８６", [("mobile_phone", PHONE)]),
        ("+8613800005086", [("mobile_phone", PHONE)]),
        ("+86-138-0000-5086", [("mobile_phone", PHONE)]),
        ("(+86)138\u00a00000\u00a05086", [("mobile_phone", PHONE)]),
        ("138\u200b0000\u00ad5086", [("mobile_phone", PHONE)]),
        ("13800005086²①", [("mobile_phone", PHONE)]),
        ("13800005086 13900005773", [("mobile_phone", PHONE), ("mobile_phone", "13900005773")]),
        ("13800005086-13900005773", [("mobile_phone", PHONE), ("mobile_phone", "13900005773")]),
        (f"{CARD}{PHONE}", [("identity_card", CARD), ("mobile_phone", PHONE)]),
        ("6228 4800 0089 2312 138 0000 5086", [("bank_card", "6228480000892312"), ("mobile_phone", PHONE)]),
        ("6217 9900 0000 0937 041", [("bank_card", "6217990000000937041")]),
        ("2 13800005086 1200.00", [("mobile_phone", PHONE)]),
        ("...wu@qq.example.com13800005086", [("email", "wu@qq.example.com"), ("mobile_phone", PHONE)]),
        ("Ｗ.li@qq.example.com，", [("email", "w.li@qq.example.com")]),
    ],
)
def test_a_number_is_found_in_every_spelling(text, numbers):
    assert found(text) == numbers


@pytest.mark.parametrize(
    "text",
    [
        "138****5086",
        "331082200805123***",
        "331082200805123 ***",
        "6212 **** **** 0123",
        "w***@qq.example.com",
        "0576-85111273",
        "xxgk@QINGWAN.gov.cn",
        "113310820026861273",
        "331082202403280137",
        "331082198213261182",
        "001082194801253192",
        "13845678901.35",
        "121.13812345678",
        "2026011383366613911",
        "项目2603-331082-89-02-150207",
        "ISBN 978-7-5404-8808-6",
        "138  0000  5086",
        "12812345678",
        "logo@2x.png",
        "013800005086",
    ],
)
def test_what_only_looks_like_a_number_is_none(text):
    assert found(text) == []


@given(
    st.sampled_from([CARD, PHONE, BANK, "332621580111997"]),
    st.lists(st.sampled_from(SEPARATORS), min_size=20, max_size=20),
    st.sampled_from(["", "号码：", "（", "a", ","]),
    st.sampled_from(["", "。", "）", "元", ","]),
)
def test_blanks_and_hyphens_inside_do_not_hide_a_number(number, separators, before, after):
    broken = number[0] + "".join(
        separator + digit for separator, digit in zip(separators, number[1:], strict=False)
    )
    assert [digits for _, digits in found(before + broken + after)] == [number]


@given(st.text("0123456789", min_size=1, max_size=24))
def test_a_run_of_digits_is_judged_like_by_the_plain_rules(digits):
    assert [kind for kind, _ in found(digits)] == list(naive_kind(digits))


def naive_kind(digits):
    """The table of the contract, read literally."""
    length = len(digits)
    if length == 11 and digits[0] == "1" and digits[1] in "3456789":
        yield "mobile_phone"
    elif length in (15, 18) and naive_card(digits):
        yield "identity_card"
    elif 16 <= length <= 19 and (digits.startswith("62") or digits[0] in "345") and naive_luhn(digits):
        yield "bank_card"


def naive_card(digits):
    day = "19" + digits[6:12] if len(digits) == 15 else digits[6:14]
    try:
        born = date.fromisoformat(f"{day[:4]}-{day[4:6]}-{day[6:]}")
    except ValueError:
        return False
    if (
        len(digits) == 18
        and sum(int(digit) * 2 ** (17 - place) for place, digit in enumerate(digits)) % 11 != 1
    ):
        return False
    return digits[:2] in PROVINCES and date(1900, 1, 1) <= born <= TODAY


PROVINCES = {
    str(code)
    for first, last in [(11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 82)]
    for code in range(first, last + 1)
}


def naive_luhn(digits):
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value // 10 + value % 10
    return total % 10 == 0


@given(st.text("0123456789 -*.@Xx+aé，１\u200b\u00a0", max_size=80))
def test_a_masked_text_has_no_numbers_and_keeps_its_length(text):
    masked = masked_text(text, today=TODAY)
    assert find(masked, today=TODAY) == []
    assert len(masked) == len(text)


@given(st.text("0123456789", min_size=15, max_size=18))
def test_luhn_notices_one_wrong_digit(digits):
    good = next(digits + last for last in "0123456789" if passes_luhn(digits + last))
    assert not passes_luhn(str((int(good[0]) + 1) % 10) + good[1:])
