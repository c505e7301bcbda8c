"""Small catalog tables for the tests of the reader: the same three items, printed in many ways."""

import xlsxwriter

from catalog.layouts.reader import read

DOMAIN_NAMES = {
    name: name
    for name in (
        "社会救助",
        "生态环境",
        "养老服务",
        "就业",
        "义务教育",
        "市政服务",
        "城市综合执法",
        "公共文化服务",
        "卫生健康",
    )
} | {"环境保护": "生态环境", "医疗卫生": "卫生健康", "创业就业": "就业"}

TITLE = "社会救助领域基层政务公开标准目录"
UPPER = ["序号", "公开事项", "", "公开内容（要素）", "公开依据", "公开时限", "公开主体", "公开渠道和载体"]
UPPER += ["公开对象", "", "公开方式", "", "公开层级", ""]
LOWER = [
    "",
    "一级事项",
    "二级事项",
    "",
    "",
    "",
    "",
    "",
    "全社会",
    "特定群体",
    "主动",
    "依申请公开",
    "县级",
    "乡级",
]
LAW = "《社会救助暂行办法》（国务院令第649号）"
ACT = "《中华人民共和国政府信息公开条例》（国务院令第711号）"
ROWS = [
    [
        "1",
        "综合业务",
        "政策法规文件",
        "文件全文",
        LAW,
        "信息形成之日起20个工作日内",
        "市民政局",
        "■政府网站 ■两微一端",
    ]
    + ["√", "", "√", "", "√", "√"],
    ["2", "", "监督检查", "投诉举报电话", ACT, "及时公开", "市民政局", "■政府网站"]
    + ["√", "", "√", "", "√", ""],
    [
        "3",
        "临时救助",
        "审核信息",
        "对象名单",
        f"{LAW}\n{ACT}",
        "作出决定后7个工作日内",
        "镇人民政府",
        "■精准推送",
    ]
    + ["", "申请人", "", "√", "", "√"],
]
TABLE = [UPPER, LOWER, *ROWS]
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
# What every layout of these rows comes down to: level1, level2, content, basis, workdays, publisher, channels, …
PLAIN = [
    (
        "综合业务",
        "政策法规文件",
        "文件全文",
        [LAW],
        20,
        "市民政局",
        ["政府网站", "两微一端"],
        True,
        "",
        True,
        False,
        ["县级", "乡级"],
    ),
    (
        "综合业务",
        "监督检查",
        "投诉举报电话",
        [ACT],
        None,
        "市民政局",
        ["政府网站"],
        True,
        "",
        True,
        False,
        ["县级"],
    ),
    (
        "临时救助",
        "审核信息",
        "对象名单",
        [LAW, ACT],
        7,
        "镇人民政府",
        ["精准推送"],
        False,
        "申请人",
        False,
        True,
        ["乡级"],
    ),
]


def plain(record):
    """The fields of a record that the layouts of ROWS share."""
    return (
        record.level1,
        record.level2,
        record.content,
        record.legal_basis,
        record.time_limit_workdays,
        record.publisher,
        record.channels,
        record.to_everyone,
        record.audience_group,
        record.proactive,
        record.on_request,
        record.levels,
    )


def make_workbook(path, *sheets):
    """Write sheets given as (name, rows) or (name, rows, merged ranges) by 0-based (top, left, bottom, right)."""
    with xlsxwriter.Workbook(path) as workbook:
        for name, rows, *merged in sheets:
            sheet = workbook.add_worksheet(name)
            covered = merged[0] if merged else ()
            for span in covered:
                sheet.merge_range(*span, "")
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    _write(sheet, number, column, cell)
    return path


def _write(sheet, row, column, cell):
    if isinstance(cell, str) and cell:
        sheet.write_string(row, column, cell)
    elif cell not in ("", None):
        sheet.write(row, column, cell)


def read_table(tmp_path, rows, merged=(), sheet="Sheet1"):
    """The reading of one sheet with these rows."""
    return read(make_workbook(tmp_path / "目录.xlsx", (sheet, rows, merged)), domain_names=DOMAIN_NAMES)


def problems_of(reading):
    return [(problem.row, problem.column, problem.severity) for problem in reading.problems]


def errors_of(reading):
    return [problem for problem in reading.problems if problem.severity == "error"]


def columns_of(rows, places):
    """The rows with their columns in another order."""
    return [[row[place] for place in places] for row in rows]


def replaced(rows, row, column, cell):
    """The rows with one cell printed otherwise."""
    changed = [list(each) for each in rows]
    changed[row][column] = cell
    return changed


def assert_plain(reading):
    assert [plain(record) for record in reading.records] == PLAIN
    assert errors_of(reading) == []


def without(column, rows=TABLE):
    return [[cell for place, cell in enumerate(row) if place != column] for row in rows]


def with_column(place, cells, rows=TABLE):
    return [[*row[:place], cell, *row[place:]] for row, cell in zip(rows, cells, strict=True)]
