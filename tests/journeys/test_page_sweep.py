"""Every public page with the reference data in a real browser: axe, HTML validity, widths, paper, keyboard."""

import datetime as dt
import re
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils.timezone import localdate

from catalog.adjusting import propose_change, propose_retirement
from catalog.demonstration import load_demonstration
from catalog.leaving import notice_address
from catalog.models import Checklist, Domain, Item, Publication
from catalog.reference import load_reference
from linhai_portal.context import DISPLAY_COOKIES
from participation.models import (
    Consultation,
    DecisionMatter,
    Event,
    Hearing,
    Inquiry,
    Interpretation,
    Questionnaire,
    TopicResponse,
)
from tests.make import allow_links, make_user, publish, put_through

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

SUM_OF_SHIFTS = """() => new Promise(done => {
    let sum = 0
    const watch = new PerformanceObserver(list => list.getEntries().forEach(entry => { sum += entry.value }))
    watch.observe({type: "layout-shift", buffered: true})
    setTimeout(() => done(sum), 300)
})"""
CONSULTED = (
    "channel=ems&arrived_on=2026-01-26&third_party_sent_on=2026-02-04&third_party_delivered_on=2026-02-06"
    "&third_party_answered_on=2026-02-26&extension_on=2026-03-02&extension_workdays=10"
)
PAGES = [
    "/",
    "/domains/",
    "/domains/3/",
    "/domains/3/?layout=national",
    "/domains/18/?page=3",
    "/domains/18/?level=乡级&channel=两微一端",
    "/domains/3/?q=没有的词",
    "/domains/9/history/",
    "/domains/9/as-of/",
    "/domains/9/as-of/?q=没有的词",
    "/domains/9/as-of/?on=2020-01-01",
    "/domains/9/compare/",
    "/domains/9/compare/?from=2020-01-01&to=x",
    "/domains/3/history/",
    "/domains/V01/",
    "/domains/B07/",
    "/items/03-05-05/",
    "/items/09-01-01/",
    "/items/09-01-01/history/",
    "/items/09-01-02/history/",
    "/items/V01-01-01/",
    "/organizations/",
    "/organizations/jiaoyuju/",
    "/organizations/gucheng/",
    "/organizations/shizhengfu/",
    "/organizations/sample-wangjiang-village/",
    "/organizations/sample-primary-school/",
    "/villages/",
    "/villages/?town=gucheng",
    "/public-bodies/",
    "/responsibilities/",
    "/open-data/",
    "/negative-list/",
    "/negative-list/?domain=20",
    f"/negative-list/F-{localdate().year}-001/",
    "/adjustments/",
    "/adjustments/?domain=26&kind=change",
    f"/adjustments/{localdate().year}-001/",
    f"/adjustments/{localdate().year}-002/",
    "/life-events/",
    "/life-events/newborn/",
    "/checklists/",
    "/checklists/sole-trader-registration/",
    "/publications/",
    "/publications/?q=没有的词&column=7",
    "/policies/",
    "/policies/?validity=lapsed",
    "/disclosure/",
    "/disclosure/guide/",
    "/disclosure/reports/",
    "/disclosure/8/",
    "/search/",
    "/search/?q=老年",
    "/search/?q=学驱",
    "/requests/",
    "/requests/new/",
    "/requests/resume/",
    "/requests/status/",
    "/requests/calculator/",
    f"/requests/calculator/?{CONSULTED}",
    "/requests/calculator/?channel=fax&arrived_on=2026-12-20&confirmed_on=2026-12-21",
    "/requests/calculator/?channel=in_person&arrived_on=2026-09-18&correction_notice_on=2026-09-20",
    "/requests/calculator/?channel=oral&arrived_on=x&extension_workdays=21",
    "/participation/",
    "/consultations/",
    "/inquiries/",
    "/inquiries/?kind=error",
    "/inquiries/new/?kind=error&page=/help/",
    "/inquiries/figures/",
    "/inquiries/elsewhere/",
    "/inquiries/status/",
    "/interpretations/",
    "/interpretations/?form=case",
    "/decision-matters/",
    "/decision-matters/?year=2020",
    "/hot-topics/",
    "/events/",
    "/hearings/",
    "/questionnaires/",
    "/sitemap/",
    "/help/",
    "/accessibility/",
    "/nope/",
    notice_address("https://example.com/", back="/help/"),
]


