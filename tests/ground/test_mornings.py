"""What falls due is done each morning by a worker that never stops, not only when one starts."""

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from linhai_portal.accounts.models import Notice
from linhai_portal.accounts.roles import Role
from linhai_portal.mornings import morning_task, plan_next_morning
from tests.accounts.test_notices import notify
from tests.make import make_user

pytestmark = pytest.mark.django_db


def test_each_morning_plans_the_next_and_catches_up():
    plan_next_morning()
    plan_next_morning()
    planned = DBTaskResult.objects.get()
    at = timezone.localtime(planned.run_after)
    assert at > timezone.now() and (at.hour, at.minute) == (6, 0)
    notify(make_user(Role.EDITOR))
    Notice.objects.update(created_at="2020-01-01T00:00Z", read_at="2020-01-01T00:00Z")
    DBTaskResult.objects.update(status="RUNNING")
    morning_task.func()
    assert not Notice.objects.exists() and DBTaskResult.objects.filter(status="READY").count() == 1
