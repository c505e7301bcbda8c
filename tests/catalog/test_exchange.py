"""Storing a table: what is new, changed, unchanged, retired; all or nothing; twice is once."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from catalog.exchange.apply import ImportRefused, apply_plan, link_unknown_publishers
from catalog.exchange.plan import plan_import
from catalog.exchange.rows import TABLE_FIELDS, record_of, values_of
from catalog.layouts.records import Column, Problem, Reading, Record
from catalog.models import Domain, Item
from linhai_portal.accounts.models import Organization
from linhai_portal.accounts.roles import Role
from tests.make import make_domain, make_item, make_organization, make_user

pytestmark = pytest.mark.django_db

LEAVES = [
    "一级事项",
    "二级事项",
    "公开内容",
    "公开依据",
    "公开时限",
    "公开主体",
    "公开渠道",
    "全社会",
    "主动",
    "县级",
]


def make_record(level2="事项甲", **facts):
    defaults = {
        "row": 4,
        "sheet": "Sheet1",
        "level1": "政策文件",
        "level3": "",
        "content": "全文",
        "legal_basis": ["《中华人民共和国政府信息公开条例》（国务院令第711号）"],
        "time_limit": "信息形成之日起20个工作日内",
        "time_limit_workdays": 20,
        "publisher": "",
        "channels": ["政府网站"],
        "other_channel": "",
        "to_everyone": True,
        "audience_group": "",
        "proactive": True,
        "on_request": False,
        "levels": ["县级"],
    }
    return Record(level2=level2, **defaults | facts)


def make_reading(*records, domain, problems=(), leaves=LEAVES):
    for row, record in enumerate(records, start=4):
        record.row = row
    columns = [Column(leaf=leaf, header=leaf, sheet="Sheet1", letter="A") for leaf in leaves]
    return Reading(domain=domain.name, records=list(records), problems=list(problems), columns=columns)


def store(*records, domain, **options):
    skip = options.pop("skip_bad_rows", False)
    reading = make_reading(
        *records, domain=domain, **{k: options.pop(k) for k in ("problems", "leaves") if k in options}
    )
    return apply_plan(plan_import(reading, **options), skip_bad_rows=skip)


def titles(domain):
    return list(domain.items.current().order_by("position").values_list("position", "level2"))


def test_new_rows_become_items_with_code_place_rule_and_publisher():
    domain, unit = make_domain(), make_organization("市测试局", aliases=["测试局"])
    store(
        make_record("甲"),
        make_record("乙", level1="办事", publisher="测试局", levels=["县级", "乡级"]),
        domain=domain,
    )
    first, second = domain.items.order_by("position")
    assert [first.code, second.code] == [f"{domain.code_prefix}-01-01", f"{domain.code_prefix}-02-01"]
    assert (second.limit_unit, second.limit_number, second.levels) == ("workday", 20, ["县级", "乡级"])
    assert list(second.publishers.all()) == [unit]
    domain.refresh_from_db()
    assert domain.item_count == 2


def test_the_same_table_twice_changes_nothing_the_second_time():
    domain = make_domain()
    records = [make_record("甲"), make_record("乙"), make_record("乙")]
    assert store(*records, domain=domain)["add"] == 3
    version = Domain.objects.get(pk=domain.pk).data_version
    before = list(Item.objects.values())
    assert store(*records, domain=domain) == {"add": 0, "change": 0, "unchanged": 3, "retire": 0, "bad": 0}
    assert list(Item.objects.values()) == before
    assert Domain.objects.get(pk=domain.pk).data_version == version


def test_a_change_keeps_code_place_and_a_rule_that_a_person_reviewed():
    domain = make_domain()
    store(make_record("甲"), make_record("乙"), domain=domain)
    item = domain.items.get(level2="甲")
    Item.objects.filter(pk=item.pk).update(limit_number=7, limit_reviewed_on="2026-01-05")
    store(make_record("甲", time_limit="信息形成之日起15个工作日内"), domain=domain)
    item.refresh_from_db()
    assert (item.time_limit, item.limit_number, item.position) == ("信息形成之日起15个工作日内", 7, 1)


def test_names_are_compared_after_nfkc_and_trimming():
    domain = make_domain()
    store(make_record("Ａ类（甲）"), domain=domain)
    assert store(make_record(" A类(甲) "), domain=domain)["add"] == 0


def test_same_names_are_told_apart_by_publisher():
    domain = make_domain()
    for name in ("市甲局", "市乙局"):
        make_organization(name)
    store(make_record("同", publisher="市甲局"), make_record("同", publisher="市乙局"), domain=domain)
    counts = store(
        make_record("同", publisher="市乙局", content="新"),
        make_record("同", publisher="市甲局"),
        domain=domain,
    )
    assert (counts["change"], counts["unchanged"]) == (1, 1)
    assert domain.items.get(content="新").publisher_text == "市乙局"


def test_what_a_layout_does_not_print_an_import_does_not_wipe():
    domain = make_domain()
    store(make_record("甲", levels=["乡级"]), domain=domain)
    without_levels = [leaf for leaf in LEAVES if leaf != "县级"]
    counts = store(make_record("甲", levels=[]), domain=domain, leaves=without_levels)
    assert counts["unchanged"] == 1 and domain.items.get().levels == ["乡级"]


def test_a_new_row_stands_where_the_table_has_it():
    domain = make_domain()
    store(make_record("甲"), make_record("丙"), domain=domain)
    store(make_record("甲"), make_record("乙"), make_record("丙"), domain=domain)
    store(make_record("前"), make_record("甲"), domain=domain)
    store(make_record("末"), domain=domain)
    assert titles(domain) == [(1, "前"), (2, "甲"), (3, "乙"), (4, "丙"), (5, "末")]


def test_nothing_is_retired_unless_asked_and_then_numbers_close_up():
    domain, other = make_domain(), make_domain()
    make_item(other, level2="别的领域")
    store(make_record("甲"), make_record("乙"), make_record("丙"), domain=domain)
    assert store(make_record("甲"), make_record("丙"), domain=domain)["retire"] == 0
    assert store(make_record("甲"), make_record("丙"), domain=domain, retire_missing=True)["retire"] == 1
    assert titles(domain) == [(1, "甲"), (2, "丙")]
    assert other.items.current().count() == 1
    store(make_record("丁"), domain=domain)
    assert domain.items.get(level2="丁").code.endswith("-04"), "the code of a retired item is not used again"


def test_one_bad_row_stops_everything_unless_bad_rows_are_skipped():
    domain = make_domain()
    bad = Problem(
        row=5, column="公开方式", severity="error", sheet="Sheet1", message="没有选公开方式。", suggestion=""
    )
    records = [make_record("甲"), make_record("乙", proactive=False)]
    with pytest.raises(ImportRefused) as refusal:
        store(*records, domain=domain, problems=[bad])
    assert refusal.value.problems == [bad] and not domain.items.exists()
    counts = store(*records, domain=domain, problems=[bad], skip_bad_rows=True, retire_missing=True)
    assert (counts["add"], counts["bad"]) == (1, 1)
    assert titles(domain) == [(1, "甲")]


def test_rows_of_an_unknown_domain_are_refused():
    reading = make_reading(make_record(), domain=make_domain())
    reading.domain = "没有这个领域"
    with pytest.raises(ImportRefused):
        apply_plan(plan_import(reading))


def test_a_person_of_a_unit_touches_only_rows_of_that_unit():
    domain, mine = make_domain(), make_organization("市甲局")
    other = make_organization("市乙局")
    editor = make_user(Role.EDITOR, mine)
    make_item(domain, level2="别人的", publisher=other)
    make_item(domain, level2="自己的", publisher=mine)
    records = [
        make_record("别人的", publisher="市甲局"),
        make_record("新的", publisher="市乙局"),
        make_record("我的新的", publisher="市甲局"),
    ]
    plan = plan_import(make_reading(*records, domain=domain), user=editor)
    assert [row.action for row in plan.rows] == ["bad", "bad", "add"]


def test_a_person_of_a_unit_does_not_hand_its_items_to_another():
    domain, mine = make_domain(), make_organization("市甲局")
    below = make_organization("市甲所", parent=mine)
    make_organization("市乙局")
    make_item(domain, level2="自己的", publisher=mine)
    make_item(domain, level2="下属的", publisher=below)
    editor = make_user(Role.EDITOR, mine)

    def planned(level2, publisher, by=editor):
        return plan_import(
            make_reading(make_record(level2, publisher=publisher), domain=domain), user=by
        ).rows

    (handed_over,) = planned("自己的", "市乙局")
    assert handed_over.action == "bad"
    assert handed_over.refusals[0].message == "这一行要把公开主体改成“市乙局”，其中没有您的单位。"
    assert [row.action for row in planned("自己的", "")] == ["bad"]
    assert [row.action for row in planned("自己的", "市甲局、市乙局")] == ["change"]
    assert [row.action for row in planned("自己的", "市甲所") + planned("下属的", "市甲局")] == ["change"] * 2
    assert [row.action for row in planned("自己的", "市乙局", by=make_user(Role.OFFICER))] == ["change"]


def test_only_who_may_retire_items_retires_by_import():
    domain, mine = make_domain(), make_organization("市甲局")
    make_item(domain, level2="自己的", publisher=mine)
    make_item(domain, level2="别人的", publisher=make_organization())
    reading = make_reading(make_record("新的", publisher="市甲局"), domain=domain)

    def retired(by):
        plan = plan_import(reading, user=by, retire_missing=True)
        return [row.before[1] for row in plan.rows if row.action == "retire"]

    assert retired(make_user(Role.EDITOR, mine)) == []
    assert retired(make_user(Role.OFFICER)) == retired(None) == ["自己的", "别人的"]


def test_a_group_name_links_to_the_group_of_all_its_units():
    domain = make_domain()
    town = make_organization("某镇", level="乡级", kind="town")
    store(make_record("甲", publisher="各镇人民政府（街道办事处）"), domain=domain)
    assert not Item.objects.published_by(town).exists()
    group = town.groups().model.objects.create(slug="towns", name="各镇人民政府（街道办事处）", level="乡级")
    store(make_record("乙", publisher=" 各镇人民政府(街道办事处)"), domain=domain)
    assert [item.level2 for item in Item.objects.published_by(town)] == ["乙"]
    assert list(group.members()) == [town]


@pytest.mark.parametrize(
    ("field", "length", "column", "words"),
    [
        ("level1", 300, "一级事项", "“一级事项”有 301 个字，最多能写 300 个字。"),
        ("level2", 500, "二级事项", "“二级事项”有 501 个字，最多能写 500 个字。"),
        ("level3", 500, "三级事项", "“三级事项”有 501 个字，最多能写 500 个字。"),
        ("other_channel", 300, "公开渠道", "“其他渠道”有 301 个字，最多能写 300 个字。"),
        ("audience_group", 300, "公开对象", "“特定群体”有 301 个字，最多能写 300 个字。"),
        ("content", 32_767, "公开内容", "“公开内容”有 32768 个字，最多能写 32767 个字。"),
        ("time_limit", 32_767, "公开时限", "“公开时限”有 32768 个字，最多能写 32767 个字。"),
        ("publisher", 32_767, "公开主体", "“公开主体”有 32768 个字，最多能写 32767 个字。"),
    ],
)
def test_a_text_its_column_does_not_hold_is_an_error_of_the_row(field, length, column, words):
    domain = make_domain()
    store(make_record("别的"), make_record(**{field: "长" * length}, channels=["其他"]), domain=domain)
    assert domain.items.count() == 2
    with pytest.raises(ImportRefused) as refusal:
        store(make_record("新的"), make_record(**{field: "长" * (length + 1)}), domain=domain)
    (problem,) = refusal.value.problems
    assert (problem.row, problem.column, problem.message) == (5, column, words)
    assert "请缩短" in problem.suggestion and domain.items.count() == 2


def test_the_entries_of_a_legal_basis_together_fit_one_cell_of_a_workbook():
    domain, basis = make_domain(), ["长" * 16_383, "长" * 16_383]
    store(make_record("甲", legal_basis=basis), domain=domain)
    with pytest.raises(ImportRefused):
        store(make_record("乙", legal_basis=[*basis, "长"]), domain=domain)


def test_a_row_too_long_to_store_may_be_the_item_that_seems_missing():
    domain = make_domain()
    store(make_record("甲"), make_record("乙"), domain=domain)
    plan = plan_import(
        make_reading(make_record("甲"), make_record("乙" * 501), domain=domain), retire_missing=True
    )
    assert plan.counts() | {"unchanged": 0} == {"add": 0, "change": 0, "unchanged": 0, "retire": 0, "bad": 1}


@pytest.mark.parametrize("text", ["信息形成之日起0个工作日内", "信息形成之日起00日内"])
def test_a_time_limit_of_no_days_is_no_rule(text):
    domain = make_domain()
    store(make_record("甲", time_limit=text), domain=domain)
    item = domain.items.get()
    assert (item.limit_unit, item.limit_number) == ("unknown", None)


NAMES = st.sampled_from(["甲", "乙", "丙", "丁"])
TABLES = st.lists(
    st.tuples(NAMES, st.sampled_from(["市甲局", "市乙局"]), st.sampled_from(["全文", "标题"])),
    min_size=1,
    max_size=7,
)


class LawsOfImporting(TestCase):
    @given(st.lists(TABLES, min_size=1, max_size=3))
    @settings(max_examples=40)
    def test_any_sequence_of_imports_keeps_numbers_whole_and_is_idempotent(self, tables):
        domain = make_domain()
        for table in tables:
            records = [
                make_record(level2, publisher=unit, content=content) for level2, unit, content in table
            ]
            store(*records, domain=domain, retire_missing=True)
            assert [place for place, _ in titles(domain)] == list(range(1, len(table) + 1))
            again = store(*records, domain=domain, retire_missing=True)
            assert again["unchanged"] == len(table) and not again["add"] and not again["retire"]
        codes = list(Item.objects.filter(domain=domain).values_list("code", flat=True))
        assert len(codes) == len(set(codes))
        domain.refresh_from_db()
        assert domain.item_count == len(tables[-1])


def test_a_record_and_the_fields_of_an_item_are_the_same_thing():
    record = make_record("甲", levels=["县级", "村级"], channels=["政府网站", "其他"], other_channel="村广播")
    again = record_of(values_of(record), row=4, sheet="Sheet1")
    again.time_limit_workdays = record.time_limit_workdays
    assert again == record and len(values_of(record)) == len(TABLE_FIELDS)


def test_units_of_kind_village_belong_to_the_village_group_by_their_facts():
    village = make_organization("望江村（示例）", kind="village", level="村级")
    group = village.groups().model.objects.create(slug="villages", name="村民委员会", kind="village")
    item = make_item(publisher=group)
    assert list(Item.objects.published_by(village)) == [item]
    assert not Item.objects.published_by(
        Organization.objects.create(slug="x", name="x", full_name="x", kind="department", level="县级")
    ).exists()


def test_a_new_alias_links_the_items_that_named_it_before():
    domain, unit = make_domain(), make_organization("市甲局")
    store(make_record("甲", publisher="甲委办"), domain=domain)
    assert not Item.objects.published_by(unit).exists()
    unit.aliases = ["甲委办"]
    unit.save()
    link_unknown_publishers()
    link_unknown_publishers()
    assert [item.level2 for item in Item.objects.published_by(unit)] == ["甲"]


def test_a_row_that_could_not_be_read_keeps_its_place_among_the_others():
    domain = make_domain()
    lost = Problem(
        row=5, column="二级事项", severity="error", sheet="Sheet1", message="没有名称。", suggestion=""
    )
    reading = make_reading(make_record("甲"), make_record("丙"), domain=domain, problems=[lost])
    reading.records[1].row = 6
    assert [row.action for row in plan_import(reading).rows] == ["add", "bad", "add"]


@pytest.mark.parametrize(("standing", "new"), [("政策文件", ""), ("", "政策文件")])
def test_a_catalog_has_a_first_level_in_all_rows_or_in_none(standing, new):
    domain = make_domain()
    store(make_record("甲", level1=standing), domain=domain)
    with pytest.raises(ImportRefused) as refused:
        store(make_record("乙", level1=new), domain=domain)
    assert [problem.column for problem in refused.value.problems] == ["一级事项"]
    assert titles(domain) == [(1, "甲")]
    assert store(make_record("乙", level1=new), domain=domain, retire_missing=True)["add"] == 1
    assert titles(domain) == [(1, "乙")]
