"""Links that leave the site: to the government they go directly, to others by way of a notice page.

The address of the notice page carries a seal over its target and the page it stands on, so nobody but a page of ours
can make one and lend the portal's name to a foreign link (rules: website §1, Links).
"""

import re
from functools import partial
from urllib.parse import urlencode, urlsplit

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from catalog.models import LinkApproval
from linhai_portal import rich_text

# .gov.cn, and the Chinese domain .政务 as it stands in an address.
_GOVERNMENT = (".gov.cn", ".xn--zfr164b")
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?=.{{4,253}}$)(?:{_LABEL}\.)+(?:[a-z]{{2,63}}|xn--[a-z0-9-]{{1,58}}[a-z0-9])")
_signer = partial(Signer, salt="catalog.leaving")


def host_of(address):
    """The host a link leads to, in ASCII (a lookalike letter shows as xn--); empty where no link may lead.

    No link leads to another scheme than the web's, with a name or password in it, or to a bare number for a host.
    """
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode()
        is_web = parts.scheme in ("http", "https") and parts.port != 0
    except ValueError:
        return ""
    return host if is_web and "@" not in parts.netloc and _HOST.fullmatch(host) else ""


def is_government(host):
    return f".{host}".endswith(_GOVERNMENT)


def for_page(html, *, back):
    """A text as a page shows it; `back` is the address of that page.

    A link to a site that is not approved, or no longer, is there as words only.
    """
    approved = SimpleLazyObject(LinkApproval.objects.hosts)  # asked only where a foreign link is
    return rich_text.for_page(html, link=partial(_shown, approved=approved, back=back))


def _shown(address, *, approved, back):
    if not rich_text.is_external(address):
        return address
    host = host_of(address)
    if is_government(host):
        return address
    return notice_address(address, back=back) if host and host in approved else ""


def notice_address(address, *, back):
    seal = _signer().signature(f"{address}\n{back}")
    return f"{reverse('catalog:leave')}?{urlencode({'to': address, 'from': back, 'seal': seal})}"


def is_ours(address, back, seal):
    """Whether one of our pages made this address of the notice page, and it leads to a site still approved."""
    try:
        _signer().unsign(f"{address}\n{back}:{seal}")
    except BadSignature:
        return False
    return LinkApproval.objects.approved(host_of(address)).exists()
