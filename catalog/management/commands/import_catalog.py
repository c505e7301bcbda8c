import json
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, transaction

from catalog.exchange.apply import ImportRefused, apply_plan
from catalog.exchange.plan import length_problems, may_retire, plan_import
from catalog.import_words import outcome_in_words
from catalog.layouts.reader import read
from catalog.layouts.records import Refused
from catalog.models import Domain
from catalog.models.domains import domain_names
from catalog.reference import reference_domain_names, reference_domain_numbers


def known_domain_names():
    """Those of the reference and of the database; a dry run works on a machine without any table yet."""
    try:
        return reference_domain_names() | domain_names()
    except DatabaseError:
        return reference_domain_names()


def known_domain_name(number):
    """The name that belongs to a number; like the names, from the reference where there is no such row yet."""
    try:
        stored = dict(Domain.objects.filter(number=number).values_list("number", "name"))
    except DatabaseError:
        stored = {}
    name = (reference_domain_numbers() | stored).get(number)
    if name is None:
        raise CommandError(f"没有编号为“{number}”的领域。")
    return name


class Command(BaseCommand):
    help = "Read a standard-catalog table in any layout and write it into the catalog (docs: contracts)."

    def add_arguments(self, parser):
        parser.add_argument("path")
        parser.add_argument("--domain", metavar="NUMBER")
        parser.add_argument("--dry-run", action="store_true", help="print what was read, store nothing")
        parser.add_argument("--skip-bad-rows", action="store_true")
        parser.add_argument("--retire-missing", action="store_true")
        parser.add_argument(
            "--by", metavar="USER", help="act for this person: only the rows of the own units"
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, path, **options):
        domain_name = known_domain_name(options["domain"]) if options["domain"] is not None else None
        try:
            if not Path(path).is_file():
                raise Refused(f"没有文件“{path}”。请核对路径和文件名。")
            reading = read(path, domain_names=known_domain_names())
        except Refused as refused:
            if options["json"]:
                self.print_json({"domain": None, "refused": True, "problems": [], "records": []})
            raise CommandError(f"{refused}") from refused
        if domain_name:
            reading.belongs_to(domain_name)
        if options["dry_run"]:
            reading.problems += length_problems(reading)
            self.report(reading.as_json(), options, f"读到 {len(reading.records)} 项，没有写入。")
        else:
            self.store(reading, Path(path).name, options)
        for problem in reading.problems:
            self.tell(problem)

    @transaction.atomic
    def store(self, reading, name, options):
        user = self.user(options["by"])
        if options["retire_missing"] and not may_retire(user):
            raise CommandError(
                f"“{user.username}”的角色不能取消事项。请去掉 --retire-missing，或者由公开办经办人导入。"
            )
        # Before looking what is new: two imports at once would both find the same rows missing.
        list(Domain.objects.select_for_update().order_by("pk"))
        plan = plan_import(
            reading,
            domain=self.domain(options["domain"]),
            user=user,
            retire_missing=options["retire_missing"],
        )
        try:
            counts = apply_plan(
                plan, skip_bad_rows=options["skip_bad_rows"], by=user, reason=f"导入目录表格“{name}”"
            )
        except ImportRefused as refused:
            for problem in refused.problems:
                self.tell(problem)
            raise CommandError(f"{refused}") from refused
        if plan.draft:
            self.submit(plan.draft, user)
        answer = {"counts": counts, "adjustment": plan.draft and plan.draft.pk}
        self.report(reading.as_json() | answer, options, outcome_in_words(plan, counts))

    def submit(self, draft, user):
        """From the command line the batch goes straight to the second person."""
        draft.revise(by=user, basis="责任单位报送的目录表格")
        draft.submit(by=user)

    def report(self, answer, options, sentence):
        if options["json"]:
            self.print_json(answer)
            self.stderr.write(sentence)
        else:
            self.stdout.write(sentence)

    def print_json(self, answer):
        self.stdout.write(json.dumps(answer, ensure_ascii=False))

    def tell(self, problem):
        level = "错误" if problem.severity == "error" else "提醒"
        place = f"{problem.sheet} " if problem.sheet else ""
        self.stderr.write(
            f"{level}：{place}第 {problem.row} 行，{problem.column}：{problem.message}{problem.suggestion}"
        )

    def domain(self, number):
        if number is None:
            return None
        try:
            return Domain.objects.get(number=number)
        except Domain.DoesNotExist as missing:
            raise CommandError(f"没有编号为“{number}”的领域。") from missing

    def user(self, username):
        if username is None:
            return None
        try:
            user = get_user_model().objects.get(username=username)
        except get_user_model().DoesNotExist as missing:
            raise CommandError(f"没有登录名为“{username}”的用户。") from missing
        if not user.has_perm("catalog.confirm_catalogimport"):
            raise CommandError(f"“{username}”的角色不能导入目录。")
        return user
