"""Exporting and importing is the identity: the law stated in catalog/layouts/writer.py."""

import csv
import io
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.layouts.channels import normalize_other
from catalog.layouts.choices import normalize_group
from catalog.layouts.citations import legal_basis_of
from catalog.layouts.reader import read
from catalog.layouts.records import Record
from catalog.layouts.texts import normalize_name, normalize_text
from catalog.layouts.vocabulary import CHANNELS, LEVELS, OTHER, SPECIFIC_GROUP
from catalog.layouts.writer import CatalogTable, write_csv, write_xlsx
from catalog.time_limits import workdays
from tests.catalog.layouts.workbooks import DOMAIN_NAMES

WRITERS = {"xlsx": write_xlsx, "csv": write_csv}
HOSTILE = st.sampled_from(
    [
        "=1+1",
        "+86",
        "-1",
        "@SUM(A1)",
        "'=1",
        "''-",
        "同上",
        "（同上）",
        "—",
        "/",
        "无",
        "1.",
        "1.1 甲",
        "01乙",
        "一、丙",
        "（二）丁",
    ]
    + [
        "■政府网站",
        "□其他",
        "√",
        "R",
        "注：甲",
        "《甲《乙》丙》（国发〔2020〕1号）",
        "《未完",
        "》倒",
        "“引”'\"",
        "甲\n乙",
        "\n",
        "\t",
    ]
    + [
        "序号",
        "公开内容",
        "社会救助领域基层政务公开标准目录",
        "_x000D_",
        "_x0041_",
        "\x00\x0b",
        "\ufeff",
        "\ud800",
        "http://a.cn",
        "其他",
    ]
    + [
        "县级",
        "主动",
        "全社会",
        "特定群体",
        "特定群体（甲）",
        "（甲）",
        "；",
        ",",
        "、",
        "2024-01-01",
        "1.0",
        "TRUE",
        "#N/A",
        "😀",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=20),
    st.lists(HOSTILE, max_size=4).map("".join),
    st.lists(HOSTILE, max_size=3).map("\n".join),
)


def stable(normalize, text):
    """A text in the image of the normalisation."""
    return normalize(text)


@st.composite
def records(draw):
    content = normalize_text(draw(TEXTS)) or "文件全文"
    time_limit = normalize_text(draw(TEXTS | st.just("形成之日起20个工作日内")))
    other = normalize_other(draw(st.just("") | TEXTS))
    channels = draw(st.sets(st.sampled_from(CHANNELS))) | ({OTHER} if other else set())
    levels = draw(st.sets(st.sampled_from(LEVELS)))
    return Record(
        row=0,
        sheet="",
        level1=normalize_name(draw(st.sampled_from(["甲", "乙"]) | TEXTS)) or "综合业务",
        level2=normalize_name(draw(TEXTS)),
        level3=normalize_name(draw(st.just("") | TEXTS)),
        content=content,
        legal_basis=legal_basis_of(draw(TEXTS)),
        time_limit=time_limit,
        time_limit_workdays=workdays(time_limit),
        publisher=normalize_text(draw(TEXTS)),
        channels=[name for name in CHANNELS if name in channels],
        other_channel=other,
        to_everyone=draw(st.booleans()),
        audience_group=draw(st.sampled_from(["", SPECIFIC_GROUP])) or normalize_group(draw(TEXTS)),
        proactive=draw(st.booleans()),
        on_request=draw(st.booleans()),
        levels=[level for level in LEVELS if level in levels],
    )


def export(tmp_path, kind, *tables):
    path = tmp_path / f"export.{kind}"
    with open(path, "wb") as target:
        WRITERS[kind](target, tables)
    return path


def make_table(found, domain="社会救助"):
    return CatalogTable(domain, f"{domain}领域基层政务公开标准目录", domain, found)


def bare(record):
    return replace(record, row=0, sheet="", domain=None)


@pytest.mark.parametrize("kind", WRITERS)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=st.lists(records(), min_size=1, max_size=6))
def test_what_is_exported_is_read_back_as_it_was(tmp_path, kind, found):
    reading = read(export(tmp_path, kind, make_table(found)), domain_names=DOMAIN_NAMES)
    assert [bare(record) for record in reading.records] == found
    assert reading.domain == "社会救助"


@settings(max_examples=500)
@given(TEXTS)
@pytest.mark.parametrize("normalize", [normalize_text, normalize_name, normalize_group, normalize_other])
def test_normalising_twice_is_normalising_once(normalize, text):
    assert normalize(normalize(text)) == normalize(text)


@settings(max_examples=500)
@given(TEXTS)
def test_a_list_of_citations_joined_by_line_breaks_gives_the_same_list(text):
    citations = legal_basis_of(text)
    assert legal_basis_of("\n".join(citations)) == citations


