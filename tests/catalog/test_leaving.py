"""Links that leave the site: which go directly, which pass the notice page, which lead nowhere."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from catalog import leaving
from tests.make import allow_links, put_out

pytestmark = pytest.mark.django_db
BACK = "/publications/x/"
LOOKALIKES = ["www.xn--gv-fmc.cn", "xn--55q32ar5yxig.xn--fiqs8s"]  # a Cyrillic letter, a Chinese name


def links_of(page):
    return [unescape(href) for href in re.findall(r'<a [^>]*href="([^"]*)"', page)]


@pytest.fixture(autouse=True)
def approved(db):
    allow_links("example.com", "example.org", "gov.cn.example.com", "evilgov.cn", *LOOKALIKES)


def only_link(body):
    return links_of(leaving.for_page(f"<p>{body}</p>", back=BACK))


@pytest.mark.parametrize(
    "address",
    [
        "https://www.gov.cn/zhengce/",
        "http://linhai.gov.cn:8080/a?b=1",
        "https://xn--fiq06l2rdsvs.xn--zfr164b/",
        "/items/03-05-05/",
        "mailto:office@example.com",
        "tel:12345",
    ],
)
def test_the_government_and_our_own_pages_are_reached_directly(address):
    assert only_link(f'<a href="{address}">看</a>') == [address]


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://example.com/a?b=1&c=2#d", "example.com"),
        ("https://gov.cn.example.com/", "gov.cn.example.com"),
        ("https://evilgov.cn/", "evilgov.cn"),
        ("https://www.gоv.cn/", LOOKALIKES[0]),
        ("https://政务公开.中国/", LOOKALIKES[1]),
    ],
)
def test_any_other_site_is_reached_by_the_notice_that_names_its_host(client, address, host):
    (notice,) = only_link(f'<a href="{address}">看</a>')
    assert notice.startswith("/leave/?to=")
    answer = client.get(notice)
    assert answer.status_code == 200
    assert "您访问的链接即将离开临海市政务公开" in answer.text
    assert f"<b>{host}</b>" in answer.text
    target = parse_qs(urlsplit(notice).query)["to"][0]
    assert {target, BACK} <= set(links_of(answer.text))
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize(
    "address",
    [
        "http://192.168.1.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::1]/",
        "http://localhost/",
        "http://www.gov.cn@example.com/",
        "http://user:word@example.com/",
        "http://example.com\\@www.gov.cn/",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.com/",
        "//example.com/",
        "http://example.com./",
        "http://-example.com/",
        "http://exa mple.com/",
        "http://" + "a" * 300 + ".com/",
        "http://example.com:99999999/",
    ],
)
def test_what_no_link_may_lead_to_is_refused_even_with_a_seal(client, address):
    assert leaving.host_of(address) == ""
    notice = leaving.notice_address(address, back=BACK)
    assert client.get(notice).status_code == 404


@pytest.mark.parametrize("address", ["http://192.168.1.1/", "javascript:alert(1)", "http://a:b@example.com/"])
def test_a_text_keeps_the_words_of_such_a_link(address):
    page = leaving.for_page(f'<p>请<a href="{address}">看这里</a>。</p>', back=BACK)
    assert "看这里" in page
    assert "<a " not in page


def test_nobody_else_can_make_an_address_of_the_notice_page(client):
    notice = leaving.notice_address("https://example.com/", back=BACK)
    forged = [
        "/leave/",
        "/leave/?to=https://example.com/",
        notice.replace("example.com", "example.org"),
        notice.replace("publications", "policies"),
        notice[:-1],
        notice + "x",
        notice + "&to=https://example.org/",
        notice.replace("&from=%2Fpublications%2Fx%2F", "%0A%2Fpublications%2Fx%2F"),
    ]
    assert [client.get(each).status_code for each in forged] == [404] * len(forged)
    assert client.post(notice).status_code == 405


def test_a_published_page_sends_its_foreign_links_by_the_notice(client):
    published = put_out(
        body='<p><a href="https://www.gov.cn/">国务院</a>，<a href="https://example.com/">别处</a></p>'
        '<table><tr><td><ul><li><a href="https://example.com/2">表里</a></li></ul></td></tr></table>'
    )
    links = links_of(client.get(published.get_absolute_url()).text)
    assert "https://www.gov.cn/" in links
    assert not any("example.com" in urlsplit(link).netloc for link in links)
    notices = [link for link in links if link.startswith("/leave/")]
    assert len(notices) == 2
    assert published.get_absolute_url() in client.get(notices[0]).text
