import datetime as dt

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from catalog.models import CatalogImport, Domain, DomainUnit, Item
from linhai_portal.accounts.models import OrganizationGroup
from linhai_portal.accounts.models.logins import FailedLogin
from linhai_portal.accounts.roles import Role
from linhai_portal.models import SpecialDay
from tests.make import make_domain, make_item, make_organization, make_user

pytestmark = pytest.mark.django_db

ITEMS = "admin:catalog_item_changelist"
# Session, user, roles, units and the list itself with its total; filters and log entries add a few.
MOST_QUERIES = 14


@pytest.fixture
def officer(client):
    user = make_user(Role.OFFICER)
    client.force_login(user)
    return user


def shown(page):
    return [row.code for row in page.context["cl"].result_list]


def item_facts(item, **changes):
    """What the form of an item posts when nothing but `changes` was touched."""
    return {
        "level1": item.level1,
        "level2": item.level2,
        "level3": item.level3,
        "content": item.content,
        "legal_basis": "\n".join(item.legal_basis),
        "time_limit": item.time_limit,
        "limit_unit": item.limit_unit,
        "limit_number": item.limit_number or "",
        "limit_period": item.limit_period,
        "limit_anchor": item.limit_anchor,
        "publisher_text": item.publisher_text,
        "channels": item.channels,
        "other_channel": item.other_channel,
        "to_everyone": "on",
        "audience_group": item.audience_group,
        "proactive": "on",
        "levels": item.levels,
        "attribute": item.attribute,
        "seen": item.updated_at.isoformat(),
    } | changes


def edit(client, item, **changes):
    return client.post(reverse("admin:catalog_item_change", args=[item.pk]), item_facts(item, **changes))


# --- the list ---


def test_an_editor_sees_the_items_of_the_own_unit_only(client):
    unit = make_organization()
    mine = make_item(publisher=unit)
    other = make_item(publisher=make_organization())
    client.force_login(make_user(Role.EDITOR, unit))
    assert shown(client.get(reverse(ITEMS))) == [mine.code]
    assert client.get(reverse("admin:catalog_item_change", args=[other.pk])).status_code == 302


def test_the_office_sees_all_items(client, officer):
    items = [make_item(publisher=make_organization()) for _ in range(3)]
    assert shown(client.get(reverse(ITEMS))) == sorted(item.code for item in items)


def test_the_total_is_the_kept_one_and_a_search_counts_itself(client, officer):
    domain = make_domain()
    for name in ["入学报名指南", "招生政策", "招生结果"]:
        make_item(domain, level2=name)
    assert client.get(reverse(ITEMS)).context["cl"].result_count == 3
    assert "“招生”找到 2 条。" in client.get(reverse(ITEMS), {"q": "招生"}).content.decode()
    assert "没有找到“学驱”。" in client.get(reverse(ITEMS), {"q": "学驱"}).content.decode()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["seen", "compiled", "reviewed"]),
        ({"presence": "retired"}, ["retired"]),
        ({"confirmed": "no"}, ["compiled"]),
        ({"confirmed": "yes"}, ["seen", "reviewed"]),
        ({"rule": "reviewed"}, ["reviewed"]),
        ({"rule": "unreviewed"}, ["seen", "compiled"]),
        ({"level": "乡级"}, ["reviewed"]),
        ({"domain": "77"}, ["reviewed"]),
        ({"q": "C-re"}, ["reviewed"]),
    ],
)
def test_the_filters_find_what_they_say(client, officer, asked, found):
    first = make_domain()
    make_item(first, code="A-seen", evidence="seen")
    make_item(first, code="B-compiled", evidence="compiled")
    make_item(first, code="D-retired", retired_on=dt.date(2026, 1, 5))
    reviewed = {"limit_reviewed_on": dt.date(2026, 1, 5), "levels": ["县级", "乡级"]}
    make_item(make_domain(number="77"), code="C-reviewed", **reviewed)
    page = client.get(reverse(ITEMS), asked)
    assert [code.partition("-")[2] for code in shown(page)] == found


def test_every_filter_keeps_the_search_words(client, officer):
    make_item(level2="招生政策")
    page = client.get(reverse(ITEMS), {"q": "招生"}).content.decode()
    assert '<input type="hidden" name="q" value="招生">' in page
    assert "?presence=retired&amp;q=%E6%8B%9B%E7%94%9F" in page


# --- one item ---


