from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from catalog.demonstration import load_demonstration, write_accounts
from catalog.reference import load_reference


class Command(BaseCommand):
    help = (
        "Load units, domains, calendar and catalog from fixtures/; idempotent, never over what staff changed."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--demo", action="store_true", help="add marked demonstration accounts and samples"
        )
        parser.add_argument("--reset", action="store_true", help="with --demo: make them anew")

    def handle(self, **options):
        if options["reset"] and not options["demo"]:
            raise CommandError("--reset 只和 --demo 一起使用。")
        written = load_reference()
        self.stdout.write(
            "参考数据：" + "，".join(f"{name} {count}" for name, count in written.items()) + "（新增或更新）"
        )
        if options["demo"]:
            self.load_demo(options["reset"])

    def load_demo(self, reset):
        accounts = load_demonstration(reset=reset)
        if not accounts:
            return
        write_accounts(settings.VAR_DIR / "demo-accounts.txt", accounts)
        self.stdout.write("演示账号（角色、登录名、密码）：")
        for username, role, password in accounts:
            self.stdout.write(f"  {role}\t{username}\t{password}")
