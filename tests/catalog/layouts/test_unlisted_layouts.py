"""Layouts that no example shows: whatever a county clerk does to the table, the same three items are read."""

import datetime

import pytest
import xlsxwriter
import xlwt

from catalog.layouts.channels import channels_of
from catalog.layouts.reader import read
from catalog.layouts.vocabulary import CHANNELS
from tests.catalog.layouts.workbooks import (
    ACT,
    DOMAIN_NAMES,
    LAW,
    LOWER,
    PLAIN,
    ROWS,
    TABLE,
    TITLE,
    UPPER,
    columns_of,
    errors_of,
    make_workbook,
    plain,
    problems_of,
    read_table,
    replaced,
)

ONE_ROW = [
    "序号",
    "一级事项",
    "二级事项",
    *UPPER[3:8],
    "全社会",
    "特定群体",
    "主动公开",
    "依申请公开",
    "县级",
    "乡级",
]
WORDS = ["序号", "一级事项", "二级事项", *UPPER[3:8], "公开对象", "公开方式", "公开层级"]
WORD_ROWS = [
    [*ROWS[0][:8], "全社会", "主动公开", "县级、乡级"],
    [*ROWS[1][:8], "全社会", "主动公开", "县级"],
    [*ROWS[2][:8], "申请人", "依申请公开", "乡级"],
]


def assert_plain(reading):
    assert [plain(record) for record in reading.records] == PLAIN
    assert errors_of(reading) == []


def without(column, rows=TABLE):
    return [[cell for place, cell in enumerate(row) if place != column] for row in rows]


def with_column(place, cells, rows=TABLE):
    return [[*row[:place], cell, *row[place:]] for row, cell in zip(rows, cells, strict=True)]


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


@pytest.mark.parametrize(
    "tick",
    [
        "√",
        "✓",
        "✔",
        "v",
        "V",
        "是",
        "●",
        "■",
        "☑",
        "R",
        "Ö",
        "☒",
        "有",
        "Y",
        "TRUE",
        "✅",
        "\uf0fc",
        "主动公开",
    ],
)
def test_ticks_of_every_kind(tmp_path, tick):
    rows = [[tick if cell == "√" else cell for cell in row] for row in TABLE]
    assert_plain(read_table(tmp_path, rows))


@pytest.mark.parametrize("blank", ["□", "☐", "○", "×", "✗", "否", "无", "-", "—", "/", "\\", "FALSE"])
def test_what_is_no_tick(tmp_path, blank):
    rows = [
        UPPER,
        LOWER,
        *[[cell or (blank if place > 7 else "") for place, cell in enumerate(row)] for row in ROWS],
    ]
    assert_plain(read_table(tmp_path, rows))


@pytest.mark.parametrize(
    ("chosen", "left"),
    [
        ("☑", "☐"),
        ("√", "□"),
        ("■", "□"),
        ("▪", "▫"),
        ("●", "○"),
        ("★", "☆"),
        ("[x]", "[ ]"),
        ("[√]", "[ ]"),
        ("（√）", "（ ）"),
    ]
    + [("√", ""), ("R", "£"), ("\uf052", "\uf0a3"), ("◆", "◇"), ("【√】", "【】"), ("✔ ", "× ")],
)
@pytest.mark.parametrize("gap", [" ", "\n", "、", "；\n", ""])
def test_channel_marks_of_every_kind(chosen, left, gap):
    wanted = ["政府网站", "两微一端", "社区/企事业单位/村公示栏（电子屏）"]
    gap = gap or ("" if left else "\n")
    text = gap.join(f"{chosen if name in wanted else left}{name}" for name in CHANNELS)
    assert channels_of(text) == (wanted, "")


