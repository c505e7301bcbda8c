"""Life events and checklists as a unit uses them: draft with rows, hand in, look, approve, change, close."""

import pytest
from django.urls import reverse

from catalog.models import Checklist, LifeEvent
from linhai_portal.accounts.roles import Role
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
BACKEND = "linhai_portal.accounts.backends.RoleBackend"
TABLES = {"materials": 0, "places": 0, "steps": 0, "questions": 0}
WITHOUT_ROWS = {f"{name}-{part}_FORMS": 0 for name in TABLES for part in ("TOTAL", "INITIAL")}
FACTS = WITHOUT_ROWS | {
    "title": "新生儿报户口",
    "slug": "birth",
    "lead": "到派出所办。",
    "basis": "《中华人民共和国户口登记条例》第七条\n\n公通字〔2021〕12号",
    "conditions": "孩子在国内出生",
}


@pytest.fixture
def unit():
    return make_organization("市公安局")


def sign_in(client, role, unit=None):
    user = make_user(role, unit)
    client.force_login(user, backend=BACKEND)
    return user


def deed(guide, name):
    return f"{guide.get_office_url()}{name}/"


def text(answer):
    return answer.content.decode()


def rows(name, *cells):
    """What a browser sends of a table."""
    sent = {f"{name}-TOTAL_FORMS": len(cells), f"{name}-INITIAL_FORMS": 0}
    return sent | {
        f"{name}-{number}-{cell}": value for number, row in enumerate(cells) for cell, value in row.items()
    }


def test_a_checklist_goes_from_an_editors_draft_to_the_public_by_the_units_reviewer(client, unit):
    editor = sign_in(client, Role.EDITOR, unit)
    item = make_item()
    sent = FACTS | rows("materials", {"name": "出生医学证明", "count": "1 份"}, {}, {"name": "户口簿"})
    sent |= rows("steps", {"name": "交材料"}) | {"organization": unit.name, "gathered": f"{item}"}
    client.post("/office/checklists/new/", sent)
    draft = Checklist.objects.get()
    assert (draft.status, draft.organization, draft.drafted_by) == ("draft", unit, editor)
    assert [row["name"] for row in draft.materials] == ["出生医学证明", "户口簿"]
    assert draft.basis == ["《中华人民共和国户口登记条例》第七条", "公通字〔2021〕12号"]
    assert list(draft.items.all()) == [item]
    client.post(draft.get_office_url(), sent | {"submit": "yes", "slug": "another"})
    sign_in(client, Role.REVIEWER, unit)
    assert "/office/checklists/?waiting=yes" in text(client.get("/admin/"))
    assert draft.title in text(client.get("/office/checklists/?waiting=yes"))
    preview = text(client.get(deed(draft, "preview")))
    assert "这是预览，没有公布。" in preview and "出生医学证明" in preview
    assert "已公布" in text(client.post(deed(draft, "approve"), {"note": ""}, follow=True))
    assert "出生医学证明" in text(client.get("/checklists/birth/"))


def test_a_life_event_is_drafted_with_items_and_checklists_by_code_and_name(client, unit):
    sign_in(client, Role.OFFICER)
    item, checklist = make_item(), put_up(make_checklist(title="新生儿报户口"))
    published, hidden = put_out(), make_publication()
    stages = rows(
        "gathered",
        {"title": "后办", "ORDER": "2", "entries": f"{checklist.slug}\n{published.index_number}"},
        {"title": "先办", "ORDER": "1", "explanation": "说明", "entries": f"{item}\n新生儿报户口"},
    )
    sent = stages | {"title": "新生儿出生", "slug": "newborn", "theme": "health-care", "position": 1}
    client.post("/office/life-events/new/", sent | {"organization": unit.name})
    event = LifeEvent.objects.get()
    assert event.gathered() == [
        {"title": "先办", "explanation": "说明", "entries": [item, checklist]},
        {"title": "后办", "explanation": "", "entries": [checklist, published]},
    ]
    html = text(client.get(event.get_office_url()))
    assert f"{item}\n新生儿报户口" in html
    assert f"新生儿报户口\n{published.index_number} {published.title}" in html
    for unknown in (hidden.title, "None"):
        refused = sent | rows("gathered", {"title": "办", "entries": unknown}) | {"organization": unit.name}
        assert "没有编码、名称或者索引号是" in text(client.post(event.get_office_url(), refused))
    wrong = sent | rows("gathered", {"title": "办", "entries": "99-99-99"}) | {"organization": unit.name}
    assert "没有编码、名称或者索引号是“99-99-99”的事项" in text(client.post(event.get_office_url(), wrong))
    assert len(event.gathered()) == 2


