"""The annual report: its figures against a naive recount, its identities, its files, the command."""

import datetime as dt
import json
from collections import Counter
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from disclosure_requests.annual_report import identities
from disclosure_requests.annual_report.cell_rows import rows_behind
from disclosure_requests.annual_report.checking import checks_of, live
from disclosure_requests.annual_report.files import write_docx, write_xlsx
from disclosure_requests.annual_report.grids import grids, placed
from disclosure_requests.annual_report.identities import broken_hard
from disclosure_requests.annual_report.layout import CLASSES, RESULT_ROWS
from disclosure_requests.annual_report.papers import live_paper
from disclosure_requests.annual_report.tables import empty, figures
from disclosure_requests.models import DisclosureRequest, Remedy, YearFigures
from disclosure_requests.outcomes import OF_INFORMATION, OUTCOMES
from tests.make import make_organization, make_publication, put_out
from tests.make_requests import make_case, make_past_case, official_calendar

pytestmark = pytest.mark.django_db

YEAR = 2025
FIRST, LAST = dt.date(YEAR, 1, 1), dt.date(YEAR, 12, 31)
DAYS = st.sampled_from([FIRST - dt.timedelta(1), FIRST, LAST, LAST + dt.timedelta(1)]) | st.dates(
    dt.date(2024, 1, 1), dt.date(2026, 12, 31)
)


@st.composite
def past_cases(draw):
    received_on, other = sorted([draw(DAYS), draw(DAYS)])
    closed = draw(st.booleans())
    return {
        "unit": draw(st.integers(0, 1)),
        "received_on": received_on,
        "closed_on": other if closed else None,
        "outcome": draw(st.sampled_from(OF_INFORMATION)) if closed else "",
        "applicant_class": draw(st.sampled_from([*CLASSES])),
    }


@st.composite
def past_remedies(draw):
    filed_on, other = sorted([draw(DAYS), draw(DAYS)])
    decided = draw(st.booleans())
    return {
        "path": draw(st.sampled_from(Remedy.Path.values)),
        "filed_on": filed_on,
        "decided_on": other if decided else None,
        "result": draw(st.sampled_from(Remedy.Result.values)) if decided else "",
    }


def recounted(cases):
    """Case by case, as an officer with paper and pencil would."""
    counts = Counter()
    for case in cases:
        received, closed = case["received_on"], case["closed_on"]
        rows = []
        if received > LAST or (closed and closed < FIRST):
            continue
        rows.append("R1" if received >= FIRST else "R2")
        if closed and closed <= LAST:
            rows += ["R3.7", OUTCOMES[case["outcome"]].row]
        else:
            rows.append("R4")
        for row in rows:
            counts[row, case["applicant_class"]] += 1
            counts[row, "total"] += 1
    return counts


def recounted_remedies(remedies):
    counts = Counter()
    for remedy in remedies:
        decided = remedy["decided_on"]
        if remedy["filed_on"] > LAST or (decided and decided < FIRST):
            continue
        result = remedy["result"] if decided and decided <= LAST else "pending"
        counts[remedy["path"], result] += 1
        counts[remedy["path"], "total"] += 1
    return counts


class TestRandomHistories(TestCase):
    """Of hypothesis and Django, so that each history is undone before the next."""

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(past_cases(), max_size=12), st.lists(past_remedies(), max_size=5))
    def test_the_report_equals_a_recount_and_its_identities_hold(self, cases, remedies):
        units = [make_organization(), make_organization()]
        rows = [make_past_case(units[case["unit"]], **_facts(case)) for case in cases]
        if rows:
            for facts in remedies:
                Remedy.objects.create(case=rows[0], **facts)
        everything = live(YEAR, None)
        for unit, told in [
            (None, cases),
            *((u, [c for c in cases if c["unit"] == n]) for n, u in enumerate(units)),
        ]:
            report = everything if unit is None else live(YEAR, unit)
            expected = recounted(told)
            assert {
                (row, column): count
                for row, cells in report.tables["table3"].items()
                for column, count in cells.items()
            } == {key: expected[key] for key in _keys(report.tables["table3"])}
            held = {each.id: each.ok for each in checks_of(report)}
            assert all(held[each] for each in ("I1", "I2", "I3", "I4", "I5", "I6", "I8"))
        expected = recounted_remedies(remedies if rows else [])
        assert {
            (path, column): count
            for path, cells in everything.tables["table4"].items()
            for column, count in cells.items()
        } == {key: expected[key] for key in _keys(everything.tables["table4"])}
        for row, column in [*_keys(everything.tables["table3"]), *_keys(everything.tables["table4"])]:
            table = everything.tables["table3" if row.startswith("R") else "table4"]
            assert rows_behind(YEAR, None, row, column).count() == table[row][column]


