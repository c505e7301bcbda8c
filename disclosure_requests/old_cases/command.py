"""What the two commands that take over an older system's tables have in common (docs: contracts)."""

import json
from dataclasses import asdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate

from catalog.layouts.records import Refused
from disclosure_requests.old_cases.table import read

_MOST_SHOWN = 200  # problems in words; the JSON has all


class TakeOver(BaseCommand):
    """A subclass names `part`, the module with COLUMNS, check, counts_of and store."""

    part = None

    def add_arguments(self, parser):
        parser.add_argument("path", metavar="FILE.csv", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, store nothing")
        parser.add_argument("--json", action="store_true")

    def handle(self, path, **options):
        today = localdate()
        try:
            rows = read(path, self.part.COLUMNS)
        except Refused as refused:
            self._print(options, refused=True)
            raise CommandError(str(refused)) from refused
        good, problems = self.part.check(rows, today=today)
        for each in problems[:_MOST_SHOWN]:
            self.stderr.write(f"错误：第 {each.row} 行，{each.column}：{each.message}")
        facts = {"read": len(rows), "problems": problems}
        if options["dry_run"]:
            self._report(options, self.part.counts_of(good), "没有写入。写入会", **facts)
        elif problems:
            self._print(options, refused=True, **facts)
            raise CommandError(f"有 {len(problems)} 处问题，什么都没有写入。请照上面改好再导入。")
        else:
            self._report(options, self.part.store(good, today=today), "", **facts)

    def _report(self, options, counts, words, *, read, problems):
        self._print(options, counts=counts, read=read, problems=problems)
        done = f"新增 {counts['added']} 条，更新 {counts['updated']} 条，没有变化 {counts['unchanged']} 条"
        bad = f"；{len(problems)} 处问题，照这样不会写入" if problems else ""
        sentence = f"读到 {read} 行，{words}{done}{bad}。"
        (self.stderr if options["json"] else self.stdout).write(sentence)

    def _print(self, options, *, refused=False, counts=None, read=0, problems=()):
        if options["json"]:
            answer = {
                "dry_run": options["dry_run"],
                "refused": refused,
                "counts": {"read": read} | (counts or dict.fromkeys(("added", "updated", "unchanged"), 0)),
                "problems": [asdict(each) for each in problems],
            }
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
