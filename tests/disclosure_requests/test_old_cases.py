"""Taking over the cases and remedies of an older system, and the report that follows."""

import csv
import datetime as dt
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from disclosure_requests import registering
from disclosure_requests.models import DisclosureRequest, Remedy
from disclosure_requests.old_cases.requests import COLUMNS
from disclosure_requests.workflow import Status
from tests.make import make_organization, make_user
from tests.make_requests import make_case, official_calendar

pytestmark = pytest.mark.django_db
REMEDY_COLUMNS = ["number", "organization", "path", "filed_on", "result", "decided_on"]


@pytest.fixture(autouse=True)
def unit(db):
    official_calendar()
    return make_organization(slug="jsj")


def row(number="2025-0001", **facts):
    defaults = {
        "number": number,
        "organization": "jsj",
        "channel": "ems",
        "applicant_type": "公民",
        "applicant_class": "自然人",
        "applicant_name": "示例甲",
        "description": "2024 年征地批文",
        "received_on": "2025-03-03",
        "outcome": "G2",
        "replied_on": "2025-03-20",
        "closed_on": "2025-03-20",
    }
    return defaults | facts


def open_row(number="2025-0002", **facts):
    return row(number, outcome="", replied_on="", closed_on="", **facts)


def remedy(number="2025-0001", **facts):
    defaults = {
        "number": number,
        "organization": "jsj",
        "path": "复议",
        "filed_on": "2025-04-10",
        "result": "维持",
        "decided_on": "2025-06-05",
    }
    return defaults | facts


@pytest.fixture
def importing(tmp_path):
    def importing(rows, *options, command="import_requests", encoding="utf-8"):
        path = tmp_path / "old.csv"
        columns = COLUMNS if command == "import_requests" else REMEDY_COLUMNS
        with path.open("w", encoding=encoding, newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)
        out, err = StringIO(), StringIO()
        try:
            call_command(command, str(path), "--json", *options, stdout=out, stderr=err)
        except CommandError as refusal:
            return json.loads(out.getvalue()) | {"error": str(refusal), "words": err.getvalue()}
        return json.loads(out.getvalue()) | {"words": err.getvalue()}

    return importing


def report(year=2025, organization="jsj"):
    out = StringIO()
    call_command("annual_report", str(year), "--organization", organization, stdout=out)
    return json.loads(out.getvalue())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_finished_and_an_open_case_come_with_sealed_names(importing, encoding):
    told = importing([row(), open_row()], encoding=encoding)
    assert told["counts"] == {"read": 2, "added": 2, "updated": 0, "unchanged": 0}
    done, waiting = DisclosureRequest.objects.order_by("number")
    assert (done.status, done.outcome, done.closed_on) == (Status.DELIVERED, "G2", dt.date(2025, 3, 20))
    assert (waiting.status, waiting.limit_on, waiting.limit_kind) == (
        Status.REVIEW,
        dt.date(2025, 3, 31),
        "reply",
    )
    assert (done.reply_due_on, done.limit_on) == (dt.date(2025, 3, 31), None)
    assert done.applicant.name == "示例甲"
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM disclosure_requests_applicant")
        assert all(name.startswith("sm4g$") for (name,) in cursor.fetchall())
    assert [event.deed for event in done.events.all()] == ["从旧系统迁入"]
    DisclosureRequest.objects.update(code="", code_index="")  # as when the dossier is destroyed
    assert DisclosureRequest.objects.with_code(done.number, " ") is None


def test_a_dry_run_stores_nothing(importing):
    told = importing([row()], "--dry-run")
    assert (told["dry_run"], told["counts"]["added"]) == (True, 1)
    assert not DisclosureRequest.objects.exists()


def test_the_same_file_twice_changes_nothing(importing):
    importing([row(), open_row()])
    told = importing([row(), open_row()])
    assert told["counts"] == {"read": 2, "added": 0, "updated": 0, "unchanged": 2}


def test_a_case_that_went_on_in_the_old_system_is_updated_not_doubled(importing):
    importing([open_row()])
    told = importing([row("2025-0002", outcome="U1a", applicant_name="示例乙")])
    assert told["counts"]["updated"] == 1
    case = DisclosureRequest.objects.get()
    assert (case.status, case.outcome, case.applicant.name) == (Status.DELIVERED, "U1a", "示例乙")
    assert (case.limit_on, case.clock) == (None, "ended")
    assert case.events.count() == 2


def test_one_number_of_two_units_is_two_cases(importing):
    make_organization(slug="mzj")
    assert importing([row(), row(organization="mzj")])["counts"]["added"] == 2


def test_a_case_that_goes_on_here_is_not_overwritten(importing):
    importing([open_row()])
    case = DisclosureRequest.objects.get()
    registering.assign(case, by=make_user("officer"), today=dt.date(2025, 3, 4), units=[make_organization()])
    assert importing([open_row()])["counts"]["unchanged"] == 1
    told = importing([row("2025-0002")])
    assert "已在本系统办理" in told["problems"][0]["message"]
    case.refresh_from_db()
    assert case.outcome == ""


def test_numbers_like_our_own_are_not_given_again(importing, unit):
    importing([row("2025-0007"), row("旧〔2025〕3号")])
    assert make_case(unit, on=dt.date(2025, 6, 3)).number == "2025-0008"


