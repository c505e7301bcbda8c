"""`import_catalog` and `export_catalog` on the reference data."""

import json
import os

import pytest
from django.core.management import CommandError, call_command

from catalog.models import Domain, Item
from linhai_portal.accounts.models import Organization
from linhai_portal.accounts.roles import Role
from tests.make import make_item, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

LAYOUTS = "tests/data/layouts"
TABLE = f"{LAYOUTS}/reference.xlsx"


def as_rows():
    """The catalog without keys and times, for comparing."""
    leave_out = ("id", "updated_at", "domain_id", "edited_by_staff")
    rows = Item.objects.current().order_by("code").values()
    return [{name: value for name, value in row.items() if name not in leave_out} for row in rows]


def test_a_domain_renamed_by_staff_is_printed_under_its_name(capsys):
    Domain.objects.filter(number="3").update(name="教育")
    call_command("import_catalog", TABLE, "--dry-run", "--json", "--domain", "3")
    assert json.loads(capsys.readouterr().out)["domain"] == "教育"


def test_importing_for_real_twice_changes_nothing_the_second_time(capsys):
    call_command("import_catalog", TABLE, "--json")
    first = json.loads(capsys.readouterr().out)["counts"]
    before = list(Item.objects.order_by("pk").values())
    call_command("import_catalog", TABLE, "--json")
    second = json.loads(capsys.readouterr().out)["counts"]
    assert first["retire"] == second["retire"] == 0
    assert second == first | {"add": 0, "change": 0, "unchanged": sum(first.values())}
    assert list(Item.objects.order_by("pk").values()) == before


def test_a_table_with_errors_stores_nothing_and_names_row_and_column(capsys):
    before = as_rows()
    with pytest.raises(CommandError, match="一行也没有写入"):
        call_command("import_catalog", f"{LAYOUTS}/with-errors.xlsx")
    assert "错误：" in capsys.readouterr().err and as_rows() == before


def test_an_editor_imports_only_for_the_own_unit(capsys):
    make_user(Role.EDITOR, Organization.objects.get(slug="jiaoyuju"), username="chen")
    with pytest.raises(CommandError):
        call_command("import_catalog", TABLE, "--by", "chen")
    assert "不是您的单位" in capsys.readouterr().err
    make_user(Role.AUDITOR, Organization.objects.get(slug="shifuban"), username="zhu")
    with pytest.raises(CommandError, match="不能导入"):
        call_command("import_catalog", TABLE, "--by", "zhu")
    with pytest.raises(CommandError, match="没有登录名"):
        call_command("import_catalog", TABLE, "--by", "nobody")


def test_who_may_not_retire_items_does_not_by_an_import():
    make_user(Role.EDITOR, Organization.objects.get(slug="jiaoyuju"), username="chen")
    make_user(Role.OFFICER, Organization.objects.get(slug="zhengwugongkaiban"), username="li")
    gone = make_item(Domain.objects.get(name="生态环境"), level2="表里没有的", code="13-99-01")
    before = as_rows()
    with pytest.raises(CommandError, match="“chen”的角色不能取消事项。请去掉 --retire-missing"):
        call_command("import_catalog", TABLE, "--by", "chen", "--retire-missing")
    assert as_rows() == before
    call_command("import_catalog", TABLE, "--by", "li", "--retire-missing")
    assert Item.objects.get(pk=gone.pk).retired_on


@pytest.mark.parametrize("format", ["xlsx", "csv"])
def test_importing_an_export_of_everything_changes_nothing(format, tmp_path, capsys):
    before = as_rows()
    call_command("export_catalog", str(tmp_path / "all"), "--format", format)
    call_command("import_catalog", str(tmp_path / "all"), "--json")
    counts = json.loads(capsys.readouterr().out)["counts"]
    assert counts == {"add": 0, "change": 0, "unchanged": 1277, "retire": 0, "bad": 0}
    assert as_rows() == before


def test_an_export_rebuilds_a_lost_domain(tmp_path):
    domain = Domain.objects.get(number="3")
    before = [{**row, "evidence": "unit"} for row in as_rows() if row["code"].startswith("03-")]
    call_command("export_catalog", str(tmp_path / "03.xlsx"), "--format", "xlsx", "--domain", "3")
    domain.items.all().delete()
    call_command("import_catalog", str(tmp_path / "03.xlsx"))
    assert [row for row in as_rows() if row["code"].startswith("03-")] == before


def test_json_export_has_every_item_with_code_and_rule(tmp_path):
    call_command("export_catalog", str(tmp_path / "out.json"), "--format", "json", "--domain", "3")
    (domain,) = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["domains"]
    assert (domain["name"], len(domain["items"])) == ("义务教育", 39)
    assert (
        domain["items"][0]["code"] == "03-01-01"
        and domain["items"][0]["time_limit_rule"]["unit"] == "workday"
    )


@pytest.mark.parametrize("target", ["present.json", "not yet there.json"])
def test_an_export_to_a_symbolic_link_writes_what_it_points_to(tmp_path, target):
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "present.json").write_bytes(b"old")
    link = tmp_path / "out.json"
    link.symlink_to(folder / target)
    call_command("export_catalog", str(link), "--format", "json", "--domain", "3")
    assert link.is_symlink() and json.loads((folder / target).read_text(encoding="utf-8"))["domains"]
    assert {path.name for path in folder.iterdir()} == {"present.json", target}, "no part file is left"


def test_an_export_does_not_replace_a_device_or_a_folder(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for out in (pipe, tmp_path):
        with pytest.raises(CommandError, match="不是文件，不能写入"):
            call_command("export_catalog", str(out), "--format", "json")
    assert pipe.is_fifo()
