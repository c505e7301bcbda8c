"""Who is told that the hours of a topic run out: planned for the moment, said once, found again after a standstill."""

import datetime as dt

from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from linhai_portal.accounts.models import User
from linhai_portal.accounts.notices import tell
from participation.models import HotTopic
from participation.response_clock import in_words

_BEFORE = dt.timedelta(hours=1)
_AFTER = dt.timedelta(seconds=1)  # a limit is over when its last moment is


def plan(pk):
    """A task for each moment of each limit; part of the transaction that sets the limits."""
    now = timezone.now()
    for timer in HotTopic.objects.with_answers().get(pk=pk).timers():
        for moment in (timer.due_at - _BEFORE, timer.due_at + _AFTER):
            remind_task.using(run_after=max(moment, now)).enqueue(pk)


def responses_changed(publications):
    """An answer was taken down: its topic is open again to the hours, and whoever has to be told is told."""
    gone = Q(responses__publication__in=publications, responses__publication__status="taken_down")
    for key in HotTopic.objects.open().filter(gone).values_list("pk", flat=True).distinct():
        plan(key)


@task
def remind_task(pk):
    """What is to be said follows from the hour and the facts, so a task too many, or one of an old level, says nothing."""
    for topic in HotTopic.objects.open().with_answers().filter(pk=pk):
        remind(topic, now=timezone.now())


def remind_all(*, today):
    """What was due while nothing was running."""
    for topic in HotTopic.objects.open().with_answers():
        remind(topic, now=timezone.now())


def remind(topic, *, now):
    for timer in topic.timers():
        left = timer.left(now=now)
        if not timer.is_done(now=now) and left <= _BEFORE:
            _say(topic, timer, left)


def _say(topic, timer, left):
    """Those who answer an hour before; all who may know of it when it is over. The mail names no topic, only its number."""
    is_over = left < dt.timedelta(0)
    permission = "participation.view_hottopic" if is_over else "participation.work_hottopic"
    words = "已经超过时限" if is_over else "还剩不到 1 小时"
    tell(
        User.objects.who_may(permission, organization=topic.organization),
        kind="热点回应",
        subject=f"第 {topic.pk} 号热点{words}：{timer.hours} 小时内{timer.words}",
        text=f"{topic}\n最迟 {timezone.localtime(timer.due_at):%Y-%m-%d %H:%M}，{in_words(left)}。{timer.ground}",
        place=topic.get_office_url(),
        once=f"hottopic:{topic.pk}:{timer.kind}:{timer.due_at.timestamp():.0f}:{'over' if is_over else 'soon'}",
    )
