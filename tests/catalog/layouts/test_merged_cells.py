"""Merged cells, and records printed on several rows."""

import pytest
import xlwt

from catalog.layouts.reader import read
from tests.catalog.layouts.workbooks import (
    ACT,
    LAW,
    LOWER,
    ONE_ROW,
    PLAIN,
    TABLE,
    TITLE,
    UPPER,
    assert_plain,
    columns_of,
    plain,
    problems_of,
    read_table,
    replaced,
    with_column,
    without,
)


def test_merged_names_and_texts_speak_for_every_row_they_cover(tmp_path):
    rows = replaced(replaced(TABLE, 4, 4, ""), 3, 4, LAW)
    reading = read_table(tmp_path, rows, [(2, 1, 3, 1), (3, 4, 4, 4)])
    assert [record.level1 for record in reading.records] == ["综合业务", "综合业务", "临时救助"]
    assert [record.legal_basis for record in reading.records] == [[LAW], [LAW], [LAW]]


def test_a_merged_second_level_over_third_levels(tmp_path):
    rows = with_column(3, ["", "三级事项", "国家文件", "本级文件", "对象名单"])
    rows = replaced(rows, 3, 2, "")
    reading = read_table(tmp_path, rows, [(2, 2, 3, 2), (0, 1, 0, 3)])
    assert [(record.level2, record.level3) for record in reading.records] == [
        ("政策法规文件", "国家文件"),
        ("政策法规文件", "本级文件"),
        ("审核信息", "对象名单"),
    ]


def test_a_blank_second_level_that_nothing_covers_stays_blank(tmp_path):
    assert read_table(tmp_path, replaced(TABLE, 3, 2, "")).records[1].level2 == ""


def test_a_merged_publisher_with_a_line_for_each_record_gives_one_to_each(tmp_path):
    rows = replaced(replaced(replaced(TABLE, 2, 6, "市民政局\n市财政局\n镇人民政府"), 3, 6, ""), 4, 6, "")
    reading = read_table(tmp_path, rows, [(2, 6, 4, 6)])
    assert [record.publisher for record in reading.records] == ["市民政局", "市财政局", "镇人民政府"]


def test_a_merged_publisher_with_other_lines_is_that_of_every_record(tmp_path):
    rows = replaced(replaced(replaced(TABLE, 2, 6, "市民政局\n市财政局"), 3, 6, ""), 4, 6, "")
    reading = read_table(tmp_path, rows, [(2, 6, 4, 6)])
    assert {record.publisher for record in reading.records} == {"市民政局\n市财政局"}


def test_lines_of_a_merged_time_limit_count_for_their_record(tmp_path):
    rows = replaced(replaced(TABLE, 2, 5, "形成之日起5个工作日内\n及时公开"), 3, 5, "")
    rows = replaced(rows, 4, 5, "同上")
    reading = read_table(tmp_path, rows, [(2, 5, 3, 5)])
    assert [(record.time_limit, record.time_limit_workdays) for record in reading.records] == [
        ("形成之日起5个工作日内", 5),
        ("及时公开", None),
        ("及时公开", None),
    ]


SPLIT = [
    *TABLE[:3],
    ["", "", "", "文件解读", ACT, "", "", "□政府公报 ■其他 广播"] + [""] * 6,
    *TABLE[3:],
]


@pytest.mark.parametrize(
    "merged", [[], [(2, 0, 3, 0)], [(2, column, 3, column) for column in (0, 1, 2, 5, 6, 8, 10, 12)]]
)
def test_a_record_on_several_rows_is_one_record(tmp_path, merged):
    first, *others = read_table(tmp_path, SPLIT, merged).records
    assert (first.row, first.content, first.legal_basis) == (3, "文件全文\n文件解读", [LAW, ACT])
    assert (first.channels, first.other_channel) == (["政府网站", "两微一端", "其他"], "广播")
    assert (first.publisher, first.levels, first.proactive) == ("市民政局", ["县级", "乡级"], True)
    assert [plain(record) for record in others] == PLAIN[1:]


def test_a_record_on_several_rows_without_a_number(tmp_path):
    first, *others = read_table(tmp_path, without(0, SPLIT), [(2, 1, 3, 1)]).records
    assert (first.content, first.level2) == ("文件全文\n文件解读", "政策法规文件")
    assert [plain(record) for record in others] == PLAIN[1:]


BREAKS = {
    "both header rows": [UPPER, LOWER],
    "the lower header row": [LOWER],
    "title and header": [[TITLE], UPPER, LOWER],
    "page number, title and header": [["第 1 页"], [], [TITLE], UPPER, LOWER],
}


