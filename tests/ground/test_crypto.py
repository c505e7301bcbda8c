"""Sealing identity data: SM4-GCM with numbered keys, a blind index of HMAC-SM3, and what opens nothing."""

import base64

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from disclosure_requests.models import Applicant
from linhai_portal.crypto import CannotOpen, blind_index, keys, open_bytes, open_sealed, seal, seal_bytes
from tests.make_requests import make_draft

OLD, NEW = ("1:" + base64.b64encode(bytes([n] * 16)).decode() for n in (1, 2))
NEW = NEW.replace("1:", "2:")


@given(st.text().filter(lambda text: "\x00" not in text))
def test_what_is_sealed_opens_to_the_same(text):
    assert open_sealed(seal(text, place="a.b"), place="a.b") == text


@given(st.binary(max_size=2000))
def test_files_too(content):
    assert open_bytes(seal_bytes(content, place="file"), place="file") == content


def test_the_cipher_is_that_of_the_standard():
    """RFC 8998, appendix A.1."""
    key = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")
    nonce, tag = bytes.fromhex("00001234567800000000ABCD"), bytes.fromhex("83DE3541E4C2B58177E065A9BF7B62EC")
    plain = b"".join(bytes.fromhex(each * 8) for each in ("AA", "BB", "CC", "DD", "EE", "FF", "EE", "AA"))
    cipher = Cipher(SM4(key), modes.GCM(nonce)).encryptor()
    cipher.authenticate_additional_data(bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2"))
    cipher.update(plain) + cipher.finalize()
    assert cipher.tag == tag


def test_the_same_text_is_never_sealed_the_same():
    assert seal("张三", place="a.b") != seal("张三", place="a.b")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda sealed: sealed[:-6] + "AAAAA=",
        lambda sealed: sealed.replace("sm4g$", "sm4x$"),
        lambda sealed: sealed.replace("$1$", "$9$"),
        lambda sealed: sealed + "!",
        lambda sealed: "plain",
    ],
)
def test_what_was_altered_does_not_open(settings, spoil):
    settings.DATA_KEYS = [OLD]
    with pytest.raises(CannotOpen):
        open_sealed(spoil(seal("张三的身份证号", place="a.b")), place="a.b")


def test_what_belongs_elsewhere_does_not_open():
    with pytest.raises(CannotOpen):
        open_sealed(seal("张三", place="a.b"), place="a.c")


@pytest.mark.parametrize("wrong", [[], ["1:short"], ["x:" + OLD[2:]], [OLD[2:]]])
def test_a_key_that_is_none_is_an_error_of_the_settings(settings, wrong):
    settings.DATA_KEYS = wrong
    with pytest.raises(ImproperlyConfigured):
        keys()


def test_the_blind_index_depends_on_text_purpose_and_key(settings):
    one = blind_index("33", purpose="a")
    assert one == blind_index("33", purpose="a")
    assert len({one, blind_index("34", purpose="a"), blind_index("33", purpose="b")}) == 3
    settings.INDEX_KEY = "another"
    assert blind_index("33", purpose="a") != one
    assert blind_index("", purpose="a") == ""


def stored(case):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, document_number FROM disclosure_requests_applicant WHERE case_id = %s", [case.pk]
        )
        return cursor.fetchone()


@pytest.mark.django_db
def test_the_database_never_holds_a_name_or_a_number():
    case = make_draft(applicant_name="示例王五")
    assert all(text.startswith("sm4g$") for text in stored(case))
    assert Applicant.objects.get(case=case).name == "示例王五"


@pytest.mark.django_db
def test_nothing_is_looked_up_by_what_is_sealed():
    with pytest.raises(FieldError, match="sealed"):
        Applicant.objects.filter(name="示例王五").exists()


@pytest.mark.django_db
def test_keys_are_changed_and_the_old_one_taken_out(settings, capsys):
    settings.DATA_KEYS = [OLD]
    case = make_draft(applicant_name="示例王五")
    settings.DATA_KEYS = [OLD, NEW]
    call_command("rotate_keys")
    assert all(text.startswith("sm4g$2$") for text in stored(case))
    call_command("rotate_keys")
    assert "重新加密 0 行" in capsys.readouterr().out.splitlines()[-1]
    settings.DATA_KEYS = [NEW]
    assert Applicant.objects.get(case=case).name == "示例王五"
    case.refresh_from_db()
    assert len(case.code) == 10
