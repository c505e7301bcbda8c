"""Layouts that no example shows: whatever a county clerk does to the table, the same three items are read."""

import datetime

import pytest
import xlsxwriter
import xlwt

from catalog.layouts.reader import read
from tests.catalog.layouts.workbooks import (
    ACT,
    DOMAIN_NAMES,
    LOWER,
    ONE_ROW,
    ROWS,
    TABLE,
    TITLE,
    UPPER,
    WORD_ROWS,
    WORDS,
    assert_plain,
    columns_of,
    make_workbook,
    problems_of,
    read_table,
    replaced,
    with_column,
    without,
)

LAYOUTS = {
    "bare": TABLE,
    "one header row": [ONE_ROW, *ROWS],
    "columns shuffled": columns_of([ONE_ROW, *ROWS], [7, 5, 1, 2, 0, 10, 11, 9, 8, 13, 12, 3, 6, 4]),
    "no 序号": without(0),
    "no 序号, words": without(0, [WORDS, *WORD_ROWS]),
    "words in one column each": [WORDS, *WORD_ROWS],
    "blanks in the header": [[" ".join(cell) for cell in row] for row in TABLE[:2]] + ROWS,
    "breaks in the header": [["\n".join(cell) for cell in row] for row in TABLE[:2]] + ROWS,
    "three header rows": [["", "事项", "", "公开要求"] + [""] * 10, *TABLE],
    "numbered columns": [UPPER, LOWER, [str(number) for number in range(1, 15)], *ROWS],
    "offset by empty rows and columns": [[], [], *([["", "", *row] for row in TABLE])],
    "title in a row of its own": [[TITLE], *TABLE],
    "date line": [[TITLE], ["填报单位：市民政局", "", "", "", "", "日期：2023年5月"], *TABLE],
    "title not merged, in the middle": [["", "", "", TITLE], *TABLE],
    "五公开": [
        [*row, *more]
        for row, more in zip(
            TABLE,
            [
                ["五公开", "", "", "", ""],
                ["决策", "执行", "管理", "服务", "结果"],
                *[["√", "", "", "√", ""]] * 3,
            ],
            strict=True,
        )
    ],
    "备注 in front": with_column(0, ["备注", "", "新增", "", ""]),
    "责任科室 in the middle": with_column(7, ["责任科室", "", "救助科", "救助科", "办公室"]),
    "12345": with_column(8, ["12345政务服务热线", "", "√", "√", ""]),
    "two telephones": [
        [*row, *more]
        for row, more in zip(
            TABLE, [["咨询电话", "监督电话"], ["", ""], *[["0576", "0576"]] * 3], strict=True
        )
    ],
    "特定群体 before 全社会": columns_of(TABLE, [0, 1, 2, 3, 4, 5, 6, 7, 9, 8, 10, 11, 12, 13]),
    "levels before mode": columns_of(TABLE, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 10, 11]),
    "other words": [
        [
            "编号",
            "公开事项",
            "",
            "公开要素",
            "法律依据",
            "公开期限",
            "责任单位",
            "公开渠道及载体（在所选渠道前打■）",
        ]
        + ["公开对象", "", "公开方式", "", "公开级别", ""],
        [
            "",
            "一级目录",
            "二级目录",
            "",
            "",
            "",
            "",
            "",
            "面向社会",
            "特定对象",
            "主动公开",
            "依申请",
            "区级",
            "镇（街道）级",
        ],
        *ROWS,
    ],
    "group repeated over each column": [
        [*UPPER[:2], "公开事项", *UPPER[3:9], "公开对象", "公开方式", "公开方式", "公开层级", "公开层级"],
        LOWER,
        *ROWS,
    ],
    "leaf in brackets": [
        [*ONE_ROW[:8], "公开对象（全社会）", "公开对象（特定群体）", "公开方式（主动）", "公开方式（依申请）"]
        + ["公开层级（县级）", "公开层级（乡级）"],
        *ROWS,
    ],
    "notes below": [
        *TABLE,
        ["注：本目录每年更新。"],
        ["填表人：甲", "", "", "联系电话：0576"],
        ["", "审核人：乙"],
    ],
    "notes between rows": [*TABLE[:3], ["注：下列事项由市民政局公开。"], *TABLE[3:]],
    "empty rows between": [*TABLE[:3], [], [], *TABLE[3:]],
    "sections across the table": [UPPER, LOWER, ["一、综合类"], *ROWS[:2], ["二、专项类"], ROWS[2]],
    "header again on the second page": [*TABLE[:4], UPPER, LOWER, TABLE[4]],
    "lower header row again": [*TABLE[:4], LOWER, TABLE[4]],
    "title and header again": [[TITLE], *TABLE[:4], [], [TITLE], UPPER, LOWER, TABLE[4]],
    "second table with other columns": [
        *TABLE[:4],
        [],
        columns_of([ONE_ROW], range(13, -1, -1))[0],
        TABLE[4][::-1],
    ],
    "outline numbers": replaced(
        replaced(replaced(TABLE, 2, 1, "1.综合业务"), 2, 2, "1.1 政策法规文件"), 4, 1, "二、临时救助"
    ),
    "numbers in many shapes": replaced(replaced(replaced(TABLE, 2, 0, "（一）"), 3, 0, "1-2"), 4, 0, "③"),
    "一级 on every row": replaced(TABLE, 3, 1, "综合业务"),
    "placeholders": [UPPER, LOWER, *[[cell or "／" for cell in row] for row in ROWS]],
    "domain column": with_column(1, ["领域", "", "社会救助", "", "社会救助"]),
}


