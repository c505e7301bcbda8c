from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalog.exchange.uploads import read_upload
from catalog.item_editing import save_item
from catalog.models import CatalogImport, ImportRow, Item
from linhai_portal.accounts.roles import Role
from tests.make import make_domain, make_item, make_organization, make_user

pytestmark = pytest.mark.django_db

LAYOUTS = Path(__file__).parent.parent / "data" / "layouts"
HEADER = "序号,一级事项,二级事项,公开内容（要素）,公开依据,公开时限,公开主体,公开渠道和载体,全社会,特定群体,主动,依申请公开,县级,乡级\n"


@pytest.fixture
def domain():
    return make_domain("生态环境")


@pytest.fixture
def officer(client):
    user = make_user(Role.OFFICER, make_organization("市政务公开办"))
    client.force_login(user)
    return user


def line(number, name="办事指南", publisher="市教育局", proactive="√", content="条件、材料"):
    return (
        f"{number},政策文件,{name},{content},《甲法》,20个工作日内,{publisher},■政府网站,√,,{proactive},,√,\n"
    )


def table(*lines, title="生态环境领域基层政务公开标准目录"):
    text = f"{title},,,,,,,,,,,,,\n{HEADER}{''.join(lines)}"
    return SimpleUploadedFile("目录.csv", text.encode("utf-8-sig"))


def upload(client, file, **facts):
    """Upload a file, or one of the layouts by its name; gives the import and its page."""
    if isinstance(file, str):
        file = SimpleUploadedFile(file, (LAYOUTS / file).read_bytes())
    unit = client.get(reverse("office:import_new")).context["form"]["organization"].initial
    answer = client.post(
        reverse("office:import_new"), {"file": file, "organization": unit.pk, **facts}, follow=True
    )
    return CatalogImport.objects.first(), answer


def page_of(client, mine, **asked):
    return client.get(mine.get_absolute_url(), asked).content.decode()


def confirm(client, mine, **facts):
    return client.post(reverse("office:import_confirm", args=[mine.pk]), facts, follow=True).content.decode()


def row_form(client, row):
    """What the form of a row posts when nothing was touched."""
    address = reverse("office:import_row", args=[row.catalog_import_id, row.position])
    form = client.get(address).context["form"]
    values = {field.name: field.value() for field in form}
    return address, {name: value for name, value in values.items() if value not in (None, False)}


def test_a_table_is_shown_before_anything_is_stored_then_written_at_one_confirmation(client, officer, domain):
    mine, answer = upload(client, "reference.xlsx")
    page = answer.content.decode()
    assert Item.objects.count() == 0
    for words in [
        "读到 34 行，还没有写入",
        "写入后：新增 34 项",
        "公开对象 / 特定群众",
        "防治污染设施拆除或闲置审批",
    ]:
        assert words in page
    page = confirm(client, mine)
    assert "已写入目录" in page
    assert "新增 34 项，修改 0 项，不变 0 项，取消 0 项，跳过 0 行。" in page
    assert domain.items.current().count() == 34


def test_problems_stand_by_sheet_row_and_column_with_a_suggestion_and_the_way_to_mend(client, officer):
    make_domain("公共法律服务")
    mine, answer = upload(client, "with-errors.xlsx")
    page = answer.content.decode()
    bad = mine.rows.filter(action="bad")
    problem = bad.get(record__row=13).problems[0]
    assert f"{problem['sheet']} 第 13 行“公开方式”：{problem['message']}" in page
    assert problem["suggestion"] in page
    for row in bad:
        assert reverse("office:import_row", args=[mine.pk, row.position]) in page
    assert "确认写入</button>" not in page
    assert f"跳过 {len(bad)} 行错误并写入" in page


def test_bad_rows_are_skipped_only_on_request(client, officer, domain):
    mine, _ = upload(client, table(line(1), line(2, "咨询监督", proactive="")))
    assert "还有错误没有改正" in confirm(client, mine)
    assert Item.objects.count() == 0
    assert "新增 1 项" in confirm(client, mine, skip="yes")
    assert Item.objects.get().level2 == "办事指南"


