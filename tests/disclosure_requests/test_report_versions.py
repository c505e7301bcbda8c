"""A report that an older system published, one handed in, one corrected; and what is not counted or cannot be classed."""

import datetime as dt
import io
import re
from html import unescape

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from disclosure_requests.annual_report import publishing
from disclosure_requests.annual_report.checking import checks_of, live
from disclosure_requests.annual_report.files import WRITERS, write_xlsx
from disclosure_requests.annual_report.papers import frozen_paper, paper_of
from disclosure_requests.annual_report.tables import empty
from disclosure_requests.models import AnnualReport, DisclosureRequest, FeeNotice, Remedy, YearFigures
from linhai_portal.workflow import InvalidMove
from tests.make import make_organization, make_user
from tests.make_requests import make_past_case, make_published_report

pytestmark = pytest.mark.django_db
YEAR, JANUARY = 2025, dt.date(2026, 1, 20)
BACKEND = "linhai_portal.accounts.backends.RoleBackend"
TEXTS = {"overview": "", "problems": "", "measures": "", "other": "", "processing_fees": 0}


@pytest.fixture
def unit():
    return make_organization("示例局", slug="jsj")


@pytest.fixture
def officer(client):
    officer = make_user("officer")
    client.force_login(officer, backend=BACKEND)
    return officer


def old_tables(**totals):
    """One application of a citizen received and answered, unless told otherwise."""
    tables = empty()
    for row in ("R1", "R3.1", "R3.7"):
        tables["table3"][row] |= {"natural": 1, "total": 1}
    for row, number in totals.items():
        tables["table3"][row] |= {"natural": number, "total": number}
    return tables


def taken_over(unit, officer, tables=None, *, year=2024, **facts):
    facts = {"original_on": dt.date(year + 1, 1, 25)} | facts
    return publishing.take_over(year, unit, by=officer, today=JANUARY, tables=tables or old_tables(), **facts)


def frozen(report, officer, head=None):
    publishing.check(report, by=officer, today=JANUARY)
    publishing.sign(report, by=head or make_user("head"), today=JANUARY)
    return report


def check(report, id):
    return next(each for each in checks_of(report) if each.id == id)


def words(answer):
    return unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))


# --- Taken over from an older system ---


def test_last_years_published_figures_are_entered_and_compared_with(client, unit, officer):
    frozen(taken_over(unit, officer, old_tables(R4=1, R1=2)), officer)
    make_past_case(unit, received_on=dt.date(2024, 12, 1))
    now = live(YEAR, unit)
    assert check(now, "I4").ok and "没有已审签" not in check(now, "I4").detail
    page = words(client.get(f"/office/reports/{YEAR}/jsj/"))
    assert re.search(r"一、本年新收政府信息公开申请数量\s+0\s+2", page)


def test_figures_taken_over_do_not_follow_the_cases_and_are_published_with_their_day(unit, officer):
    make_past_case(unit, received_on=dt.date(2024, 5, 6))
    report = frozen(taken_over(unit, officer), officer)
    publishing.publish(report, by=officer, today=JANUARY)
    assert report.tables["table3"]["R1"]["total"] == 1
    assert report.published_on == dt.date(2025, 1, 25)
    assert not publishing.drifted(report)
    assert frozen_paper(report)["notes"] == ["本报告的数字由原系统迁入，原公布日期 2025-01-25。"]


def test_a_correction_of_old_figures_comes_out_on_its_own_day(unit, officer):
    report = frozen(taken_over(unit, officer), officer)
    publishing.publish(report, by=officer, today=JANUARY)
    correction = publishing.correct(report, by=officer, today=JANUARY, reason="原系统漏计")
    frozen(correction, officer)
    publishing.publish(correction, by=officer, today=dt.date(2026, 3, 2))
    assert (report.published_on, correction.published_on) == (dt.date(2025, 1, 25), dt.date(2026, 3, 2))


def test_the_roll_up_has_the_old_figures_of_its_units(unit, officer):
    make_past_case(unit, received_on=dt.date(2024, 5, 6))
    make_past_case(make_organization(), received_on=dt.date(2024, 5, 6))
    taken_over(unit, officer, old_tables(R1=5, R4=4))
    everything = live(2024, None)
    assert everything.tables["table3"]["R1"]["total"] == 6
    assert check(everything, "I1").ok and check(everything, "I5").ok
    assert "示例局的数字由原系统迁入" in check(everything, "I5").detail


