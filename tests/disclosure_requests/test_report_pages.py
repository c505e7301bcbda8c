"""The annual report in the office: drafted, checked, signed by another, published; every figure opens."""

import datetime as dt
import re
from html import unescape

import pytest

from disclosure_requests.annual_report import publishing
from disclosure_requests.annual_report.checking import live
from disclosure_requests.models import AnnualReport, Remedy, YearFigures
from linhai_portal.workflow import InvalidMove
from tests.make import make_organization, make_user
from tests.make_requests import make_past_case, make_published_report

pytestmark = pytest.mark.django_db
YEAR = 2025
FIRST, LAST = dt.date(YEAR, 1, 1), dt.date(YEAR, 12, 31)
JANUARY = dt.date(2026, 1, 20)


@pytest.fixture
def unit(db):
    return make_organization(slug="jsj", name="示例局")


@pytest.fixture
def people(unit):
    return {role: make_user(role) for role in ("officer", "head", "supervisor")}


@pytest.fixture
def visit(client, people):
    def visit(role, address, **data):
        client.force_login(people[role], backend="linhai_portal.accounts.backends.RoleBackend")
        return client.post(address, data, follow=True) if data else client.get(address)

    return visit


def words(answer):
    return unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))


def frozen(unit, people, *, year=YEAR, today=JANUARY):
    report = publishing.begin(year, unit)
    publishing.check(report, by=people["officer"], today=today)
    publishing.sign(report, by=people["head"], today=today)
    return report


# --- The way of a report ---


def test_a_report_is_checked_signed_by_another_and_published(unit, people):
    make_past_case(unit, received_on=FIRST)
    report = frozen(unit, people)
    assert report.tables["table3"]["R4"]["natural"] == 1
    publishing.publish(report, by=people["officer"], today=dt.date(2026, 1, 31))
    assert report.status == "published"
    assert publishing.late_days(report, today=dt.date(2026, 6, 1)) == 0
    assert [event.to_status for event in report.events.all()] == ["checked", "signed", "published"]


@pytest.mark.parametrize(
    ("of_unit", "on", "late"),
    [(True, (1, 31), 0), (True, (2, 2), 2), (False, (3, 31), 0), (False, (4, 1), 1)],
)
def test_late_is_said_and_not_refused(unit, people, of_unit, on, late):
    report, day = frozen(unit if of_unit else None, people), dt.date(2026, *on)
    publishing.publish(report, by=people["officer"], today=day)
    assert publishing.late_days(report, today=day) == late


def test_nobody_signs_what_they_checked(unit, people):
    report = publishing.begin(YEAR, unit)
    publishing.check(report, by=people["head"], today=JANUARY)
    with pytest.raises(InvalidMove, match="另一位"):
        publishing.sign(report, by=people["head"], today=JANUARY)


def test_a_year_that_is_not_over_is_not_checked(unit, people):
    with pytest.raises(InvalidMove, match="还没有结束"):
        publishing.check(publishing.begin(YEAR, unit), by=people["officer"], today=LAST)


def test_a_broken_hard_identity_stops_the_check(unit, people):
    make_past_case(unit, received_on=FIRST, applicant_class="")
    report = publishing.begin(YEAR, unit)
    with pytest.raises(InvalidMove, match="I3"):
        publishing.check(report, by=people["officer"], today=JANUARY)
    report.refresh_from_db()
    assert (report.status, report.tables) == ("draft", {})


def test_figures_that_changed_since_the_check_are_not_signed(unit, people):
    report = publishing.begin(YEAR, unit)
    publishing.check(report, by=people["officer"], today=JANUARY)
    make_past_case(unit, received_on=FIRST)
    with pytest.raises(InvalidMove, match="一、本年新收"):
        publishing.sign(report, by=people["head"], today=JANUARY)
    publishing.send_back(report, by=people["head"], reason="补登了一件")
    publishing.check(report, by=people["officer"], today=JANUARY)
    publishing.sign(report, by=people["head"], today=JANUARY)
    assert report.tables["table3"]["R1"]["total"] == 1


