"""Citizens' numbers in a text: identity cards, mobile phones, bank cards and mail addresses."""

import re
import unicodedata
from calendar import monthrange
from datetime import date
from operator import mul
from typing import NamedTuple

# GB/T 2260, and 83 of the residence permits for people from Taiwan.
PROVINCES = frozenset(
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
        "83",
    ]
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643
_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100
_DOUBLED = str.maketrans("0123456789", "0246813579")  # Luhn: twice a digit, its digits added
_KEPT = {"identity_card": (4, 3), "bank_card": (4, 4), "mobile_phone": (3, 4)}
_BLANKS = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"


class _Alike(dict):
    """Signs a reader takes for ASCII: full width, the digits of other scripts, blanks and hyphens of any width."""

    def __missing__(self, code):
        sign = chr(code)
        if 0xFF01 <= code <= 0xFF5E and sign not in _HYPHENS:
            alike = chr(code - 0xFEE0)
        elif sign in _BLANKS or sign in _HYPHENS:
            alike = " " if sign in _BLANKS else "-"
        else:
            alike = str(unicodedata.decimal(sign, sign))
        self[code] = alike
        return alike


_ALIKE = _Alike()
_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\u20e3]"
)
_CANDIDATE = re.compile(r"[@＠]|\d(?:\D{0,3}\d){10}")
_CHAIN = re.compile(r"\d+(?:[ -]\d+)*(?:[ -]?[Xx](?![A-Za-z*]))?")
_GROUP = re.compile(r"\d+")
_UUID = re.compile(r"(?<![0-9A-Fa-f])[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}(?![0-9A-Fa-f])")
_MAIL = re.compile(
    r"(?<![A-Za-z0-9._%+*@-])[A-Za-z0-9._%+-]{1,128}@(?:[A-Za-z0-9-]{1,63}\.){1,8}(?:[A-Za-z]{2,24}|[Xx][Nn]--[A-Za-z0-9-]{2,59})(?![A-Za-z0-9])"
)
_FILE_ENDINGS = frozenset(
    ["png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js", "ico", "map", "woff", "ttf"]
)  # icon@2x.png
_TAIL, _HEAD = re.compile("[0-9A-Za-z]*$"), re.compile("[0-9A-Za-z]*")
_MASKED_AFTER = re.compile(r"[*×█]|[Xx]{2}| \*\*|-\*\*")
_MASKED_BEFORE = re.compile(r"(?:[*×█]|[Xx]{2})$|\*\*[ -]$")
_MOBILE_SHAPES = {(11,), (3, 4, 4), (3, 8), (7, 4), (4, 4, 3), (4, 3, 4)}


class Number(NamedTuple):
    """`value` is the number without blanks and prefix; it stands in the text from `start` to `end`."""

    kind: str
    value: str
    start: int
    end: int

    @property
    def masked(self) -> str:
        if self.kind == "email":
            return f"{self.value[0]}***@{self.value.partition('@')[2]}"
        head, tail = _KEPT[self.kind]
        return self.value[:head] + "*" * (len(self.value) - head - tail) + self.value[-tail:]


def might_hold(text: str) -> bool:
    """A quick look that spares most texts the close one."""
    return _CANDIDATE.search(text) is not None


def candidates_in(text: str) -> list[int]:
    """Where in a large text the close look is worth it."""
    return [match.start() for match in _CANDIDATE.finditer(text)]


def numbers_in(text: str, *, on: date) -> list[Number]:
    """All numbers in reading order; births after the day `on` do not exist."""
    if not might_hold(text):
        return []
    places = None
    if _UNSEEN.search(text):
        places = [place for place, sign in enumerate(text) if not _UNSEEN.match(sign)] + [len(text)]
        text = _UNSEEN.sub("", text)
    if not text.isascii():
        text = text.translate(_ALIKE)
    found = sorted([*_cards(text, on), *_mails(text)], key=lambda number: number.start)
    return found if places is None else [_moved(number, places) for number in found]


