"""The pages about the site itself: home, help, display modes, what went wrong; and what every page weighs."""

import re

import brotli
import pytest
import rcssmin
from django.conf import settings
from django.test import Client, RequestFactory

from linhai_portal import views
from tests.make import make_domain, make_item, make_organization

pytestmark = pytest.mark.django_db
PAGES = [
    "/",
    "/domains/",
    "/organizations/",
    "/villages/",
    "/public-bodies/",
    "/responsibilities/",
    "/open-data/",
    "/search/",
    "/negative-list/",
    "/adjustments/",
]
PAGES += ["/publications/", "/policies/", "/disclosure/", "/disclosure/guide/"]
PAGES += [
    "/requests/calculator/?channel=fax&arrived_on=2026-12-20&confirmed_on=2026-12-21",
    "/requests/calculator/",
]
PAGES += ["/requests/", "/requests/new/", "/requests/new/found/", "/requests/resume/", "/requests/status/"]
PAGES += ["/sitemap/", "/help/", "/accessibility/"]
STATIC = settings.BASE_DIR / "static"


def static_files(html):
    return set(re.findall(r'(?:href|src)="/static/([^"]+)"', html))


def source_of(address):
    """The file in `static/` that a hashed address stands for."""
    return STATIC / re.sub(r"\.[0-9a-f]{12}(?=\.\w+$)", "", address)


def weight(html):
    """Bytes and requests of a first visit: the page and every file it names, in brotli as they are sent."""
    parts = [html.encode()]
    for address in static_files(html):
        text = source_of(address).read_text(encoding="utf-8")
        parts.append((rcssmin.cssmin(text) if address.endswith(".css") else text).encode())
    return sum(len(brotli.compress(part, quality=5)) for part in parts), len(parts)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_obeys_the_strict_policy_and_names_where_it_varies(client, address):
    answer = client.get(address)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert not re.search(r"<script|<style| style=| on[a-z]+=", html)
    assert "unsafe-inline" not in answer["Content-Security-Policy"]
    assert "Cookie" in answer["Vary"]
    assert re.findall(r"<h1>", html) == ["<h1>"]


@pytest.mark.parametrize("address", PAGES)
def test_header_and_footer_stand_on_every_page(client, address):
    html = client.get(address).content.decode()
    for words in [
        "临海市人民政府",
        "长者模式",
        "政府网站标识码",
        "我为政府网站找错",
        "网站地图",
        "IPv6",
        "主办：",
    ]:
        assert words in html
    assert settings.SITE["icp"] in html
    assert f'<a href="{settings.SITE["mark_address"]}" rel="noopener">' in html and "党政机关网站标识" in html
    assert settings.SITE["police"] in html


def test_no_page_weighs_more_than_sixty_kilobytes_or_six_requests(client):
    domain = make_domain("测试", lead=make_organization())
    for number in range(60):
        make_item(domain, content=f"很长的内容{number}、" * 20, legal_basis=[f"《第{number}号办法》"] * 4)
    for address in [*PAGES, domain.get_absolute_url(), domain.get_absolute_url() + "?layout=national"]:
        bytes_sent, requests = weight(client.get(address).content.decode())
        assert bytes_sent <= 60_000, address
        assert requests <= 6, address


def test_the_style_sheet_keeps_its_budget():
    assert len(rcssmin.cssmin((STATIC / "css/site.css").read_text(encoding="utf-8"))) <= 25_000


def test_home_counts_what_there_is(client):
    make_item(make_domain("义务教育", theme="school-work"))
    html = client.get("/").content.decode()
    assert "1 个领域，1 项，都能查到。" in html
    assert "上学、就业和文化" in html


def test_home_carries_the_three_site_tags(client):
    tags = dict(re.findall(r'<meta name="(Site\w+)" content="([^"]+)">', client.get("/").content.decode()))
    assert tags == {
        "SiteName": settings.SITE["site_name"],
        "SiteDomain": settings.SITE["site_domain"],
        "SiteIDCode": settings.SITE["site_id_code"],
    }


@pytest.mark.parametrize(("name", "mark"), [("elder", 'data-m="elder"'), ("contrast", 'data-c="high"')])
def test_a_way_of_showing_holds_over_pages_until_it_is_turned_off(client, name, mark):
    answer = client.get("/display/", {name: "on", "next": "/help/?a=1"})
    assert answer["Location"] == "/help/?a=1"
    assert mark in client.get("/help/").content.decode()
    assert mark in client.get("/").content.decode()
    client.get("/display/", {name: "off", "next": "/"})
    assert mark not in client.get("/").content.decode()


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil", ""]
)
def test_changing_the_display_never_leads_away(client, back):
    assert client.get("/display/", {"elder": "on", "next": back})["Location"] == "/"


def test_elder_home_asks_one_question_and_offers_the_phone(client):
    client.get("/display/", {"elder": "on"})
    html = client.get("/").content.decode()
    assert "您想查什么？" in html
    assert 'href="tel:12345"' in html and 'href="/participation/"' in html
    assert "查信息</a>" in html  # kept in the page, hidden by the style sheet


def test_a_page_that_is_not_there_offers_search_and_help(client):
    answer = client.get("/nope/")
    assert answer.status_code == 404
    assert "没有找到这一页" in answer.content.decode()


def test_a_stale_form_says_nothing_was_changed():
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/admin/login/", {"username": "x"})
    assert answer.status_code == 403
    assert "什么都没有改动" in answer.content.decode()


def test_an_error_page_needs_nothing_and_gives_a_number(caplog):
    answer = views.server_error(RequestFactory().get("/broken/"))
    reference = re.search(r"<b>([0-9a-f]{8})</b>", answer.content.decode())[1]
    assert answer.status_code == 500
    assert reference in caplog.text


@pytest.mark.parametrize(("view", "status"), [(views.bad_request, 400), (views.permission_denied, 403)])
def test_a_refusal_is_said_in_plain_words(rf, view, status):
    answer = view(rf.get("/"), Exception())
    assert answer.status_code == status
    assert "<h1>" in answer.content.decode()


def test_internal_links_of_every_page_lead_somewhere(client):
    domain = make_domain("测试", lead=make_organization())
    item = make_item(domain, publisher=domain.lead)
    addresses = [*PAGES, item.get_absolute_url(), domain.get_absolute_url(), domain.lead.get_absolute_url()]
    html = "".join(client.get(address).content.decode() for address in addresses)
    # The six fixed domains of the elder home and the frequent words are checked with the reference data.
    links = set(re.findall(r'href="(/[^"#?]*)', html)) - {"/display/"}
    broken = [
        link for link in links if not link.startswith("/static/") and client.get(link).status_code >= 400
    ]
    assert broken == []
