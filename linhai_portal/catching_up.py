"""What was due while nothing was running: a worker does it before it waits for new tasks, and every morning.

Apps join in `AppConfig.ready` with the dotted name of a function of `today`; it must be safe to run twice.
"""

from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import task

_deeds = []


def join(name):
    _deeds.append(name)


def catch_up(*, today):
    for name in _deeds:
        import_string(name)(today=today)


@task
def catch_up_task():
    catch_up(today=timezone.localdate())
