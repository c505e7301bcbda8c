"""`explain_deadline` as an administrator or a script calls it."""

import io
import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from linhai_portal.models import SpecialDay
from tests.make import official_special_days

CONTRACT = """{"received_on": "2026-01-26", "facts": [
  {"kind": "third_party_consulted", "sent_on": "2026-02-04", "delivered_on": "2026-02-06", "answered_on": "2026-02-26"},
  {"kind": "extension", "on": "2026-03-02", "workdays": 10}]}"""


@pytest.fixture
def explain(db, monkeypatch, capsys):
    """`explain(text)`: what is printed for that standard input, with the official calendar in the database."""
    SpecialDay.objects.bulk_create(
        SpecialDay(date=each.date, kind=each.kind, name=each.name) for each in official_special_days()
    )

    def run(text, *arguments):
        monkeypatch.setattr(sys, "stdin", io.StringIO(text))
        call_command("explain_deadline", *arguments or ["--json"])
        return capsys.readouterr().out.rstrip("\n")

    return run


def test_the_contract(explain):
    printed = explain(CONTRACT)
    assert printed.startswith(
        '{"clock": "running", "correction_notice_due": "2026-02-04", "reply_due": "2026-03-30", '
        '"provisional": false, "notes": [], '
        '"days": [{"date": "2026-01-27", "counts": true, "number": 1, "why": "工作日"}, '
    )
    assert (
        '{"date": "2026-02-05", "counts": false, "number": null, "why": "征求第三方意见，不计入（条例第三十三条）"}'
        in printed
    )
    assert printed.endswith(
        '{"date": "2026-03-30", "counts": true, "number": 30, "why": "工作日，延期（条例第三十三条）"}]}'
    )


def test_a_list_for_a_list(explain):
    answers = json.loads(explain(f'[{CONTRACT}, {{"received_on": "2026-09-18", "facts": []}}]'))
    assert [answer["reply_due"] for answer in answers] == ["2026-03-30", "2026-10-22"]
    assert explain("[]") == "[]"


def test_a_stopped_clock_has_no_date_and_no_days(explain):
    stopped = '{"received_on": "2026-01-26", "facts": [{"kind": "correction_notice", "on": "2026-01-28"}]}'
    assert explain(stopped) == (
        '{"clock": "stopped", "correction_notice_due": "2026-02-04", "reply_due": null, '
        '"provisional": false, "notes": [], "days": []}'
    )


def test_in_words(explain):
    lines = explain('{"received_on": "2026-12-30"}', "--no-color").splitlines()
    assert lines[:4] == [
        "期限状态：正在计算",
        "补正告知最迟：2027-01-08",
        "答复期限：2027-01-27（暂定：有的年份还没有放假通知）",
        "2026-12-31  第 1 日  工作日",
    ]


def fact(**values):
    return json.dumps({"received_on": "2026-01-26", "facts": [values]})


REFUSED = {
    "no JSON": ("{", "标准输入不是 JSON"),
    "nothing": ("", "标准输入不是 JSON"),
    "nested beyond reason": ("[" * 100_000, "标准输入不是 JSON"),
    "a number": ("7", "案件应为 JSON 对象"),
    "no receipt": ('{"facts": []}', "案件 缺少 received_on"),
    "a slip in a name": ('{"received_on": "2026-01-26", "fact": []}', "案件 有不认识的内容 fact"),
    "facts no list": ('{"received_on": "2026-01-26", "facts": {}}', "facts 应为列表"),
    "no such day": ('{"received_on": "2026-02-30"}', "received_on 应为“2026-01-26”这样的日期"),
    "a week date": ('{"received_on": "2026-W05-1"}', "不能是 '2026-W05-1'"),
    "no text": ('{"received_on": 20260126}', "不能是 20260126"),
    "unknown kind": (fact(kind="transfer", on="2026-01-27"), "第 1 项事实的 kind 应为"),
    "kind a list": (fact(kind=[], on="2026-01-27"), "第 1 项事实的 kind 应为"),
    "no day": (fact(kind="replied"), "第 1 项事实：replied 缺少 on"),
    "empty day": (fact(kind="replied", on=None), "on 应为“2026-01-26”这样的日期，不能是 None"),
    "another slip": (
        fact(kind="agency_consulted", sent_on="2026-01-27", answer_on="2026-01-28"),
        "不认识的内容 answer_on",
    ),
    "workdays true": (fact(kind="extension", on="2026-01-27", workdays=True), "workdays 应为整数"),
    "too long": (fact(kind="extension", on="2026-01-27", workdays=21), "1 至 20 个工作日"),
    "answered before sent": (
        fact(kind="agency_consulted", sent_on="2026-01-28", delivered_on=None, answered_on="2026-01-27"),
        "第 1 项事实：收到意见的日期早于",
    ),
    "paid without notice": (fact(kind="fee_paid", on="2026-01-27"), "没有尚未缴费的收费通知"),
    "the old regulation": ('{"received_on": "2019-05-14"}', "早于 2019-05-15"),
    "out of the calendar": ('{"received_on": "2099-12-31"}', "超出 2099 年"),
    "in a list": (f'[{CONTRACT}, {{"received_on": "?"}}]', "下标 1（第 2 个案件）：received_on 应为"),
}


@pytest.mark.parametrize(("text", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused_in_a_sentence_and_nothing_printed(explain, capsys, text, said):
    with pytest.raises(CommandError) as refused:
        explain(text)
    assert said in str(refused.value) and str(refused.value).endswith("。")
    assert capsys.readouterr().out == ""


def test_exit_codes_and_a_database_without_tables(tmp_path):
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3"}

    def run(*arguments):
        command = [sys.executable, "manage.py", "explain_deadline", *arguments]
        return subprocess.run(
            command, cwd=settings.BASE_DIR, env=environment, input=CONTRACT, capture_output=True, text=True
        )

    refused = run("--json")
    assert (refused.returncode, refused.stdout) == (1, "") and "load_reference" in refused.stderr
    assert run("--yaml").returncode == 2
