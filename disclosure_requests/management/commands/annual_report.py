import json
import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from disclosure_requests.annual_report.checking import checks_of, live
from disclosure_requests.annual_report.files import WRITERS
from disclosure_requests.annual_report.identities import broken_hard
from disclosure_requests.annual_report.papers import paper_of, texts_of
from disclosure_requests.models.annual_reports import ALL
from linhai_portal.accounts.models import Organization

_YEARS = range(2008, 2100)  # the first regulation came into force on 2008-05-01


class Command(BaseCommand):
    help = "The annual report of a year from the cases, with its identities checked (docs: contracts)."

    def add_arguments(self, parser):
        parser.parse_args = parser.parse_intermixed_args  # OUT may stand behind the options
        parser.add_argument("year", type=int)
        parser.add_argument("--organization", metavar="SLUG|all", required=True)
        parser.add_argument("--format", choices=["json", *WRITERS], default="json")
        parser.add_argument("out", nargs="?", type=Path)

    def handle(self, year, organization, format, out, **options):
        if year not in _YEARS:
            raise CommandError(f"没有 {year} 年的年度报告。请写四位的年份，例如 2026。")
        if out is None and format != "json":
            raise CommandError(f"{format} 要写到文件，请给出文件名。")
        report = live(year, _unit(organization))
        checks = checks_of(report)
        if format == "json":
            self._print(report, checks, out)
        else:
            paper = paper_of(year, report.organization, report.tables, texts_of(report))
            _write(out, lambda file: WRITERS[format](file, paper))
        if broken := broken_hard(checks):
            words = "；".join(f"{each.id} {each.name}：{each.detail}" for each in broken)
            raise CommandError(f"勾稽关系不成立：{words}")

    def _print(self, report, checks, out):
        found = [{"id": each.id, "ok": each.ok, "detail": each.detail} for each in checks]
        text = json.dumps(report.tables | {"checks": found}, ensure_ascii=False)
        if out is None:
            self.stdout.write(text)
        else:
            _write(out, lambda file: file.write(text.encode()))


def _unit(slug):
    if slug == ALL:
        return None
    try:
        return Organization.objects.get(slug=slug)
    except Organization.DoesNotExist as missing:
        raise CommandError(f"没有地址名为“{slug}”的单位。全市汇总写 all。") from missing


def _write(out, writer):
    """Whole or not at all: written beside it, then put in its place."""
    path = Path(os.path.realpath(out))  # a link stays: what it points to is replaced
    if path.exists() and not path.is_file():
        raise CommandError(f"“{out}”不是文件，不能写入。请另写一个文件名。")
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            writer(file)
        os.replace(part, path)
    except OSError as trouble:
        raise CommandError(
            f"不能写文件“{out}”：请检查文件夹、权限和磁盘空间（系统错误 {trouble.errno}）。"
        ) from trouble
    finally:
        part.unlink(missing_ok=True)