@pytest.mark.parametrize(
    ("facts", "column", "words"),
    [
        ({"number": ""}, "number", "不能空着"),
        ({"organization": "nowhere"}, "organization", "没有地址名为“nowhere”的单位"),
        ({"channel": "pigeon"}, "channel", "不认识“pigeon”"),
        ({"applicant_type": "个人"}, "applicant_type", "公民、法人或其他组织"),
        ({"applicant_class": "商业企业"}, "applicant_class", "自然人"),
        ({"applicant_name": ""}, "applicant_name", "不能空着"),
        ({"applicant_name": "长" * 101}, "applicant_name", "最多 100 个字"),
        ({"received_on": "2025-02-30"}, "received_on", "不是日期"),
        ({"received_on": "2999-01-01"}, "received_on", "晚于今天"),
        ({"outcome": "G9"}, "outcome", "不认识“G9”"),
        ({"closed_on": ""}, "closed_on", "办结日期"),
        ({"closed_on": "2025-03-02"}, "closed_on", "早于 2025-03-03"),
        ({"outcome": ""}, "closed_on", "要空着"),
        ({"description": "长" * 501}, "description", "最多 500 个字"),
    ],
)
def test_a_wrong_cell_is_named_with_its_row_and_nothing_is_stored(importing, facts, column, words):
    told = importing([row("2025-0009"), row(**facts)])
    (problem,) = told["problems"]
    assert (told["refused"], problem["row"], problem["column"]) == (True, 3, column)
    assert words in problem["message"]
    assert "第 3 行" in told["words"]
    assert not DisclosureRequest.objects.exists()


def test_a_number_twice_in_the_file_is_said(importing):
    told = importing([row(), row()])
    assert "和第 2 行是同一个单位的同一个编号" in told["problems"][0]["message"]


def test_an_open_case_of_the_old_regulation_is_refused_a_closed_one_kept_without_a_due_date(importing):
    old = {"received_on": "2018-05-02"}
    assert "2019-05-15" in importing([open_row(**old)])["problems"][0]["message"]
    importing([row(**old, replied_on="2018-05-20", closed_on="2018-05-20")])
    assert DisclosureRequest.objects.get().reply_due_on is None


def test_a_table_without_its_columns_is_refused(tmp_path):
    path = tmp_path / "old.csv"
    path.write_text("number,organization\n1,jsj\n")
    with pytest.raises(CommandError, match="缺少：channel"):
        call_command("import_requests", str(path), stdout=StringIO(), stderr=StringIO())
    with pytest.raises(CommandError, match="没有文件"):
        call_command("import_requests", str(tmp_path / "none.csv"), stdout=StringIO(), stderr=StringIO())


def test_remedies_follow_their_cases_and_are_updated(importing):
    importing([row()])
    pending = remedy(result="", decided_on="")
    assert importing([pending], command="import_remedies")["counts"]["added"] == 1
    assert DisclosureRequest.objects.get().status == Status.RECONSIDER
    assert importing([pending], command="import_remedies")["counts"]["unchanged"] == 1
    both = [remedy(result="纠正"), remedy(path="复议后诉讼", filed_on="2025-06-20", result="", decided_on="")]
    told = importing(both, command="import_remedies")
    assert told["counts"] == {"read": 2, "added": 1, "updated": 1, "unchanged": 0}
    assert DisclosureRequest.objects.get().status == Status.LITIGATION
    assert Remedy.objects.count() == 2
    assert importing([row()])["counts"]["unchanged"] == 1


@pytest.mark.parametrize(
    ("facts", "column", "words"),
    [
        ({"number": "2025-0099"}, "number", "请先导入申请"),
        ({"path": "上访"}, "path", "复议、直接诉讼、复议后诉讼"),
        ({"filed_on": "2025-03-01"}, "filed_on", "早于收到申请的 2025-03-03"),
        ({"decided_on": ""}, "decided_on", "要写决定"),
        ({"result": ""}, "result", "要写结果"),
        ({"decided_on": "2025-04-01"}, "decided_on", "早于 2025-04-10"),
    ],
)
def test_a_wrong_remedy_is_named_with_its_row(importing, facts, column, words):
    importing([row()])
    told = importing([remedy(**facts)], command="import_remedies")
    (problem,) = told["problems"]
    assert (problem["row"], problem["column"]) == (2, column)
    assert words in problem["message"]
    assert not Remedy.objects.exists()


def test_what_was_taken_over_stands_in_the_report(importing):
    law_firm = {"applicant_type": "法人或其他组织", "applicant_class": "法律服务机构"}
    importing(
        [
            row("a", received_on="2024-12-20", replied_on="2025-01-10", closed_on="2025-01-10"),
            row("b", outcome="N4", **law_firm),
            row("c", outcome="O3", replied_on="", closed_on="2025-03-05"),
            open_row("d"),
            row("e", received_on="2025-12-30", replied_on="2026-01-05", closed_on="2026-01-05"),
        ]
    )
    importing([remedy("b", result="纠正", decided_on="2026-01-08")], command="import_remedies")
    table, remedies = report()["table3"], report()["table4"]
    totals = {name: cells["total"] for name, cells in table.items() if cells["total"]}
    assert totals == {"R1": 4, "R2": 1, "R3.1": 1, "R3.3.4": 1, "R3.6.3": 1, "R3.7": 3, "R4": 2}
    assert table["R3.3.4"]["legal"] == 1
    assert remedies["reconsideration"] == {"upheld": 0, "corrected": 0, "other": 0, "pending": 1, "total": 1}
    assert report(2026)["table4"]["reconsideration"]["corrected"] == 1
    assert report(2026)["table3"]["R2"]["total"] == 2