@pytest.mark.parametrize(
    ("chosen", "left"), [("√", ""), ("（√）", "（ ）"), ("[√]", ""), ("■", "□"), ("✓", "×")]
)
@pytest.mark.parametrize("gap", [" ", "\n", "、", "；"])
def test_channel_marks_behind_the_names(chosen, left, gap):
    wanted = ["政府公报", "精准推送"]
    text = gap.join(f"{name}{chosen if name in wanted else left}" for name in CHANNELS)
    assert channels_of(text) == (wanted, "")


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


def test_a_forgotten_number_does_not_lose_the_record(tmp_path):
    assert_plain(read_table(tmp_path, replaced(TABLE, 3, 0, "")))


def test_one_column_per_channel(tmp_path):
    upper = [*UPPER[:8], *[""] * 13, *UPPER[8:]]
    lower = [*LOWER[:7], *CHANNELS, "中国政府网", *LOWER[8:]]
    rows = []
    for row in ROWS:
        chosen, _ = channels_of(row[7])
        rows.append([*row[:7], *["√" if name in chosen else "" for name in CHANNELS], "", *row[8:]])
    rows[2] = [*rows[2][:20], "√", *rows[2][21:]]
    reading = read_table(tmp_path, [upper, lower, *rows], [(0, 7, 0, 20), (0, 21, 0, 22)])
    assert [plain(record) for record in reading.records[:2]] == PLAIN[:2]
    assert (reading.records[2].channels, reading.records[2].other_channel) == (
        ["精准推送", "其他"],
        "中国政府网",
    )


@pytest.mark.parametrize(
    ("header", "levels"),
    [
        ("社区级", ["村级"]),
        ("村（社区）级", ["村级"]),
        ("市级", ["市级"]),
        ("街道", ["乡级"]),
        ("乡、村级", ["乡级", "村级"]),
    ]
    + [("县（市、区）级", ["县级"]), ("县区级", ["县级"]), ("镇街级", ["乡级"])],
)
def test_level_columns_by_other_names(tmp_path, header, levels):
    rows = without(13, replaced(replaced(TABLE, 1, 12, header), 4, 12, "√"))
    assert [record.levels for record in read_table(tmp_path, rows).records] == [levels] * 3


@pytest.mark.parametrize(
    ("printed", "everyone", "group"),
    [
        ("全社会", True, ""),
        ("■全社会 □特定群体", True, ""),
        ("□全社会 ■特定群体（企业）", False, "企业"),
        ("残疾人、老年人", False, "残疾人、老年人"),
    ]
    + [
        ("社会公众", True, ""),
        ("特定群体", False, "特定群体"),
        ("全社会；特定群体（企业）", True, "企业"),
        ("/", False, ""),
    ],
)
def test_audiences_in_words(tmp_path, printed, everyone, group):
    record = read_table(tmp_path, [WORDS, *replaced(WORD_ROWS, 0, 8, printed)]).records[0]
    assert (record.to_everyone, record.audience_group) == (everyone, group)


@pytest.mark.parametrize(
    ("printed", "proactive", "on_request"),
    [
        ("主动", True, False),
        ("■主动公开 □依申请公开", True, False),
        ("□主动公开\n■依申请公开", False, True),
        ("主动公开、依申请公开", True, True),
    ]
    + [("依申请公开", False, True), ("主动公开√  依申请公开", True, False)],
)
def test_modes_in_words(tmp_path, printed, proactive, on_request):
    record = read_table(tmp_path, [WORDS, *replaced(WORD_ROWS, 0, 9, printed)]).records[0]
    assert (record.proactive, record.on_request) == (proactive, on_request)


@pytest.mark.parametrize(
    ("printed", "group"),
    [
        ("√", "特定群体"),
        ("√（企业）", "企业"),
        ("√\n申请人", "申请人"),
        ("本村（社区）居民", "本村（社区）居民"),
        ("□", ""),
        ("（甲、乙）", "甲、乙"),
    ],
)
def test_groups_beside_a_tick(tmp_path, printed, group):
    assert read_table(tmp_path, replaced(TABLE, 4, 9, printed)).records[2].audience_group == group


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
    ],
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
