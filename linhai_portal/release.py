"""Which code is running: what pages look like follows from it as much as from the data."""

import hashlib
from functools import lru_cache
from pathlib import Path

from django.conf import settings

_FOLDERS = ["linhai_portal", "catalog", "disclosure_requests", "participation", "templates", "static"]
_KINDS = {".py", ".html", ".txt", ".css", ".svg"}


@lru_cache
def release():
    """A digest over code, templates, style sheets and the site's names: the same on every machine that runs the same."""
    digest = hashlib.blake2b(repr(settings.SITE).encode(), digest_size=8)
    for path in sorted(_files()):
        digest.update(str(path.relative_to(settings.BASE_DIR)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _files():
    for folder in _FOLDERS:
        for path in (settings.BASE_DIR / folder).rglob("*"):
            if path.suffix in _KINDS and path.is_file():
                yield Path(path)


@lru_cache
def released_at():
    """When the newest of these files was written, in seconds."""
    return int(max(path.stat().st_mtime for path in _files()))
