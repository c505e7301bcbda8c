"""The lists of the portal as JSON, CSV, XLSX and Atom: the rows of the page, by the filters of the page."""

import csv
import datetime as dt
import io
import json
import xml.etree.ElementTree as ET
from itertools import chain

import openpyxl
import pytest
from django.utils.timezone import localdate

from catalog.adjusting import propose_change
from catalog.models import Item
from linhai_portal.accounts.models import OrganizationGroup
from linhai_portal.formats import CONTENT_TYPES, published
from linhai_portal.page_cache import pages
from linhai_portal.search.models import EmptySearch
from tests.make import (
    make_domain,
    make_entry,
    make_item,
    make_organization,
    make_user,
    publish,
    put_on_list,
    put_out,
    put_through,
)

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
PLACES = ["domains", "domains/<slug:number>", "organizations/<slug:slug>", "search"]
LISTS = ["organizations", "villages", "public-bodies", "responsibilities", "negative-list", "adjustments"]
LISTS += ["publications", "policies"]
PLACES += [*LISTS, "disclosure/<slug:column>"]


def adjust(item, officer, head, **facts):
    """An item of a published catalog gets other elements, from today on."""
    item = Item.objects.get(pk=item.pk)
    for name, value in facts.items():
        setattr(item, name, value)
    return put_through(propose_change(item, by=officer), by=officer, head=head, on=localdate())


