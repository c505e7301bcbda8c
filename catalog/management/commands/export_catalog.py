import datetime as dt
import os
from argparse import ArgumentTypeError
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate

from catalog.as_of import NotThere, check_day, published_tables
from catalog.exchange.export import FORMATS, export_catalog
from catalog.models import Domain, Item, ItemRevision


def day(words):
    try:
        return dt.datetime.strptime(words, "%Y-%m-%d").date()
    except ValueError as error:
        raise ArgumentTypeError(f"没有“{words}”这一天。日期写成 2026-10-01 这样。") from error


class Command(BaseCommand):
    help = "Write the catalog in the national layout (xlsx, csv) or as JSON, as it stands or as it stood on a day."

    def add_arguments(self, parser):
        parser.add_argument("out", metavar="OUT")
        parser.add_argument("--domain", metavar="NUMBER")
        parser.add_argument("--as-of", metavar="YYYY-MM-DD", type=day)
        parser.add_argument("--format", choices=sorted(FORMATS), required=True)

    def handle(self, out, **options):
        on = options["as_of"]
        domains = self.domains(options["domain"], on)
        path = Path(os.path.realpath(out))  # a link stays: what it points to is replaced
        if path.exists() and not path.is_file():
            raise CommandError(f"“{out}”不是文件，不能写入。请另写一个文件名。")
        part = path.with_name(f".{path.name}.part")
        try:
            with part.open("wb") as target:
                export_catalog(target, domains, format=options["format"], on=on)
            os.replace(part, path)
        except FileNotFoundError as error:
            raise CommandError(f"不能写文件“{out}”：没有这个文件夹，请先建立。") from error
        except PermissionError as error:
            raise CommandError(f"不能写文件“{out}”：没有写入这个文件夹的权限。") from error
        except OSError as error:
            raise CommandError(
                f"不能写文件“{out}”：请检查磁盘空间和文件名（系统错误 {error.errno}）。"
            ) from error
        finally:
            part.unlink(missing_ok=True)
        rows = ItemRevision.objects.as_of(on) if on else Item.objects.current()
        self.stderr.write(f"已导出 {rows.filter(domain__in=domains).count()} 项到 {Path(out).name}。")

    def domains(self, number, on):
        """Those to write; asked for a day, the published ones, and a domain that was not says why."""
        domains = Domain.objects.filter(number=number) if number else Domain.objects.exclude(item_count=0)
        try:
            if on and number:
                for domain in domains:
                    check_day(domain, on, today=localdate())
            elif on:
                domains = published_tables(on, today=localdate())
        except NotThere as refused:
            raise CommandError(str(refused)) from refused
        if not domains:
            raise CommandError("没有可以导出的领域。请核对领域编号，或者先运行 load_reference。")
        return domains
