import os
from pathlib import Path

import pytest
from django.conf import settings as portal_settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

from catalog.models import Item
from linhai_portal.accounts.models import User
from linhai_portal.management.commands.prepare import static_files_are_stale


@pytest.mark.django_db
def test_preparing_again_changes_and_says_nothing(settings, tmp_path, capsys):
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "staticfiles.json").write_text("{}")
    call_command("prepare")
    before = Item.objects.count()
    call_command("prepare")
    assert before > 1000
    assert (Item.objects.count(), User.objects.count()) == (before, 0)
    assert capsys.readouterr().out == ""


def test_static_files_are_collected_when_missing_or_older_than_a_source(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    assert static_files_are_stale()
    manifest = tmp_path / "staticfiles.json"
    manifest.write_text("{}")
    assert not static_files_are_stale()
    os.utime(manifest, (0, 0))
    assert static_files_are_stale()


@pytest.mark.parametrize(
    "sheet", sorted((portal_settings.BASE_DIR / "static/css").glob("*.css")), ids=lambda path: path.name
)
def test_style_sheets_are_collected_smaller_hashed_and_compressed(sheet):
    name = staticfiles_storage.stored_name(f"css/{sheet.name}")
    collected = Path(staticfiles_storage.path(name))
    assert name != f"css/{sheet.name}"
    assert collected.stat().st_size < sheet.stat().st_size
    assert all(Path(f"{collected}{suffix}").exists() for suffix in (".br", ".gz"))