def make_record(**facts):
    defaults = dict.fromkeys(
        ("level3", "time_limit", "publisher", "other_channel", "audience_group", "sheet"), ""
    )
    defaults |= {
        "row": 0,
        "level1": "综合业务",
        "level2": "监督检查",
        "content": "电话",
        "legal_basis": [],
        "levels": [],
    }
    defaults |= {
        "time_limit_workdays": None,
        "channels": ["政府网站"],
        "to_everyone": True,
        "proactive": True,
        "on_request": False,
    }
    return Record(**defaults | facts)


@pytest.mark.parametrize("kind", WRITERS)
def test_several_domains_come_back_with_their_names(tmp_path, kind):
    tables = [make_table([make_record(content=name)], name) for name in ("社会救助", "养老服务", "旅游")]
    reading = read(export(tmp_path, kind, *tables), domain_names=DOMAIN_NAMES)
    assert [(record.domain, record.content) for record in reading.records] == [
        ("社会救助", "社会救助"),
        ("养老服务", "养老服务"),
        ("旅游", "旅游"),
    ]
    assert reading.domain is None
    assert reading.domains == {"社会救助", "养老服务", "旅游"}


def test_the_workbook_has_the_national_layout(tmp_path):
    found = [
        make_record(levels=["县级"]),
        make_record(level2="公开电话", audience_group="申请人", to_everyone=False),
    ]
    sheet = openpyxl.load_workbook(export(tmp_path, "xlsx", make_table(found))).active
    assert sheet["A1"].value == "社会救助领域基层政务公开标准目录"
    assert [cell.value for cell in sheet[2]][:5] == ["序号", "公开事项", None, "公开内容（要素）", "公开依据"]
    assert [cell.value for cell in sheet[3]][8:] == [
        "全社会",
        "特定群体",
        "主动",
        "依申请公开",
        "县级",
        "乡级",
    ]
    assert {"A1:N1", "A2:A3", "B2:C2", "M2:N2", "B4:B5"} <= {str(span) for span in sheet.merged_cells.ranges}
    assert sheet["H4"].value.splitlines()[:2] == ["■政府网站", "□政府公报"]
    assert (sheet["I4"].value, sheet["J5"].value, sheet["M4"].value) == ("√", "申请人", "√")
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$2:$3")
    assert sheet.row_dimensions[4].height >= 13 * 12


def test_columns_that_no_item_uses_are_left_out(tmp_path):
    full = make_record(level3="电话", levels=["市级", "村级"])
    path = export(tmp_path, "xlsx", make_table([make_record()], "就业"), make_table([full], "生态环境"))
    plain, wide = openpyxl.load_workbook(path).worksheets
    assert plain.max_column == 14
    assert [cell.value for cell in wide[3]][1:4] == ["一级事项", "二级事项", "三级事项"]
    assert [cell.value for cell in wide[3]][-4:] == ["市级", "县级", "乡级", "村级"]


def test_no_text_becomes_a_formula(tmp_path):
    found = [
        make_record(content=text, publisher=text) for text in ("=1+1", "@SUM(A1)", "-2", "+3", "http://a.cn")
    ]
    sheet = openpyxl.load_workbook(export(tmp_path, "xlsx", make_table(found))).active
    assert {cell.data_type for row in sheet.iter_rows(min_row=4, min_col=2) for cell in row} <= {"s", "n"}
    assert not any(cell.hyperlink for row in sheet.iter_rows() for cell in row)
    rows = csv.reader(
        io.StringIO(export(tmp_path, "csv", make_table(found)).read_text("utf-8-sig"), newline="")
    )
    assert not any(cell[:1] in ("=", "+", "-", "@") for row in rows for cell in row if cell)


def test_names_of_sheets_are_legal_and_differ(tmp_path):
    names = ["甲/乙:[丙]", "甲乙丙", "长" * 40, "长" * 40, "History", ""]
    tables = [CatalogTable("就业", "", name, [make_record()]) for name in names]
    found = openpyxl.load_workbook(export(tmp_path, "xlsx", *tables)).sheetnames
    assert len({name.casefold() for name in found}) == len(names)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in found)


def test_a_text_too_long_for_a_cell_is_refused_not_cut(tmp_path):
    with pytest.raises(ValueError, match="32767"):
        export(tmp_path, "xlsx", make_table([make_record(content="长" * 40_000)]))


def test_an_export_without_items_is_a_workbook_all_the_same(tmp_path):
    assert openpyxl.load_workbook(export(tmp_path, "xlsx", make_table([]))).active.max_row == 3
    assert openpyxl.load_workbook(export(tmp_path, "xlsx")).sheetnames
