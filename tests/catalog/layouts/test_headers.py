"""Headers that are wrong, doubled, blank or out of place: read by their words or by their place, and reported."""

import pytest

from catalog.layouts.header_words import Meaning, is_other_column, meaning_of
from catalog.layouts.records import Refused
from tests.catalog.layouts.workbooks import (
    LOWER,
    ONE_ROW,
    PLAIN,
    ROWS,
    TABLE,
    UPPER,
    columns_of,
    errors_of,
    plain,
    problems_of,
    read_table,
    replaced,
)

REPORTED = ["序号", "一级事项", "二级事项", "公开内容", "公开依据", "公开时限", "公开主体", "公开渠道"]
REPORTED += ["公开对象", "公开对象", "公开方式", "公开方式", "公开层级", "公开层级"]
MERGED = [(0, 0, 1, 0), (0, 1, 0, 2), *((0, column, 1, column) for column in range(3, 8))]
MERGED += [(0, column, 0, column + 1) for column in (8, 10, 12)]


def assert_reported(reading, *places):
    assert [plain(record) for record in reading.records] == PLAIN
    assert set(places) <= set(problems_of(reading))
    assert errors_of(reading) == []


@pytest.mark.parametrize("column", range(1, 14))
@pytest.mark.parametrize("printed", ["left", "right", "blank", "other"])
def test_a_wrong_or_doubled_header_is_read_by_its_place(tmp_path, column, printed):
    neighbours = {
        "left": ONE_ROW[column - 1],
        "right": ONE_ROW[column + 1 - 14 * (column == 13)],
        "blank": "",
        "other": "某某",
    }
    if (printed, column) == ("right", 13):
        neighbours["right"] = "县级"
    reading = read_table(tmp_path, [replaced([ONE_ROW], 0, column, neighbours[printed])[0], *ROWS])
    assert_reported(reading, (1, REPORTED[column], "warning"))


@pytest.mark.parametrize("merged", [MERGED, []], ids=["merged", "unmerged"])
@pytest.mark.parametrize("column", range(3, 8))
@pytest.mark.parametrize("shift", [-1, 1])
def test_a_doubled_header_over_two_rows_is_read_by_its_place(tmp_path, merged, column, shift):
    rows = replaced(TABLE, 0, column, UPPER[column + shift] or UPPER[1])
    assert_reported(read_table(tmp_path, rows, merged), (1, REPORTED[column], "warning"))


@pytest.mark.parametrize("merged", [MERGED, []], ids=["merged", "unmerged"])
@pytest.mark.parametrize(
    ("column", "printed"), [(1, 2), (2, 1), (8, 9), (9, 8), (10, 11), (11, 10), (12, 13), (13, 12)]
)
def test_a_doubled_lower_header_is_read_by_its_place(tmp_path, merged, column, printed):
    reading = read_table(tmp_path, replaced(TABLE, 1, column, LOWER[printed]), merged)
    assert_reported(reading, (2, REPORTED[column], "warning"))


@pytest.mark.parametrize("merged", [MERGED, []], ids=["merged", "unmerged"])
@pytest.mark.parametrize(
    ("column", "printed"), [(8, "公开方式"), (10, "公开层级"), (12, "公开方式"), (12, "公开对象")]
)
def test_a_group_printed_over_the_columns_of_another_is_reported(tmp_path, merged, column, printed):
    reading = read_table(tmp_path, replaced(TABLE, 0, column, printed), merged)
    assert_reported(reading, (1, REPORTED[column], "warning"))


@pytest.mark.parametrize(("one", "other"), [(4, 5), (5, 6), (6, 7)])
def test_two_headers_exchanged_are_read_by_what_stands_under_them(tmp_path, one, other):
    header = list(ONE_ROW)
    header[one], header[other] = header[other], header[one]
    places = [(1, REPORTED[column], "warning") for column in (one, other)]
    assert_reported(read_table(tmp_path, [header, *ROWS]), *places)


