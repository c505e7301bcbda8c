"""Life events and checklists as a citizen gets them, without a browser."""

import datetime as dt
import json
import re

import pytest
from django.utils.timezone import localdate, now

from catalog.ending import take_down
from catalog.guides import close
from linhai_portal.data_version import bump
from linhai_portal.templatetags.phones import phone_links
from tests.make import (
    make_checklist,
    make_item,
    make_life_event,
    make_organization,
    make_publication,
    make_user,
    put_out,
    put_up,
)

pytestmark = pytest.mark.django_db


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def way(*entries, **facts):
    stages = [{"title": "先办这个", "explanation": "打 12345 问。", "entries": list(entries)}]
    return put_up(make_life_event(stages=stages, **facts))


def test_a_checklist_shows_every_element(client):
    item, unit = make_item(level2="出生登记"), make_organization("市公安局")
    checklist = put_up(
        make_checklist(
            items=[item],
            organization=unit,
            title="新生儿落户",
            promised_limit="当天",
            questions=[{"question": "可以代办吗？", "answer": "可以。"}],
        )
    )
    html = page(client, checklist.get_absolute_url())
    for words in [
        "新生儿落户", "《中华人民共和国户口登记条例》第七条", "孩子在国内出生", "身份证", "原件，1 份",
        "测试路 1 号", "9:00—17:00", "到窗口递交材料", "当场办结", "当天", "不收费", "户口簿", "市公安局",
        "可以代办吗？", 'href="tel:12345"', item.get_absolute_url(),
    ]:  # fmt: skip
        assert words in html, words
    assert "还在补充" not in html


def test_a_checklist_says_what_is_missing_and_who_is_asked(client):
    unit = make_organization("市公安局")
    checklist = put_up(make_checklist(organization=unit, places=[], fee=""))
    html = page(client, checklist.get_absolute_url())
    assert "还在补充：办理地点、办理时间、联系电话、收费。" in html
    assert "由市公安局补充" in html


def test_a_life_event_leads_through_its_stages_in_order_with_the_telephones(client):
    unit = make_organization("市卫健局", phone="0576-85000001")
    item = make_item(publisher=unit, level2="出生医学证明")
    checklist = put_up(make_checklist(organization=make_organization("市公安局", phone="0576-85000002")))
    event = way(item, checklist, title="新生儿出生")
    html = page(client, event.get_absolute_url())
    places = [html.index(words) for words in ("先办这个", "出生医学证明", checklist.title)]
    assert places == sorted(places)
    assert 'href="tel:0576-85000001"' in html and 'href="tel:0576-85000002"' in html
    assert event.title in page(client, "/life-events/")
    assert checklist.title in page(client, "/checklists/")


def test_item_unit_and_checklist_name_the_guides_that_gather_them(client):
    unit = make_organization()
    item = make_item(publisher=unit)
    checklist = put_up(make_checklist(items=[item], organization=unit))
    event = way(item, checklist)
    for address in (item.get_absolute_url(), unit.get_absolute_url()):
        html = page(client, address)
        assert html.count(event.get_absolute_url()) == html.count(checklist.get_absolute_url()) == 1
    assert event.get_absolute_url() in page(client, checklist.get_absolute_url())


def test_a_draft_does_not_exist_for_a_visitor(client):
    item = make_item()
    checklist = make_checklist(items=[item], title="没有公布的指南")
    event = make_life_event(title="没有公布的一件事")
    for guide in (checklist, event):
        assert client.get(guide.get_absolute_url()).status_code == 404
    for address in ["/checklists/", "/life-events/", "/search/?q=没有公布", item.get_absolute_url()]:
        assert not {checklist.title, event.title} & set(re.findall(r"没有公布的\w+", page(client, address)))
    for address in ["/checklists.json", "/life-events.json"]:
        assert json.loads(client.get(address).content)["total"] == 0


def test_a_closed_guide_keeps_its_page_and_says_why(client):
    checklist = put_up(make_checklist())
    event = way(checklist)
    close(checklist, by=make_user("head"), reason="政策已经废止")
    html = page(client, checklist.get_absolute_url())
    assert "已停用" in html and "政策已经废止" in html
    assert checklist.title not in page(client, "/checklists/")
    assert checklist.title not in page(client, event.get_absolute_url())


