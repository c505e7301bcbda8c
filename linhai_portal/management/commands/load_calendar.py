import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from linhai_portal.calendar_file import BadCalendar, read_days
from linhai_portal.calendar_loading import ADDED, CHANGED, UNCHANGED, foresee, load
from linhai_portal.models import SpecialDay

_LONGEST_NOTICE = SpecialDay._meta.get_field("source").max_length


class Command(BaseCommand):
    help = (
        "Show what an official calendar would move, and with --apply write it and move it (docs: contracts)."
    )

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument("--notice", required=True, metavar="TEXT", help="the notice the days come from")
        parser.add_argument("--apply", action="store_true")
        parser.add_argument("--json", action="store_true")

    def handle(self, file, notice, **options):
        notice, today = notice.strip(), timezone.localdate()
        if not 0 < len(notice) <= _LONGEST_NOTICE:
            raise CommandError(
                f"--notice 要写明依据，不超过 {_LONGEST_NOTICE} 个字，例如 国办发明电〔2026〕7号。"
            )
        try:
            days = read_days(_bytes(file))
            loading = (
                load(days, notice=notice, today=today) if options["apply"] else foresee(days, today=today)
            )
        except BadCalendar as bad:
            raise CommandError(f"{bad}") from bad
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(loading, notice, options["apply"]), ensure_ascii=False))
        self._say(loading, self.stderr if options["json"] else self.stdout, options)

    def _say(self, loading, stream, options):
        if not options["json"]:
            for move in loading.moves:
                stream.write(
                    f"{move.kind} {move.name}（{move.unit}）{move.limit}：{move.before} → {move.after}"
                )
        counts = loading.counts
        done = "改了，已写入" if options["apply"] else "会改，没有写入，加 --apply 才写入"
        stream.write(
            f"新增 {counts[ADDED]} 天，修改 {counts[CHANGED]} 天，不变 {counts[UNCHANGED]} 天；"
            f"{len(loading.moves)} 个期限{done}。"
        )


def _bytes(file):
    try:
        return Path(file).read_bytes()
    except OSError as missing:
        raise CommandError(f"不能读取“{file}”，请核对路径和文件名。") from missing


def _as_json(loading, notice, applied):
    moves = [
        {
            "kind": move.kind,
            "name": move.name,
            "organization": move.unit,
            "limit": move.limit,
            "from": move.before.isoformat(),
            "to": move.after.isoformat(),
        }
        for move in loading.moves
    ]
    return {"applied": applied, "notice": notice, "days": loading.counts, "moves": moves}