def test_saving_marks_the_item_relinks_its_unit_and_tells_the_domain(client, officer):
    unit = make_organization("市新设局")
    item = make_item(publisher=make_organization(), evidence="compiled")
    version = item.domain.data_version
    answer = edit(
        client,
        item,
        publisher_text="市新设局",
        channels=["政府公报", "精准推送"],
        levels=["乡级"],
        confirmed="on",
    )
    assert answer.status_code == 302
    item.refresh_from_db()
    assert (item.channels, item.levels, item.evidence) == (["政府公报", "精准推送"], ["乡级"], "unit")
    assert item.edited_by_staff
    assert list(item.publishers.all()) == [unit]
    assert Domain.objects.get(pk=item.domain_id).data_version == version + 1


def test_legal_basis_is_one_entry_a_line(client, officer):
    item = make_item()
    edit(client, item, legal_basis="《甲法》\n\n  《乙条例》（国务院令第1号） \n")
    item.refresh_from_db()
    assert item.legal_basis == ["《甲法》", "《乙条例》（国务院令第1号）"]


def test_a_changed_time_limit_proposes_its_rule(client, officer):
    item = make_item()
    edit(client, item, time_limit="自收到申请之日起7个工作日内")
    item.refresh_from_db()
    assert (item.limit_unit, item.limit_number, item.limit_reviewed_on) == ("workday", 7, None)