@pytest.mark.parametrize("between", BREAKS.values(), ids=BREAKS)
@pytest.mark.parametrize("lines", [1, 2])
def test_a_record_goes_on_under_a_header_printed_again(tmp_path, between, lines):
    more = ["", "", "", "文件解读", ACT, *[""] * 9]
    last = ["", "", "", "文件图解", *[""] * 10]
    reading = read_table(tmp_path, [[TITLE], *TABLE[:3], *between, *[more, last][:lines], *TABLE[3:]])
    first, *others = reading.records
    assert first.content.split("\n") == ["文件全文", "文件解读", "文件图解"][: lines + 1]
    assert (first.legal_basis, first.row) == ([LAW, ACT], 4)
    assert [plain(record) for record in others] == PLAIN[1:]
    assert reading.problems == []


def test_a_single_text_under_a_header_printed_again_belongs_to_the_record_above(tmp_path):
    rows = [*TABLE, UPPER, LOWER, ["", "", "", "救助金额", *[""] * 10]]
    reading = read_table(tmp_path, rows)
    assert (reading.records[-1].content, reading.problems) == ("对象名单\n救助金额", [])


LOOSE = {
    "a name": [*TABLE[:3], UPPER, LOWER, ["", "", "解读", "文件解读", *[""] * 10]],
    "marks": [*TABLE[:3], UPPER, LOWER, ["", "", "", "文件解读", "", "", "", "■政府网站", *[""] * 6]],
    "other columns": [*TABLE[:3], columns_of([ONE_ROW], range(13, -1, -1))[0], [*[""] * 9, ACT, "文件解读"]],
    "empty rows above": [*TABLE[:3], [], [], ["", "", "", "文件解读", ACT]],
    "a section above": [*TABLE[:3], ["二、专项类"], UPPER, LOWER, ["", "", "", "文件解读", ACT]],
    "no record above": [*TABLE[:2], ["", "", "", "文件解读", ACT]],
}


@pytest.mark.parametrize("rows", LOOSE.values(), ids=LOOSE)
def test_a_row_that_may_not_belong_to_the_record_above_is_reported(tmp_path, rows):
    reading = read_table(tmp_path, [*rows, *([] if rows is LOOSE["other columns"] else TABLE[4:])])
    assert (len(rows), "公开内容", "warning") in problems_of(reading)
    assert not any("解读" in record.content for record in reading.records)


def test_old_workbooks_keep_their_merged_cells(tmp_path):
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("Sheet1")
    for number, row in enumerate(TABLE):
        for column, cell in enumerate(row):
            if cell and (number, column) not in ((2, 2), (3, 2)):
                sheet.write(number, column, cell)
    sheet.write_merge(2, 3, 2, 2, "政策法规文件")
    workbook.save(tmp_path / "a.xls")
    reading = read(tmp_path / "a.xls", domain_names={})
    assert [record.level2 for record in reading.records] == ["政策法规文件", "政策法规文件", "审核信息"]


ACROSS = ["一、综合类", "第一部分 综合", "合计", "小计：2项", "共3项", "此表由市政务公开办负责解释"]
ACROSS += ["监督电话：0576-85123456", "2023年10月制", "社会救助", "3"]


@pytest.mark.parametrize("text", ACROSS)
@pytest.mark.parametrize("place", [2, 3, 4, 5])
@pytest.mark.parametrize("last", [2, 7, 13])
def test_a_line_merged_across_the_table_is_no_record(tmp_path, text, place, last):
    reading = read_table(tmp_path, [*TABLE[:place], [text], *TABLE[place:]], [(place, 0, place, last)])
    assert_plain(reading)
    assert reading.problems == []


@pytest.mark.parametrize("text", ["合计", "合 计", "总计：", "小计（项）"])
@pytest.mark.parametrize("column", [0, 1])
@pytest.mark.parametrize("merged", [[], [(5, 0, 5, 2)]], ids=["unmerged", "merged"])
def test_a_line_of_totals_is_no_record(tmp_path, text, column, merged):
    total = ["", "", "", "3项", "", "", "", "", "2", "1", "2", "1", "2", "2"]
    total[0 if merged else column] = text
    reading = read_table(tmp_path, [*TABLE, total], merged)
    assert_plain(reading)
    assert reading.problems == []


def test_totals_of_a_table_without_numbers_are_no_record(tmp_path):
    assert_plain(read_table(tmp_path, without(0, [*TABLE, ["", "合计", "", "3项", *[""] * 10]])))
