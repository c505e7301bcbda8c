"""The spreadsheet from which many publications are drafted: one list of columns, for the template and for reading."""

import re
import tempfile
import unicodedata
from dataclasses import dataclass, field

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from catalog.layouts.records import Refused
from catalog.layouts.workbook import sheets_of

MOST_ROWS = 300  # handing in and examining take some 15 ms each, within one request
_HEADER_WITHIN = 20  # rows of titles and notes that may stand above the headings
_SIGNS = re.compile(r"[\s*:：]|[(（\[【].*?[)）\]】]")


@dataclass(frozen=True)
class Column:
    """`name` is the field of the row's form; `others` are the headings it goes by elsewhere."""

    name: str
    label: str
    others: tuple = ()
    hint: str = ""
    width: int = 16


COLUMNS = (
    Column("title", "标题", ("名称", "信息标题", "信息名称", "文件名称", "公开标题"), "必填", 36),
    Column("document_number", "发文字号", ("文号", "文书号", "文书文号", "决定书文号", "行政处罚决定书文号")),
    Column(
        "formed_on",
        "成文日期",
        ("日期", "印发日期", "制发日期", "决定日期", "作出日期", "处罚决定日期"),
        "必填，例如 2026-05-01",
    ),
    Column(
        "items", "事项编码", ("公开事项编码", "公开事项", "事项代码"), "必填，例如 03-05-05；几个用顿号隔开"
    ),
    Column("body", "正文", ("内容", "全文", "正文内容"), "正文和内容概述至少写一样；一行一段", 60),
    Column("summary", "内容概述", ("概述", "摘要", "内容摘要", "主要内容"), "只写这一样的，它就是正文", 40),
    Column("column", "栏目", ("所属栏目", "信息公开栏目"), "栏目的名称，例如 行政处罚和行政强制"),
    Column(
        "display_until",
        "公示截止日期",
        ("公示期至", "公示截止", "公示结束日期", "公示到期日期"),
        "到这一天24时为止；不写就长期公开",
    ),
    Column("issuer", "发文机关", ("发文单位", "制发机关", "处罚机关"), "不写就是本单位"),
    Column("topic", "主题分类", ("主题",)),
    Column("form", "体裁", ("体裁分类", "文种")),
    Column("keywords", "关键词", ("关键字", "主题词")),
    Column("source", "来源", ("信息来源",)),
)
_NEEDED = ("title", "formed_on", "items")


@dataclass
class Table:
    """`places` gives the letters of each column read; `unused` the headings nobody asked for."""

    places: dict
    rows: list  # pairs of the row number and the texts by the name of the column
    unused: list = field(default_factory=list)


def _plain(heading):
    return _SIGNS.sub("", unicodedata.normalize("NFKC", heading))


_NAMES = {_plain(words): each.name for each in COLUMNS for words in (each.label, *each.others)}


def read_table(path):
    """The first sheet that has the headings; raises Refused with a Chinese sentence when there is none, or no row."""
    for sheet in sheets_of(path):
        rows = iter(sheet.rows)
        for _, (_, cells) in zip(range(_HEADER_WITHIN), rows, strict=False):
            names = [_NAMES.get(_plain(cell)) for cell in cells]
            if "title" in names and len({*names} - {None}) > 1:
                return _table(names, cells, rows)
    raise Refused("没有找到表头：要有“标题、成文日期、事项编码”这几列。请下载模板，照着填写。")


def _table(names, headings, rows):
    missing = [each.label for each in COLUMNS if each.name in _NEEDED and each.name not in names]
    if missing:
        raise Refused(f"缺少这几列：{'、'.join(missing)}。请照模板补上，再重新上传。")
    twice = next((name for name in names if name and names.count(name) > 1), None)
    if twice:
        both = "”和“".join(words for name, words in zip(names, headings, strict=True) if name == twice)
        raise Refused(f"“{both}”是同一样东西的两列，请只留一列，再重新上传。")
    read = [
        (number, {name: text for name, text in zip(names, cells, strict=False) if name})
        for number, cells in _bounded(rows)
    ]
    read = [(number, texts) for number, texts in read if any(texts.values())]
    if not read:
        raise Refused("表头下面没有内容。请一行写一条信息，再重新上传。")
    places = {name: xl_col_to_name(place) for place, name in enumerate(names) if name}
    unused = [words for name, words in zip(names, headings, strict=True) if words and not name]
    return Table(places, read, unused)


def _bounded(rows):
    for count, row in enumerate(rows):
        if count == MOST_ROWS:
            raise Refused(f"一次最多 {MOST_ROWS} 条。请分成几个表格上传。")
        yield row


def template(examples=()):
    """An open file with an empty table: headings, and below each, as a note, what to write."""
    target = tempfile.TemporaryFile()  # noqa: SIM115  (the response closes it)
    with xlsxwriter.Workbook(target) as workbook:
        sheet = workbook.add_worksheet("批量发布")
        bold = workbook.add_format({"bold": True, "bg_color": "#e8eef5", "border": 1})
        text = workbook.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(COLUMNS):
            sheet.set_column(place, place, column.width, text)
            sheet.write_string(0, place, column.label, bold)
            if column.hint:
                sheet.write_comment(0, place, column.hint)
            for number, facts in enumerate(examples, start=1):
                sheet.write_string(number, place, facts.get(column.name, ""), text)
    target.seek(0)
    return target