def test_a_rule_set_by_hand_and_reviewed_stays(client, officer):
    item = make_item()
    rule = {"limit_unit": "day", "limit_number": 30, "rule_reviewed": "on"}
    edit(client, item, time_limit="自收到申请之日起7个工作日内", **rule)
    item.refresh_from_db()
    assert (item.limit_unit, item.limit_number) == ("day", 30)
    assert item.limit_reviewed_on == timezone.localdate()


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ({"limit_unit": "workday", "limit_number": ""}, "按工作日或自然日计算的时限要写天数，从 1 起。"),
        ({"limit_unit": "realtime", "limit_number": "3"}, "这种时限不写天数，请清空。"),
        ({"limit_unit": "periodic", "limit_number": ""}, "定期公开的事项要选周期。"),
        ({"limit_period": "monthly"}, "只有定期公开的事项才选周期，请清空。"),
        ({"level1": "", "level2": ""}, "请填写事项名称，至少填写一级、二级、三级中的一级。"),
        ({"proactive": ""}, "请选择公开方式：主动公开或依申请公开。"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(client, officer, rule, sentence):
    page = edit(client, make_item(), **rule)
    assert page.status_code == 200
    assert sentence in page.content.decode()


def test_the_second_of_two_people_is_told_and_nothing_is_lost(client, officer):
    item = make_item(content="原来的内容")
    opened = item_facts(item, content="第二个人的内容")
    edit(client, item, content="第一个人的内容")
    page = client.post(reverse("admin:catalog_item_change", args=[item.pk]), opened).content.decode()
    assert "您打开以后，这一项已被他人修改" in page
    assert "第二个人的内容" in page
    item.refresh_from_db()
    assert item.content == "第一个人的内容"


def test_a_form_without_the_time_it_was_opened_is_refused(client, officer):
    item = make_item()
    assert "已被他人修改" in edit(client, item, seen="").content.decode()


def test_an_editor_changes_neither_domain_nor_code_and_keeps_the_item_in_the_unit(client):
    unit, other = make_organization("市教育局"), make_organization("市民政局")
    item = make_item(publisher=unit)
    client.force_login(make_user(Role.EDITOR, unit))
    page = edit(client, item, publisher_text=other.name)
    assert "公开主体里要有您的单位" in page.content.decode()
    edit(client, item, publisher_text="市教育局、市民政局", domain=make_domain().pk, code="99-99-99")
    changed = Item.objects.get(pk=item.pk)
    assert (changed.domain_id, changed.code) == (item.domain_id, item.code)
    assert set(changed.publishers.all()) == {unit, other}


def test_an_editor_cannot_save_the_item_of_another_unit(client):
    item = make_item(publisher=make_organization())
    client.force_login(make_user(Role.EDITOR))
    edit(client, item, content="改了")
    item.refresh_from_db()
    assert item.content != "改了"


def test_who_only_looks_sees_all_elements_and_no_form(client):
    item = make_item(legal_basis=["《甲法》"], channels=["政府公报"], levels=["县级"])
    client.force_login(make_user(Role.SUPERVISOR))
    page = client.get(reverse("admin:catalog_item_change", args=[item.pk])).content.decode()
    for words in ["《甲法》", "政府公报", "县级"]:
        assert words in page
    assert 'name="level1"' not in page


def test_a_new_item_gets_the_next_code_and_stands_with_its_kind(client, officer):
    domain = make_domain(number="3")
    first = make_item(domain, code="03-01-01", level1="政策文件")
    last = make_item(domain, code="03-02-01", level1="招生管理")
    draft = make_item(make_domain(), level1="政策文件", level2="新的事项")
    client.post(reverse("admin:catalog_item_add"), item_facts(draft, domain=domain.pk))
    added = Item.objects.get(domain=domain, level2="新的事项")
    order = list(domain.items.order_by("position").values_list("code", "position"))
    assert order == [(first.code, 1), (added.code, 2), (last.code, 3)]
    assert added.code == "03-01-02"


# --- deeds on several items ---


def act(client, action, items, **facts):
    return client.post(
        reverse(ITEMS), {"action": action, "_selected_action": [item.pk for item in items], **facts}
    )


def test_confirming_makes_the_units_word_of_the_items(client, officer):
    items = [make_item(evidence=evidence) for evidence in ("compiled", "local", "seen")]
    act(client, "confirm", items)
    assert [Item.objects.get(pk=item.pk).evidence for item in items] == ["unit", "unit", "seen"]
    assert LogEntry.objects.filter(change_message="确认").count() == 3


def test_retiring_asks_first_keeps_the_row_and_closes_the_gap(client, officer):
    domain = make_domain()
    items = [make_item(domain) for _ in range(3)]
    page = act(client, "retire", [items[1]])
    assert "取消 1 个事项？" in page.content.decode()
    assert domain.items.current().count() == 3
    act(client, "retire", [items[1]], sure="yes")
    domain.refresh_from_db()
    assert Item.objects.get(pk=items[1].pk).retired_on == timezone.localdate()
    assert list(domain.items.current().order_by("position").values_list("pk", "position")) == [
        (items[0].pk, 1),
        (items[2].pk, 2),
    ]
    assert domain.item_count == 2


def test_retiring_twice_does_nothing_the_second_time(client, officer):
    item = make_item()
    act(client, "retire", [item], sure="yes")
    version = Domain.objects.get(pk=item.domain_id).data_version
    act(client, "retire", [item], sure="yes")
    assert Domain.objects.get(pk=item.domain_id).data_version == version


def test_an_editor_is_not_offered_to_retire(client):
    unit = make_organization()
    item = make_item(publisher=unit)
    client.force_login(make_user(Role.EDITOR, unit))
    act(client, "retire", [item], sure="yes")
    assert Item.objects.get(pk=item.pk).retired_on is None


def test_a_retired_item_is_only_to_be_looked_at(client, officer):
    item = make_item(retired_on=dt.date(2026, 1, 5))
    assert edit(client, item, content="改了").status_code == 403


# --- domains ---


def test_the_other_units_of_a_domain_are_lines_in_their_order(client, officer):
    lead, second, third = (make_organization(name) for name in ["市甲局", "市乙局", "市丙局"])
    domain = make_domain(lead=lead)
    facts = {
        "name": domain.name,
        "kind": "domain",
        "theme": "",
        "position": 1,
        "lead": "市甲局",
        "aliases": "甲\n乙",
    }
    client.post(
        reverse("admin:catalog_domain_change", args=[domain.pk]),
        facts | {"unit_names": "市丙局\n市乙局\n市丙局"},
    )
    domain.refresh_from_db()
    assert domain.units() == [lead, third, second]
    assert (domain.aliases, domain.edited_by_staff) == (["甲", "乙"], True)
    page = client.post(
        reverse("admin:catalog_domain_change", args=[domain.pk]), facts | {"unit_names": "市丁局"}
    )
    assert "没有找到单位“市丁局”。" in page.content.decode()
    assert DomainUnit.objects.filter(domain=domain).count() == 2


# --- the start page ---


def test_the_start_page_counts_what_waits_and_each_count_opens_to_its_rows(client):
    unit = make_organization()
    make_item(publisher=unit, evidence="compiled")
    make_item(publisher=unit, evidence="seen", limit_reviewed_on=dt.date(2026, 1, 5))
    make_item(publisher=make_organization(), evidence="compiled")
    editor = make_user(Role.EDITOR, unit)
    CatalogImport.objects.create(
        organization=unit, uploaded_by=editor, file="x.xlsx", file_name="x.xlsx", status="read"
    )
    client.force_login(editor)
    waiting = client.get(reverse("admin:index")).context["waiting"]
    assert [(each.count, each.words) for each in waiting] == [
        (1, "个上传的表格等您确认"),
        (1, "个事项待责任单位核定"),
        (1, "个事项的时限规则待核定"),
    ]
    assert client.get(waiting[0].address).context["total"] == 1
    assert [client.get(each.address).context["cl"].result_count for each in waiting[1:]] == [1, 1]


def test_the_office_sees_domains_without_items_or_unpublished(client, officer):
    make_domain()
    make_item(limit_reviewed_on=dt.date(2026, 1, 5))
    waiting = {each.words: each for each in client.get(reverse("admin:index")).context["waiting"]}
    for words in ["个领域还没有事项", "个领域的目录没有发布"]:
        assert waiting[words].count == 1
        assert client.get(waiting[words].address).context["cl"].result_count == 1


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.SECURITY])
def test_accounts_without_a_role_and_locked_names_wait_for_their_keepers(client, role):
    make_user()
    make_failed_login()
    client.force_login(make_user(role))
    waiting = client.get(reverse("admin:index")).context["waiting"]
    assert [each.words for each in waiting] == ["个账号没有角色", "个登录名因为多次输错密码被锁定"]
    assert [client.get(each.address).context["cl"].result_count for each in waiting] == [1, 1]


