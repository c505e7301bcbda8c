"""Citizens' numbers in a text: which digits are one, and which only look like it. Pure, no Django.

The rules are those of GB 11643 (identity cards), Luhn (bank cards) and the numbering plan of mobile phones.
"""

import re
import unicodedata
from bisect import bisect_right
from datetime import date
from operator import mul
from typing import NamedTuple

IDENTITY_CARD, BANK_CARD, MOBILE_PHONE, EMAIL = "identity_card", "bank_card", "mobile_phone", "email"

_PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
    ]
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643
_CHECK_DIGITS = "10X98765432"
_CODE_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100
_CODE_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_LONGEST = 19
_TOUCHING = frozenset("+*.xX -")  # beside a run of digits these may change what it is
_LENGTHS = frozenset((11, 15, 16, 17, 18, 19))
_DOUBLED = {str(digit): sum(divmod(2 * digit, 10)) for digit in range(10)}  # Luhn
_HEAD_AND_TAIL = {IDENTITY_CARD: (4, 3), BANK_CARD: (4, 4), MOBILE_PHONE: (3, 4)}

_CHAIN = re.compile(r"(?<![0-9])[0-9](?:[ -]?[0-9]){10,}")
_POSSIBLE = re.compile(r"[@＠﹫]|(?:\d[^\d\n]{0,9}){11}")  # \d also takes full-width digits
_GROUP = re.compile(r"[0-9]+")
_LONE_X = re.compile(r"[ -]?[xX]")
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9_%+*-])[A-Za-z0-9_%+-][A-Za-z0-9._%+-]{0,127}@"
    r"(?=[A-Za-z0-9])(?:[A-Za-z0-9-]{1,63}\.){1,8}([A-Za-z]{2,24})(?![A-Za-z@])"
)
_FILE_ENDINGS = frozenset(
    ["png", "jpg", "jpeg", "gif", "svg", "webp", "ico", "bmp", "css", "js", "map"]
)  # logo@2x.png is no address
_SCIENTIFIC = re.compile(r"([1-9])(?:\.([0-9]{0,15}))?[eE]\+?0?(10|1[4-8])")
_IDENTITY_BEGINS = re.compile("|".join(sorted(_PROVINCES)))
_BEGINS = {"10": re.compile("1[3-9]"), "14": _IDENTITY_BEGINS, "17": _IDENTITY_BEGINS}
_BEGINS |= dict.fromkeys(("15", "16", "18"), re.compile("62"))
_CREDIT_CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-HJ-NP-RTUWXY]{18}(?![0-9A-Za-z])")

_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff"
_HIDDEN = re.compile(f"[{_INVISIBLE}]")
_HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_ALIKE = dict.fromkeys(map(ord, _HYPHENS), "-") | dict.fromkeys(map(ord, _SPACES), " ")
_ALIKE |= {ord(sign): unicodedata.normalize("NFKC", sign) for sign in "＠．＋＊＿％Ⅹⅹ"} | {ord("﹫"): "@"}
_ALIKE |= {
    ord(wide): chr(ord(wide) - 0xFEE0) for wide in map(chr, (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)))
}
_ALIKE |= {
    number: str(unicodedata.digit(chr(number)))
    for number in range(0x80, 0x20000)
    if unicodedata.category(chr(number)) == "Nd"
}
_UNUSUAL = frozenset(map(chr, _ALIKE))


class Number(NamedTuple):
    """One number in a text, from `start` to before `end`; `digits` without what broke it."""

    kind: str
    digits: str
    start: int
    end: int

    @property
    def masked(self):
        """What may be shown of it: the first digits, stars, the end."""
        if self.kind == EMAIL:
            return f"{self.digits[0]}***{self.digits[self.digits.index('@') :]}"
        head, tail = _HEAD_AND_TAIL[self.kind]
        return self.digits[:head] + "*" * (len(self.digits) - head - tail) + self.digits[-tail:]


def find(text, *, today=None):
    """All numbers of a text in their order; positions are those of `text`."""
    if not _POSSIBLE.search(text):
        return []
    plain, places = normalized(text)
    today = today or date.today()
    numbers = [*_numbers(plain, today), *_addresses(plain)]
    if places is not None:
        numbers = [Number(n.kind, n.digits, places[n.start], places[n.end - 1] + 1) for n in numbers]
    return sorted(numbers, key=lambda number: number.start)


