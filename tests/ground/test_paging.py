from django.http import QueryDict

from linhai_portal.paging import page_links
from linhai_portal.templatetags.pager import pager


def test_links_keep_the_filter_and_are_escaped():
    html = pager(page_links(QueryDict("q=%22%3Cb%3E&unit=a&page=2"), 2, 3))
    assert '<a href="?q=%22%3Cb%3E&amp;unit=a&amp;page=1">上一页</a>' in html
    assert '<b aria-current="page">2</b>' in html


def test_what_lies_between_distant_pages_is_shown_as_a_gap():
    assert "<span>…</span>" in pager(page_links(QueryDict(), 1, 9))


def test_a_single_page_has_no_pager():
    assert pager(page_links(QueryDict(), 1, 1)) == ""