@pytest.mark.parametrize("rows", LAYOUTS.values(), ids=LAYOUTS)
def test_a_layout_nobody_listed_gives_the_same_items(tmp_path, rows):
    assert_plain(read_table(tmp_path, rows))


@pytest.mark.parametrize("rows", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8", ","), ("utf-8-sig", ";"), ("gb18030", "\t"), ("utf-16", "\t")]
)
def test_the_same_as_text_in_any_encoding(tmp_path, rows, encoding, delimiter):
    path = tmp_path / "目录.csv"
    lines = [delimiter.join('"' + str(cell).replace('"', '""') + '"' for cell in row) for row in rows]
    path.write_text("\r\n".join(lines), encoding=encoding, newline="")
    assert_plain(read(path, domain_names=DOMAIN_NAMES))


@pytest.mark.parametrize("rows", LAYOUTS.values(), ids=LAYOUTS)
def test_the_same_in_an_old_workbook(tmp_path, rows):
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("Sheet1")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell:
                sheet.write(number, column, cell)
    workbook.save(tmp_path / "目录.xls")
    assert_plain(read(tmp_path / "目录.xls", domain_names=DOMAIN_NAMES))


def test_a_forgotten_number_does_not_lose_the_record(tmp_path):
    assert_plain(read_table(tmp_path, replaced(TABLE, 3, 0, "")))


def test_numbers_and_dates_are_read_as_a_person_sees_them(tmp_path):
    rows = replaced(replaced(TABLE, 2, 0, 1.0), 2, 3, datetime.date(2023, 5, 1))
    rows = replaced(rows, 3, 3, 12345)
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    reading = read(path, domain_names={})
    assert [record.content for record in reading.records] == ["2023-05-01", "12345", "对象名单"]


