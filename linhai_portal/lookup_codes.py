"""Lookup codes: with a number they open what somebody sent in, without an account; kept sealed, found by a blind index."""

import secrets

from django import forms

from linhai_portal.crypto import blind_index

# Without letters and figures that are read as one another: it is told on the phone and copied from paper.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 10
CODE_HINT = f"{CODE_LENGTH} 位字母和数字，在{{}}上。大小写都可以。"


def new_code():
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def code_index(code):
    """Empty for no code."""
    plain = "".join(code.upper().split()).replace("-", "")
    return blind_index(plain, purpose="lookup code")


def code_field(label, *, found_on):
    return forms.CharField(
        label=label,
        max_length=20,
        help_text=CODE_HINT.format(found_on),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": f"请写{label}。", "max_length": f"{label}是 {CODE_LENGTH} 位。"},
    )
