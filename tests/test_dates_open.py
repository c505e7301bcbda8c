"""Every page that shows a due date leads to how it comes about, day by day, and says where it is provisional."""

import datetime as dt
import io
import re
from html import unescape

import pytest
from django.utils.timezone import localdate
from docx import Document

from catalog.obligations import keep_obligations
from catalog.timeliness_kept import keep_all
from disclosure_requests import approving, consulting, correcting, deciding, remedying
from disclosure_requests.issuing import receipt_letter
from tests.make import make_item, make_organization, make_publication, make_user, publish, put_out
from tests.make_requests import in_handling, make_case, official_calendar, replied, with_correction
from tests.test_load_calendar import off

pytestmark = pytest.mark.django_db
BACKEND = "linhai_portal.accounts.backends.RoleBackend"
A_DAY = r"第 \d+ (?:至 \d+ )?个?(?:工作)?日"


class World:
    """Without any official calendar: every date that counts workdays is provisional."""

    def __init__(self):
        today, self.officer, self.unit = localdate(), make_user("officer"), make_organization(slug="unit")
        self.case = in_handling(on=today)
        self.correction = with_correction(on=today)
        notice = self.correction.corrections.get()
        correcting.correction_delivered(notice, by=self.officer, today=today, on=today)
        self.consulted = _consulted(today)
        self.remedied = _remedied(today)
        editor = make_user("editor", self.unit)
        self.item = make_item(
            publisher=self.unit,
            limit_unit="periodic",
            limit_number=None,
            limit_period="quarterly",
            time_limit="每季度",
            created_on=today - dt.timedelta(days=400),
        )
        publish(self.item.domain)
        keep_obligations([self.item], today=today)
        self.draft = make_publication(drafted_by=editor, formed_on=today)
        self.public = put_out(make_publication(drafted_by=make_user("editor", self.unit), formed_on=today))
        keep_all(today=today)
        self.quarter = self.item.obligations.order_by("starts_on").first()


def _consulted(today):
    case = in_handling(on=today)
    facts = {"party": "third_party", "name": "示例公司", "question": "涉及商业秘密吗", "reason": "合同"}
    asked = consulting.propose_consultation(case, by=case.officer, today=today, **facts)
    approving.approve(asked, by=make_user("head"), today=today)
    consulting.send_consultation(asked, by=case.officer, today=today)
    consulting.consultation_delivered(asked, by=case.officer, today=today, on=today)
    return case


def _remedied(today):
    case = replied(on=today)
    deciding.delivered(case, by=case.officer, today=today, on=today)
    facts = {"filed_on": today, "noticed_on": today, "organ": "示例机关"}
    remedying.reconsidered(case, by=case.officer, today=today, **facts)
    return case


@pytest.fixture
def world():
    return World()


# The page, and in which of its words the date stands.
OFFICE = {
    "/office/requests/": "{case.number}",
    "/office/requests/{case.pk}/": "补正告知最迟",
    "/office/requests/{correction.pk}/": "补正最迟",
    "/office/requests/{consulted.pk}/": "第三方提出意见最迟",
    "/office/requests/{remedied.pk}/": "提出答复和证据最迟",
    "/office/publications/": "{draft.title}",
    "/office/publications/{draft.pk}/": "最迟公开日期怎么算的",
    "/office/due/?kind=draft": "{draft.title}",
    "/office/due/?kind=period": "{item.title}",
}
PUBLIC = {
    "/items/{item.code}/": "最迟应于",
    "/items/{item.code}/periods/{quarter.starts_on}/": "最迟公开日期怎么算的",
    "/publications/{public.index_number}/": "最迟公开日期怎么算的",
}


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return unescape(answer.content.decode())


def explained(client, html):
    """The days that the page itself shows, or the page to which its date leads."""
    found = re.findall(r'href="([^"?]*(?:/dates/|#due|/periods/[\d-]+/))"', html)
    return "\n".join([html, *(read(client, each.split("#")[0]) for each in found if each != "#due")])


@pytest.mark.parametrize("address", OFFICE)
def test_a_date_of_the_office_opens_to_its_days_and_is_marked(client, world, address):
    client.force_login(world.officer, backend=BACKEND)
    html = read(client, address.format(**vars(world)))
    assert OFFICE[address].format(**vars(world)) in re.sub(r"<[^>]+>", "", html)
    assert "暂定" in html
    assert re.search(A_DAY, explained(client, html))


@pytest.mark.parametrize("address", PUBLIC)
def test_a_date_for_everybody_opens_to_its_days_and_is_marked(client, world, address):
    html = read(client, address.format(**vars(world)))
    assert PUBLIC[address] in html
    assert "暂定" in html
    assert re.search(A_DAY, explained(client, html))


@pytest.mark.parametrize("address", ["/requests/receipt/", "/requests/status/", "/requests/status/dates/"])
def test_a_date_of_an_applicant_opens_to_its_days_and_is_marked(client, world, address):
    case = make_case(on=localdate())
    client.post("/requests/status/", {"number": case.number, "code": case.code})
    html = read(client, address)
    assert "暂定" in html
    assert re.search(A_DAY, html)


def test_the_limits_of_a_stopped_clock_are_explained_to_the_applicant_too(client, world):
    case = world.correction
    client.post("/requests/status/", {"number": case.number, "code": case.code})
    assert "/requests/status/dates/" in read(client, "/requests/status/")
    html = read(client, "/requests/status/dates/")
    assert "补正：最迟" in html
    assert "收到补正告知书那天" in html


def test_nobody_reads_the_days_of_a_case_he_does_not_hold(client, world):
    assert client.get("/requests/status/dates/")["Location"] == "/requests/status/"


def test_every_kind_of_limit_of_a_case_has_its_days(client, world):
    client.force_login(world.officer, backend=BACKEND)
    html = read(client, f"/office/requests/{world.remedied.pk}/dates/")
    for name in ("答复", "补正告知", "提出答复和证据", "作出复议决定"):
        assert f"{name}：最迟" in html
    assert "按自然日计算" in html


def test_a_letter_that_promises_a_provisional_day_says_so(world):
    case = make_case(on=localdate())
    assert case.is_provisional
    letter = receipt_letter(case, today=localdate())
    assert "放假安排尚未公布" in _words_of(letter)


def test_a_letter_with_a_firm_day_says_nothing_of_the_kind():
    official_calendar()
    case = make_case()
    assert not case.is_provisional
    assert "放假安排尚未公布" not in _words_of(receipt_letter(case, today=case.received_on))


def _words_of(letter):
    return "\n".join(each.text for each in Document(io.BytesIO(letter.read("docx"))).paragraphs)


def test_the_preview_of_a_calendar_opens_the_dates_of_now(client, world):
    official_calendar()
    client.force_login(world.officer, backend=BACKEND)
    lines = {"notice": "示例通知", "lines": f"{off()},holiday,示例假"}
    html = unescape(client.post("/office/calendar/new/", lines, follow=True).content.decode())
    assert f"/office/requests/{world.case.pk}/dates/" in html
    assert re.search(A_DAY, explained(client, html))


def test_the_lists_cost_the_same_however_many_dates_they_explain(
    client, world, django_assert_max_num_queries
):
    client.force_login(world.officer, backend=BACKEND)
    for address in ("/office/requests/", "/office/publications/", "/office/due/"):
        with django_assert_max_num_queries(40) as few:
            read(client, address)
        in_handling(on=localdate())
        make_publication(drafted_by=world.draft.drafted_by, formed_on=localdate())
        with django_assert_max_num_queries(40) as many:
            read(client, address)
        assert len(few) == len(many), address
