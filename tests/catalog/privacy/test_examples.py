"""Every sample document in tests/data/privacy has the findings of its expected.json, and nobody else's."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from catalog.privacy.scan import scan

DATA = Path(__file__).parents[2] / "data" / "privacy"
EXPECTED = sorted(DATA.glob("*.expected.json"))
DAY = date(2026, 11, 25)


def document_of(expected):
    stem = expected.name.removesuffix(".expected.json")
    return next(path for path in DATA.glob(f"{stem}.*") if path.suffix != ".json")


def counted(findings):
    return Counter((each["kind"], each["masked"]) for each in findings)


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.name)
def test_a_sample_has_the_findings_expected(path):
    expected = json.loads(path.read_text(encoding="utf-8"))
    document = document_of(path)
    found = scan(document.read_bytes(), document.name, on=DAY).as_json()
    assert counted(found["findings"]) == counted(expected["findings"])
    assert found["unreadable"] is expected["unreadable"]


def test_the_words_lead_to_the_place():
    findings = scan((DATA / "housing-review.xlsx").read_bytes(), "复核.xlsx", on=DAY).findings
    assert [each.where for each in findings if each.kind == "bank_card"] == ["工作表“_tmp”（深度隐藏） C5"]
    assert "工作表“公示” B9（隐藏行）" in [each.where for each in findings]


def test_the_command_prints_one_object_for_one_file_and_a_list_for_several(capsys):
    ledger, notice = str(DATA / "clean-project-ledger.txt"), str(DATA / "allowance-notice.txt")
    call_command("scan_personal_information", ledger, "--json")
    printed = capsys.readouterr()
    assert json.loads(printed.out) == {"findings": [], "unreadable": False} and printed.err == ""
    call_command("scan_personal_information", ledger, notice)
    printed = capsys.readouterr()
    assert [len(each["findings"]) for each in json.loads(printed.out)] == [0, 23]
    assert "第6行，身份证号 3310***********97X" in printed.err


def test_the_command_refuses_a_file_that_is_not_there(capsys):
    with pytest.raises(CommandError, match="没有文件“没有.txt”"):
        call_command("scan_personal_information", str(DATA / "allowance-notice.txt"), "没有.txt")
    assert capsys.readouterr().out == ""
