import json
from dataclasses import asdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from catalog.layouts.records import Refused
from catalog.publication_import.checking import check
from catalog.publication_import.files import BadFile
from catalog.publication_import.storing import Overtaken, store
from catalog.publication_import.table import read

_EVERY = 100  # rows between two lines of progress
_COUNTS = ("added", "updated", "unchanged")


class Command(BaseCommand):
    help = "Take over what an older site published, with its dates and addresses (docs: contracts)."

    def add_arguments(self, parser):
        parser.add_argument("path", metavar="FILE.xlsx|DIR", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, store nothing")
        parser.add_argument("--json", action="store_true")

    def handle(self, path, **options):
        try:
            table = read(path)
        except Refused as refused:
            self._print(options, refused=True, read=0, counts={}, problems=[])
            raise CommandError(str(refused)) from refused
        checked = check(table, progress=self._progress("已查", len(table.rows)))
        self._tell(table, checked)
        counts = _counts_of(checked) if options["dry_run"] else self._store(table, checked, options)
        self._print(options, read=len(table.rows), counts=counts, problems=checked.problems)
        self._say(_in_words(table, checked, counts, options["dry_run"]), options)

    def _store(self, table, checked, options):
        try:
            if checked.problems:
                raise Overtaken
            return store(checked, progress=self._progress("已写", len(checked.rows)))
        except BadFile as changed:
            raise CommandError(f"{changed}什么都没有写入。") from changed
        except Overtaken as overtaken:
            self._print(options, refused=True, read=len(table.rows), counts={}, problems=checked.problems)
            raise CommandError(
                f"有 {len(checked.problems)} 处问题，什么都没有写入。请照上面改好再导入。"
            ) from overtaken

    def _progress(self, words, total):
        def progress(done):
            if done % _EVERY == 0:
                self.stderr.write(f"{words} {done} / {total} 行")

        return progress

    def _tell(self, table, checked):
        for name in table.ignored:
            self.stderr.write(f"提醒：不认识“{name}”这一列，没有读。")
        for each in checked.problems:
            sheet = f"{each.sheet} " if each.sheet else ""
            self.stderr.write(f"错误：{sheet}第 {each.row} 行，{each.column}：{each.message}")
        if checked.foreign_hosts:
            names = "、".join(sorted(checked.foreign_hosts))
            self.stderr.write(f"提醒：正文链接到这些非政府网站，批准以前页面上只有文字：{names}")

    def _print(self, options, *, read, counts, problems, refused=False):
        if options["json"]:
            answer = {
                "dry_run": options["dry_run"],
                "refused": refused,
                "counts": {"read": read} | {name: counts.get(name, 0) for name in _COUNTS},
                "problems": [asdict(each) for each in problems],
            }
            self.stdout.write(json.dumps(answer, ensure_ascii=False))

    def _say(self, sentence, options):
        (self.stderr if options["json"] else self.stdout).write(sentence)


def _counts_of(checked):
    """What storing would do."""
    kinds = [
        "unchanged" if each.is_unchanged else "updated" if each.standing else "added" for each in checked.rows
    ]
    return {name: kinds.count(name) for name in _COUNTS}


def _in_words(table, checked, counts, is_dry):
    done = f"新增 {counts['added']} 条，更新 {counts['updated']} 条，没有变化 {counts['unchanged']} 条"
    if not is_dry:
        return f"读到 {len(table.rows)} 行：{done}。"
    bad = f"；{len(checked.problems)} 处问题，照这样不会写入" if checked.problems else ""
    return f"读到 {len(table.rows)} 行，没有写入。写入会{done}{bad}。"
