"""A model's file that is sealed before it reaches the disk; where it belongs is part of the seal, its name says nothing."""

import hashlib

from django.core.files.base import ContentFile

from linhai_portal.crypto import open_bytes, seal_bytes


def keep_sealed(row, name, content):
    """Into the file field `name` of a row that is saved afterwards; gives the digest of what people read."""
    sealed = seal_bytes(content, place=_place(row, name))
    getattr(row, name).save("sealed.bin", ContentFile(sealed), save=False)
    return hashlib.sha256(content).hexdigest()


def read_sealed(row, name):
    """Raises CannotOpen."""
    with getattr(row, name).open() as file:
        return open_bytes(file.read(), place=_place(row, name))


def _place(row, name):
    return f"{row._meta.label_lower}.{name}"