@pytest.mark.parametrize(
    ("changed", "id"), [({"R4": 3}, "I1"), ({"R3.7": 5, "R1": 5}, "I2"), ({"R3.1": 0}, "I2")]
)
def test_figures_taken_over_must_agree_among_themselves(unit, officer, changed, id):
    report = taken_over(unit, officer, old_tables(**changed))
    with pytest.raises(InvalidMove, match=id):
        publishing.check(report, by=officer, today=JANUARY)


def test_nobody_signs_the_old_figures_he_entered(unit, officer):
    report = taken_over(unit, officer)
    publishing.check(report, by=officer, today=JANUARY)
    with pytest.raises(InvalidMove, match="另一位"):
        publishing.sign(report, by=officer, today=JANUARY)


@pytest.mark.parametrize(
    ("year", "original_on", "refusal"),
    [
        (2026, dt.date(2026, 1, 1), "以前年度"),
        (2024, dt.date(2024, 12, 31), "原公布日期"),
        (2024, dt.date(2026, 1, 21), "原公布日期"),
    ],
)
def test_what_cannot_have_been_published_is_not_taken_over(unit, officer, year, original_on, refusal):
    with pytest.raises(InvalidMove, match=refusal):
        taken_over(unit, officer, year=year, original_on=original_on)


def test_a_report_on_its_way_is_not_overwritten_by_old_figures(unit, officer):
    make_published_report(2024, unit, on=JANUARY)
    with pytest.raises(InvalidMove, match="退回"):
        taken_over(unit, officer)


def test_the_form_has_a_box_for_each_figure_and_saves_them(client, unit, officer):
    address = "/office/reports/2024/jsj/take-over/"
    html = client.get(address).content.decode()
    assert html.count('inputmode="') == 7 + 25 * 7 + 15
    figures = {"table3-R1-natural": 4, "table3-R1-total": 4, "table3-R4-natural": 4, "table3-R4-total": 4}
    told = figures | {"original_on": "2025-01-25", "table2-fees_10k_yuan": "1.5"}
    page = words(client.post(address, told, follow=True))
    assert "原系统已经公布的数字" in page
    report = AnnualReport.objects.get()
    assert report.taken_over and report.tables["table2"]["fees_10k_yuan"] == "1.50"
    assert report.tables["table3"]["R4"] == dict.fromkeys(report.tables["table3"]["R4"], 0) | {
        "natural": 4,
        "total": 4,
    }
    assert all(each.ok for each in checks_of(live(2024, unit)))
    assert 'value="4"' in client.get(address).content.decode()


def test_a_wrong_figure_is_named_by_its_place(client, unit, officer):
    told = {"original_on": "2025-01-25", "table3-R1-natural": "-3"}
    page = words(client.post("/office/reports/2024/jsj/take-over/", told))
    assert "一、本年新收政府信息公开申请数量（自然人）" in page
    assert not AnnualReport.objects.exists()


def workbook(tables):
    target = io.BytesIO()
    write_xlsx(target, paper_of(2024, None, tables, TEXTS))
    return SimpleUploadedFile("2024.xlsx", target.getvalue())


def test_a_workbook_as_we_give_it_fills_the_form_and_writes_nothing(client, unit, officer):
    tables = old_tables(R4=2, R1=3)
    tables["table2"] |= {"permits": 12, "fees_10k_yuan": "3.40"}
    tables["table4"]["direct_suit"] |= {"upheld": 2, "total": 2}
    told = {"read": "yes", "file": workbook(tables)}
    answer = client.post("/office/reports/2024/jsj/take-over/", told)
    form = answer.context["form"]
    shown = {name: form[name].value() for name in form.fields}
    assert (shown["table3-R1-natural"], shown["table2-permits"]) == (3, 12)
    assert (shown["table2-fees_10k_yuan"], shown["table4-direct_suit-upheld"]) == ("3.40", 2)
    assert not AnnualReport.objects.exists()


