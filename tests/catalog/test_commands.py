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

from catalog.models import Domain, Item
from catalog.reference import load_reference
from linhai_portal.accounts.models import Organization
from linhai_portal.accounts.roles import Role
from tests.make import make_item, make_user

LAYOUTS = "tests/data/layouts"
TABLE = f"{LAYOUTS}/reference.xlsx"


def as_rows():
    """The catalog without keys and times, for comparing."""
    leave_out = ("id", "updated_at", "domain_id", "edited_by_staff")
    rows = Item.objects.current().order_by("code").values()
    return [{name: value for name, value in row.items() if name not in leave_out} for row in rows]


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


@pytest.mark.django_db
def test_a_domain_renamed_by_staff_is_printed_under_its_name(capsys):
    load_reference()
    Domain.objects.filter(number="3").update(name="教育")
    call_command("import_catalog", TABLE, "--dry-run", "--json", "--domain", "3")
    assert json.loads(capsys.readouterr().out)["domain"] == "教育"


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
def test_importing_for_real_twice_changes_nothing_the_second_time(capsys):
    load_reference()
    call_command("import_catalog", TABLE, "--json")
    first = json.loads(capsys.readouterr().out)["counts"]
    before = list(Item.objects.order_by("pk").values())
    call_command("import_catalog", TABLE, "--json")
    second = json.loads(capsys.readouterr().out)["counts"]
    assert first["retire"] == second["retire"] == 0
    assert second == first | {"add": 0, "change": 0, "unchanged": sum(first.values())}
    assert list(Item.objects.order_by("pk").values()) == before


@pytest.mark.django_db
def test_a_table_with_errors_stores_nothing_and_names_row_and_column(capsys):
    load_reference()
    before = as_rows()
    with pytest.raises(CommandError, match="一行也没有写入"):
        call_command("import_catalog", f"{LAYOUTS}/with-errors.xlsx")
    assert "错误：" in capsys.readouterr().err and as_rows() == before


@pytest.mark.django_db
def test_an_editor_imports_only_for_the_own_unit(capsys):
    load_reference()
    make_user(Role.EDITOR, Organization.objects.get(slug="jiaoyuju"), username="chen")
    with pytest.raises(CommandError):
        call_command("import_catalog", TABLE, "--by", "chen")
    assert "不是您的单位" in capsys.readouterr().err
    make_user(Role.AUDITOR, Organization.objects.get(slug="shifuban"), username="zhu")
    with pytest.raises(CommandError, match="不能导入"):
        call_command("import_catalog", TABLE, "--by", "zhu")
    with pytest.raises(CommandError, match="没有登录名"):
        call_command("import_catalog", TABLE, "--by", "nobody")


@pytest.mark.django_db
def test_who_may_not_retire_items_does_not_by_an_import():
    load_reference()
    make_user(Role.EDITOR, Organization.objects.get(slug="jiaoyuju"), username="chen")
    make_user(Role.OFFICER, Organization.objects.get(slug="zhengwugongkaiban"), username="li")
    gone = make_item(Domain.objects.get(name="生态环境"), level2="表里没有的", code="13-99-01")
    before = as_rows()
    with pytest.raises(CommandError, match="“chen”的角色不能取消事项。请去掉 --retire-missing"):
        call_command("import_catalog", TABLE, "--by", "chen", "--retire-missing")
    assert as_rows() == before
    call_command("import_catalog", TABLE, "--by", "li", "--retire-missing")
    assert Item.objects.get(pk=gone.pk).retired_on


@pytest.mark.django_db
@pytest.mark.parametrize("format", ["xlsx", "csv"])
def test_importing_an_export_of_everything_changes_nothing(format, tmp_path, capsys):
    load_reference()
    before = as_rows()
    call_command("export_catalog", str(tmp_path / "all"), "--format", format)
    call_command("import_catalog", str(tmp_path / "all"), "--json")
    counts = json.loads(capsys.readouterr().out)["counts"]
    assert counts == {"add": 0, "change": 0, "unchanged": 1277, "retire": 0, "bad": 0}
    assert as_rows() == before


@pytest.mark.django_db
def test_an_export_rebuilds_a_lost_domain(tmp_path):
    load_reference()
    domain = Domain.objects.get(number="3")
    before = [{**row, "evidence": "unit"} for row in as_rows() if row["code"].startswith("03-")]
    call_command("export_catalog", str(tmp_path / "03.xlsx"), "--format", "xlsx", "--domain", "3")
    domain.items.all().delete()
    call_command("import_catalog", str(tmp_path / "03.xlsx"))
    assert [row for row in as_rows() if row["code"].startswith("03-")] == before


@pytest.mark.django_db
def test_json_export_has_every_item_with_code_and_rule(tmp_path):
    load_reference()
    call_command("export_catalog", str(tmp_path / "out.json"), "--format", "json", "--domain", "3")
    (domain,) = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["domains"]
    assert (domain["name"], len(domain["items"])) == ("义务教育", 39)
    assert (
        domain["items"][0]["code"] == "03-01-01"
        and domain["items"][0]["time_limit_rule"]["unit"] == "workday"
    )


@pytest.mark.django_db
def test_an_export_that_fails_leaves_the_old_file(tmp_path):
    (tmp_path / "out.xlsx").write_bytes(b"old")
    with pytest.raises(CommandError, match="没有可以导出的领域"):
        call_command("export_catalog", str(tmp_path / "out.xlsx"), "--format", "xlsx", "--domain", "99")
    assert (tmp_path / "out.xlsx").read_bytes() == b"old" and len(list(tmp_path.iterdir())) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("target", ["present.json", "not yet there.json"])
def test_an_export_to_a_symbolic_link_writes_what_it_points_to(tmp_path, target):
    load_reference()
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "present.json").write_bytes(b"old")
    link = tmp_path / "out.json"
    link.symlink_to(folder / target)
    call_command("export_catalog", str(link), "--format", "json", "--domain", "3")
    assert link.is_symlink() and json.loads((folder / target).read_text(encoding="utf-8"))["domains"]
    assert {path.name for path in folder.iterdir()} == {"present.json", target}, "no part file is left"


@pytest.mark.django_db
def test_an_export_does_not_replace_a_device_or_a_folder(tmp_path):
    load_reference()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for out in (pipe, tmp_path):
        with pytest.raises(CommandError, match="不是文件，不能写入"):
            call_command("export_catalog", str(out), "--format", "json")
    assert pipe.is_fifo()


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