def _facts(case):
    return {key: value for key, value in case.items() if key != "unit"}


def _keys(table):
    return [(row, column) for row, cells in table.items() for column in cells]


def command(*arguments):
    out = StringIO()
    call_command("annual_report", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_the_command_prints_the_tables_under_the_keys_of_the_contract():
    unit = make_organization(slug="jsj")
    for _ in range(3):
        make_past_case(unit, received_on=FIRST)
    make_past_case(unit, received_on=LAST, closed_on=LAST, outcome="P", applicant_class="legal")
    told = json.loads(command(YEAR, "--organization", "jsj"))
    assert list(told) == ["table2", "table3", "table4", "checks"]
    assert told["table2"] == {
        "normative_documents": {"issued": 0, "repealed": 0, "in_force": 0},
        "permits": 0,
        "penalties": 0,
        "compulsions": 0,
        "fees_10k_yuan": "0.00",
    }
    classes = ["natural", "business", "research", "welfare", "legal", "other", "total"]
    assert told["table3"]["R1"] == dict(zip(classes, [3, 0, 0, 0, 1, 0, 4], strict=True))
    assert [*told["table3"]] == ["R1", "R2", *(each.row for each in RESULT_ROWS), "R3.7", "R4"]
    assert (told["table3"]["R3.2"]["legal"], told["table3"]["R4"]["total"]) == (1, 3)
    assert [*told["table4"]] == ["reconsideration", "direct_suit", "suit_after_reconsideration"]
    assert [*told["table4"]["direct_suit"]] == ["upheld", "corrected", "other", "pending", "total"]
    assert [each["id"] for each in told["checks"]] == [f"I{n}" for n in range(1, 11)]
    assert all(set(each) == {"id", "ok", "detail"} for each in told["checks"])


def test_a_broken_hard_identity_fails_and_still_prints_the_json():
    unit = make_organization()
    make_past_case(unit, received_on=FIRST, applicant_class="")
    out = StringIO()
    with pytest.raises(CommandError, match="I3"):
        call_command("annual_report", str(YEAR), "--organization", "all", stdout=out)
    checks = {each["id"]: each["ok"] for each in json.loads(out.getvalue())["checks"]}
    assert (checks["I1"], checks["I3"]) == (True, False)


def test_the_file_may_be_named_before_and_behind_the_options(tmp_path):
    make_organization(slug="jsj")
    for n, arguments in enumerate([("{}", "--organization", "jsj"), ("--organization", "jsj", "{}")]):
        path = tmp_path / f"{n}.json"
        command(YEAR, *(str(path) if each == "{}" else each for each in arguments))
        assert json.loads(path.read_text())["table3"]["R1"]["total"] == 0
    assert [each.name for each in sorted(tmp_path.iterdir())] == ["0.json", "1.json"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((YEAR, "--organization", "nowhere"), "没有地址名为“nowhere”的单位"),
        ((99, "--organization", "all"), "没有 99 年"),
        ((YEAR, "--organization", "all", "--format", "docx"), "给出文件名"),
        ((YEAR, "--organization", "all", "/no/such/place.json"), "不能写文件"),
    ],
)
def test_what_cannot_be_done_is_said(arguments, words):
    with pytest.raises(CommandError, match=words):
        command(*arguments)


