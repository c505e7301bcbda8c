"""Whether the portal can work: one list of checks behind the `health` command and `/healthz`."""

import datetime as dt
import os
import shutil
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.http import JsonResponse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from linhai_portal.calendar import year_missing
from linhai_portal.models import SpecialDay

_QUEUE_PATIENCE = dt.timedelta(minutes=10)
_BACKUP_PATIENCE = dt.timedelta(hours=36)
_LEAST_FREE_BYTES = 500_000_000
# The State Council gives the next year's days off in November; without them by 1 December somebody must act.
_NEXT_CALENDAR_BY = (12, 1)


def _database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True, connection.vendor


def _storage():
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=root) as probe:
        probe.write(b"1")
    free = shutil.disk_usage(root).free
    return free > _LEAST_FREE_BYTES, f"可用空间 {free // 1_000_000} MB"


def _task_queue():
    waiting = DBTaskResult.objects.filter(
        status="READY", enqueued_at__lt=timezone.now() - _QUEUE_PATIENCE, run_after__lte=timezone.now()
    ).count()
    if waiting:
        return False, f"{waiting} 个任务等了 10 分钟以上，请检查后台任务进程"
    return True, "没有积压"


def _mail():
    if "smtp" not in settings.EMAIL_BACKEND:
        return _letters_as_files()
    server = get_connection(timeout=3)
    try:
        server.open()
    finally:
        server.close()
    return True, f"{settings.EMAIL_HOST} 可以连接"


def _letters_as_files():
    folder = Path(settings.EMAIL_FILE_PATH)
    nearest = next(each for each in (folder, *folder.parents) if each.exists())
    if not (nearest.is_dir() and os.access(nearest, os.W_OK)):
        return False, f"没有配置邮件服务器，信件也存不进 {folder}，请检查 EMAIL_URL"
    return True, "没有配置邮件服务器，信件存为文件"


def _calendar(today):
    years = {each.year for each in SpecialDay.objects.dates("date", "year")}
    if today.year not in years:
        return False, f"没有 {today.year} 年的工作日历，请录入国务院办公厅的放假安排"
    if today.year + 1 in years:
        return True, f"{today.year} 年和 {today.year + 1} 年都有"
    late = (today.month, today.day) >= _NEXT_CALENDAR_BY
    words = f"{today.year + 1} 年的放假安排还没有录入，涉及的日期是暂定的"
    return not late, words if year_missing(today=today) is None else f"警告：{words}，发布后请马上录入"


def _last_backup():
    folder = Path(settings.BACKUP_DIR)
    times = [each.stat().st_mtime for each in folder.glob("*") if each.is_file()] if folder.is_dir() else []
    if not times:
        return True, "还没有备份"
    last = dt.datetime.fromtimestamp(max(times), tz=timezone.get_current_timezone())
    return timezone.now() - last < _BACKUP_PATIENCE, f"{last:%Y-%m-%d %H:%M}"


def _run(name, check, *facts):
    try:
        ok, detail = check(*facts)
    except (OSError, DatabaseError) as error:
        ok, detail = False, f"检查失败（{type(error).__name__}）"
    return {"name": name, "ok": ok, "detail": detail}


def check_health(*, today):
    """`{"ok": …, "checks": [{"name", "ok", "detail"}]}`; ok when every check is."""
    checks = [
        _run("database", _database),
        _run("storage", _storage),
        _run("task_queue", _task_queue),
        _run("mail", _mail),
        _run("calendar", _calendar, today),
        _run("last_backup", _last_backup),
    ]
    return {"ok": all(check["ok"] for check in checks), "checks": checks}


def healthz(request):
    answer = check_health(today=timezone.localdate())
    return JsonResponse(
        answer, status=200 if answer["ok"] else 503, json_dumps_params={"ensure_ascii": False}
    )
