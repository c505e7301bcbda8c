"""Which part of a list a page shows, and the links to its other parts."""

import re
from urllib.parse import urlencode

from django.http import Http404

PAGE_SIZE = 50


def page_number(params):
    """The page asked for, from 1; anything that is no page number does not exist."""
    asked = params.get("page", "1")
    if not re.fullmatch(r"[1-9]\d{0,8}", asked, re.ASCII):
        raise Http404("没有这一页")
    return int(asked)


def last_page(total, size=PAGE_SIZE):
    return max(1, -(-total // size))


def check_page(number, last):
    if number > last:
        raise Http404(f"只有 {last} 页")


def page_links(params, number, last):
    """Triples (words, address, whether it is this page) for the pager; nothing when there is one page only."""
    if last == 1:
        return []
    kept = urlencode([(name, value) for name, value in params.items() if name != "page" and value])

    def address(page):
        return f"?{kept}&page={page}" if kept else f"?page={page}"

    shown = sorted({1, last, *range(max(1, number - 2), min(last, number + 2) + 1)})
    links = [("上一页", address(number - 1), False)] if number > 1 else []
    before = 0
    for page in shown:
        if page - before > 1:
            links.append(("…", "", False))
        links.append((str(page), address(page), page == number))
        before = page
    if number < last:
        links.append(("下一页", address(number + 1), False))
    return links


def rows_between(rows, start, stop):
    """A slice of a long queryset, found by its keys: the database sorts an index and reads the rows of the page only.

    Of a union there are no keys to find it by.
    """
    if rows.query.combinator:
        return rows[start:stop]
    return rows.filter(pk__in=rows.values("pk")[start:stop])
