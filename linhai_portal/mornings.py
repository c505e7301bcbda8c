"""The daily round of a worker that runs for months: what fell due is done in the morning, not at the next start."""

import datetime as dt

from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from linhai_portal.catching_up import catch_up

_HOUR = 6  # before the offices open; what was promised for midnight has tasks of its own


@task
def morning_task():
    """The next morning is planned first, so that a deed that fails today is tried again tomorrow."""
    plan_next_morning()
    catch_up(today=timezone.localdate())


def plan_next_morning():
    """Unless it is planned already; two workers that start at once may plan two, which does no harm."""
    if not DBTaskResult.objects.filter(status="READY", task_path=morning_task.module_path).exists():
        tomorrow = timezone.localdate() + dt.timedelta(days=1)
        morning = timezone.make_aware(dt.datetime.combine(tomorrow, dt.time(_HOUR)))
        morning_task.using(run_after=morning).enqueue()
