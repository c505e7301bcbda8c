"""Numbers that people copy from a card or a licence: whether the check digit says that one slipped in copying."""

import re

from django.utils.timezone import localdate

from catalog.privacy.numbers import is_credit_code, is_identity_card

_CREDIT_CODE = re.compile(r"[0-9A-HJ-NP-RTUWXY]{18}")  # GB 32100


def without_blanks(number):
    return "".join(number.split()).upper()


def fits_a_card(number):
    """As of a resident identity card of eighteen signs (GB 11643)."""
    return len(number) == 18 and is_identity_card(number, localdate())


def fits_a_body(number):
    """As of a unified social credit code (GB 32100)."""
    return bool(_CREDIT_CODE.fullmatch(number)) and is_credit_code(number)
