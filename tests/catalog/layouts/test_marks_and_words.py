"""Ticks, boxes and words: the marks of a table differ, what they choose does not."""

import pytest

from catalog.layouts.channels import channels_of
from catalog.layouts.vocabulary import CHANNELS
from tests.catalog.layouts.workbooks import (
    LOWER,
    PLAIN,
    ROWS,
    TABLE,
    UPPER,
    WORD_ROWS,
    WORDS,
    assert_plain,
    plain,
    read_table,
    replaced,
    without,
)


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


@pytest.mark.parametrize(
    "blank",
    ["□", "☐", "○", "×", "✗", "否", "无", "-", "—", "/", "\\", "FALSE", "〇", "O", "N/A", "不涉及", "无此项"],
)
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


def test_a_column_for_other_channels_may_say_which(tmp_path):
    upper = [*UPPER[:8], "", "", *UPPER[8:]]
    lower = [*LOWER[:7], "政府网站", "政府公报", "其他", *LOWER[8:]]
    rows = [[*row[:7], "√", "", "公共服务平台", *row[8:]] for row in ROWS]
    record = read_table(tmp_path, [upper, lower, *rows], [(0, 7, 0, 9)]).records[0]
    assert (record.channels, record.other_channel) == (["政府网站", "其他"], "公共服务平台")


@pytest.mark.parametrize(
    ("text", "channels", "other"),
    [
        ("■政府网站\n■其他法律服务网\n注：可推送至省级平台。", ["政府网站", "其他"], "法律服务网"),
        ("政府网站 两微一端\n便民服务窗口等场所", ["政府网站", "两微一端", "其他"], "便民服务窗口等场所"),
        ("■公共资源交易平台\n■招标投标公共服务平台", ["其他"], "公共资源交易平台、招标投标公共服务平台"),
        ("■临海市人民政府网站（http://www.linhai.gov.cn）■其他____", ["政府网站", "其他"], ""),
        (
            "政务新媒体、纸质载体、公开查询点、政府服务中心",
            ["两微一端", "纸质媒体", "公开查阅点", "政务服务中心"],
            "",
        ),
        ("发布会、听证会；入户/现场宣传", ["发布会/听证会", "入户/现场"], ""),
        ("■社区/企事业单位、村\n公示栏", ["社区/企事业单位/村公示栏（电子屏）"], ""),
        ("村公示栏（电子屏）", ["社区/企事业单位/村公示栏（电子屏）"], ""),
        ("1.政府网站2.两微一端", ["政府网站", "两微一端"], ""),
        ("入户/ 现场", ["入户/现场"], ""),
        ("■入户 / 现场宣传", ["入户/现场"], ""),
        ("发布会 / 听证会、广播 / 电视", ["发布会/听证会", "广播电视"], ""),
        ("①政府网站②政府公报③两微一端", ["政府网站", "政府公报", "两微一端"], ""),
        ("①法律服务网②政府公报③村民微信群", ["政府公报", "其他"], "法律服务网、村民微信群"),
        ("①其他②政府网站", ["政府网站", "其他"], ""),
        ("①■政府网站②□政府公报③■其他 微信群④□精准推送", ["政府网站", "其他"], "微信群"),
        ("■①政府网站□②政府公报", ["政府网站"], ""),
        ("⑴政府网站⑵政府公报", ["政府网站", "政府公报"], ""),
        ("（一）政府网站（二）政府公报", ["政府网站", "政府公报"], ""),
        ("一、政府网站二、政府公报", ["政府网站", "政府公报"], ""),
        ("政府网站和两微一端以及广播和电视", ["政府网站", "两微一端", "广播电视"], ""),
        ("政府公报+临海市政府网站", ["政府网站", "政府公报"], ""),
        ("和谐社区平台", ["其他"], "和谐社区平台"),
        ("1、其他2、政府网站", ["政府网站", "其他"], ""),
        ("■其他：甲平台、乙平台", ["其他"], "甲平台、乙平台"),
        ("□其他 甲平台", [], ""),
        ("/", [], ""),
        ("", [], ""),
    ],
)
def test_names_of_channels(text, channels, other):
    assert channels_of(text) == (channels, other)


def test_marks_drawn_as_pictures(tmp_path):
    rows = replaced(TABLE, 2, 7, "☑\ufe0f政府网站 ☑\ufe0f两微一端")
    assert_plain(read_table(tmp_path, rows))


@pytest.mark.parametrize("printed", ["同上", "同 上 栏", "同上一项", "（同上）", "〃", "″", "↑"])
def test_signs_that_copy_the_record_above(tmp_path, printed):
    assert_plain(read_table(tmp_path, replaced(TABLE, 3, 6, printed)))


@pytest.mark.parametrize("printed", ["综合业务（续）", "综合业务(续表)", "一、综合业务（续上表）"])
def test_a_name_that_goes_on_on_the_next_page_is_the_same_name(tmp_path, printed):
    assert_plain(read_table(tmp_path, replaced(TABLE, 3, 1, printed)))
