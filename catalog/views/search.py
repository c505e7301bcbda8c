from urllib.parse import urlencode

from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from catalog.listings import HITS
from catalog.search_form import SearchForm
from linhai_portal.formats import answer, json_page
from linhai_portal.page_tags import column_tags
from linhai_portal.paging import check_page, page_links, page_number
from linhai_portal.search.models import EmptySearch
from linhai_portal.search.query import finds_something
from linhai_portal.search.query import search as find
from linhai_portal.search.sources import label_of
from linhai_portal.search.suggestions import suggestions, synonyms
from linhai_portal.search.tokens import LONGEST_QUERY, words_of


@require_safe
def search(request):
    form = SearchForm(request.GET)
    question = form.question()
    words = " ".join(question.words.replace("\0", " ").split())
    page = {
        "section": "search",
        "title": _title(words),
        "tags": column_tags("搜索", "搜索目录事项、单位、领域和帮助"),
        "words": words,
        "asked": bool(words_of(words)),
        "too_long": LONGEST_QUERY if len(words) > LONGEST_QUERY else 0,
        "form": form,
        "filtered": question.is_filtered,
    }
    if page["asked"]:
        page |= _found(request, question)
    answer = render(request, "catalog/search.html", page)
    if page["asked"] and not page["found"].total:
        patch_cache_control(answer, no_store=True)  # the office's list counts every time
    return answer


@require_safe
def search_file(request, format):
    """The hits of a page as the search page has them; as a feed the first of them."""
    question, number = SearchForm(request.GET).question(), page_number(request.GET)
    found = find(question, visitor=request.user, page=number)
    check_page(number, found.last_page)
    if format == "atom":
        return answer(request, format, HITS, found.hits)
    return json_page(request, HITS, found.hits, total=found.total, number=number, last=found.last_page)


def _title(words):
    short = words if len(words) <= 30 else f"{words[:30]}…"
    return f"搜索“{short}”" if words else "搜索"


def _found(request, question):
    number, visitor = page_number(request.GET), request.user
    found = find(question, visitor=visitor, page=number)
    check_page(number, found.last_page)
    return {
        "found": found,
        "hits": [(label_of(hit.kind), hit) for hit in found.hits],
        "links": page_links(request.GET, number, found.last_page),
        "also": _addresses(request.GET, synonyms(question, visitor=visitor) if found.total else []),
        "instead": [] if found.total else _instead(request, question),
        "without_filters": "" if found.total else _without_filters(request, question),
    }


def _instead(request, question):
    """Nothing was found: what is near, and a line for the office when no filter is to blame."""
    if not question.is_filtered:
        EmptySearch.objects.record(question.words, on=timezone.localdate())
    return _addresses(request.GET, suggestions(question, visitor=request.user))


def _without_filters(request, question):
    """The address without filters, when that finds something."""
    if not question.is_filtered or not finds_something(question.unfiltered(), visitor=request.user):
        return ""
    return "?" + urlencode({"q": question.words})


def _addresses(params, ideas):
    """The same filters with other words."""
    kept = [(name, value) for name, value in params.items() if name not in ("q", "page") and value]
    return [(words, "?" + urlencode([("q", words), *kept])) for words in ideas]
