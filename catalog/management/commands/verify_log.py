import json

from django.core.management.base import BaseCommand, CommandError

from catalog.publication_log import Broken, verify


class Command(BaseCommand):
    help = "Recompute the hash chain of the publication log and compare it with what is published."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true")

    def handle(self, **options):
        try:
            total = verify()
        except Broken as broken:
            if options["json"]:
                self.stdout.write(json.dumps({"ok": False, "detail": str(broken)}, ensure_ascii=False))
            raise CommandError(f"发布日志不完整：{broken}") from broken
        if options["json"]:
            self.stdout.write(json.dumps({"ok": True, "entries": total}))
        else:
            self.stdout.write(f"{total}")
            self.stderr.write(f"发布日志完整：共 {total} 条，前后相连，与现在发布的内容相符。")