def test_a_table_gets_an_empty_row_at_each_saving_and_keeps_what_was_typed(client):
    officer = sign_in(client, Role.OFFICER)
    draft = make_checklist(drafted_by=officer, materials=[])
    sent = FACTS | rows("materials", {"name": "户口簿"}) | {"organization": str(draft.organization)}
    answer = client.post(draft.get_office_url(), sent | {"more": "materials"})
    assert answer["Location"] == f"{draft.get_office_url()}#materials"
    html = text(client.get(draft.get_office_url()))
    assert 'name="materials-0-name" value="户口簿"' in html and 'name="materials-1-name"' in html
    assert 'id="materials"' in html


def test_an_emptied_row_falls_away_and_numbers_give_the_order(client):
    officer = sign_in(client, Role.OFFICER)
    draft = make_checklist(drafted_by=officer)
    cells = [
        {"name": "二", "ORDER": "2"},
        {"name": "", "ORDER": "3"},
        {"name": "一", "ORDER": "1"},
        {"name": "三"},
    ]
    sent = FACTS | rows("steps", *cells) | {"steps-INITIAL_FORMS": 2, "organization": str(draft.organization)}
    client.post(draft.get_office_url(), sent)
    draft.refresh_from_db()
    assert [row["name"] for row in draft.steps] == ["一", "二", "三"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title": ""}, "请写明名称。"),
        ({"organization": "没有的局"}, "没有找到“没有的局”"),
        ({"organization": ""}, "请写明责任单位。"),
        ({"slug": "taken"}, "这个地址名已经用过了"),
        ({"slug": "新生儿"}, "slug"),
        ({"gathered": "99-99-99"}, "没有编码是“99-99-99”的事项"),
        ({"basis": "名\0册"}, "不允许是用空字符串"),
        (
            rows("materials", {"note": "只有说明"}),
            "办理材料第 1 行，材料名称：请填写材料名称，或者把这一行清空。",
        ),
        (rows("steps", {"name": "步" * 101}), "办理流程第 1 行，做什么："),
        ({"materials-TOTAL_FORMS": "x"}, "办理材料"),
        (rows("questions", *[{"question": "问"}] * 31), "30"),
    ],
)
def test_what_is_wrong_is_said_in_words(client, unit, change, words):
    sign_in(client, Role.OFFICER)
    make_checklist(slug="taken")
    page = text(client.post("/office/checklists/new/", FACTS | {"organization": unit.name} | change))
    assert words in page and "有错误：" in page
    assert Checklist.objects.count() == 1


def test_a_unit_writes_for_itself_only(client, unit):
    sign_in(client, Role.EDITOR, unit)
    other = make_organization()
    assert "不是您的单位" in text(
        client.post("/office/checklists/new/", FACTS | {"organization": other.name})
    )
    assert client.post("/office/checklists/new/", FACTS | {"organization": unit.name}).status_code == 302


def test_a_guide_without_four_key_elements_is_kept_but_not_handed_in(client, unit):
    sign_in(client, Role.OFFICER)
    sent = FACTS | {"organization": unit.name, "submit": "yes"}
    page = text(client.post("/office/checklists/new/", sent, follow=True))
    assert "还缺 5 项：办理材料、办理地点、办理时间、联系电话、办理流程" in page
    assert Checklist.objects.get().status == "draft"