def mask(text: str, numbers: list[Number]) -> str:
    """The text with stars in its numbers; its length stays, so it can be written back piece by piece."""
    signs = list(text)
    for number in numbers:
        if number.kind == "email":
            spots = [spot for spot in range(number.start, number.end) if text[spot] in "@＠"]
            hidden = range(number.start + (spots[-1] > number.start + 1), spots[-1])
        else:
            head, tail = _KEPT[number.kind]
            spots = [spot for spot in range(number.start, number.end) if text[spot].isalnum()]
            hidden = spots[head:-tail]
        for spot in hidden:
            signs[spot] = "*"
    return "".join(signs)


def _moved(number, places):
    return Number(number.kind, number.value, places[number.start], places[number.end - 1] + 1)


def _mails(text):
    for match in _MAIL.finditer(text) if "@" in text else ():
        domain = "." + match[0].rpartition("@")[2].lower()
        if not domain.endswith(".gov.cn") and domain.rpartition(".")[2] not in _FILE_ENDINGS:
            yield Number("email", match[0], match.start(), match.end())


def _cards(text, on):
    if "-" in text:
        text = _UUID.sub(lambda match: "a" * len(match[0]), text)
    if text.isdigit():
        yield from _card(text, on)
        return
    for match in _CHAIN.finditer(text):
        if match.end() - match.start() >= 11 and not _is_code(text, match):
            yield from _Chain(text, match, on).numbers()


def _card(digits, on):
    """The quick way for what most cells are: nothing but one run of digits."""
    if is_mobile_phone(digits):
        yield Number("mobile_phone", digits, 0, 11)
    elif len(digits) in (15, 18) and is_identity_card(digits, on=on):
        yield Number("identity_card", digits, 0, len(digits))
    elif is_bank_card(digits):
        yield Number("bank_card", digits, 0, len(digits))
    elif digits.startswith("0086") and is_mobile_phone(digits[4:]):
        yield Number("mobile_phone", digits[4:], 4, 15)


def _is_code(text, match):
    """A digest, or a credit code with letters: its digits are nobody's number."""
    start, end = match.span()
    word = _TAIL.search(text[max(start - 64, 0) : start])[0] + match[0] + _HEAD.match(text[end : end + 64])[0]
    if word == match[0]:
        return False
    return (len(word) in (32, 40, 64) and re.fullmatch("[0-9a-fA-F]+", word)) or is_credit_code(word)