def test_an_item_that_was_retired_is_no_step_any_more(client):
    item = make_item(level2="旧事项")
    event = way(item)
    type(item).objects.filter(pk=item.pk).update(retired_on="2026-01-05")
    assert "旧事项" not in page(client, event.get_absolute_url())


def test_a_life_event_gathers_what_is_published_as_long_as_it_is_listed(client):
    policy = put_out(title="育儿补贴办法", is_policy=True, expires_on=localdate() - dt.timedelta(days=1))
    shown, ending = put_out(title="补贴标准"), put_out(title="补贴名单", display_until=localdate())
    hidden = make_publication(title="还在起草的")
    event = way(policy, shown, ending, hidden)
    html = page(client, event.get_absolute_url())
    places = [html.index(f'href="{each.get_absolute_url()}"') for each in (policy, shown, ending)]
    assert places == sorted(places)
    assert html.count("失效</span>") == 1 and policy.organization.name in html
    assert hidden.title not in html
    take_down(shown, by=make_user("officer"), reason="有误", text_stays=True, now=now())
    yesterday = localdate() - dt.timedelta(days=1)
    type(ending).objects.filter(pk=ending.pk).update(display_until=yesterday)
    bump()
    html = page(client, event.get_absolute_url())
    assert shown.title not in html and ending.title not in html and policy.title in html
    [row] = client.get("/life-events.json").json()["rows"]
    assert row["publications"] == [policy.index_number]


def test_guides_are_found_by_what_they_say(client):
    event = way(title="孩子出生以后")
    checklist = put_up(
        make_checklist(
            materials=[{"name": "出生医学证明", "form": "", "count": "", "issuer": "", "note": ""}]
        )
    )
    assert event.get_absolute_url() in page(client, "/search/?q=出生以后")
    html = page(client, "/search/?q=出生医学证明&kind=checklist")
    assert checklist.get_absolute_url() in html and "办事指南" in html


def test_the_files_hold_the_elements(client):
    item = make_item()
    checklist = put_up(make_checklist(items=[item]))
    event = way(item, checklist)
    [row] = json.loads(client.get("/checklists.json").content)["rows"]
    assert row["materials"] == ["身份证（原件，1 份，公安局）"]
    assert row["places"] == ["测试窗口，测试路 1 号，9:00—17:00，12345"]
    assert row["missing"] == []
    [row] = json.loads(client.get("/life-events.json").content)["rows"]
    assert (row["slug"], row["items"], row["checklists"]) == (event.slug, [item.code], [checklist.slug])


def test_pages_cost_the_same_however_much_they_gather(client, django_assert_max_num_queries):
    unit = make_organization()
    items = [make_item(publisher=unit) for _ in range(6)]
    checklists = [put_up(make_checklist(items=items)) for _ in range(6)]
    event = way(*items, *checklists, *(put_out() for _ in range(3)))
    for _ in range(3):
        way(*items)
    ceilings = {
        event.get_absolute_url(): 5,
        checklists[0].get_absolute_url(): 4,
        "/life-events/": 3,
        "/checklists/": 3,
        "/life-events.json": 8,
        "/checklists.json": 3,
    }
    for address, most in ceilings.items():
        with django_assert_max_num_queries(most):
            client.get(address)


def test_hostile_words_are_shown_as_words(client):
    nasty = "<script>alert(1)</script>12345"
    rows = {"materials": ["name", "form", "count", "issuer", "note"], "steps": ["name", "detail"]}
    rows |= {"places": ["name", "address", "hours", "phone"], "questions": ["question", "answer"]}
    facts = {name: [dict.fromkeys(keys, nasty)] for name, keys in rows.items()}
    facts |= dict.fromkeys(("title", "lead", "fee", "result", "complaint_phone"), nasty)
    checklist = put_up(make_checklist(basis=[nasty], conditions=[nasty], **facts))
    stages = [{"title": nasty, "explanation": nasty, "entries": [checklist]}]
    event = put_up(make_life_event(stages=stages, title=nasty, lead=nasty))
    for guide in (checklist, event):
        assert "<script" not in page(client, guide.get_absolute_url())


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("0576-85112345、12345", ["0576-85112345", "12345"]),
        ("85112345 转 3", ["85112345"]),
        ("13800000000", ["13800000000"]),
        ("2026 年 1 月，第 100 号，331082199001011234", []),
    ],
)
def test_telephone_numbers_can_be_called(words, numbers):
    assert re.findall(r'href="tel:([^"]+)"', phone_links(words)) == numbers