def normalized(text):
    """The text in ASCII digits, blanks and hyphens, and where each sign stood (None: where it still stands).

    Not NFKC itself, which would make a digit of the note sign in 13800001111² or of the bullet ①.
    """
    if text.isascii():
        return text, None
    signs = set(text)
    if not signs.isdisjoint(_UNUSUAL):
        text = text.translate(_ALIKE)
    if not any(map(_HIDDEN.match, signs)):
        return text, None
    places = [place for place, sign in enumerate(text) if not _HIDDEN.match(sign)]
    return "".join(text[place] for place in places), places


def hidden_positions(text, number):
    """The positions in `text` that have to become stars for this number to be masked."""
    signs = range(number.start, number.end)
    if number.kind == EMAIL:
        plain = text[number.start : number.end].translate(_ALIKE)
        local = number.start + plain.index("@")
        return list(range(number.start + (local - number.start > 1), local))
    kept = [place for place in signs if text[place].translate(_ALIKE).isalnum()]
    head, tail = _HEAD_AND_TAIL[number.kind]
    return kept[head:-tail]


def masked_text(text, *, today=None):
    """The text with stars in all its numbers."""
    numbers = find(text, today=today)
    if not numbers:
        return text
    signs = list(text)
    for number in numbers:
        for place in hidden_positions(text, number):
            signs[place] = "*"
    return "".join(signs)


def _addresses(text):
    if "@" not in text:
        return
    for match in _EMAIL.finditer(text):
        address = match[0]
        if not address.lower().endswith(".gov.cn") and match[1].lower() not in _FILE_ENDINGS:
            yield Number(EMAIL, address.lower(), match.start(), match.end())


def _numbers(text, today):
    codes = None
    for chain in _CHAIN.finditer(text):
        digits, (start, end) = chain[0], chain.span()
        if digits.isdigit() and not (
            text[start - 1 : start] in _TOUCHING or text[end : end + 1] in _TOUCHING
        ):
            kind = kind_of(digits, today) if len(digits) in _LENGTHS else None
            found = (Number(kind, digits, start, end),) if kind else ()
        else:
            found = _numbers_of_groups(_Chain(text, chain, today))
        for number in found:
            if number.kind != IDENTITY_CARD:
                codes = _credit_codes(text, today) if codes is None else codes
                if codes and _within(number, codes):
                    continue
            yield number


def _credit_codes(text, today):
    """Where 统一社会信用代码 stand: their digits are no bank card and no phone."""
    return [
        match.span()
        for match in _CREDIT_CODE.finditer(text)
        if is_credit_code(match[0]) and not is_identity_card(match[0], today)
    ]


def _within(number, spans):
    place = bisect_right(spans, (number.start, len(spans) and spans[-1][1])) - 1
    return place >= 0 and spans[place][0] <= number.start and number.end <= spans[place][1]


class _Chain:
    """Groups of digits with one blank or hyphen between them: one broken number, or several side by side."""

    def __init__(self, text, match, today):
        self.text, self.today = text, today
        first, last = match.span()
        one = match[0].isdigit()
        self.spans = (
            [(first, last)] if one else [group.span() for group in _GROUP.finditer(text, first, last)]
        )
        before, after = text[max(first - 2, 0) : first], text[last : last + 2]
        if before.endswith("+") and text.startswith("86", first) and self.spans[0][1] > first + 2:
            self.spans[:1] = [(first, first + 2), (first + 2, self.spans[0][1])]
        self.x_end = found.end() if (found := _LONE_X.match(text, last)) else None
        self.dead = set()
        if before.endswith("*") or (before.endswith(".") and before[:1].isdigit()):
            self.dead.add(0)
        if after.startswith("*") or (after.startswith(".") and after[1:].isdigit()):
            self.dead.add(len(self.spans) - 1)
        self.star_follows = after in (" *", "-*")

    def candidate(self, first, last):
        """The number that the groups from `first` to `last` make, or None."""
        if first in self.dead or last in self.dead:
            return None
        start, end = self.spans[first][0], self.spans[last][1]
        digits = "".join(self.text[a:b] for a, b in self.spans[first : last + 1])
        at_end = last == len(self.spans) - 1
        if len(digits) == 17 and at_end and self.x_end and is_identity_card(digits + "X", self.today):
            return Number(IDENTITY_CARD, digits + "X", start, self.x_end)
        kind = kind_of(digits, self.today)
        if kind == IDENTITY_CARD and len(digits) == 15 and at_end and (self.x_end or self.star_follows):
            return None
        return Number(kind, digits, start, end) if kind else None

    def hyphened_to(self, place):
        """Whether group `place` hangs by a hyphen on the group before it, which is not a country code."""
        if place <= 0 or place >= len(self.spans):
            return False
        before = self.spans[place - 1]
        sign = self.text[before[1] : self.spans[place][0]]
        return sign == "-" and self.text[before[0] : before[1]] not in ("86", "0086")