# Of the demonstration: a policy with its chain and files, a repealed one, one not yet in force, a running and an ended
# 公示, two that were taken down, a corrected one.
PUBLICATIONS = [
    "阶段学校招生入学工作的通知",
    "危房改造",
    "预收费",
    "职称",
    "适老化改造对象",
    "年度检查",
    "食堂",
    "名录（",
]


def pages():
    """The addresses above, and those of publications, whose numbers hold the year of their publication."""
    found = [Publication.objects.with_page().filter(title__contains=words).first() for words in PUBLICATIONS]
    consultations = list(Consultation.objects.order_by("pk"))
    forms = [f"{each.get_absolute_url()}say/" for each in consultations]
    words = [f"{each.get_absolute_url()}opinions/" for each in consultations if each.feedback_id]
    others = [Inquiry.objects.public().first(), *Interpretation.objects.all(), *DecisionMatter.objects.all()]
    events = list(Event.objects.order_by("pk"))
    forms += [f"{each.get_absolute_url()}{form}/" for each in events for form in ("ask", "register")]
    forms += [f"{each.get_absolute_url()}live/" for each in events if each.has_public_words()]
    forms += [f"{each.get_absolute_url()}cancel/" for each in events if each.seats]
    hearings, questionnaires = Hearing.objects.order_by("pk"), Questionnaire.objects.order_by("pk")
    forms += [f"{each.get_absolute_url()}{page}/" for each in hearings for page in ("register", "mine")]
    forms += [f"{each.get_absolute_url()}fill/" for each in questionnaires]
    words += [f"{each.get_absolute_url()}texts/6/" for each in questionnaires.closed(on=localdate())]
    shown = [
        *found,
        *consultations,
        *others,
        *events,
        *hearings,
        *questionnaires,
        TopicResponse.objects.first(),
    ]
    return [*PAGES, *(each.get_absolute_url() for each in shown), *forms, *words]


@pytest.fixture(scope="module")
def reference_data(django_db_setup, django_db_blocker):
    """Committed once for all tests, which only read."""
    with django_db_blocker.unblock():
        load_reference()
        load_demonstration()
        allow_links("example.com")
        adjust(Domain.objects.get(number="26"))
        give_a_past(Domain.objects.get(number="9"))
        yield
        call_command("flush", interactive=False, verbosity=0)
        connection.close()  # under Playwright's event loop it is not the one that is closed in the end


def adjust(domain):
    """The catalog is published, and an adjustment of it is announced."""
    publish(domain, on=localdate())
    officer = make_user("officer")
    first, second = domain.items.current()[:2]
    first.time_limit, first.channels = "信息形成之日起10个工作日内", ["政府网站"]
    propose_change(first, by=officer)
    sheet = propose_retirement([second], by=officer)
    put_through(sheet, by=officer, on=localdate() + dt.timedelta(days=9), today=localdate())


def give_a_past(domain):
    """Published a while ago; since then its first item was retired and its second one changed."""
    today, officer = localdate(), make_user("officer")
    publish(domain, on=today - dt.timedelta(days=20))
    first, second, *_ = Item.objects.current().in_domain(domain).in_table_order()
    second.level2, second.content = f"{second.level2}（修订）", f"{second.content}、修订说明"
    propose_retirement([first], by=officer)
    put_through(propose_change(second, by=officer), by=officer, on=today - dt.timedelta(days=5))


def window(visitor, mode, width):
    page = visitor.page(width=width)
    if mode:
        page.context.add_cookies([{"name": DISPLAY_COOKIES[mode], "value": "on", "url": visitor.address}])
    return page


def wider_than_its_window(page):
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        return [f"{page.url} is wider than its window at {page.viewport_size['width']}"]
    return []


# The other modes are the same HTML with other sizes and colours; only the frame and the home page differ.
LOOKS = ["color-contrast", "target-size", "scrollable-region-focusable"]


@pytest.mark.parametrize("mode", ["", "elder", "contrast"])
def test_no_page_has_an_accessibility_fault_or_scrolls_sideways(visitor, axe, mode):
    faults = []
    page = window(visitor, mode, 1440)
    for address in pages():
        rules = LOOKS if mode and address != "/" else None
        page.set_viewport_size({"width": 1440, "height": 900})
        page.goto(visitor.address + address)
        faults += axe(page, rules) + wider_than_its_window(page)
        page.set_viewport_size({"width": 390, "height": 900})
        faults += axe(page, rules)
        page.set_viewport_size({"width": 320, "height": 900})
        faults += wider_than_its_window(page)
    assert faults == []


