import datetime as dt
import json
import re
import socketserver
import threading

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from linhai_portal.health import check_health
from linhai_portal.management.commands.worker import requeue_abandoned
from linhai_portal.models import SpecialDay

pytestmark = pytest.mark.django_db

AUTUMN = dt.date(2026, 11, 23)


def make_calendar(*years):
    for year in years:
        SpecialDay.objects.create(date=dt.date(year, 1, 1), kind="holiday", name="元旦", source="示例")


def same(answer):
    """Without the free space, which others on the machine use between two answers."""
    details = {each["name"]: re.sub(r"\d+ MB", "… MB", each["detail"]) for each in answer["checks"]}
    return answer["ok"], [(each["name"], each["ok"]) for each in answer["checks"]], details


def check(name, **facts):
    return next(each for each in check_health(**facts)["checks"] if each["name"] == name)


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    settings.MEDIA_ROOT, settings.BACKUP_DIR = tmp_path / "media", tmp_path / "backups"
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"


def test_a_healthy_installation_passes_every_check():
    make_calendar(2026, 2027)
    answer = check_health(today=AUTUMN)
    assert answer["ok"] and [each["name"] for each in answer["checks"]] == [
        "database",
        "storage",
        "task_queue",
        "mail",
        "calendar",
        "last_backup",
    ]


def test_next_years_calendar_is_asked_for_from_december():
    make_calendar(2026)
    assert check("calendar", today=AUTUMN)["ok"] and "警告" in check("calendar", today=AUTUMN)["detail"]
    assert "警告" not in check("calendar", today=dt.date(2026, 10, 31))["detail"]
    assert not check("calendar", today=dt.date(2026, 12, 1))["ok"]
    assert not check("calendar", today=dt.date(2027, 1, 1))["ok"]


def test_tasks_that_wait_too_long_are_told():
    task = DBTaskResult.objects.create(
        task_path="x", args_kwargs={}, backend_name="default", run_after=timezone.now()
    )
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=timezone.now() - dt.timedelta(minutes=11))
    assert not check("task_queue", today=AUTUMN)["ok"]


def test_letters_kept_as_files_need_a_folder_that_can_be_made(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "not" / "there yet")
    assert check("mail", today=AUTUMN)["ok"]
    (tmp_path / "in the way").write_text("")
    settings.EMAIL_FILE_PATH = str(tmp_path / "in the way" / "mail")
    broken = check("mail", today=AUTUMN)
    assert not broken["ok"] and "信件也存不进" in broken["detail"]


def test_mail_needs_a_server_that_answers(settings):
    class Greeting(socketserver.StreamRequestHandler):
        def handle(self):
            self.wfile.write(b"220 ready\r\n")
            while line := self.rfile.readline():
                self.wfile.write(b"221 bye\r\n" if line.startswith(b"QUIT") else b"250 ok\r\n")

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with socketserver.TCPServer(("127.0.0.1", 0), Greeting) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        assert check("mail", today=AUTUMN)["ok"]
        server.shutdown()
    assert not check("mail", today=AUTUMN)["ok"]


def test_command_and_address_give_the_same_answer(client, capsys):
    make_calendar(timezone.localdate().year, timezone.localdate().year + 1)
    call_command("health", "--json")
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert same(answer.json()) == same(json.loads(capsys.readouterr().out))


def test_an_unhealthy_installation_says_so_to_scripts(client, capsys):
    with pytest.raises(CommandError, match="calendar"):
        call_command("health", "--json")
    assert json.loads(capsys.readouterr().out)["ok"] is False
    assert client.get("/healthz").status_code == 503


def test_a_task_whose_worker_was_killed_is_ready_again_but_not_for_ever():
    def abandoned(worker_ids, hours=0):
        return DBTaskResult.objects.create(
            task_path="x",
            args_kwargs={},
            backend_name="default",
            run_after=timezone.now(),
            status="RUNNING",
            worker_ids=worker_ids,
            started_at=timezone.now() - dt.timedelta(hours=hours),
        )

    mine, gone = abandoned(["me-1"]), abandoned(["other-1"], hours=2)
    busy, tired = abandoned(["other-1"]), abandoned(["me-1"] * 5)
    assert requeue_abandoned("me-1") == 3
    states = {each.pk: each.status for each in DBTaskResult.objects.all()}
    assert [states[each.pk] for each in (mine, gone, busy, tired)] == ["READY", "READY", "RUNNING", "FAILED"]