def test_a_mended_row_is_compared_again_and_can_be_confirmed(client, officer, domain):
    mine, _ = upload(client, table(line(1), line(2, "咨询监督", proactive="")))
    address, values = row_form(client, mine.rows.get(action="bad"))
    answer = client.post(address, values | {"proactive": "on", "content": "电话"}, follow=True)
    assert "这一行已改正" in answer.content.decode()
    assert "写入后：新增 2 项" in answer.content.decode()
    confirm(client, mine)
    assert set(Item.objects.values_list("level2", "content")) == {
        ("办事指南", "条件、材料"),
        ("咨询监督", "电话"),
    }


def test_only_who_may_retire_items_is_offered_to(client, officer, domain):
    unit = make_organization("市教育局")
    make_item(domain, level2="旧的", publisher=unit)
    assert "取消表里没有的事项" in client.get(reverse("office:import_new")).content.decode()
    mine, _ = upload(client, table(line(1)), retire_missing="on")
    assert mine.reading["counts"]["retire"] == 1
    client.force_login(make_user(Role.EDITOR, unit))
    assert "取消表里没有的事项" not in client.get(reverse("office:import_new")).content.decode()
    mine, _ = upload(client, table(line(1)), retire_missing="on")
    confirm(client, mine)
    assert not mine.retire_missing and Item.objects.current().filter(level2="旧的").exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"level1": "", "level2": ""}, "请填写事项名称，至少填写一级、二级、三级中的一级。"),
        ({}, "请选择公开方式：主动公开或依申请公开。"),
    ],
)
def test_a_row_that_is_still_wrong_is_not_taken(client, officer, domain, changes, sentence):
    mine, _ = upload(client, table(line(1, proactive="")))
    address, values = row_form(client, mine.rows.get(action="bad"))
    page = client.post(address, values | changes).content.decode()
    assert sentence in page
    assert "有错误：" in page
    assert mine.rows.get().action == "bad"


def test_the_tab_of_warnings_lists_the_rows_with_one_and_no_other(client, officer, domain):
    warned = line(2, "咨询监督").replace("■政府网站", "")
    mine, _ = upload(client, table(line(1), warned, line(3, '写着"warning"的事项', content="warning")))
    page = client.get(mine.get_absolute_url(), {"tab": "warning"})
    assert [row.record["level2"] for row, _ in page.context["rows"]] == ["咨询监督"]
    assert ("warning", "有提醒", 1) in page.context["tabs"]


def test_of_two_people_mending_one_row_the_second_is_told(client, officer, domain):
    mine, _ = upload(client, table(line(1, proactive="")))
    address, values = row_form(client, mine.rows.get())
    client.post(address, values | {"proactive": "on", "content": "第一个人"})
    page = client.post(address, values | {"proactive": "on", "content": "第二个人"}).content.decode()
    assert "这一行已被他人改过" in page
    assert mine.rows.get().record["content"] == "第一个人"


def test_a_mended_row_stays_in_its_domain(client, officer):
    for name in ["社会救助", "就业", "养老服务"]:
        make_domain(name)
    mine, _ = upload(client, "several-sheets.xlsx")
    row = mine.rows.filter(record__domain="养老服务").first()
    address, values = row_form(client, row)
    client.post(address, values | {"level2": "改过的名称"})
    assert mine.rows.get(record__level2="改过的名称").record["domain"] == "养老服务"


def test_a_change_shows_what_was_and_what_will_be(client, officer, domain):
    first, _ = upload(client, table(line(1)))
    confirm(client, first)
    mine, _ = upload(client, table(line(1, content="条件、材料、电话")))
    page = page_of(client, mine, tab="change")
    assert "写入后：新增 0 项，修改 1 项" in page
    assert '<span class="mute">原来：</span>条件、材料</p>' in page
    assert '<span class="mute">改为：</span>条件、材料<ins>、电话</ins></p>' in page


def test_the_same_table_again_has_nothing_to_write(client, officer, domain):
    first, _ = upload(client, table(line(1)))
    confirm(client, first)
    CatalogImport.objects.update(uploaded_at="2026-01-05T00:00Z")
    _, answer = upload(client, table(line(1)))
    assert "表格和目录一样，没有要写入的" in answer.content.decode()
    assert "确认写入" not in answer.content.decode().replace("上传的表格等您确认写入", "")


