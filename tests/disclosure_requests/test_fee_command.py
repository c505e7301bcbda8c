"""`fee` as an administrator or a script calls it."""

import json
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command


def printed(capsys, *arguments):
    call_command("fee", *arguments)
    return capsys.readouterr().out.rstrip("\n")


def test_the_contract(capsys):
    assert printed(capsys, "--items", "41", "--json") == (
        '{"amount": 4300, "bands": [{"from": 1, "to": 10, "rate": 0, "amount": 0}, '
        '{"from": 11, "to": 30, "rate": 100, "amount": 2000}, '
        '{"from": 31, "to": 40, "rate": 200, "amount": 2000}, '
        '{"from": 41, "to": 41, "rate": 300, "amount": 300}]}'
    )


def test_by_page(capsys):
    answer = json.loads(printed(capsys, "--pages", "250", "--json"))
    assert answer["amount"] == 4700
    assert answer["bands"][-1] == {"from": 201, "to": 250, "rate": 40, "amount": 2000}


def test_in_words(capsys):
    assert printed(capsys, "--pages", "31").splitlines() == [
        "第 1 至 30 页：每页 0 元，0 元",
        "第 31 至 31 页：每页 10 元，10 元",
        "信息处理费共 10 元（国办函〔2020〕109号）。",
    ]


def test_a_senseless_number_is_refused(capsys):
    with pytest.raises(CommandError, match="数量应为 0 至 1000000 的整数，不能是 -1。"):
        printed(capsys, "--items", "-1", "--json")
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("arguments", [[], ["--items", "1", "--pages", "1"], ["--items", "十"]])
def test_wrong_usage_exits_with_2(arguments):
    command = [sys.executable, "manage.py", "fee", *arguments]
    assert subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True).returncode == 2
