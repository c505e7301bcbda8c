import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from catalog.privacy import scan
from catalog.privacy.numbers import masked_text
from catalog.privacy.report import KIND_WORDS


class Command(BaseCommand):
    help = "Look for citizens' numbers in everything a file stores; a number is never printed in full."
    requires_system_checks = []  # needs neither the database nor the pages

    def add_arguments(self, parser):
        parser.add_argument("files", metavar="FILE", nargs="+")
        parser.add_argument("--json", action="store_true", help="one JSON object, for several files a list")

    def handle(self, files, **options):
        reports = [(Path(file).name, scan(_content(file), Path(file).name)) for file in files]
        if options["json"] or not self.stdout.isatty():  # sentences are for a person at a terminal
            answers = [report.as_json() for _, report in reports]
            answer = answers if len(files) > 1 else answers[0]
            printed = json.dumps(answer, ensure_ascii=False)
            self.stdout.write(printed.encode("utf-8", "replace").decode())  # a damaged name is no text
            return
        for name, report in reports:
            self._print(masked_text(name), report)

    def _print(self, name, report):
        if report.unreadable:
            self.stdout.write(f"{name}：读不出来（损坏、加密、没有文字层或者格式不支持），请人工审查。")
            return
        self.stdout.write(f"{name}：发现 {len(report.findings)} 处个人信息。")
        for finding in report.findings:
            self.stdout.write(f"  {KIND_WORDS[finding.kind]} {finding.masked} {finding.where}")
        for hint in report.hints:
            self.stdout.write(f"  提示：{hint}")


def _content(file):
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise CommandError(
            f"不能读文件“{masked_text(file)}”：请核对路径和读取权限（系统错误 {error.errno}）。"
        ) from None
