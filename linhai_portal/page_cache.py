"""Public pages kept whole in the memory of each worker, by the version of the data they show (docs/adr/0011).

Every answer says `no-cache`: a browser asks again each time and gets a 304 while nothing has changed, which costs one
query and no view. What may be kept is seen from the request and the answer, so a view needs to know nothing of it;
one that must run every time, or whose answer is one person's, says `no-store` or `private`.
"""

import hashlib
from collections import OrderedDict
from threading import Lock

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotModified
from django.utils.cache import (
    get_conditional_response,
    has_vary_header,
    patch_cache_control,
    patch_vary_headers,
)
from django.utils.http import http_date, parse_etags
from django.utils.timezone import localdate, localtime

from linhai_portal.context import DISPLAY_COOKIES
from linhai_portal.data_version import current
from linhai_portal.release import release, released_at

# Never kept: pages of the staff, of one person, and those that do something.
_OUTSIDE = ("/admin/", "/office/", "/activate/", "/display/", "/healthz")
# Whoever has one of these may get a page of his own: signed in, with a form's token, with a message waiting.
_PERSONAL = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages")
_LONGEST_ADDRESS = 1000
_MOST_PAGES = 500
_SHARE_OF_A_PAGE = 8  # one page takes no more than this part of the memory
_KEPT_APART = ("ETag", "Last-Modified")


class PageMemory:
    """The pages asked for last, bounded in number and bytes."""

    def __init__(self):
        self._pages, self._bytes, self._lock = OrderedDict(), 0, Lock()

    def get(self, key):
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
            return self._pages.get(key)

    def put(self, key, content, headers):
        most = settings.PAGE_CACHE_BYTES
        if len(content) > most // _SHARE_OF_A_PAGE:
            return
        with self._lock:
            self._forget(key)
            self._pages[key] = (content, headers)
            self._bytes += len(content)
            while self._bytes > most or len(self._pages) > _MOST_PAGES:
                self._forget(next(iter(self._pages)))

    def _forget(self, key):
        content, _ = self._pages.pop(key, (b"", None))
        self._bytes -= len(content)

    def clear(self):
        with self._lock:
            self._pages.clear()
            self._bytes = 0

    def __len__(self):
        return len(self._pages)

    @property
    def size(self):
        return self._bytes


pages = PageMemory()


def page_cache(get_response):
    def middleware(request):
        if not _may_be_shared(request):
            return get_response(request)
        version, today = current(), localdate()
        tag = _tag(request, version, today)
        modified = _last_modified(version)
        if tag in parse_etags(request.META.get("HTTP_IF_NONE_MATCH", "")):
            return _described(HttpResponseNotModified(), tag, modified)
        answer = _kept(tag) or _made(get_response, request, tag)
        if not _is_shareable(answer):
            return answer
        answer = _described(answer, tag, modified)
        return get_conditional_response(request, etag=tag, last_modified=modified, response=answer)

    return middleware


def _may_be_shared(request):
    return (
        request.method in ("GET", "HEAD")
        and not settings.DEBUG
        and not request.path.startswith(_OUTSIDE)
        and len(request.META.get("QUERY_STRING", "")) + len(request.path) <= _LONGEST_ADDRESS
        and not any(name in request.COOKIES for name in _PERSONAL)
    )


def _tag(request, version, today):
    """Everything the page follows from. The host is one that is allowed, else Django's 400 is raised here."""
    display = [request.COOKIES.get(cookie) == "on" for cookie in DISPLAY_COOKIES.values()]
    facts = (
        request.scheme,
        request.get_host(),
        request.get_full_path(),
        display,
        version,
        today,
        release(),
    )
    return f'W/"{hashlib.blake2b(repr(facts).encode(), digest_size=12).hexdigest()}"'


def _last_modified(version):
    """In seconds: the last change, of the data, of the code or of the day, for what is said of today changes overnight."""
    midnight = localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return max(int(version.changed_at.timestamp()), int(midnight.timestamp()), released_at())


def _kept(tag):
    page = pages.get(tag)
    return HttpResponse(page[0], headers=page[1]) if page else None


def _made(get_response, request, tag):
    answer = get_response(request)
    if _is_shareable(answer) and not answer.streaming:
        patch_vary_headers(answer, ["Cookie"])
        headers = {name: value for name, value in answer.items() if name not in _KEPT_APART}
        pages.put(tag, answer.content, headers)
    return answer


def _is_shareable(answer):
    said = answer.get("Cache-Control", "")
    return (
        answer.status_code == 200
        and not answer.cookies
        and not has_vary_header(answer, "*")
        and "no-store" not in said
        and "private" not in said
    )


def _described(answer, tag, modified):
    answer["ETag"], answer["Last-Modified"] = tag, http_date(modified)
    patch_cache_control(answer, no_cache=True)
    patch_vary_headers(answer, ["Cookie"])
    return answer
