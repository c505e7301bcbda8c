import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from catalog.exchange.export import FORMATS, export_catalog
from catalog.models import Domain


class Command(BaseCommand):
    help = "Write the catalog in the national layout (xlsx, csv) or as JSON."

    def add_arguments(self, parser):
        parser.add_argument("out", metavar="OUT")
        parser.add_argument("--domain", metavar="NUMBER")
        parser.add_argument("--format", choices=sorted(FORMATS), required=True)

    def handle(self, out, **options):
        domains = Domain.objects.exclude(item_count=0)
        if options["domain"]:
            domains = Domain.objects.filter(number=options["domain"])
        if not domains:
            raise CommandError("没有可以导出的领域。请核对领域编号，或者先运行 load_reference。")
        path = Path(os.path.realpath(out))  # a link stays: what it points to is replaced
        if path.exists() and not path.is_file():
            raise CommandError(f"“{out}”不是文件，不能写入。请另写一个文件名。")
        part = path.with_name(f".{path.name}.part")
        try:
            with part.open("wb") as target:
                export_catalog(target, domains, format=options["format"])
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
        self.stderr.write(f"已导出 {sum(each.item_count for each in domains)} 项到 {Path(out).name}。")