def test_rich_text_hidden_columns_and_formulas_are_read(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate(TABLE):
            sheet.write_row(number, 0, row)
        bold = workbook.add_format({"bold": True})
        sheet.write_rich_string(2, 3, "文件", bold, "全", "文")
        sheet.write_formula(3, 3, '="投诉"&"举报电话"', None, "投诉举报电话")
        sheet.set_column(0, 0, None, None, {"hidden": True})
        sheet.set_row(3, None, None, {"hidden": True})
    assert_plain(read(path, domain_names={}))


def test_hidden_sheets_and_cover_sheets(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        workbook.add_worksheet("封面").write(0, 0, "临海市基层政务公开标准目录")
        sheet = workbook.add_worksheet("社会救助")
        for number, row in enumerate(TABLE):
            sheet.write_row(number, 0, row)
        sheet.hide()
    reading = read(path, domain_names=DOMAIN_NAMES)
    assert_plain(reading)
    assert (reading.domain, reading.records[0].sheet, reading.records[0].row) == ("社会救助", "社会救助", 3)


def test_domains_under_one_another_without_a_header_of_their_own(tmp_path):
    second = [*ROWS[2]]
    rows = [["一、社会救助领域"], UPPER, LOWER, *ROWS[:2], ["二、养老服务领域"], second]
    records = read_table(tmp_path, rows).records
    assert [record.domain for record in records] == ["社会救助", "社会救助", "养老服务"]


@pytest.mark.parametrize(
    ("title", "sheet", "domain"),
    [
        (TITLE, "Sheet1", "社会救助"),
        ("", "社会救助", "社会救助"),
        ("", "3.社会救助领域", "社会救助"),
        ("", "Sheet1", None),
    ]
    + [
        ("临海市社会救助领域基层政务公开标准目录（2023年版）", "汇总", "社会救助"),
        ("附件3：环境保护领域基层政务公开标准目录", "a", "生态环境"),
    ]
    + [
        ("临海市旅游领域基层政务公开标准目录", "a", "旅游"),
        ("临海市基层政务公开标准目录", "a", None),
        ("临海市市政服务领域", "a", "市政服务"),
    ]
    + [
        ("（十七）城市综合执法领域基层政务公开标准目录", "a", "城市综合执法"),
        ("临海市民政局社会救助事项标准目录", "a", "社会救助"),
    ]
    + [
        ("（生态环境）领域基层政务公开标准目录", "a", "生态环境"),
        ("临海市“义务教育”领域基层政务公开标准目录", "a", "义务教育"),
        ("临海市《义务教育》领域目录", "a", "义务教育"),
        ("临海市「义务教育」领域目录", "a", "义务教育"),
        ("【市政服务】基层政务公开标准目录", "a", "市政服务"),
        ("【市政服务】", "a", "市政服务"),
        ("社会救助", "a", "社会救助"),
        ("临海市（旅游）领域基层政务公开标准目录", "a", "旅游"),
        ("临海市义务教育（基础教育）领域基层政务公开标准目录", "a", "义务教育"),
        ("临海市民政局（社会救助领域）政务公开标准目录", "a", "社会救助"),
        ("临海市基层政务公开标准目录（社会救助领域）", "a", "社会救助"),
        ("临海市基层政务公开标准目录（医疗卫生）", "a", "卫生健康"),
        ("临海市基层政务公开标准目录（2023年版）（旅游领域）", "a", "旅游"),
        ("临海市基层政务公开标准目录——社会救助领域", "a", "社会救助"),
        ("所属领域：旅游", "a", "旅游"),
        ("临海市基层政务公开标准目录（试行）", "a", None),
        ("临海市26个试点领域基层政务公开标准目录", "a", None),
        ("临海市基层政务公开标准目录（共26个领域）", "a", None),
    ]
    + [("", "【义务教育】", "义务教育"), ("", "社会救助（2023）", "社会救助")],
)
def test_the_domain_comes_from_the_title_or_the_sheet(tmp_path, title, sheet, domain):
    assert read_table(tmp_path, [[title], *TABLE], sheet=sheet).domain == domain


def test_a_workbook_with_several_domains_names_them_in_every_record(tmp_path):
    path = make_workbook(tmp_path / "a.xlsx", ("社会救助", TABLE), ("养老服务", TABLE))
    answer = read(path, domain_names=DOMAIN_NAMES).as_json()
    assert answer["domain"] is None
    assert [record["domain"] for record in answer["records"]] == ["社会救助"] * 3 + ["养老服务"] * 3


def test_what_is_under_another_header_is_not_read(tmp_path):
    other = [["序号", "姓名", "职务", "电话"], ["1", "甲", "科长", "0576"], ["2", "乙", "科员", "0577"]]
    assert_plain(read_table(tmp_path, [*TABLE, [], *other]))


def test_problems_of_the_rows_are_told(tmp_path):
    rows = replaced(replaced(TABLE, 2, 11, "√"), 3, 10, "")
    rows = replaced(replaced(rows, 4, 7, "□政府网站"), 4, 13, "√")
    rows.append(["4", "", "", "", ACT, "及时", "局", "■政府网站", "√", "", "√", "", "√", ""])
    assert problems_of(read_table(tmp_path, rows)) == [
        (3, "公开方式", "warning"),
        (4, "公开方式", "error"),
        (5, "公开渠道", "warning"),
        (6, "二级事项", "error"),
    ]


def test_columns_that_are_missing_are_no_problem(tmp_path):
    rows = columns_of([ONE_ROW, *ROWS], [0, 1, 2, 3, 7])
    rows[0] = ["序号", "一级事项", "二级事项", "公开内容", "公开渠道"]
    reading = read_table(tmp_path, [*rows[:1], *rows[1:]])
    assert reading.problems == []
    assert [(record.levels, record.proactive, record.to_everyone) for record in reading.records] == [
        ([], False, False)
    ] * 3