def test_neither_drafts_nor_what_was_withdrawn_before_receipt_nor_corrections_of_own_records_count():
    official_calendar()
    unit = make_organization()
    make_case(unit, on=dt.date(2025, 6, 3))
    DisclosureRequest.objects.create(organization=unit, channel="ems", status="withdrawn")
    DisclosureRequest.objects.create(status="draft")
    case = make_past_case(unit, received_on=FIRST)
    DisclosureRequest.objects.filter(pk=case.pk).update(kind="own_records")
    assert live(YEAR, unit).tables["table3"]["R1"] == dict.fromkeys(CLASSES, 0) | {"natural": 1, "total": 1}


def test_cases_of_who_does_not_report_break_the_roll_up():
    village = make_organization(kind="village")
    make_past_case(village, received_on=FIRST)
    (broken,) = broken_hard(checks_of(live(YEAR, None)))
    assert (broken.id, "汇总 1，各单位之和 0" in broken.detail) == ("I5", True)


def test_normative_documents_are_those_with_a_number_of_their_own():
    unit = make_organization()
    facts = {"organization": unit, "is_policy": True}
    put_out(make_publication(**facts, formed_on=dt.date(2024, 3, 1), registration_number="1"))
    put_out(make_publication(**facts, formed_on=dt.date(2025, 3, 1), registration_number="2"))
    put_out(make_publication(**facts, formed_on=dt.date(2025, 3, 1)))  # a paper with a red head only
    make_publication(**facts, formed_on=dt.date(2025, 3, 1), registration_number="3")  # a draft
    gone = put_out(make_publication(**facts, formed_on=dt.date(2024, 3, 1), registration_number="4"))
    type(gone).objects.filter(pk=gone.pk).update(ending="repealed", ended_on=dt.date(2025, 5, 1))
    report = live(YEAR, unit)
    assert report.tables["table2"]["normative_documents"] == {"issued": 1, "repealed": 1, "in_force": 2}
    assert next(each for each in checks_of(report) if each.id == "I7").ok
    for column, count in report.tables["table2"]["normative_documents"].items():
        assert rows_behind(YEAR, unit, "documents", column).count() == count


def test_the_roll_up_adds_the_fees_as_they_are_printed():
    for yuan in ("149.99", "50.00", "1234567.89"):
        YearFigures.objects.create(year=YEAR, organization=make_organization(), fees=yuan, permits=2)
    report = live(YEAR, None)
    assert (report.tables["table2"]["fees_10k_yuan"], report.tables["table2"]["permits"]) == ("123.48", 6)
    assert not broken_hard(checks_of(report))


# --- Identities, one broken figure each ---


def tables_with(**changes):
    tables = empty()
    for place, value in changes.items():
        table, row, column = place.split("__")
        tables[table][row.replace("_", ".")][column] = value
    return tables


@pytest.mark.parametrize(
    ("check", "tables"),
    [
        (identities.sums_of_requests, tables_with(table3__R1__natural=1)),
        (identities.sums_of_results, tables_with(table3__R3_7__total=1)),
        (identities.sums_of_classes, tables_with(table3__R1__total=1)),
        (identities.sums_of_remedies, {**empty(), "table4": {"direct_suit": {"upheld": 1, "corrected": 0, "other": 0, "pending": 0, "total": 0}}}),
        (identities.no_negative_figures, tables_with(table3__R1__total=-1)),
        (identities.no_negative_figures, {"table2": {"fees_10k_yuan": "-1.00"}}),
        (identities.no_negative_figures, {"table2": {"permits": 1.5}}),
    ],
)  # fmt: skip
def test_a_wrong_figure_breaks_its_identity(check, tables):
    found = check(tables)
    assert not found.ok
    assert found.detail
    assert found.is_hard


