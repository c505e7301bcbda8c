"""Whatever is uploaded is read or refused with a sentence, in little memory and time."""

import io
import json
import os
import random
import subprocess
import sys
import time
import zipfile

import pytest
import xlsxwriter
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.layouts.reader import read
from catalog.layouts.records import Reading, Refused
from tests.catalog.layouts.workbooks import DOMAIN_NAMES, TABLE, TITLE, make_workbook

MEGABYTE = 1 << 20
MEASURED = r"""
import json, re, resource, sys, time
from pathlib import Path
from catalog.layouts.reader import read
from catalog.layouts.records import Refused
start = time.monotonic()
try:
    answer = f"{len(read(sys.argv[1], domain_names={}).records)} records"
except Refused as refused:
    answer = str(refused)
seconds = time.monotonic() - start
own = int(re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())[1])  # ru_maxrss counts the parent in
peak = max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
print(json.dumps({"answer": answer, "kilobytes": peak, "seconds": seconds}))
"""
WORKBOOK = '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
WORKBOOK += ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def read_measured(path):
    """Read in a fresh process; asserts the limits that hold for every file, gives what came of it."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(path)], capture_output=True, text=True, env=environment
    )
    assert done.returncode == 0, done.stderr
    measured = json.loads(done.stdout)
    assert measured["kilobytes"] < 300 * 1024
    assert measured["seconds"] < 60
    return measured["answer"]


def refusal_of(path):
    with pytest.raises(Refused) as refused:
        read(path, domain_names=DOMAIN_NAMES)
    return str(refused.value)


def make_file(tmp_path, content, name="目录.xlsx"):
    path = tmp_path / name
    path.write_bytes(content)
    return path


def make_package(tmp_path, **parts):
    """A minimal workbook package by hand, with further or replaced parts."""
    path = tmp_path / "目录.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in (package_parts() | parts).items():
            package.writestr(name, content)
    return path


def package_parts():
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    return {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="{kind}.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{relation}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/workbook.xml": f'{WORKBOOK}<sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f"{SHEET}</sheetData></worksheet>",
    }


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xef\xbb\xbf\r\n",
        b"\0" * 5000,
        b"%PDF-1.7\n1 0 obj",
        "<html><table><tr><td>序号</td></tr></table></html>".encode(),
        b"PK\x03\x04 torn",
        b"PK\x05\x06" + b"\0" * 18,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        "公开事项,公开内容\n甲,乙\n".encode(),
        "公开内容".encode("utf-16"),
        b"\x80\x81\xff\xfe\xff" * 100,
        b"\xed\xa0\x80,\xed\xb0\x80",
        random.Random(7).randbytes(20_000),
    ],
    ids=[
        "empty",
        "only-bom",
        "nul",
        "pdf",
        "html",
        "torn-zip",
        "empty-zip",
        "torn-ole",
        "no-table",
        "utf16",
        "bytes",
        "surrogates",
        "random",
    ],
)
def test_what_is_no_table_is_refused_with_one_chinese_sentence(tmp_path, content):
    sentence = refusal_of(make_file(tmp_path, content))
    assert sentence.endswith("。")
    assert "\n" not in sentence


def test_a_missing_file_is_refused(tmp_path):
    assert refusal_of(tmp_path / "没有.xlsx")


def test_the_sentence_names_the_file(tmp_path):
    with pytest.raises(Refused, match="“救助.xlsx”"):
        read(make_file(tmp_path, b""), domain_names={}, filename="救助.xlsx")


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_workbook_is_refused(tmp_path, kept):
    content = make_workbook(tmp_path / "whole.xlsx", ("a", TABLE)).read_bytes()
    assert refusal_of(make_file(tmp_path, content[: int(len(content) * kept)]))


def test_the_kind_is_told_by_content_not_by_name(tmp_path):
    content = make_workbook(tmp_path / "a.xlsx", ("社会救助", TABLE)).read_bytes()
    assert len(read(make_file(tmp_path, content, "b.csv"), domain_names={}).records) == 3


def test_an_encrypted_workbook_is_refused_as_such(tmp_path):
    names = "".join(f"{name:\0<32}" for name in ("Root Entry", "EncryptionInfo", "EncryptedPackage"))
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + names.encode("utf-16-le") + b"\0" * 2048
    assert "密码" in refusal_of(make_file(tmp_path, content))


def test_a_zip_bomb_is_refused(tmp_path):
    path = make_package(tmp_path, **{"xl/media/image1.png": b"\0" * (201 * MEGABYTE)})
    assert path.stat().st_size < MEGABYTE
    assert "200兆" in read_measured(path)


def test_a_zip_that_lies_about_its_size_is_refused(tmp_path):
    path = make_package(
        tmp_path, **{"xl/worksheets/sheet1.xml": SHEET + " " * (201 * MEGABYTE) + "</sheetData></worksheet>"}
    )
    content = path.read_bytes()
    size = (201 * MEGABYTE + len(SHEET) + len("</sheetData></worksheet>")).to_bytes(4, "little")
    assert content.count(size) == 2
    lying = make_file(tmp_path, content.replace(size, (1000).to_bytes(4, "little")))
    assert not read_measured(lying).endswith("records")


def test_a_sheet_that_spans_a_million_rows_is_refused(tmp_path):
    path = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate(TABLE):
            sheet.write_row(number, 0, row)
        sheet.write(1_048_575, 16_383, "远")
    assert "很远" in read_measured(path)


def test_formats_without_content_far_away_do_not_matter(tmp_path):
    path = tmp_path / "styled.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet, bold = workbook.add_worksheet(), workbook.add_format({"bold": True})
        for number, row in enumerate(TABLE):
            sheet.write_row(number, 0, row)
        sheet.write_blank(1_048_575, 16_383, None, bold)
        sheet.set_column(0, 16_383, 10, bold)
    assert read_measured(path) == "3 records"


def test_an_old_workbook_with_content_in_its_last_corner_is_refused(tmp_path):
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("a")
    sheet.write(0, 0, "甲")
    sheet.write(65_535, 255, "乙")
    workbook.save(tmp_path / "far.xls")
    assert not read_measured(tmp_path / "far.xls").endswith("records")


def test_an_entity_bomb_is_refused(tmp_path):
    bomb = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY a{each} "{f"&a{each - 1};" * 10}">' for each in range(1, 20)
    )
    assert read_measured(
        make_package(tmp_path, **{"xl/workbook.xml": f"{bomb}]>{package_parts()['xl/workbook.xml']}"})
    )


def test_ten_thousand_sheets_are_refused(tmp_path):
    names = "".join(f'<sheet name="s{each}" sheetId="{each}" r:id="rId1"/>' for each in range(1, 10_001))
    path = make_package(tmp_path, **{"xl/workbook.xml": f"{WORKBOOK}{names}</sheets></workbook>"})
    assert "工作表太多" in read_measured(path)


def test_one_long_text_in_very_many_cells_is_refused(tmp_path):
    text = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{"长" * 32_000}</t></si></sst>'
    rows = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 100_001))
    relations = package_parts()["xl/_rels/workbook.xml.rels"].replace(
        "</Relationships>",
        '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    )
    path = make_package(
        tmp_path,
        **{
            "xl/sharedStrings.xml": text,
            "xl/worksheets/sheet1.xml": f"{SHEET}{rows}</sheetData></worksheet>",
            "xl/_rels/workbook.xml.rels": relations,
        },
    )
    assert "内容太多" in read_measured(path)


def test_more_than_200_000_rows_are_refused(tmp_path):
    path = tmp_path / "long.csv"
    path.write_text("序号,公开内容\n" + "1,a\n" * 200_001, encoding="utf-8")
    assert "20万行" in read_measured(path)


def test_a_csv_of_endless_short_cells_is_refused(tmp_path):
    path = tmp_path / "wide.csv"
    path.write_text(("ab," * 99 + "\n") * 100_000, encoding="utf-8")
    assert not read_measured(path).endswith("records")


def test_very_many_merged_cells_are_survived(tmp_path):
    spans = "".join(f'<mergeCell ref="A{row}:XFD{row + 1}"/>' for row in range(1, 100_001, 2))
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(1, 50_001))
    part = f"{SHEET}{rows}</sheetData><mergeCells>{spans}</mergeCells></worksheet>"
    assert read_measured(make_package(tmp_path, **{"xl/worksheets/sheet1.xml": part}))


def test_thirty_thousand_rows_stay_within_the_memory_budget(tmp_path):
    rows = [
        [str(number), *TABLE[2][1:3], f"{TABLE[2][3]}{number}", *TABLE[2][4:]] for number in range(1, 30_001)
    ]
    path = make_workbook(tmp_path / "large.xlsx", ("社会救助", [*TABLE[:2], *rows]))
    start = time.monotonic()
    assert read_measured(path) == "30000 records"
    assert time.monotonic() - start < 60


def test_a_long_cell_is_read_whole(tmp_path):
    rows = [list(row) for row in TABLE]
    rows[2][3] = "长" * 32_767
    reading = read(make_workbook(tmp_path / "a.xlsx", ("社会救助", rows)), domain_names={})
    assert len(reading.records[0].content) == 32_767


def test_control_characters_do_not_reach_the_records(tmp_path):
    path = tmp_path / "a.csv"
    table = "\n".join(",".join(row) for row in [[TITLE], *TABLE[:2]])
    path.write_text(
        f'{table}\n1,甲,乙,"内\x01容\x0b\ufeff",依据,及时,局,政府网站,√,,√,,√,\n', encoding="utf-8"
    )
    assert read(path, domain_names={}).records[0].content == "内容"


def test_macros_and_links_are_neither_run_nor_followed(tmp_path):
    path = make_workbook(tmp_path / "a.xlsx", ("社会救助", TABLE))
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/vbaProject.bin", b"\0macro")
        package.writestr("xl/externalLinks/externalLink1.xml", "<externalLink/>")
    assert len(read(path, domain_names={}).records) == 3


CELLS = st.sampled_from(
    [
        "",
        "",
        "",
        "1",
        "2",
        "序号",
        "公开事项",
        "一级事项",
        "二级事项",
        "三级事项",
        "公开内容",
        "公开依据",
        "公开时限",
        "公开主体",
    ]
    + [
        "公开渠道",
        "公开对象",
        "全社会",
        "特定群体",
        "公开方式",
        "主动",
        "依申请公开",
        "公开层级",
        "县级",
        "乡、村级",
        "同上",
        "—",
        "√",
    ]
    + [
        "■政府网站 □其他",
        "■其他：",
        "《甲》（国发〔2020〕1号）",
        "20个工作日",
        "注：甲",
        TITLE,
        "甲\n乙",
        "政府网站",
        "领域",
        "就业",
    ]
) | st.text(max_size=8)
GRIDS = st.lists(st.lists(CELLS, max_size=12), max_size=14)


def read_or_refuse(path):
    try:
        reading = read(path, domain_names=DOMAIN_NAMES)
    except Refused as refused:
        assert str(refused)
    else:
        assert isinstance(reading, Reading)
        json.dumps(reading.as_json())


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(grid=GRIDS, spans=st.lists(st.tuples(*[st.integers(0, 13)] * 4), max_size=6))
def test_any_grid_is_read_or_refused(tmp_path, grid, spans):
    clean = [[cell.encode("utf-8", "ignore").decode() for cell in row] for row in grid]
    spans = [(min(a, b), min(c, d), max(a, b), max(c, d)) for a, b, c, d in spans if (a, c) != (b, d)]
    apart = [
        span for place, span in enumerate(spans) if not any(touches(span, each) for each in spans[:place])
    ]
    read_or_refuse(make_workbook(tmp_path / "a.xlsx", ("a", clean, apart)))


def touches(one, other):
    return not (one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1])


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(grid=GRIDS, head=st.sampled_from([[], TABLE[:2], TABLE[:1], TABLE]))
def test_any_text_table_is_read_or_refused(tmp_path, grid, head):
    rows = io.StringIO()
    for row in [*head, *grid]:
        rows.write(",".join(row) + "\n")
    path = tmp_path / "a.csv"
    path.write_bytes(rows.getvalue().encode("utf-8", "surrogatepass"))
    read_or_refuse(path)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.binary(max_size=300),
    start=st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe"]),
)
def test_any_bytes_are_read_or_refused(tmp_path, content, start):
    read_or_refuse(make_file(tmp_path, start + content))