def test_every_page_is_valid_html(client, html_errors):
    faults = {
        address: errors
        for address in pages()
        if (errors := html_errors(client.get(address).content.decode()))
    }
    assert faults == {}


def test_nothing_moves_while_a_page_loads(visitor):
    page = visitor.page(width=390)
    for address in ["/", "/domains/3/", "/items/03-05-05/", "/policies/", pages()[len(PAGES)]]:
        page.goto(visitor.address + address, wait_until="load")
        shift = page.evaluate(SUM_OF_SHIFTS)
        assert shift == 0, address


def test_paper_shows_the_national_table_on_landscape_a4(visitor):
    page = visitor.page()
    page.goto(f"{visitor.address}/domains/3/")
    page.emulate_media(media="print")
    assert page.get_by_role("heading", level=1).inner_text() == "临海市义务教育领域基层政务公开标准目录"
    assert page.locator("tbody tr:not(.g)").first.locator("td:visible, th:visible").count() == 14
    assert not page.locator("header, .foot, .chips, .search").first.is_visible()
    sheet = page.pdf(prefer_css_page_size=True)
    assert b"/MediaBox [0 0 841" in sheet


def test_paper_shows_a_document_alone_in_the_national_margins(visitor):
    page = visitor.page()
    policy = Publication.objects.listed(on=localdate()).get(
        title__contains="招生入学工作的通知", stage="decision"
    )
    page.goto(visitor.address + policy.get_absolute_url())
    page.emulate_media(media="print")
    assert page.locator("h1").is_visible() and page.locator(".official-facts").is_visible()
    for part in ("header", ".crumbs", "aside", ".log", ".foot"):
        assert not page.locator(part).first.is_visible(), part
    size = "element => getComputedStyle(element).fontSize"
    assert page.locator("h1").evaluate(size) == "29.3333px"  # 22 pt
    assert page.locator(".doc > p").first.evaluate(size) == "21.3333px"  # 16 pt
    margins = """() => [...document.styleSheets].flatMap(sheet => [...sheet.cssRules]).flatMap(rule => [...rule.cssRules ?? []])
        .filter(rule => rule.selectorText == "official").map(rule => rule.style.margin)"""
    assert page.evaluate(margins) == ["37mm 26mm 35mm 28mm"]
    assert b"/MediaBox [0 0 594" in page.pdf(prefer_css_page_size=True)


def test_every_checklist_is_printed_on_one_sheet_of_a4(visitor):
    page = visitor.page()
    sheets = {}
    for slug in Checklist.objects.published().values_list("slug", flat=True):
        page.goto(f"{visitor.address}/checklists/{slug}/")
        printed = page.pdf(prefer_css_page_size=True, format="A4")
        sheets[slug] = len(re.findall(rb"/Type /Page\b", printed))
    assert len(sheets) >= 10
    assert {slug: count for slug, count in sheets.items() if count != 1} == {}


def test_a_visitor_without_script_narrows_a_table_and_shares_its_address(visitor):
    page = visitor.page(width=390, java_script_enabled=False)
    page.goto(f"{visitor.address}/domains/3/")
    page.get_by_text("按主体、对象、方式、层级、渠道筛选").click()
    page.get_by_label("公开层级").select_option("乡级")
    with page.expect_navigation():
        page.get_by_role("button", name="按条件筛选").click()
    assert "level=" in urlsplit(page.url).query
    names = page.locator("tbody th.t").all_inner_texts()
    shared = visitor.page()
    shared.goto(page.url)
    assert 0 < len(names) < 39
    assert shared.locator("tbody th.t").all_inner_texts() == names


def test_the_keyboard_reaches_the_text_first(visitor):
    page = visitor.page()
    page.goto(f"{visitor.address}/domains/3/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_elder_mode_turned_on_by_hand_holds_on_the_next_page(visitor):
    page = visitor.page(width=390)
    page.goto(f"{visitor.address}/help/")
    page.get_by_role("link", name="长者模式").click()
    page.get_by_role("link", name="回首页").click()
    assert page.get_by_role("heading", name="您想查什么？").is_visible()
    page.get_by_role("link", name="养老和助餐").click()
    assert page.get_by_role("heading", level=1).inner_text() == "养老服务领域基层政务公开标准目录"
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "24px"


def test_the_frequent_words_of_the_home_page_find_something(visitor):
    page = visitor.page()
    page.goto(visitor.address)
    for address in page.locator(".hot a").evaluate_all("links => links.map(link => link.href)"):
        page.goto(address)
        assert page.get_by_role("heading", level=1).inner_text().startswith("找到")