def test_what_is_frozen_does_not_move_with_the_cases(unit, people):
    report = frozen(unit, people)
    make_past_case(unit, received_on=FIRST)
    report.refresh_from_db()
    assert report.tables["table3"]["R1"]["total"] == 0
    assert next(place for place, *_ in publishing.drifted(report)) == ("table3", "R1", "natural")


def test_another_carried_over_figure_than_last_years_needs_a_reason(unit, people):
    make_past_case(unit, received_on=dt.date(2024, 12, 30))
    frozen(unit, people, year=2024)
    make_past_case(unit, received_on=dt.date(2024, 12, 31))
    report = publishing.begin(YEAR, unit)
    with pytest.raises(InvalidMove, match="I4.*本年写 2，上年报告 1"):
        publishing.check(report, by=people["officer"], today=JANUARY)
    publishing.check(report, by=people["officer"], today=JANUARY, carried_reason="上年漏登一件")
    assert (report.status, report.carried_reason) == ("checked", "上年漏登一件")


# --- Its pages ---


def test_every_figure_of_the_page_opens_to_as_many_rows(visit, unit):
    make_past_case(unit, received_on=FIRST, closed_on=LAST, outcome="G1")
    case = make_past_case(
        unit, received_on=dt.date(2024, 12, 1), closed_on=LAST, outcome="N4", applicant_class="legal"
    )
    make_past_case(unit, received_on=LAST, applicant_class="other")
    Remedy.objects.create(case=case, path="reconsideration", filed_on=LAST)
    page = visit("supervisor", f"/office/reports/{YEAR}/jsj/").content.decode()
    links = re.findall(r'<td><a href="([^"]+)">(\d+)</a>', page)
    assert len(links) == 25 * 7 + 15 + 3
    for address, figure in links:
        assert f"共 {figure} 件" in words(visit("supervisor", unescape(address)))


def test_the_figures_of_a_long_list_are_paginated(visit, unit):
    for _ in range(51):
        make_past_case(unit, received_on=FIRST)
    address = f"/office/reports/{YEAR}/jsj/rows/?row=R1&column=natural"
    assert "下一页" in words(visit("officer", address))
    assert visit("officer", f"{address}&page=2").content.decode().count("<tr>") == 2


def test_officer_enters_and_checks_head_signs_officer_publishes(visit, unit):
    base = f"/office/reports/{YEAR}/jsj/"
    entered = {"permits": 12, "penalties": 3, "compulsions": 0, "fees": "149.99", "overview": "新收 0 件。"}
    answer = visit("officer", f"{base}figures/", **entered)
    assert "已保存" in words(answer)
    assert "0.01" in words(answer)
    assert "已校验" in words(visit("officer", f"{base}check/", carried_reason=""))
    page = visit("head", base)
    step = re.search(r'name="step" value="(\d+)"', page.content.decode())[1]
    assert "已审签" in words(visit("head", f"{base}sign/", step=step))
    assert "要先退回" in words(visit("officer", f"{base}figures/", **entered))
    assert "已公布" in words(visit("officer", f"{base}publish/", go="yes"))
    report = AnnualReport.objects.get()
    assert (report.tables["table2"]["permits"], report.texts["overview"]) == (12, "新收 0 件。")


def test_the_head_signs_what_the_page_showed(visit, unit, people):
    report = publishing.begin(YEAR, unit)
    publishing.check(report, by=people["officer"], today=JANUARY)
    assert "有了变化" in words(visit("head", f"{report.get_office_url()}sign/", step="0"))
    report.refresh_from_db()
    assert report.status == "checked"


def test_the_roll_up_has_words_only(visit, unit):
    page = words(visit("officer", f"/office/reports/{YEAR}/all/figures/"))
    assert "一、总体情况" in page
    assert "行政许可" not in page
    visit("officer", f"/office/reports/{YEAR}/all/figures/", overview="全市情况")
    assert YearFigures.objects.get().organization is None


