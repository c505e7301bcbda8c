"""P14: the personal-information gate on a relief list of 20,000 rows, against reading its cells."""

import io
import random

import xlsxwriter
from python_calamine import CalamineWorkbook

from catalog.privacy import scan
from tests.benchmarks.report import at_most, seconds

ROWS = 20_000
_HEADINGS = [
    "序号",
    "姓名",
    "村社",
    "身份证号",
    "联系电话",
    "救助项目",
    "人数",
    "标准",
    "金额",
    "发放月份",
    "开户行",
    "备注",
]


def measure(database_url):
    content = _relief_list()
    floor = seconds(lambda: _cells(content))
    ours = seconds(lambda: scan(content, "名单.xlsx"))
    found = len(scan(content, "名单.xlsx").findings)
    work = f"privacy gate on 20,000 rows, {found:,} findings ({ours:.2f} s)"
    yield at_most("P14", work, ours / floor, 3, f"calamine {floor:.2f} s")


def _cells(content):
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def _relief_list():
    """Numbers masked as they should be, and every tenth phone forgotten."""
    chance = random.Random(14)
    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as book:
        amount = book.add_format({"num_format": "#,##0.00"})
        sheet = book.add_worksheet("名单")
        sheet.write_row(0, 0, _HEADINGS)
        for row in range(1, ROWS + 1):
            phone = 13_800_000_000 + chance.randrange(10_000)
            shown = phone if row % 10 == 0 else f"138****{phone % 10_000:04}"
            card = f"3310***********{chance.randrange(1000):03}"
            village = f"第{row % 300}村"
            sheet.write_row(
                row, 0, [row, f"张某{row % 900}", village, card, shown, "临时救助", row % 6 + 1, 1035]
            )
            sheet.write_number(row, 8, 1035.5 * (row % 6 + 1), amount)
            sheet.write_row(row, 9, ["2026年1月", "清湾农商银行", f"{village}代办，已核对"])
    return written.getvalue()