@pytest.mark.parametrize("make", [make_checklist, make_life_event])
def test_a_public_guide_is_changed_by_a_draft_and_closed_with_a_reason(client, make):
    guide = put_up(make())
    sign_in(client, Role.OFFICER)
    answer = client.post(deed(guide, "change"), follow=True)
    draft = type(guide).objects.get(status="draft")
    assert answer.redirect_chain[0][0] == draft.get_office_url()
    assert "没有办完的修改" in text(client.post(deed(guide, "change"), follow=True))
    assert "只有已公布" in text(client.post(deed(draft, "change"), follow=True))
    client.post(deed(draft, "withdraw"))
    sign_in(client, Role.HEAD)
    assert "请写明停用理由" in text(client.post(deed(guide, "close"), {"reason": ""}))
    client.post(deed(guide, "close"), {"reason": "政策已经废止"})
    assert "政策已经废止" in text(client.get(guide.get_absolute_url()))
    assert "现在不能由您办理" in text(client.post(deed(guide, "close"), {"reason": "又"}, follow=True))


def test_a_returned_guide_waits_for_its_drafter(client, unit):
    editor = make_user(Role.EDITOR, unit)
    checklist = make_checklist(drafted_by=editor)
    checklist.submit(by=editor)
    sign_in(client, Role.REVIEWER, unit)
    assert "请写明退回理由" in text(client.post(deed(checklist, "return"), {"reason": ""}))
    client.post(deed(checklist, "return"), {"reason": "补上电话"})
    client.force_login(editor, backend=BACKEND)
    assert "/office/checklists/?status=returned&amp;mine=yes" in text(client.get("/admin/"))
    assert "补上电话" in text(client.get(checklist.get_office_url()))


def test_a_person_in_both_roles_does_not_approve_the_own(client):
    both = sign_in(client, Role.EDITOR)
    both.memberships.create(organization=both.organizations().first(), role=Role.REVIEWER)
    checklist = make_checklist(drafted_by=both)
    checklist.submit(by=both)
    page = text(client.get(checklist.get_office_url()))
    assert "要由另一个人审核" in page and "同意，公布" not in page
    client.post(deed(checklist, "approve"))
    checklist.refresh_from_db()
    assert checklist.status == "submitted"


@pytest.mark.parametrize("name", ["preview", "change", "withdraw", "approve", "return", "close"])
def test_another_units_guide_does_not_exist(client, unit, name):
    guide = make_checklist()
    user = sign_in(client, Role.EDITOR, unit)
    user.memberships.create(organization=unit, role=Role.REVIEWER)
    assert client.get(guide.get_office_url()).status_code == 404
    method = client.get if name == "preview" else client.post
    assert method(deed(guide, name)).status_code == 404


def test_a_sample_waits_for_its_unit_on_the_start_page(client, unit):
    sample = {"status": "published", "is_sample": True, "drafted_by": None}
    Checklist.objects.create(slug="sample", title="示例指南", organization=unit, **sample)
    sign_in(client, Role.EDITOR, unit)
    assert "/office/checklists/?sample=yes" in text(client.get("/admin/"))
    assert "示例指南" in text(client.get("/office/checklists/?sample=yes"))
    sign_in(client, Role.EDITOR)
    assert "?sample=yes" not in text(client.get("/admin/"))


def test_the_lists_cost_the_same_number_of_queries_however_long(client, django_assert_max_num_queries):
    sign_in(client, Role.HEAD)
    guides = [put_up(make()) for make in (make_checklist, make_life_event) for _ in range(6)]
    for place in ("checklists", "life_events"):
        with django_assert_max_num_queries(14):
            client.get(reverse(f"office:{place}"))
    for guide in (guides[0], guides[-1]):
        with django_assert_max_num_queries(16):
            client.get(guide.get_office_url())


def test_hostile_words_are_shown_as_words(client, unit):
    sign_in(client, Role.OFFICER)
    nasty = "<script>alert(1)</script>\"'"
    sent = FACTS | rows("steps", {"name": nasty}) | {"title": nasty, "lead": nasty, "organization": unit.name}
    client.post("/office/checklists/new/", sent)
    draft = Checklist.objects.get()
    for address in ("/office/checklists/", draft.get_office_url(), deed(draft, "preview")):
        assert "<script>" not in text(client.get(address))
