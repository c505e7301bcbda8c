"""The negative list as the office uses it: draft, hand in, approve, look at again, decide."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from catalog.models import NegativeListEntry
from linhai_portal.accounts.roles import Role
from tests.make import make_domain, make_entry, make_item, make_organization, make_user, put_on_list

pytestmark = pytest.mark.django_db
BACKEND = "linhai_portal.accounts.backends.RoleBackend"
LIST, NEW = "/office/negative-list/", "/office/negative-list/new/"
FACTS = {
    "title": "社会救助对象名册",
    "ground": "N4",
    "legal_basis": "《社会救助暂行办法》第六十一条",
    "condition": "救助期间",
    "words": "名册",
}


@pytest.fixture
def unit():
    return make_organization("市民政局")


def sign_in(client, role, unit=None):
    user = make_user(role, unit)
    client.force_login(user, backend=BACKEND)
    return user


def deed(entry, name):
    return reverse(f"office:negative_list_{name}", args=[entry.pk])


def text(answer):
    return answer.content.decode()


def test_from_a_draft_to_the_public_list_by_two_persons(client, unit):
    editor = sign_in(client, Role.EDITOR, unit)
    client.post(NEW, FACTS | {"publisher": unit.name})
    entry = NegativeListEntry.objects.get()
    assert (entry.status, entry.organization, entry.drafted_by) == ("draft", unit, editor)
    client.post(entry.get_office_url(), FACTS | {"publisher": unit.name, "submit": "yes"})
    head = sign_in(client, Role.HEAD)
    assert f"{LIST}?waiting=yes" in text(client.get("/admin/"))
    assert "已批准" in text(
        client.post(deed(entry, "approve"), {"review_on": localdate() + dt.timedelta(days=30)}, follow=True)
    )
    entry.refresh_from_db()
    assert (entry.status, entry.approved_by) == ("in_force", head)
    assert entry.title in text(client.get("/negative-list/"))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title": ""}, "请写明是什么信息。"),
        ({"legal_basis": " "}, "请写明法律依据。"),
        ({"condition": ""}, "请写明条件和期限。"),
        ({"ground": ""}, "请选择不公开的理由。"),
        ({"ground": "N2", "legal_basis": "有关规定"}, "要写出法律或行政法规的名称"),
        ({"words": ""}, "请写明范围"),
        ({"item": "03-99-99"}, "没有编码是“03-99-99”的事项"),
        ({"publisher": "没有的局"}, "没有找到“没有的局”"),
        ({"words": "词" * 61}, "60"),
    ],
)
def test_what_is_missing_is_said_beside_the_field(client, change, words):
    sign_in(client, Role.OFFICER)
    page = text(client.post(NEW, FACTS | change))
    assert words in page and "有错误：" in page
    assert not NegativeListEntry.objects.exists()


def test_an_item_and_a_wider_scope_do_not_go_together(client):
    sign_in(client, Role.OFFICER)
    item = make_item()
    assert "写了事项就不用再写别的" in text(client.post(NEW, FACTS | {"item": item.code}))
    assert client.post(NEW, FACTS | {"item": item.code, "words": ""}).status_code == 302
    assert NegativeListEntry.objects.get().item == item


def test_a_unit_proposes_only_its_own_information(client, unit):
    other = make_organization()
    item, mine = make_item(publisher=other), make_item(publisher=unit)
    sign_in(client, Role.EDITOR, unit)
    for scope in ({}, {"publisher": other.name}, {"domain": make_domain().pk}):
        assert "请写本单位的名称" in text(client.post(NEW, FACTS | scope))
    assert "不是本单位公开的" in text(client.post(NEW, FACTS | {"words": "", "item": item.code}))
    assert client.post(NEW, FACTS | {"words": "", "item": mine.code}).status_code == 302


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("", "请选择复核日期。"),
        ("明年", "请按 2027-05-01 的样子写日期。"),
        ("2020-01-01", "复核日期要晚于今天。"),
        ("9999-12-31", "请核对年份。"),
    ],
)
def test_an_impossible_review_date_is_refused_in_words(client, day, words):
    entry = make_entry()
    entry.submit(by=entry.drafted_by)
    sign_in(client, Role.HEAD)
    assert words in text(client.post(deed(entry, "approve"), {"review_on": day}))
    kept = put_on_list(on=localdate())
    sign_in(client, Role.OFFICER)
    facts = {"proposal": "keep", "review_on": day, "reason": "情况没有变化"}
    assert words in text(client.post(deed(kept, "reassess"), facts))


def test_an_expired_entry_is_looked_at_again_and_lifted(client):
    entry = put_on_list(on=localdate() - dt.timedelta(days=500))
    sign_in(client, Role.OFFICER)
    assert f"{LIST}?expired=yes" in text(client.get("/admin/"))
    page = text(client.get(f"{LIST}?expired=yes"))
    assert entry.title in page and "已过复核日期" in page
    page = text(client.post(deed(entry, "reassess"), {"proposal": "", "reason": ""}))
    assert "请选择继续不公开还是解除。" in page and "请写明评估理由。" in page
    client.post(deed(entry, "reassess"), {"proposal": "lift", "reason": "已经公开"})
    sign_in(client, Role.HEAD)
    assert "已经公开" in text(client.get(entry.get_office_url()))
    assert "不同意要写明理由" in text(client.post(deed(entry, "decide"), {"agrees": "no"}))
    client.post(deed(entry, "decide"), {"agrees": "yes"})
    entry.refresh_from_db()
    assert entry.status == "lifted"
    again = client.post(deed(entry, "decide"), {"agrees": "yes"}, follow=True)
    assert "现在不能由您办理" in text(again)


def test_a_returned_entry_waits_for_its_drafter(client, unit):
    editor = make_user(Role.EDITOR, unit)
    entry = make_entry(drafted_by=editor, publisher=unit)
    entry.submit(by=editor)
    sign_in(client, Role.HEAD)
    assert "请写明退回理由" in text(client.post(deed(entry, "return"), {"reason": ""}))
    client.post(deed(entry, "return"), {"reason": "写到条、款"})
    client.force_login(editor, backend=BACKEND)
    assert "status=returned&amp;mine=yes" in text(client.get("/admin/"))
    assert entry.title in text(client.get(f"{LIST}?status=returned&mine=yes"))
    assert "写到条、款" in text(client.get(entry.get_office_url()))
    client.post(deed(entry, "withdraw"))
    entry.refresh_from_db()
    assert entry.status == "withdrawn"


def test_a_person_in_both_roles_neither_approves_nor_decides_the_own(client):
    both = sign_in(client, Role.OFFICER)
    both.memberships.create(organization=make_organization(), role=Role.HEAD)
    entry = make_entry(drafted_by=both)
    entry.submit(by=both)
    page = text(client.get(entry.get_office_url()))
    assert "要由另一个人决定" in page and ">批准<" not in page
    client.post(deed(entry, "approve"), {"review_on": localdate() + dt.timedelta(days=9)})
    entry.refresh_from_db()
    assert entry.status == "submitted"


@pytest.mark.parametrize("name", ["withdraw", "approve", "return", "reassess", "decide"])
def test_another_units_entry_does_not_exist(client, unit, name):
    entry = make_entry()
    sign_in(client, Role.EDITOR, unit)
    assert client.get(entry.get_office_url()).status_code == 404
    assert client.post(entry.get_office_url(), FACTS).status_code == 404
    assert client.post(deed(entry, name)).status_code in (403, 404)


def test_an_entry_handed_in_is_not_changed_any_more(client):
    officer = sign_in(client, Role.OFFICER)
    entry = make_entry(drafted_by=officer)
    entry.submit(by=officer)
    assert client.post(entry.get_office_url(), FACTS | {"title": "别的"}).status_code == 404


def test_hostile_words_are_shown_as_words(client):
    sign_in(client, Role.OFFICER)
    nasty = "<script>alert(1)</script>\"'"
    client.post(NEW, FACTS | {"title": nasty, "condition": nasty, "words": nasty})
    entry = NegativeListEntry.objects.get()
    for address in (LIST, entry.get_office_url()):
        assert "<script>" not in text(client.get(address))
    assert client.post(NEW, FACTS | {"title": "名\0册"}).status_code == 200
    assert client.get(f"{LIST}?status=%00&page=1").status_code == 200


def test_the_lists_cost_the_same_number_of_queries_however_long(client, django_assert_max_num_queries):
    sign_in(client, Role.HEAD)
    for _ in range(12):
        entry = put_on_list(on=localdate(), publisher=make_organization(), domain=make_domain())
    with django_assert_max_num_queries(14):
        client.get(LIST)
    with django_assert_max_num_queries(16):
        client.get(entry.get_office_url())
