import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from catalog.privacy.scan import scan

_KINDS = {"identity_card": "身份证号", "bank_card": "银行卡号", "mobile_phone": "手机号", "email": "电子邮箱"}


class Command(BaseCommand):
    help = "Look for citizens' numbers in files before they are published (docs: contracts)."
    requires_system_checks = []  # the gate works on a machine without a database yet

    def add_arguments(self, parser):
        parser.add_argument("files", metavar="FILE", nargs="+")
        parser.add_argument("--json", action="store_true", help="no words for people")

    def handle(self, files, **options):
        paths = [Path(file) for file in files]
        for path in paths:
            if not path.is_file():
                raise CommandError(f"没有文件“{path}”。请核对路径和文件名。")
        reports = [self._report(path, options["json"]) for path in paths]
        answers = [report.as_json() for report in reports]
        self.stdout.write(json.dumps(answers if len(answers) > 1 else answers[0], ensure_ascii=False))

    def _report(self, path, only_json):
        try:
            report = scan(path.read_bytes(), path.name, on=timezone.localdate())
        except OSError as error:
            raise CommandError(f"不能读文件“{path}”：请检查读取权限。") from error
        if report.unreadable:
            self.stderr.write(f"{path.name}：没有全部读到，请人工查看。{''.join(report.hints[-3:])}")
        elif not only_json:
            self._tell(path.name, report)
        return report

    def _tell(self, name, report):
        if not report.findings:
            self.stderr.write(f"{name}：没有发现个人号码。")
        for finding in report.findings:
            self.stderr.write(f"{name}：{finding.where}，{_KINDS[finding.kind]} {finding.masked}")