def test_the_auditor_finds_the_record_of_the_day(client):
    make_log_entry()
    client.force_login(make_user(Role.AUDITOR))
    (waiting,) = client.get(reverse("admin:index")).context["waiting"]
    assert waiting.words == "条今天的操作记录"
    assert client.get(waiting.address).context["cl"].result_count == 1


@pytest.mark.parametrize("role", [Role.HANDLER, Role.SUPERVISOR, Role.ARCHIVIST])
def test_who_has_nothing_to_do_is_told_so(client, role):
    client.force_login(make_user(role))
    assert "没有等您处理的事" in client.get(reverse("admin:index")).content.decode()


# --- the cost of the lists ---


def make_failed_login():
    facts = {"get_data": "", "post_data": "", "failures_since_start": 5, "http_accept": "", "path_info": ""}
    count = FailedLogin.objects.count()
    return FailedLogin.objects.create(username=f"name{count}", ip_address="127.0.0.1", **facts)


def make_log_entry():
    item = make_item()
    kind = ContentType.objects.get_for_model(item)
    return LogEntry.objects.create(
        user=make_user(), content_type=kind, object_id=item.pk, object_repr=str(item), action_flag=CHANGE
    )


def make_upload():
    unit = make_organization()
    CatalogImport.objects.create(
        organization=unit, uploaded_by=make_user(), domain=make_domain(), file="x.xlsx", file_name="x.xlsx"
    )


def make_special_day():
    day = dt.date(2030, 1, 1) + dt.timedelta(days=SpecialDay.objects.count())
    SpecialDay.objects.create(date=day, kind="holiday", name="放假")


LISTS = [
    (ITEMS, Role.OFFICER, lambda: make_item(publisher=make_organization())),
    ("admin:catalog_domain_changelist", Role.OFFICER, lambda: make_domain(lead=make_organization())),
    (
        "admin:accounts_organization_changelist",
        Role.OFFICER,
        lambda: make_organization(parent=make_organization()),
    ),
    (
        "admin:accounts_organizationgroup_changelist",
        Role.ADMINISTRATOR,
        lambda: OrganizationGroup.objects.create(
            slug=f"g{OrganizationGroup.objects.count()}", name=f"组{OrganizationGroup.objects.count()}"
        ),
    ),
    ("admin:accounts_user_changelist", Role.ADMINISTRATOR, lambda: make_user(Role.EDITOR)),
    ("admin:accounts_membership_changelist", Role.SECURITY, lambda: make_user(Role.EDITOR)),
    ("admin:accounts_failedlogin_changelist", Role.ADMINISTRATOR, make_failed_login),
    ("admin:portal_specialday_changelist", Role.OFFICER, make_special_day),
    ("admin:admin_logentry_changelist", Role.AUDITOR, make_log_entry),
    ("office:imports", Role.OFFICER, make_upload),
]


@pytest.mark.parametrize(("name", "role", "make"), LISTS, ids=[name for name, _, _ in LISTS])
def test_a_list_costs_the_same_whatever_it_holds(client, name, role, make):
    client.force_login(make_user(role))
    counts = []
    for rows in (10, 90):
        for _ in range(rows):
            make()
        client.get(reverse(name))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse(name), {"all": ""} if name.startswith("admin:") else {})
        counts.append(len(queries))
    assert counts[0] == counts[1] <= MOST_QUERIES