def test_missing_items_are_retired_only_when_asked(client, officer, domain):
    first, _ = upload(client, table(line(1), line(2, "咨询监督")))
    confirm(client, first)
    _, answer = upload(client, table(line(1)))
    assert "表里没有的事项不动。" in answer.content.decode()
    mine, answer = upload(client, table(line(1, content="条件")), retire_missing="on")
    assert "表里没有的 1 项会取消。" in answer.content.decode()
    assert "咨询监督" in page_of(client, mine, tab="retire")
    confirm(client, mine)
    assert list(domain.items.current().values_list("level2", flat=True)) == ["办事指南"]


@pytest.mark.parametrize("tab", ["", "add", "change", "unchanged", "retire", "bad", "warning"])
def test_every_tab_shows_as_many_rows_as_it_says(client, officer, tab):
    make_domain("公共法律服务")
    mine, _ = upload(client, "with-errors.xlsx")
    context = client.get(mine.get_absolute_url(), {"tab": tab}).context
    count = next(count for value, _, count in context["tabs"] if value == tab)
    assert count == len(context["rows"]) == context["total"]


def test_no_other_tab_or_page_exists(client, officer, domain):
    mine, _ = upload(client, table(line(1)))
    for asked in [{"tab": "x"}, {"page": "2"}, {"page": "0"}, {"page": "x"}]:
        assert client.get(mine.get_absolute_url(), asked).status_code == 404


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (None, "请选择要上传的表格文件。"),
        (SimpleUploadedFile("空.xlsx", b""), "这个文件是空的，请检查后重新选择。"),
        (SimpleUploadedFile("目录.docx", b"x"), "只能上传 .xlsx、.xls 或 .csv 文件。"),
        (SimpleUploadedFile("目录.csv", b"x" * 2001), "请分领域上传。"),
    ],
)
def test_what_is_wrong_with_the_file_is_said_beside_the_field(client, officer, settings, file, sentence):
    settings.MAX_IMPORT_BYTES = 2000
    answer = client.post(reverse("office:import_new"), {"file": file} if file else {})
    assert sentence in answer.content.decode()
    assert answer.content.decode().count("有错误：") == 1
    assert CatalogImport.objects.count() == 0


def test_a_refused_file_says_why_and_changes_nothing(client, officer):
    mine, answer = upload(client, "refused-basic-catalog.xlsx")
    assert (mine.status, Item.objects.count()) == ("refused", 0)
    assert mine.outcome in answer.content.decode()
    assert "换一个文件上传" in answer.content.decode()


def test_a_button_pressed_twice_uploads_once(client, officer, domain):
    upload(client, table(line(1)))
    _, answer = upload(client, table(line(1)))
    assert "这个文件刚刚已经上传" in answer.content.decode()
    assert CatalogImport.objects.count() == 1
    upload(client, table(line(1), line(2, "咨询监督")))
    assert CatalogImport.objects.count() == 2


def test_a_confirmation_pressed_twice_writes_once(client, officer, domain):
    mine, _ = upload(client, table(line(1)))
    confirm(client, mine)
    assert "不能再做这一步" in confirm(client, mine)
    assert Item.objects.count() == 1


def test_what_changed_since_it_was_looked_at_is_looked_at_again(client, officer, domain):
    mine, _ = upload(client, table(line(1)))
    save_item(make_item(domain, level2="别人刚加的事项"))
    assert "您查看之后，目录有了变化" in confirm(client, mine)
    assert not Item.objects.filter(level2="办事指南").exists()
    assert "已写入目录" in confirm(client, mine)


def test_a_discarded_upload_changes_nothing_and_cannot_be_confirmed(client, officer, domain):
    mine, _ = upload(client, table(line(1)))
    page = client.post(reverse("office:import_discard", args=[mine.pk]), follow=True).content.decode()
    assert "已放弃“目录.csv”，目录没有变化。" in page
    assert "不能再做这一步" in confirm(client, mine)
    assert "已放弃，没有写入" in page_of(client, mine)


