"""`import_catalog` and `export_catalog` as an administrator or a script calls them."""

import io
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from catalog.models import Item
from catalog.reference import load_reference
from tests.make import make_item

LAYOUTS = "tests/data/layouts"
TABLE = f"{LAYOUTS}/reference.xlsx"


@pytest.mark.django_db
def test_dry_run_prints_what_was_read_and_needs_no_rows(capsys):
    call_command("import_catalog", TABLE, "--dry-run", "--json")
    printed = capsys.readouterr()
    answer = json.loads(printed.out)
    assert answer["domain"] == "生态环境" and len(answer["records"]) > 10 and answer["refused"] is False
    assert "没有写入" in printed.err and not Item.objects.exists()


@pytest.mark.django_db
def test_a_dry_run_reads_the_table_as_that_of_the_domain_given(capsys):
    call_command("import_catalog", f"{LAYOUTS}/several-sheets.xlsx", "--dry-run", "--json", "--domain", "3")
    answer = json.loads(capsys.readouterr().out)
    assert answer["domain"] == "义务教育" and not any("domain" in record for record in answer["records"])
    with pytest.raises(CommandError, match="没有编号为“999”的领域。"):
        call_command("import_catalog", TABLE, "--dry-run", "--json", "--domain", "999")


def test_a_dry_run_needs_no_table_in_the_database(tmp_path):
    command = [sys.executable, "manage.py", "import_catalog", TABLE, "--dry-run", "--json", "--domain"]
    settings = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3"}
    found = subprocess.run([*command, "V01"], env=settings, capture_output=True, text=True)
    assert json.loads(found.stdout)["domain"] and "没有写入" in found.stderr
    unknown = subprocess.run([*command, "999"], env=settings, capture_output=True, text=True)
    assert unknown.returncode == 1 and "没有编号为“999”的领域。" in unknown.stderr


@pytest.mark.django_db
def test_a_file_without_such_a_table_is_refused(capsys):
    with pytest.raises(CommandError, match="。$"):
        call_command("import_catalog", f"{LAYOUTS}/refused-column-plan.xlsx", "--dry-run", "--json")
    assert json.loads(capsys.readouterr().out)["refused"] is True


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["没有.xlsx", "没有.csv", ""])
def test_a_file_that_is_not_there_is_said_to_be_missing(name, tmp_path, capsys):
    with pytest.raises(CommandError, match="没有文件.*请核对路径"):
        call_command("import_catalog", str(tmp_path / name), json=True)
    assert json.loads(capsys.readouterr().out)["refused"] is True


@pytest.mark.django_db
def test_a_dry_run_says_which_texts_are_too_long(tmp_path, capsys):
    text = Path(f"{LAYOUTS}/reference.csv").read_text(encoding="gb18030")
    name = text.splitlines()[3].split(",")[2]
    (tmp_path / "long.csv").write_text(text.replace(name, "长" * 501, 1), encoding="utf-8")
    call_command("import_catalog", str(tmp_path / "long.csv"), "--dry-run", "--json")
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert [each["message"] for each in problems if each["severity"] == "error"] == [
        "“二级事项”有 501 个字，最多能写 500 个字。"
    ]


@pytest.mark.django_db
def test_an_export_into_no_folder_says_what_to_do(tmp_path):
    make_item()
    with pytest.raises(CommandError, match="没有这个文件夹，请先建立"):
        call_command("export_catalog", str(tmp_path / "none" / "a.xlsx"), format="xlsx")


@pytest.mark.django_db
def test_an_export_that_fails_leaves_the_old_file(tmp_path):
    (tmp_path / "out.xlsx").write_bytes(b"old")
    with pytest.raises(CommandError, match="没有可以导出的领域"):
        call_command("export_catalog", str(tmp_path / "out.xlsx"), "--format", "xlsx", "--domain", "99")
    assert (tmp_path / "out.xlsx").read_bytes() == b"old" and len(list(tmp_path.iterdir())) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_imports_at_once_the_second_finds_everything_unchanged():
    load_reference()
    Item.objects.filter(domain__name="生态环境").delete()
    before, answers, together = Item.objects.count(), [], threading.Barrier(2)

    def run():
        out = io.StringIO()
        together.wait()
        try:
            call_command("import_catalog", TABLE, "--json", stdout=out, stderr=io.StringIO())
            answers.append(json.loads(out.getvalue())["counts"])
        finally:
            connection.close()

    imports = [threading.Thread(target=run) for _ in range(2)]
    for each in imports:
        each.start()
    for each in imports:
        each.join()
    none = {"change": 0, "retire": 0, "bad": 0}
    assert sorted(answers, key=lambda counts: -counts["add"]) == [
        none | {"add": 34, "unchanged": 0},
        none | {"add": 0, "unchanged": 34},
    ]
    assert Item.objects.count() == before + 34
