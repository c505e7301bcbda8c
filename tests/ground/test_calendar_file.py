import pytest
from django.conf import settings

from linhai_portal.calendar_file import BadCalendar, read_days

HEAD = "date,kind,name\n"


def test_the_calendar_of_all_known_years_is_read():
    days = read_days((settings.BASE_DIR / "fixtures/special-days.csv").read_bytes())
    assert len(days) > 150 and {day.kind for day in days} == {"holiday", "workday"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_is_read_as_the_offices_programs_write_it(encoding):
    text = "date,kind,name,source\r\n2027-01-01,holiday,元旦,示例\r\n,,,\r\n".replace(",,,\r\n", "")
    assert [day.name for day in read_days(text.encode(encoding))] == ["元旦"]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("2027-02-30,holiday,春节", "第 2 行：没有“2027-02-30”这一天"),
        ("2027/1/1,holiday,元旦", "第 2 行：没有“2027/1/1”这一天"),
        ("2127-01-01,holiday,元旦", "第 2 行：2127-01-01 不在"),
        ("2027-01-01,放假,元旦", "第 2 行：类别“放假”不认识"),
        ("2027-01-01,holiday,", "第 2 行：没有名称"),
        ("2027-01-01,holiday," + "节" * 31, "第 2 行：名称超过 30 个字"),
        ("2027-01-01", "第 2 行：类别“”不认识"),
        ("2027-01-01,holiday,元旦\n2027-01-01,holiday,元旦", "第 3 行：2027-01-01 在第 2 行已经有了"),
        (
            "2027-01-01,holiday,元旦\n2027-01-01,workday,元旦",
            "第 3 行：2027-01-01 在第 2 行是放假，这里是调休",
        ),
        ("", "文件里没有日期"),
    ],
)
def test_a_wrong_row_is_one_sentence_that_names_it(rows, words):
    with pytest.raises(BadCalendar) as refused:
        read_days((HEAD + rows).encode())
    assert len(refused.value.problems) == 1 and words in refused.value.problems[0]


def test_every_wrong_row_is_named():
    with pytest.raises(BadCalendar) as refused:
        read_days((HEAD + "2027-01-01,x,元旦\n2027-01-02,holiday,元旦\n2027-13-01,holiday,元旦").encode())
    assert [words[:6] for words in refused.value.problems] == ["第 2 行：", "第 4 行："]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "第一行应为列名"),
        ("日期,类别,名称\n2027-01-01,holiday,元旦".encode(), "第一行应为列名"),
        (b"PK\x03\x04\x00\x00\xff\xff", "不是文本文件"),
        (b"x" * 300_000, "超过 200 KB"),
        (b"\x81\x00\xff", "不是文本文件"),
    ],
)
def test_what_is_no_such_file_is_refused(data, words):
    with pytest.raises(BadCalendar, match=words):
        read_days(data)
