import datetime as dt

from axes.models import AccessAttempt
from django.conf import settings
from django.utils import timezone


def locked_out(attempts):
    """The names that are locked at this moment."""
    since = timezone.now() - dt.timedelta(hours=settings.AXES_COOLOFF_TIME)
    return attempts.filter(failures_since_start__gte=settings.AXES_FAILURE_LIMIT, attempt_time__gte=since)


class FailedLogin(AccessAttempt):
    """The lock-out's record of wrong passwords, under a name that people read."""

    class Meta:
        proxy = True
        app_label = "accounts"
        verbose_name = verbose_name_plural = "登录失败"
        ordering = ["-attempt_time"]

    def __str__(self):
        return f"{self.username}（{self.ip_address}）"
