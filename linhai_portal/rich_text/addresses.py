"""Addresses a link may have: the web, mail, telephone, and our own pages."""

import re
from urllib.parse import quote, urlsplit

HOST = re.compile(
    r"(?=.{1,253}(?::|$))(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?::\d{1,5})?"
)
MAIL = re.compile(r"mailto:[\w.+-]+@[a-z0-9.-]+\.[a-z]{2,}", re.IGNORECASE | re.ASCII)
TELEPHONE = re.compile(r"tel:\+?[\d-]{3,20}", re.ASCII)
BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
ALLOWED = "/%:@!$&'()*+,;=-._~"
MAX_LENGTH = 2000


def link(address: str) -> str:
    """The address as it may stand in `href`, every character valid there; empty when it may not."""
    address = re.sub(r"[\s\x00-\x1f\x7f\u200b\ufeff]+", "", address)
    if len(address) > MAX_LENGTH:
        return ""
    if MAIL.fullmatch(address) or TELEPHONE.fullmatch(address):
        return address
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme in ("http", "https"):
        return _absolute(parts)
    is_ours = not parts.scheme and not parts.netloc and re.match(r"/(?![/\\])", address)
    return _tail(parts) if is_ours else ""


def is_external(address: str) -> bool:
    return address.startswith(("http://", "https://"))


def _absolute(parts):
    try:
        host = (
            parts.netloc.lower().encode("idna").decode()
            if not parts.netloc.isascii()
            else parts.netloc.lower()
        )
    except UnicodeError:
        return ""
    return f"{parts.scheme}://{host}{_tail(parts)}" if HOST.fullmatch(host) else ""


def _tail(parts):
    query = f"?{_quoted(parts.query, '?')}" if parts.query else ""
    fragment = f"#{_quoted(parts.fragment, '?')}" if parts.fragment else ""
    return f"{_quoted(parts.path)}{query}{fragment}"


def _quoted(text, more=""):
    return quote(BARE_PERCENT.sub("%25", text), safe=ALLOWED + more, errors="replace")
