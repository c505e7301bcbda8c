"""Where letters go without a mail server, and what a short password is told."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from linhai_portal.accounts.passwords import LongEnough

_ASK = "from linhai_portal import settings; print(settings.EMAIL_FILE_PATH)"


@pytest.mark.parametrize(
    ("address", "folder"),
    [(None, str(settings.VAR_DIR / "mail")), ("filemail:///srv/mail", "/srv/mail")],
)
def test_letters_are_kept_where_the_handbook_says(address, folder):
    environment = {
        **os.environ,
        "SECRET_KEY": "x",
        "EMAIL_URL": address or f"filemail://{settings.VAR_DIR}/mail",
    }
    answer = subprocess.run(
        [sys.executable, "-c", _ASK], env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True
    )
    assert answer.stdout.strip() == folder


def test_a_short_password_is_told_so_in_chinese():
    with pytest.raises(ValidationError, match="密码太短，至少要 12 个字符。"):
        LongEnough(12).validate("123")