def test_what_is_carried_over_is_what_was_left_unless_there_is_a_reason():
    now, before = tables_with(table3__R2__total=2), tables_with(table3__R4__total=3)
    assert not identities.carried_from_last_year(now, before).ok
    found = identities.carried_from_last_year(now, before, "两个单位合并")
    assert found.ok
    assert "两个单位合并" in found.detail
    assert identities.carried_from_last_year(now, None).ok


@pytest.mark.parametrize(
    ("overview", "ok"),
    [
        ("全年新收政府信息公开申请 4 件，上年结转 1 件。", True),
        ("全年新收政府信息公开申请 5 件。", False),
        ("新收4件，其中予以公开 2 件、部分公开 0 件、不予公开 7 件。", True),
        ("结转下年度继续办理 1 件。", False),
        ("主动公开信息 3000 条。", True),
    ],
)
def test_the_words_of_section_one_say_what_the_table_says(overview, ok):
    tables = tables_with(table3__R1__total=4, table3__R2__total=1, table3__R3_1__total=2)
    assert identities.words_equal_figures(tables, overview).ok is ok


# --- The official tables ---


def test_the_cells_of_each_table_fill_it_without_gap_or_overlap():
    for grid in grids(empty()):
        area = Counter(
            (row + y, column + x)
            for row, column, cell in placed(grid)
            for y in range(cell.rows)
            for x in range(cell.columns)
        )
        assert set(area.values()) == {1}
        assert set(area) == {(y, x) for y in range(len(grid.rows)) for x in range(grid.columns)}


def test_table_three_has_the_spans_of_the_official_form():
    cells = [cell for row in grids(empty())[1].rows for cell in row]
    spans = {cell.words: (cell.rows, cell.columns) for cell in cells if cell.is_head}
    assert spans["（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"] == (3, 3)
    assert (spans["申请人情况"], spans["法人或其他组织"]) == ((1, 7), (1, 5))
    assert (spans["三、本年度办理结果"], spans["(三)不予公开"]) == ((22, 1), (8, 1))
    assert (spans["(五)不予处理"], spans["(七)总计"]) == ((5, 1), (1, 2))


def test_every_figure_of_the_tables_stands_in_them():
    tables = empty()
    keys = {cell.key for grid in grids(tables) for row in grid.rows for cell in row if cell.key}
    counted = {place[-2:] for place, _ in figures({k: tables[k] for k in ("table3", "table4")})}
    assert keys == counted | {("documents", name) for name in tables["table2"]["normative_documents"]}


def test_workbook_and_word_hold_the_same_figures_and_merged_cells():
    unit = make_organization(full_name="临海市示例局")
    make_past_case(unit, received_on=FIRST, closed_on=LAST, outcome="N4", applicant_class="legal")
    paper, xlsx, docx = live_paper(YEAR, unit), BytesIO(), BytesIO()
    write_xlsx(xlsx, paper)
    write_docx(docx, paper)
    sheet = openpyxl.load_workbook(xlsx)["表3"]
    assert sheet["A1"].value.startswith("临海市示例局 2025 年政府信息公开工作年度报告")
    assert [sheet.cell(5, column).value for column in range(4, 11)] == [0, 0, 0, 0, 1, 0, 1]
    assert "A2:C4" in {str(each) for each in sheet.merged_cells.ranges}
    document = Document(docx)
    section = document.sections[0]
    assert section.page_width > section.page_height
    table = document.tables[1]
    assert [table.cell(3, column).text for column in range(3, 10)] == ["0", "0", "0", "0", "1", "0", "1"]
    assert table.cell(0, 0)._tc is table.cell(2, 2)._tc
    assert [each.text for each in document.paragraphs if each.text.startswith(("一", "二", "三", "四", "五", "六"))] == [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ]  # fmt: skip


def test_the_page_of_the_command_names_six_sections_and_the_fee(tmp_path):
    make_organization(slug="jsj")
    command(YEAR, "--organization", "jsj", "--format", "html", tmp_path / "r.html")
    page = (tmp_path / "r.html").read_text()
    assert page.count("<table") == 3
    assert "收取信息处理费 0 元" in page
