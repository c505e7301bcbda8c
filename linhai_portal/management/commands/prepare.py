from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Three commands in one process, because starting Django is most of the work of a second start."""

    help = "Database, reference data and static files up to date; silent and quick when they are."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--demo", action="store_true", help="demonstration accounts and samples as well")

    def handle(self, **options):
        call_command("migrate", verbosity=0, interactive=False)
        call_command("load_reference", demo=options["demo"], stdout=StringIO())
        if static_files_are_stale():
            call_command("collectstatic", verbosity=0, interactive=False)


def static_files_are_stale():
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.exists():
        return True
    collected_at = manifest.stat().st_mtime
    sources = (storage.path(name) for finder in get_finders() for name, storage in finder.list([]))
    return any(Path(source).stat().st_mtime > collected_at for source in sources)
