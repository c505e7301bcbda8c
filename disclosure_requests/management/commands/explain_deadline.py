import json
import sys

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from disclosure_requests.clock import Clock, NoRulesInForce, deadline_of
from disclosure_requests.day_strip import days_of
from disclosure_requests.facts import ImpossibleFact
from disclosure_requests.told_case import read_case
from linhai_portal.calendar import work_calendar
from linhai_portal.workdays import OutOfCalendar

STATE = {Clock.RUNNING: "正在计算", Clock.STOPPED: "已停止", Clock.ENDED: "已答复"}


class Command(BaseCommand):
    help = "Read one case or a list of cases as JSON on standard input; say when the reply is due, and why."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true")

    def handle(self, **options):
        told = read_standard_input()
        calendar = calendar_of_the_database()
        if isinstance(told, list):
            answers = [
                explain(case, calendar, f"下标 {n}（第 {n + 1} 个案件）：") for n, case in enumerate(told)
            ]
        else:
            answers = explain(told, calendar)
        if options["json"]:
            self.stdout.write(json.dumps(answers, ensure_ascii=False))
        else:
            each = answers if isinstance(answers, list) else [answers]
            self.stdout.write("\n\n".join(in_words(answer) for answer in each))


def read_standard_input():
    try:
        return json.loads(sys.stdin.read().removeprefix("\ufeff"))
    except (ValueError, RecursionError) as wrong:
        raise CommandError("标准输入不是 JSON，请给出一个案件或者案件的列表。") from wrong


def calendar_of_the_database():
    try:
        return work_calendar()
    except DatabaseError as wrong:
        raise CommandError("数据库里没有工作日历，请先运行 migrate 和 load_reference。") from wrong


def explain(case, calendar, which=""):
    try:
        deadline = deadline_of(*read_case(case), calendar)
    except (ImpossibleFact, NoRulesInForce, OutOfCalendar) as wrong:
        raise CommandError(f"{which}{wrong}") from wrong
    return {
        "clock": deadline.clock,
        "correction_notice_due": deadline.correction_notice_due.isoformat(),
        "reply_due": deadline.reply_due and deadline.reply_due.isoformat(),
        "provisional": deadline.provisional,
        "notes": deadline.notes,
        "days": [
            {"date": day.date.isoformat(), "counts": day.counts, "number": day.number, "why": day.why}
            for day in days_of(deadline, calendar)
        ],
    }


def in_words(answer):
    lines = [
        f"期限状态：{STATE[answer['clock']]}",
        f"补正告知最迟：{answer['correction_notice_due']}",
        f"答复期限：{answer['reply_due'] or '未定'}{'（暂定：有的年份还没有放假通知）' if answer['provisional'] else ''}",
        *(f"提示：{note}" for note in answer["notes"]),
    ]
    for day in answer["days"]:
        place = f"第 {day['number']} 日" if day["counts"] else "不计"
        lines.append(f"{day['date']}  {place}  {day['why']}")
    return "\n".join(lines)