def test_the_upload_of_another_unit_does_not_exist(client, officer, domain):
    mine, _ = upload(client, table(line(1)))
    row = mine.rows.get()
    client.force_login(make_user(Role.EDITOR))
    assert client.get(mine.get_absolute_url()).status_code == 404
    assert client.get(reverse("office:import_row", args=[mine.pk, row.position])).status_code == 404
    for deed in ["office:import_confirm", "office:import_discard"]:
        assert client.post(reverse(deed, args=[mine.pk])).status_code == 404
    assert client.get(reverse("office:imports")).context["total"] == 0


def test_a_reviewer_looks_but_has_no_buttons(client, domain):
    unit = make_organization("市教育局")
    client.force_login(make_user(Role.EDITOR, unit))
    mine, _ = upload(client, table(line(1)))
    client.force_login(make_user(Role.REVIEWER, unit))
    page = page_of(client, mine)
    assert "读到 1 行" in page
    assert "<button" not in page.partition("<main")[2]
    assert "改正" not in page.partition("<tbody>")[2]


def test_an_editor_is_told_which_rows_belong_to_another_unit(client, domain):
    client.force_login(make_user(Role.EDITOR, make_organization("市教育局")))
    mine, answer = upload(client, table(line(1), line(2, "低保标准", publisher="市民政局")))
    assert "这一行的公开主体是“市民政局”，不是您的单位。" in answer.content.decode()
    confirm(client, mine, skip="yes")
    assert list(Item.objects.values_list("level2", flat=True)) == ["办事指南"]


def test_an_item_of_another_unit_is_refused_for_that_reason(client, domain):
    make_item(domain, level1="政策文件", level2="办事指南", publisher=make_organization("市民政局"))
    client.force_login(make_user(Role.EDITOR, make_organization("市教育局")))
    _, answer = upload(client, table(line(1)))
    assert "目录里的这一项由别的单位公开，您的单位不能改。" in answer.content.decode()


def test_who_works_for_two_units_says_for_which(client, domain):
    editor = make_user(Role.EDITOR, make_organization("市教育局"))
    second = make_organization("市民政局")
    third = make_organization("市司法局")
    editor.memberships.create(organization=second, role=Role.EDITOR)
    editor.memberships.create(organization=third, role=Role.REVIEWER)
    client.force_login(editor)
    page = client.get(reverse("office:import_new"))
    assert set(page.context["form"].fields["organization"].queryset.values_list("name", flat=True)) == {
        "市教育局",
        "市民政局",
    }
    client.post(reverse("office:import_new"), {"file": table(line(1)), "organization": second.pk})
    assert CatalogImport.objects.get().organization == second


def test_a_large_file_is_read_in_the_background_with_progress_in_words(client, officer, domain):
    lines = [line(number, f"事项{number}", content="内容" * 40) for number in range(1, 1501)]
    mine, answer = upload(client, table(*lines))
    assert mine.status == "received"
    assert "排队等待读取，已读 0%。" in answer.content.decode()
    assert answer.headers["Refresh"] == "3"
    CatalogImport.objects.update(status="reading", progress=42)
    assert '<progress id="progress" max="100" value="42">' in page_of(client, mine)
    read_upload(mine.pk)
    assert "读到 1500 行，还没有写入" in page_of(client, mine)


def test_the_list_is_filtered_by_status(client, officer, domain):
    upload(client, table(line(1)))
    upload(client, "refused-column-plan.xlsx")
    names = {
        status: client.get(reverse("office:imports"), {"status": status}).context
        for status in ("read", "refused")
    }
    assert [[row.file_name for row in context["rows"]] for context in names.values()] == [
        ["目录.csv"],
        ["refused-column-plan.xlsx"],
    ]


def test_the_page_costs_the_same_whatever_was_read(client, officer, domain):
    counts = []
    for rows in (10, 120):
        mine, _ = upload(client, table(*[line(number, f"事项{number}") for number in range(rows)]))
        with CaptureQueriesContext(connection) as queries:
            page = client.get(mine.get_absolute_url())
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
    assert len(page.context["rows"]) == 50
    assert ImportRow.objects.filter(catalog_import=mine).count() == 120