def body(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def read_json(client, address, **params):
    answer = client.get(address, params)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    return json.loads(body(answer))


def read_csv(client, address, **params):
    text = body(client.get(address, params)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def feed_of(client, address, **params):
    answer = client.get(address, params)
    assert (answer.status_code, answer["Content-Type"]) == (200, CONTENT_TYPES["atom"])
    return ET.fromstring(answer.content)  # noqa: S314  (our own)


def read_atom(client, address, **params):
    """The titles of a feed's entries."""
    return [
        each.find(f"{ATOM}title").text for each in feed_of(client, address, **params).iter(f"{ATOM}entry")
    ]


@pytest.fixture
def a_row_in_every_list():
    """Two villages in different towns, a school, a domain with a lead and one more unit, an entry, an adjustment."""
    towns = [make_organization(f"测试{n}镇", kind="town", level="乡级", slug=f"town-{n}") for n in (1, 2)]
    for town in towns:
        make_organization(f"{town.name}一村", kind="village", level="村级", parent=town)
    service = OrganizationGroup.objects.create(slug="schools", name="学校")
    make_organization("测试小学", kind="public_body", service=service)
    domain = make_domain("义务教育", lead=towns[0])
    domain.domainunit_set.create(organization=towns[1])
    item = make_item(domain)
    put_on_list(on=localdate(), domain=domain)
    put_on_list(on=localdate(), item=item)
    publish(domain, on=localdate())
    put_out(is_policy=True)


@pytest.mark.parametrize("place", LISTS)
def test_all_formats_of_a_list_hold_the_same_rows(client, a_row_in_every_list, place):
    rows = read_json(client, f"/{place}.json")["rows"]
    heading, *table = read_csv(client, f"/{place}.csv")
    workbook = openpyxl.load_workbook(io.BytesIO(body(client.get(f"/{place}.xlsx"))))
    sheet = [[cell or "" for cell in row] for row in workbook.active.iter_rows(values_only=True)]
    assert rows
    assert sheet == [heading, *table]
    assert [row[-1] for row in table] == [row["address"] for row in rows]
    assert [row[0] for row in table] == [next(iter(row.values())) for row in rows]
    assert len(read_atom(client, f"/{place}.atom")) == len(rows)


def test_the_addresses_of_rows_are_whole_and_lead_to_their_pages(client, a_row_in_every_list):
    addresses = [row["address"] for place in LISTS for row in read_json(client, f"/{place}.json")["rows"]]
    assert all(address.startswith("http://testserver/") for address in addresses)
    assert {client.get(address.partition("#")[0]).status_code for address in addresses} == {200}


@pytest.mark.parametrize("format", ["csv", "atom"])
def test_a_filter_of_the_page_holds_in_its_files(client, a_row_in_every_list, format):
    read = {"csv": read_csv, "atom": read_atom}[format]
    rows = read(client, f"/villages.{format}", town="town-1")
    assert "测试1镇一村" in str(rows) and "测试2镇一村" not in str(rows)
    assert "测试小学" not in str(read(client, f"/public-bodies.{format}", service="hospitals"))


def test_pages_of_json_follow_one_another_and_keep_the_filter(client):
    town = make_organization("测试镇", kind="town", level="乡级", slug="town")
    for number in range(103):
        make_organization(f"村{number:03d}", kind="village", level="村级", parent=town)
    first = read_json(client, "/villages.json", town="town")
    second = client.get(first["next"]).json()
    assert (first["total"], first["page"], len(first["rows"])) == (103, 1, 100)
    assert "town=town" in first["next"]
    assert (second["next"], len(second["rows"])) == (None, 3)
    assert client.get("/villages.json?page=3").status_code == 404
    assert client.get("/villages.json?page=x").status_code == 404


def test_the_files_of_a_domain_keep_the_national_layout_and_the_filters(client):
    domain = make_domain()
    make_item(domain, level2="都可以看", levels=["县级"])
    make_item(domain, level2="乡里的", levels=["乡级"])
    address = f"/domains/{domain.number}"
    whole, part = read_json(client, f"{address}.json"), read_json(client, f"{address}.json", level="乡级")
    assert [each["level2"] for each in whole["domains"][0]["items"]] == ["都可以看", "乡里的"]
    assert [each["level2"] for each in part["domains"][0]["items"]] == ["乡里的"]
    table = read_csv(client, f"{address}.csv", level="乡级")
    assert table[1][0] == "序号" and [row[2] for row in table[3:]] == ["乡里的"]
    assert read_atom(client, f"{address}.atom", level="乡级") == ["乡里的"]
    assert client.get("/domains/999999.atom").status_code == 404


def test_the_page_of_a_domain_offers_its_files_with_the_filters_chosen(client):
    domain = make_domain()
    make_item(domain, levels=["乡级"])
    html = client.get(domain.get_absolute_url(), {"level": "乡级"}).content.decode()
    assert f'href="/domains/{domain.number}.csv?level=%E4%B9%A1%E7%BA%A7"' in html
    assert f'type="application/atom+xml" title="最近修改的事项" href="/domains/{domain.number}.atom"' in html


def test_a_feed_names_what_changed_last_first_and_no_retired_item(client):
    domain = make_domain()
    first, second = make_item(domain, level2="先"), make_item(domain, level2="后")
    make_item(domain, level2="取消的", retired_on="2026-01-01")
    first.save()
    domain.items_changed()
    for address in (f"/domains/{domain.number}.atom", "/domains.atom"):
        assert read_atom(client, address) == [first.title, second.title]


def test_a_feed_has_ids_times_and_no_more_than_fifty_entries(client):
    domain = make_domain()
    items = [make_item(domain) for _ in range(52)]
    feed = feed_of(client, f"/domains/{domain.number}.atom")
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 50
    assert entries[0].find(f"{ATOM}id").text == f"http://testserver{items[-1].get_absolute_url()}"
    assert entries[0].find(f"{ATOM}updated").text[:10] == f"{items[-1].updated_at:%Y-%m-%d}"
    assert feed.find(f"{ATOM}id").text and feed.find(f"{ATOM}author") is not None


def test_what_a_unit_publishes_is_a_list_too(client):
    unit = make_organization()
    item = make_item(publisher=unit)
    make_item()
    found = read_json(client, f"/organizations/{unit.slug}.json")
    assert [(row["code"], row["legal_basis"]) for row in found["rows"]] == [(item.code, item.legal_basis)]
    assert client.get("/organizations/nobody.json").status_code == 404


def test_hits_are_given_without_marks_and_leave_no_trace(client):
    item = make_item(level2="低保 <b>标准</b> & 发放")
    found = read_json(client, "/search.json", q="低保")
    assert [(row["key"], row["title"]) for row in found["rows"]] == [(item.code, "低保 <b>标准</b> & 发放")]
    assert read_atom(client, "/search.atom", q="低保") == ["低保 <b>标准</b> & 发放"]
    assert read_json(client, "/search.json", q="没有的词")["rows"] == []
    assert read_json(client, "/search.json")["total"] == 0
    assert not EmptySearch.objects.exists()


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@x", "'=1", "\t=1"])
def test_no_text_is_a_formula_in_a_spreadsheet(client, start):
    unit = make_organization(f"{start}单位")
    assert [row[1] for row in read_csv(client, "/organizations.csv")[1:]] == [f"'{unit.name}"]
    workbook = openpyxl.load_workbook(io.BytesIO(body(client.get("/organizations.xlsx"))))
    cell = workbook.active.cell(2, 2)
    assert (cell.value, cell.data_type) == (unit.name, "s")


def test_a_feed_stands_any_text(client):
    unit = make_organization(full_name="a\x0b<&\ufffe")
    assert read_atom(client, "/organizations.atom") == ["a <& "]
    assert unit.full_name in read_json(client, "/organizations.json")["rows"][0]["full_name"]


def test_what_a_feed_says_of_a_row_is_text_and_no_html(client):
    item = make_item(time_limit="<b>20</b>个工作日内")
    summary = feed_of(client, f"{item.domain.get_absolute_url()[:-1]}.atom").find(f".//{ATOM}summary")
    assert summary.get("type") == "html" and "&lt;b&gt;20&lt;/b&gt;" in summary.text


@pytest.mark.parametrize("place", PLACES)
def test_no_format_asks_the_database_more_often_for_more_rows(
    client, a_row_in_every_list, django_assert_max_num_queries, place
):
    unit, officer, head = make_organization(slug="unit"), make_user("officer"), make_user("head")
    domain = make_domain(number="77", lead=unit)
    first = make_item(domain, publisher=unit)
    publish(domain, on=localdate())
    address = "/" + place.replace("<slug:number>", "77").replace("<slug:slug>", "unit")
    address = address.replace("<slug:column>", "1")
    put_out(is_policy=True, column="1")
    counts = []
    for more in (6, 0):
        counts.append([])
        for format in published[place].formats:
            pages.clear()
            with django_assert_max_num_queries(11) as asked:
                answer = client.get(f"{address}.{format}", {"q": "文件"} if place == "search" else {})
                assert body(answer)
            counts[-1].append(len(asked))
        for n in range(more):
            item = make_item(domain, publisher=unit)
            put_on_list(on=localdate(), item=item, drafted_by=officer, head=head)
            adjust(first, officer, head, level2=f"新名称{n}")
            domain.domainunit_set.create(organization=make_organization())
            make_organization(kind="village", level="村级", parent=unit)
            put_out(is_policy=True, column="1", items=[item])
    assert counts[0] == counts[1]


def test_the_negative_list_is_given_as_its_page_shows_it(client):
    domain, unit = make_domain("社会救助"), make_organization("市民政局")
    item = make_item(domain, attribute="withheld")
    of_item, of_unit = put_on_list(on=localdate(), item=item), put_on_list(on=localdate(), publisher=unit)
    put_on_list(on=localdate() - dt.timedelta(days=500), title="过期的")
    make_entry(title="起草的")
    rows = read_json(client, "/negative-list.json")["rows"]
    assert [(row["number"], row["item"], row["publisher"]) for row in rows] == [
        (of_item.number, item.code, None),
        (of_unit.number, None, unit.slug),
    ]
    assert rows[0]["article"] == "第十五条" and rows[0]["review_on"] == of_item.review_on.isoformat()
    assert read_atom(client, "/negative-list.atom") == [of_unit.title, of_item.title]
    assert read_atom(client, "/negative-list.atom", domain=domain.number) == [of_item.title]
    assert len(read_csv(client, "/negative-list.csv", unit=unit.slug)) == 2


def test_an_adjustment_is_given_with_what_it_does_and_why(client):
    officer, head = make_user("officer"), make_user("head")
    domain = make_domain("社会救助")
    item = make_item(domain)
    publish(domain, on=localdate())
    sheet = adjust(item, officer, head, level2="新名称")
    [row, first] = read_json(client, "/adjustments.json")["rows"]
    assert (row["number"], row["effective_on"]) == (sheet.number, localdate().isoformat())
    assert (row["changed"], row["added"], row["domains"]) == (1, 0, [domain.number])
    assert row["summary"] == "修改 1 项：“新名称”" and row["reason"] == "测试理由"
    assert (first["published"], row["unit"]) == (1, sheet.organization.slug)
    entry = feed_of(client, "/adjustments.atom").find(f"{ATOM}entry")
    assert entry.find(f"{ATOM}title").text == f"{sheet.number} 修改 1 项：“新名称”"
    assert "理由：测试理由。依据：测试依据" in entry.find(f"{ATOM}summary").text
    assert read_atom(client, "/adjustments.atom", kind="publish") == [f"{first['number']} {first['summary']}"]
    names = {officer.name, head.name, officer.username, head.username}
    for format in ("json", "csv", "atom"):
        assert not any(name in body(client.get(f"/adjustments.{format}")).decode() for name in names)


def test_every_format_carries_a_tag_and_answers_304(client, a_row_in_every_list):
    for place, format in chain(*([(place, format) for format in CONTENT_TYPES] for place in LISTS)):
        tag = client.get(f"/{place}.{format}")["ETag"]
        assert client.get(f"/{place}.{format}", HTTP_IF_NONE_MATCH=tag).status_code == 304
