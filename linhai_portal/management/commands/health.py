import json

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from linhai_portal.health import check_health


class Command(BaseCommand):
    help = "Check database, storage, task queue, mail, calendar and last backup."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true")

    def handle(self, **options):
        answer = check_health(today=timezone.localdate())
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            for check in answer["checks"]:
                self.stdout.write(f"{'正常' if check['ok'] else '异常'}  {check['name']}  {check['detail']}")
        if not answer["ok"]:
            failed = "、".join(check["name"] for check in answer["checks"] if not check["ok"])
            raise CommandError(f"有检查没有通过：{failed}。")
