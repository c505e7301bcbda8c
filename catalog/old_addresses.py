"""Addresses of an older site lead on to what was taken over from there, but only where nothing else is."""

from urllib.parse import quote, unquote_to_bytes, urlsplit

from django.http import HttpResponsePermanentRedirect

from catalog.models import OldPage
from catalog.models.old_pages import LONGEST
from linhai_portal.addresses import address_of

_OUTSIDE = ("/admin/", "/office/")
_A_DAY = 86_400  # seconds
_MOST_SITES = 20  # that had one and the same path


def old_addresses(get_response):
    """Stands outside CommonMiddleware, so that an address of ours that only lacks its slash is not taken for an old one."""

    def middleware(request):
        answer = get_response(request)
        is_lost = answer.status_code == 404 and request.method in ("GET", "HEAD")
        if not is_lost or request.path.startswith(_OUTSIDE):
            return answer
        place = _new_place(request)
        return _moved(place) if place else answer

    return middleware


def path_of(address):
    """The path of a full address with its query, each character written in one way."""
    parts = urlsplit(address)
    return _written(parts.path, parts.query)


def _written(path, query):
    path = quote(unquote_to_bytes(path or "/"))
    return f"{path}?{query}" if query else path


def _new_place(request):
    """By the whole address, else without its query, which visitors' programs add to; one query of the database."""
    bare, whole = _written(request.path, ""), _written(request.path, request.META.get("QUERY_STRING", ""))
    if len(bare) > LONGEST:
        return None
    pages = list(
        OldPage.objects.filter(path__in={bare, whole}).values_list(
            "path", "publication__imported_from", "publication__index_number"
        )[:_MOST_SITES]
    )
    pages = [page for page in pages if page[0] == whole] or pages
    of_host = [page for page in pages if urlsplit(page[1]).netloc == request.get_host()]
    found = of_host or pages
    return address_of("catalog:publication", found[0][2]) if len(found) == 1 else None


def _moved(place):
    answer = HttpResponsePermanentRedirect(place)
    answer["Cache-Control"] = f"public, max-age={_A_DAY}"
    return answer