def test_groups_without_their_lower_row_are_read_in_the_national_order(tmp_path):
    merged = [(0, column, 0, column + 1) for column in (1, 8, 10, 12)]
    assert_reported(read_table(tmp_path, [UPPER, *ROWS], merged))
    assert_reported(read_table(tmp_path, [UPPER, *ROWS]))


def test_a_column_that_is_missing_is_not_made_up_from_another(tmp_path):
    rows = [
        [*row[:4], extra, *row[5:]] for row, extra in zip(TABLE, ["某某", "", "甲", "乙", "丙"], strict=True)
    ]
    reading = read_table(tmp_path, rows)
    assert [record.legal_basis for record in reading.records] == [[], [], []]
    assert reading.problems == []


REFUSED = {
    "no channels": [
        ["序号", "一级事项", "二级事项", "公开内容", "公开依据", "公开时限", "公开主体"],
        ["1", "甲", "乙", "丙", "", "", "局"],
    ],
    "channels under another word": [
        ["序号", "公开类别", "公开事项", "公开内容", "公开时限", "公开主体", "公开形式"],
        ["1", "甲", "乙", "丙", "及时", "办公室", "政府网站"],
    ],
    "no contents": [
        ["序号", "公开事项", "公开依据", "公开时限", "公开主体", "公开渠道"],
        ["1", "甲", "", "", "", "政府网站"],
    ],
    "no items": columns_of(TABLE, [0, *range(3, 14)]),
    "words without a table": [["公开事项、公开内容和公开渠道"], ["公开内容"]],
    "empty sheet": [],
}


@pytest.mark.parametrize("rows", REFUSED.values(), ids=REFUSED)
def test_a_table_of_something_else_is_refused(tmp_path, rows):
    with pytest.raises(Refused, match="公开渠道"):
        read_table(tmp_path, rows)


def test_three_columns_are_a_table(tmp_path):
    reading = read_table(
        tmp_path, [["公开事项", "公开内容", "公开渠道"], ["政策法规文件", "文件全文", "政府网站"]]
    )
    assert [(record.level2, record.channels) for record in reading.records] == [
        ("政策法规文件", ["政府网站"])
    ]
    assert reading.problems == []


@pytest.mark.parametrize(
    ("text", "leaf"),
    [
        ("公 开\n内 容(要 素)", "公开内容"),
        ("公开渠道和载体（在标准的13种渠道前打√）", "公开渠道"),
        ("公开渠道及载体", "公开渠道"),
        ("责任单位", "公开主体"),
    ]
    + [
        ("法律依据", "公开依据"),
        ("公开期限", "公开时限"),
        ("一级目录", "一级事项"),
        ("依申请", "依申请公开"),
        ("特定群众", "特定群体"),
    ]
    + [
        ("公开对象（全社会）", "全社会"),
        ("公开方式-主动", "主动"),
        ("乡镇（街道）", "乡级"),
        ("镇街级", "乡级"),
        ("县（市、区）级", "县级"),
    ]
    + [
        ("所属领域", "领域"),
        ("编号", "序号"),
        ("备注", None),
        ("一级栏目", None),
        ("更新频次", None),
        ("省级", None),
    ],
)
def test_words_of_headers(text, leaf):
    meaning = meaning_of(text)
    assert (meaning.leaf if meaning else None) == leaf


def test_one_header_may_name_two_levels_or_one_channel():
    assert meaning_of("乡、村级") == Meaning("公开层级", levels=("乡级", "村级"))
    assert meaning_of("政务新媒体") == Meaning("公开渠道", channel="两微一端")


@pytest.mark.parametrize(
    "text", ["备注", "咨询电话", "监督举报电话", "12345政务服务热线", "五公开", "决策", "更新频率"]
)
def test_columns_that_counties_add(text):
    assert is_other_column(text)
    assert meaning_of(text) is None