def test_a_negative_fee_is_said_beside_its_field(visit, unit):
    answer = visit("officer", f"/office/reports/{YEAR}/jsj/figures/", permits=1, fees="-1")
    assert "有错误" in words(answer)
    assert not YearFigures.objects.exists()


def test_last_years_published_figures_stand_beside_this_years(visit, unit, people):
    make_past_case(unit, received_on=dt.date(2024, 5, 6), closed_on=dt.date(2024, 5, 20), outcome="G1")
    frozen(unit, people, year=2024)
    page = words(visit("officer", f"/office/reports/{YEAR}/jsj/"))
    assert "和上年比较" in page


def test_a_unit_sees_its_own_report_only(client, unit):
    client.force_login(make_user("handler", unit), backend="linhai_portal.accounts.backends.RoleBackend")
    other = make_organization(slug="mzj")
    assert client.get(f"/office/reports/{YEAR}/jsj/").status_code == 200
    assert client.get(f"/office/reports/{YEAR}/{other.slug}/").status_code == 404
    assert client.get(f"/office/reports/{YEAR}/all/").status_code == 404
    assert "示例局" in words(client.get(f"/office/reports/?year={YEAR}"))


@pytest.mark.parametrize(
    "address",
    [
        f"/office/reports/{YEAR}/jsj/rows/?row=R9&column=total",
        f"/office/reports/{YEAR}/jsj/rows/",
        "/office/reports/1999/jsj/",
        "/office/reports/9999/jsj/",
        f"/office/reports/{YEAR}/nowhere/",
    ],
)
def test_what_is_not_there_is_not_found(visit, unit, address):
    assert visit("officer", address).status_code == 404


@pytest.mark.parametrize("format", ["docx", "xlsx", "html"])
def test_the_report_is_taken_away_as_a_file(visit, unit, format):
    answer = visit("officer", f"/office/reports/{YEAR}/jsj/file.{format}")
    assert answer.status_code == 200
    assert len(b"".join(answer.streaming_content)) > 5000


def test_the_page_costs_the_same_whatever_the_cases(visit, unit, django_assert_max_num_queries):
    for _ in range(3):
        make_past_case(unit, received_on=FIRST, closed_on=LAST, outcome="G1")
    with django_assert_max_num_queries(41):
        visit("officer", f"/office/reports/{YEAR}/jsj/")
    assert live(YEAR, unit).tables["table3"]["R1"]["total"] == 3


# --- For everybody ---


def test_visitors_read_what_was_published_as_it_was_frozen(client, unit, people):
    make_past_case(unit, received_on=FIRST, closed_on=LAST, outcome="P")
    report = make_published_report(YEAR, unit)
    make_past_case(unit, received_on=FIRST)
    assert unit.full_name in words(client.get("/annual-reports/"))
    page = client.get(report.get_absolute_url()).content.decode()
    assert page.count("<table") == 3
    assert f"{unit.full_name} 2025 年政府信息公开工作年度报告" in page
    row = re.search(r"一、本年新收政府信息公开申请数量</th>(.*?)</tr>", page)[1]
    assert re.findall(r"<td>(\d+)</td>", row) == ["1", "0", "0", "0", "0", "0", "1"]
    assert "/office/" not in page
    for format in ("docx", "xlsx"):
        assert client.get(f"{report.get_absolute_url()}file.{format}").status_code == 200


def test_what_is_not_published_does_not_exist_for_visitors(client, unit, people):
    report = frozen(unit, people)
    assert client.get(report.get_absolute_url()).status_code == 404
    assert client.get(f"{report.get_absolute_url()}file.docx").status_code == 404
    assert unit.full_name not in words(client.get("/annual-reports/"))
    publishing.publish(report, by=people["officer"], today=JANUARY)
    assert client.get(report.get_absolute_url()).status_code == 200
    assert client.get(f"{report.get_absolute_url()}file.exe").status_code == 404