def another(sheet, cell="", text=""):
    """A workbook with one sheet, of ours but for one cell, or with nothing in it."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.add_worksheet(sheet).write("A1", "标题")
        if cell:
            book.get_worksheet_by_name(sheet).write(cell, text)
    return SimpleUploadedFile("x.xlsx", target.getvalue())


@pytest.mark.parametrize(
    ("file", "refusal"),
    [
        (another("Sheet1"), "没有工作表“表2”"),
        (another("表2", "A2", "别的表头"), "表2 A2 应当是“第二十条第(一)项”，现在是“别的表头”"),
        (SimpleUploadedFile("x.xlsx", b"nothing at all"), "有错误"),
    ],
)
def test_a_workbook_of_another_layout_is_refused_with_its_place(client, unit, officer, file, refusal):
    answer = client.post("/office/reports/2024/jsj/take-over/", {"read": "yes", "file": file})
    assert refusal in words(answer)


@pytest.mark.parametrize("text", ["NaN", "Infinity", "1e30", "-1"])
@pytest.mark.parametrize(("sheet", "cell"), [("table2", "fees_10k_yuan"), ("table3", "R1")])
def test_a_workbook_with_what_is_no_figure_is_refused_with_its_place(
    client, unit, officer, sheet, cell, text
):
    tables = old_tables()
    if sheet == "table2":
        tables[sheet][cell] = text
    else:
        tables[sheet][cell]["natural"] = text
    answer = client.post("/office/reports/2024/jsj/take-over/", {"read": "yes", "file": workbook(tables)})
    assert f"应当是不小于 0 的数，现在是“{text}”" in words(answer)


def test_corrections_of_own_records_open_beside_old_figures_too(client, unit, officer):
    taken_over(unit, officer)
    page = client.get("/office/reports/2024/jsj/").content.decode()
    assert 'href="/office/reports/2024/jsj/rows/?row=own_records' in page and "row=R1" not in page


def test_old_figures_entered_by_mistake_give_way_to_the_cases(client, unit, officer):
    taken_over(unit, officer)
    make_past_case(unit, received_on=dt.date(2024, 5, 6))
    client.post("/office/reports/2024/jsj/count-anew/")
    report = AnnualReport.objects.get()
    assert not report.taken_over and report.original_on is None
    assert live(2024, unit).tables["table3"]["R4"]["total"] == 1


# --- Handed in ---


@pytest.mark.parametrize(("on", "late"), [(dt.date(2026, 1, 31), 0), (dt.date(2026, 2, 3), 3)])
def test_the_day_it_was_handed_in_is_kept_and_late_is_said(unit, officer, on, late):
    report = frozen(publishing.begin(YEAR, unit), officer)
    assert publishing.days_handed_in_late(report, today=dt.date(2026, 2, 1)) == 1
    publishing.hand_in(report, by=officer, today=on, on=on)
    assert (report.handed_in_on, publishing.days_handed_in_late(report, today=on)) == (on, late)


@pytest.mark.parametrize("of_unit", [True, False])
def test_neither_a_draft_nor_the_roll_up_is_handed_in(unit, officer, of_unit):
    report = publishing.begin(YEAR, unit if of_unit else None)
    with pytest.raises(InvalidMove, match="审签以后" if of_unit else "不用报送"):
        publishing.hand_in(report, by=officer, today=JANUARY, on=JANUARY)


def test_the_office_registers_it_on_the_page(client, unit, officer):
    report = frozen(publishing.begin(YEAR, unit), officer)
    page = words(client.post(f"{report.get_office_url()}hand-in/", {"on": "2026-01-30"}, follow=True))
    assert "报送主管部门：2026 年 1 月 30 日" in page
    assert "2026-01-30" in words(client.get(f"/office/reports/?year={YEAR}"))


def test_the_day_is_entered_while_a_correction_is_on_its_way(client, unit, officer):
    publishing.correct(
        make_published_report(YEAR, unit, on=JANUARY), by=officer, today=JANUARY, reason="漏计"
    )
    page = client.post(f"/office/reports/{YEAR}/jsj/hand-in/", {"on": "2026-01-30"}, follow=True)
    assert "报送主管部门：2026 年 1 月 30 日" in words(page)
    assert "登记报送主管部门的日期" in words(page)


# --- Corrected ---


def corrected(unit, officer, *, reason="漏计一件"):
    report = make_published_report(YEAR, unit, on=JANUARY)
    make_past_case(unit, received_on=dt.date(YEAR, 12, 30))
    return report, publishing.correct(report, by=officer, today=JANUARY, reason=reason)


def test_a_correction_goes_past_two_persons_and_the_old_one_stays_readable(client, unit, officer):
    report, correction = corrected(unit, officer)
    address = report.get_absolute_url()
    assert "更正" not in words(client.get(address))
    frozen(correction, officer)
    publishing.publish(correction, by=officer, today=dt.date(2026, 4, 1))
    now, before = words(client.get(address)), words(client.get(report.get_version_url()))
    assert "更正 2026-01-20 公布的报告。更正理由：漏计一件" in now
    assert "已经在 2026 年 4 月 1 日更正" in before
    assert correction.tables["table3"]["R1"]["total"] == 1
    assert report.tables["table3"]["R1"]["total"] == 0
    assert words(client.get("/annual-reports/")).count("示例局") == 1
    assert client.get(f"{address}versions/3/").status_code == 404
    assert publishing.late_days(correction, today=dt.date(2026, 4, 1)) == 0


def test_a_correction_on_its_way_does_not_exist_for_visitors(client, unit, officer):
    report, correction = corrected(unit, officer)
    frozen(correction, officer)
    client.logout()
    assert client.get(correction.get_version_url()).status_code == 404
    assert "漏计一件" not in words(client.get(report.get_absolute_url()))


def test_a_correction_needs_a_reason_and_there_is_one_at_a_time(unit, officer):
    report = make_published_report(YEAR, unit, on=JANUARY)
    with pytest.raises(InvalidMove, match="理由"):
        publishing.correct(report, by=officer, today=JANUARY, reason=" ")
    publishing.correct(report, by=officer, today=JANUARY, reason="漏计")
    with pytest.raises(InvalidMove, match="已经有更正版"):
        publishing.correct(report, by=officer, today=JANUARY, reason="又漏计")


def test_what_is_not_published_is_sent_back_and_not_corrected(client, unit, officer):
    report = frozen(publishing.begin(YEAR, unit), officer)
    page = client.post(f"{report.get_office_url()}correct/", {"reason": "漏计"}, follow=True)
    assert "公布以后才有更正" in words(page)


def test_next_year_compares_with_what_was_corrected(unit, officer):
    _, correction = corrected(unit, officer)
    frozen(correction, officer)
    publishing.publish(correction, by=officer, today=JANUARY)
    assert AnnualReport.objects.frozen().of(YEAR, unit) == correction
    assert check(live(YEAR + 1, unit), "I4").ok


def test_a_report_is_not_signed_for_figures_that_no_longer_follow_last_years(unit, officer):
    make_past_case(unit, received_on=dt.date(2024, 12, 1))
    last = make_published_report(2024, unit, on=dt.date(2025, 1, 20))
    report = publishing.begin(YEAR, unit)
    publishing.check(report, by=officer, today=JANUARY)
    AnnualReport.objects.filter(pk=last.pk).update(tables=old_tables(R4=3))
    with pytest.raises(InvalidMove, match="I4"):
        publishing.sign(report, by=make_user("head"), today=JANUARY)


# --- Not counted, not classed ---


def test_demonstration_cases_are_in_no_figure_and_no_list(unit):
    case = make_past_case(unit, received_on=dt.date(YEAR, 3, 2), closed_on=dt.date(YEAR, 4, 1), outcome="O2")
    Remedy.objects.create(case=case, path="reconsideration", filed_on=dt.date(YEAR, 5, 6))
    facts = {"basis": "pages", "quantity": 31, "amount": 10, "payment_way": "示例", "reason": "示例"}
    FeeNotice.objects.create(case=case, drafted_by=make_user("officer"), **facts)
    assert live(YEAR, unit).tables["table4"]["reconsideration"]["total"] == 1
    DisclosureRequest.objects.update(is_sample=True)
    assert live(YEAR, unit).tables == empty()
    assert live(YEAR, None).tables == empty()


def test_a_body_without_a_class_is_named_and_linked(client, unit, officer):
    make_past_case(unit, received_on=dt.date(YEAR, 3, 2))
    case = make_past_case(unit, received_on=dt.date(YEAR, 3, 2), applicant_class="")
    found = check(live(YEAR, unit), "I3")
    assert not found.ok and f"申请 {case.number} 没有登记申请人类别" in found.detail
    html = client.get(f"/office/reports/{YEAR}/jsj/").content.decode()
    assert f'<a href="{case.get_office_url()}">{case.number}</a>' in html


# --- PDF ---


def test_the_report_is_a_pdf_too(client, unit, officer):
    YearFigures.objects.create(year=YEAR, organization=unit, overview="概况" * 200)
    report = make_published_report(YEAR, unit, on=JANUARY)
    target = io.BytesIO()
    WRITERS["pdf"](target, frozen_paper(report))
    assert target.getvalue().startswith(b"%PDF")
    answer = client.get(f"{report.get_absolute_url()}file.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