def _numbers_of_groups(chain):
    whole = {place: number for place in range(len(chain.spans)) if (number := chain.candidate(place, place))}
    taken, start = [(place, place, number) for place, number in whole.items()], 0
    for wall in (*whole, len(chain.spans)):
        if wall - start > 1:
            taken += _broken_numbers(chain, start, wall)
        start = wall + 1
    covered = {place for first, last, _ in taken for place in range(first, last + 1)}
    for first, last, number in taken:
        if first == last or not (
            (chain.hyphened_to(first) and first - 1 not in covered)
            or (chain.hyphened_to(last + 1) and last + 1 not in covered)
        ):
            yield number


def _broken_numbers(chain, start, stop):
    """Of the ways to read the groups as numbers, the one that leaves the fewest digits over."""
    best = {stop: (0, None)}  # group → (digits covered from it on, the number that begins with it)
    for first in range(stop - 1, start - 1, -1):
        best[first] = (best[first + 1][0], None)
        length = 0
        for last in range(first, stop):
            length += chain.spans[last][1] - chain.spans[last][0]
            if length > _LONGEST:
                break
            number = chain.candidate(first, last) if length > 10 and last > first else None
            if number and length + best[last + 1][0] > best[first][0]:
                best[first] = (length + best[last + 1][0], (first, last, number))
    place = start
    while place < stop:
        _, found = best[place]
        if found:
            yield found
        place = found[1] + 1 if found else place + 1


def kind_of(digits, today):
    """The kind of number these digits are by themselves, or None."""
    length = len(digits)
    if length == 11:
        return MOBILE_PHONE if digits[0] == "1" and digits[1] >= "3" else None
    if length in (15, 18) and is_identity_card(digits, today):
        return IDENTITY_CARD
    return BANK_CARD if is_bank_card(digits) else None


def is_identity_card(number, today):
    """Whether 18 signs have the right check digit (GB 11643), or 15 digits are the old form; province and birth date exist."""
    if number[:2] not in _PROVINCES:
        return False
    if len(number) == 15:
        return number.isdigit() and _is_day("19" + number[6:12], today)
    if len(number) != 18 or not number[:17].isdigit():
        return False
    if number[6:8] not in ("19", "20") or not _is_day(number[6:14], today):
        return False
    total = sum(map(mul, _WEIGHTS, map(int, number[:17])))
    return _CHECK_DIGITS[total % 11] == number[17].upper()


def _is_day(digits, today):
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return date(1900, 1, 1) <= day <= today


def is_cut(value):
    """Whether a stored number looks like a long one that lost its last digits to a spreadsheet, which keeps fifteen."""
    if match := _SCIENTIFIC.fullmatch(value):
        digits = (match[1] + (match[2] or "")).rstrip("0")
        return len(digits) <= int(match[3]) and _BEGINS[match[3]].match(digits) is not None
    if len(value) != 18 or value[:2] not in _PROVINCES or value[6:8] not in ("19", "20"):
        return False
    today = date.today()
    return value.isdigit() and _is_day(value[6:14], today) and not is_identity_card(value, today)


def is_bank_card(digits):
    """16–19 digits of UnionPay or an international brand that pass Luhn."""
    return 16 <= len(digits) <= 19 and (digits[0] in "345" or digits.startswith("62")) and passes_luhn(digits)


def passes_luhn(digits):
    return (sum(map(int, digits[::-2])) + sum(map(_DOUBLED.get, digits[-2::-2]))) % 10 == 0


def is_credit_code(code):
    """Whether 18 signs are a 统一社会信用代码 (GB 32100); one that begins like a UnionPay card is left a card."""
    if code[2:4] not in _PROVINCES or code[:2] == "62":
        return False
    total = sum(weight * _CODE_LETTERS.index(sign) for weight, sign in zip(_CODE_WEIGHTS, code, strict=False))
    return _CODE_LETTERS[-total % 31] == code[17]