class _Chain:
    """Groups of digits with single blanks or hyphens between; which of them together are a number?"""

    def __init__(self, text, match, on):
        self.on, self.text = on, text
        self.groups = [group.span() for group in _GROUP.finditer(text, *match.span())]
        self.has_x = text[match.end() - 1] in "Xx"
        self.end = match.end()
        self._leave_decimals()

    def _leave_decimals(self):
        text, groups = self.text, self.groups
        start, end = groups[0][0], groups[-1][1]
        if text[start - 1 : start] == "." and text[max(start - 2, 0) : start - 1].isdigit():
            groups.pop(0)
        if groups and text[end : end + 1] == "." and text[end + 1 : end + 2].isdigit():
            groups.pop()

    def numbers(self):
        """The reading that explains most digits, the surest kinds first."""
        best = [(0, None)] * (len(self.groups) + 1)
        for first in range(len(self.groups) - 1, -1, -1):
            best[first] = (best[first + 1][0], None)
            for last, score, number in self._starting_at(first):
                if score + best[last + 1][0] > best[first][0]:
                    best[first] = (score + best[last + 1][0], (last, number))
        place = 0
        while place < len(self.groups):
            chosen = best[place][1]
            if chosen:
                yield chosen[1]
            place = chosen[0] + 1 if chosen else place + 1

    def _starting_at(self, first):
        digits = ""
        for last in range(first, min(first + 19, len(self.groups))):
            start, end = self.groups[last]
            digits += self.text[start : min(end, start + 20)]
            if len(digits) > 19:
                break
            if len(digits) >= 11:
                sure, number = self._number(digits, first, last)
                if number and not self._is_masked(first, last):
                    yield last, self._score(sure, len(digits), first, last), number

    def _score(self, sure, size, first, last):
        """Whole numbers side by side stay two; what goes on like an amount is less likely a last group."""
        follows = self.text[self.groups[last][1] : self.groups[last][1] + 4]
        is_amount = first < last and re.match(r",\d{3}", follows)
        return size * sure * (1.5 if first == last else 1) * (0.8 if is_amount else 1)

    def _is_masked(self, first, last):
        start, end = self.groups[first][0], self.groups[last][1]
        after = self.text[end : end + 3] if first < last or end - start == 15 else self.text[end : end + 2]
        before = self.text[max(start - 3, 0) : start]
        return bool(_MASKED_AFTER.match(after) or _MASKED_BEFORE.search(before))

    def _number(self, digits, first, last):
        start, end = self.groups[first][0], self.groups[last][1]
        if len(digits) == 17 and self.has_x and last == len(self.groups) - 1:
            card = digits + "X"
            if is_identity_card(card, on=self.on):
                return 1.3, Number("identity_card", card, start, self.end)
        for sure, kind, value in self._readings(digits, first, last):
            return sure, Number(kind, value, start + len(digits) - len(value), end)
        return 0, None

    def _shape(self, first, last):
        return tuple(end - start for start, end in self.groups[first : last + 1])

    def _readings(self, digits, first, last):
        if len(digits) == 18 and is_identity_card(digits, on=self.on):
            yield 1.3, "identity_card", digits
        if is_bank_card(digits) and _is_card_shape(self._shape(first, last)):
            yield (1.2 if digits.startswith("62") else 1), "bank_card", digits
        mobile = self._without_country(digits, first)
        if is_mobile_phone(mobile) and (
            self._shape(first, last) in _MOBILE_SHAPES or self._is_whole(first, last)
        ):
            yield 1.2, "mobile_phone", mobile
        if len(digits) == 15 and min(self._shape(first, last)) >= 3 and is_identity_card(digits, on=self.on):
            yield 1, "identity_card", digits

    def _without_country(self, digits, first):
        if digits.startswith("0086"):
            return digits[4:]
        start = self.groups[first][0]
        return digits[2:] if digits.startswith("86") and self.text[start - 1 : start] == "+" else digits

    def _is_whole(self, first, last):
        """Nothing but the country stands beside it in the chain."""
        country = self.text[slice(*self.groups[0])] if first == 1 else ""
        return last == len(self.groups) - 1 and (first == 0 or country in ("86", "0086"))


def _is_card_shape(shape):
    return min(shape[:-1], default=4) >= 3 or set(shape) == {1}


def is_mobile_phone(digits: str) -> bool:
    return len(digits) == 11 and digits[0] == "1" and digits[1] in "3456789"


def is_bank_card(digits: str) -> bool:
    """UnionPay begins with 62, the international cards with 3, 4 or 5; the last digit is Luhn's."""
    if not (16 <= len(digits) <= 19 and (digits[0] in "345" or digits.startswith("62"))):
        return False
    # A county and a year where an identity card has them: a project code, or a card with a slip of the pen.
    if len(digits) == 18 and digits[:2] in PROVINCES and digits[6:8] in ("18", "19", "20", "21"):
        return False
    return (sum(map(int, digits[-1::-2])) + sum(map(int, digits[-2::-2].translate(_DOUBLED)))) % 10 == 0


def is_identity_card(card: str, *, on: date) -> bool:
    """GB 11643: 18 signs with a check digit, or the old form of 15 digits without century."""
    if card[:2] not in PROVINCES:
        return False
    if len(card) == 15:
        return _is_birth("19" + card[6:12], on)
    if not _is_birth(card[6:14], on):
        return False
    return "10X98765432"[sum(map(mul, _WEIGHTS, map(int, card[:17]))) % 11] == card[17]


def is_credit_code(word: str) -> bool:
    """统一社会信用代码 (GB 32100), told from other words of 18 signs by its check sign."""
    if len(word) != 18 or any(sign not in _CREDIT_SIGNS for sign in word):
        return False
    values = [_CREDIT_SIGNS.index(sign) for sign in word]
    return (sum(value * pow(3, place, 31) for place, value in enumerate(values[:17])) + values[17]) % 31 == 0


def _is_birth(digits, on):
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    if not (1900 <= year <= on.year and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return False
    return date(year, month, day) <= on
