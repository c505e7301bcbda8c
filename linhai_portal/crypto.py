"""Identity data at rest: sealed with SM4-GCM (GB/T 32907), found again by a blind index of HMAC-SM3 (GB/T 32905).

Keys come from the environment, never from the database. Each has a number that stands in front of what it sealed, so
that keys can be changed while old rows are still read (docs/adr/0018).
"""

import base64
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.hashes import SM3
from cryptography.hazmat.primitives.hmac import HMAC
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

_SCHEME = "sm4g"
_KEY_BYTES = 16
_NONCE_BYTES, _TAG_BYTES = 12, 16


class CannotOpen(Exception):
    """Sealed with a key that is not configured, for another place, or altered since."""


@lru_cache(maxsize=4)
def _keys(configured):
    """Number → key, the newest last; raises ImproperlyConfigured where one is not 16 bytes in base64."""
    keys = {}
    for each in configured:
        number, _, text = each.partition(":")
        try:
            key = base64.b64decode(text, validate=True)
        except ValueError:
            key = b""
        if not number.isdigit() or len(key) != _KEY_BYTES:
            raise ImproperlyConfigured("DATA_KEYS: each key is a number, a colon and 16 bytes in base64")
        keys[number] = key
    if not keys:
        raise ImproperlyConfigured("DATA_KEYS holds no key")
    return keys


def keys():
    return _keys(tuple(settings.DATA_KEYS))


def newest_key():
    return list(keys())[-1]


def seal_bytes(plain, *, place):
    """`place` says where it belongs, such as a model's field; moved elsewhere it can't be opened."""
    number = newest_key()
    nonce = os.urandom(_NONCE_BYTES)
    cipher = Cipher(SM4(keys()[number]), modes.GCM(nonce)).encryptor()
    cipher.authenticate_additional_data(place.encode())
    sealed = cipher.update(plain) + cipher.finalize()
    return f"{_SCHEME}${number}$".encode() + nonce + cipher.tag + sealed


def open_bytes(sealed, *, place):
    """Raises CannotOpen."""
    scheme, _, rest = sealed.partition(b"$")
    number, _, body = rest.partition(b"$")
    key = keys().get(number.decode("ascii", "replace"))
    if scheme.decode("ascii", "replace") != _SCHEME or key is None:
        raise CannotOpen(f"{place}: no key for it")
    nonce, tag = body[:_NONCE_BYTES], body[_NONCE_BYTES : _NONCE_BYTES + _TAG_BYTES]
    try:
        cipher = Cipher(SM4(key), modes.GCM(nonce, tag)).decryptor()
        cipher.authenticate_additional_data(place.encode())
        return cipher.update(body[_NONCE_BYTES + _TAG_BYTES :]) + cipher.finalize()
    except (InvalidTag, ValueError) as trouble:
        raise CannotOpen(f"{place}: altered, or not from this place") from trouble


def seal(text, *, place):
    """As `sm4g$1$base64`; what is empty stays empty, for there is nothing to hide."""
    if not text:
        return ""
    head, number, body = seal_bytes(text.encode(), place=place).split(b"$", 2)
    return f"{head.decode()}${number.decode()}${base64.b64encode(body).decode()}"


def open_sealed(text, *, place):
    """Raises CannotOpen."""
    if not text:
        return ""
    head, _, body = text.rpartition("$")
    try:
        sealed = head.encode() + b"$" + base64.b64decode(body, validate=True)
    except ValueError as trouble:
        raise CannotOpen(f"{place}: altered") from trouble
    return open_bytes(sealed, place=place).decode()


def is_of_newest_key(text):
    return not text or text.startswith(f"{_SCHEME}${newest_key()}$")


def blind_index(text, *, purpose):
    """The same for the same text, and telling nothing about it without the key; empty for nothing."""
    if not text:
        return ""
    digest = HMAC(settings.INDEX_KEY.encode(), SM3())
    digest.update(f"{purpose}\0{text}".encode())
    return digest.finalize().hex()
