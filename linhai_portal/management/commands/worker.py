import datetime as dt
import socket

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from linhai_portal.catching_up import catch_up
from linhai_portal.mornings import plan_next_morning

# A task still "running" after this long belongs to a machine that is gone; tasks are safe to run twice.
_GIVEN_UP_AFTER = dt.timedelta(hours=1)
_MOST_TRIES = 5


class Command(BaseCommand):
    help = "Run one background worker; first take up again what a killed worker left half-way, then what fell due."

    def add_arguments(self, parser):
        parser.add_argument("--slot", default="1", help="a number of its own for each worker of one machine")
        parser.add_argument("--batch", action="store_true", help="end when nothing is waiting")

    def handle(self, slot, batch, **options):
        worker_id = f"{socket.gethostname()[:50]}-{slot}"
        requeue_abandoned(worker_id)
        catch_up(today=timezone.localdate())
        if not batch:
            plan_next_morning()
        call_command("db_worker", queue_name="*", worker_id=worker_id, batch=batch, interval=1)


@transaction.atomic
def requeue_abandoned(worker_id):
    """Make ready again the tasks an earlier worker of this name, or one long gone, was killed in; gives how many."""
    running = DBTaskResult.objects.running().select_for_update()
    abandoned = [
        each
        for each in running
        if each.worker_ids[-1:] == [worker_id] or each.started_at < timezone.now() - _GIVEN_UP_AFTER
    ]
    for each in abandoned:
        tired = len(each.worker_ids) >= _MOST_TRIES
        each.status = "FAILED" if tired else "READY"
        each.save(update_fields=["status"])
    return len(abandoned)
