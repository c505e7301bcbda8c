"""The spreadsheet of publications: the template read back, headings by other names, and each error by row and column."""

import datetime as dt

import pytest

from catalog.layouts.records import Refused
from catalog.publication_row_forms import read_rows
from catalog.publication_table import COLUMNS, MOST_ROWS, read_table, template
from tests.make import make_item, make_publication, make_user

pytestmark = pytest.mark.django_db

EXAMPLE = {
    "title": "行政处罚决定书（某某公司）",
    "document_number": "临市监处罚〔2026〕1号",
    "formed_on": "2026-03-02",
    "items": "",
    "body": "第一段\n第二段",
    "summary": "未亮照经营，罚款五百元",
    "column": "行政处罚和行政强制",
    "display_until": "",
    "issuer": "",
    "topic": "市场监管、安全生产监管",
    "form": "决定",
    "keywords": "处罚",
    "source": "",
}


@pytest.fixture
def editor():
    return make_user("editor")


@pytest.fixture
def code(editor):
    return make_item(publisher=editor.organizations().get()).code


def workbook(tmp_path, *rows):
    path = tmp_path / "table.xlsx"
    with template(rows) as file:
        path.write_bytes(file.read())
    return path


def csv_file(tmp_path, *lines, encoding="utf-8"):
    path = tmp_path / "table.csv"
    path.write_text("\n".join(lines), encoding=encoding)
    return path


def test_the_template_is_read_back_as_it_was_filled_in(tmp_path, editor, code):
    table = read_table(workbook(tmp_path, EXAMPLE | {"items": code}))
    assert list(table.places) == [each.name for each in COLUMNS]
    assert table.rows == [(2, EXAMPLE | {"items": code})]
    (facts,), problems = read_rows(table, by=editor)
    assert problems == []
    assert facts["body"] == "<p>第一段</p>\n<p>第二段</p>"
    assert (facts["column"], facts["topic"], facts["form"]) == ("6", "market", "decision")
    assert [item.code for item in facts["items"]] == [code]


def test_an_empty_template_says_that_nothing_stands_in_it(tmp_path):
    with pytest.raises(Refused, match="没有内容"):
        read_table(workbook(tmp_path))


def test_headings_by_other_names_under_a_title_line_and_in_an_old_encoding(tmp_path, editor, code):
    path = csv_file(
        tmp_path,
        "2026年行政处罚一览表,,,,",
        "序号,名 称*,行政处罚决定书文号,处罚决定日期（必填）,公开事项编码,主要内容",
        f"1,甲公司,临处〔2026〕1号,2026年3月2日,{code},罚款五百元",
        encoding="gb18030",
    )
    table = read_table(path)
    assert table.unused == ["序号"]
    (facts,), problems = read_rows(table, by=editor)
    assert problems == []
    assert (facts["formed_on"], facts["body"]) == (dt.date(2026, 3, 2), "<p>罚款五百元</p>")


@pytest.mark.parametrize(
    ("field", "text", "column", "words"),
    [
        ("title", "", "A 列“标题”", "没有填写"),
        ("title", "长" * 301, "A 列“标题”", "最多 300 字"),
        ("formed_on", "去年春天", "C 列“成文日期”", "认不出这个日期"),
        ("formed_on", "2999-01-01", "C 列“成文日期”", "不能晚于今天"),
        ("items", "99-99-99", "D 列“事项编码”", "“99-99-99”"),
        ("column", "行政", "G 列“栏目”", "没有“行政”。请从这些里选：政策文件"),
        ("display_until", "2020-01-01", "H 列“公示截止日期”", "不能早于今天"),
    ],
)
def test_an_error_names_row_column_text_and_what_to_do(tmp_path, editor, code, field, text, column, words):
    row = EXAMPLE | {"items": code} | {field: text}
    _, (problem,) = read_rows(read_table(workbook(tmp_path, row)), by=editor)
    assert (problem.row, problem.column, problem.text) == (2, column, text)
    assert words in problem.words


def test_a_row_without_text_a_foreign_item_and_what_stands_there_twice_are_errors(tmp_path, editor, code):
    row, foreign = EXAMPLE | {"items": code}, make_item().code
    there = make_publication(drafted_by=editor, title="已有", document_number="临〔2026〕9号")
    table = read_table(
        workbook(
            tmp_path,
            row,
            row,
            row | {"title": "二", "body": "", "summary": ""},
            row | {"title": "三", "items": f"{code}、{foreign}"},
            row | {"title": there.title, "document_number": there.document_number},
        )
    )
    problems = {each.row: each.words for each in read_rows(table, by=editor)[1]}
    assert "与第 2 行相同" in problems[3]
    assert "至少写一样" in problems[4]
    assert foreign in problems[5] and "不由本单位公开" in problems[5]
    assert "本单位已有的一条" in problems[6]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["甲,乙", "1,2"], "没有找到表头"),
        (["标题,成文日期", "甲,2026-01-01"], "缺少这几列：事项编码"),
        (["标题,名称,成文日期,事项编码", "甲,乙,2026-01-01,1"], "“标题”和“名称”"),
        (["标题,成文日期,事项编码", *["甲,2026-01-01,1"] * (MOST_ROWS + 1)], "一次最多"),
        ([" "], "空的"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_with_a_sentence(tmp_path, lines, words):
    with pytest.raises(Refused, match=words):
        read_table(csv_file(tmp_path, *lines))
