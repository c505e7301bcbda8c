"""P14: the privacy gate on a workbook of 20,000 rows."""

import io

import xlsxwriter
from python_calamine import CalamineWorkbook

from catalog.privacy.scan import scan
from tests.benchmarks.report import Finding, at_most, seconds

ROWS = 20_000
NUMBERS_EVERY = 1_000  # a list meant for publication, in which some rows were forgotten


def measure(database_url):
    content = _list(NUMBERS_EVERY)
    floor = seconds(lambda: _cells(content))
    ours = seconds(lambda: scan(content, "list.xlsx"))
    yield at_most(
        "P14",
        f"privacy gate on 20,000 rows, process started too ({ours:.2f} s)",
        ours / floor,
        3,
        f"calamine {floor:.2f} s",
    )
    full = _list(1)
    floor = seconds(lambda: _cells(full), rounds=1)
    ours = seconds(lambda: scan(full, "list.xlsx"), rounds=1)
    figure = f"{ours / floor:.2f} ×"
    yield Finding(
        "P14",
        f"the same with numbers in every row ({ours:.2f} s)",
        f"calamine {floor:.2f} s",
        figure,
        "–",
        True,
    )


def _cells(content):
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def _list(every):
    """A list of beneficiaries, masked but for every so many rows."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet, money = book.add_worksheet("名单"), book.add_format({"num_format": "#,##0.00"})
        for row in range(ROWS):
            phone = f"138{row:08d}" if row % every == 0 else f"138****{row % 10_000:04d}"
            card = f"3310***********{row % 1000:03d}"
            texts = [
                row + 1,
                f"王例{row % 977}",
                card,
                phone,
                f"云溪镇樟树下村{row % 300}组",
                "临时救助",
                f"3310822024{row:08d}",
            ]
            sheet.write_row(row, 0, [*texts, "低保对象家庭"])
            sheet.write_number(row, 8, 1200.5 + row, money)
            sheet.write_number(row, 9, 46_000 + row % 300)
    return target.getvalue()
