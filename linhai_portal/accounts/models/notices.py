import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import IsNull
from django.urls import reverse
from django.utils import timezone


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(recipient=user)

    def unread(self):
        return self.filter(read_at=None)

    def mark_read(self):
        """The time of the first reading stays; gives how many were unread."""
        return self.unread().update(read_at=timezone.now())

    def unread_first(self):
        return self.order_by(IsNull(F("read_at"), True).desc(), "-pk")

    def to_mail(self, *, now):
        """Neither read in the portal nor mailed; after some days a mail would say what everybody knows."""
        since = now - dt.timedelta(days=settings.NOTICE_MAIL_DAYS)
        return self.unread().filter(mailed_at=None, created_at__gte=since)

    def outlived(self, *, on):
        """Read, and older than they are kept."""
        first = dt.datetime.combine(on - dt.timedelta(days=settings.NOTICE_DAYS), dt.time())
        return self.filter(read_at__isnull=False, created_at__lt=timezone.make_aware(first))


class Notice(models.Model):
    """What one member of staff is told about a unit's work: one sentence, and the page where it is to be seen."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="收件人", on_delete=models.CASCADE, related_name="notices"
    )
    kind = models.CharField("类别", max_length=20)
    subject = models.CharField("标题", max_length=200)
    text = models.TextField("内容", blank=True)
    place = models.CharField("页面", max_length=200)
    once = models.CharField(max_length=100, null=True)  # nobody is told the same thing a second time
    created_at = models.DateTimeField("时间", auto_now_add=True)
    read_at = models.DateTimeField("阅读时间", null=True)
    mailed_at = models.DateTimeField("寄出时间", null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "通知"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notice_of_person"),
            models.Index(fields=["recipient"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=["created_at"], condition=Q(read_at__isnull=False), name="notice_read"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "once"], name="notice_told_once"),
            models.CheckConstraint(
                condition=Q(place__startswith="/") & ~Q(place__startswith="//"),
                name="notice_inside_the_portal",
            ),
            models.CheckConstraint(condition=~Q(subject=""), name="notice_says_something"),
        ]

    def __str__(self):
        return self.subject

    def get_absolute_url(self):
        return reverse("notices:open", args=[self.pk])

    def mark_read(self):
        Notice.objects.filter(pk=self.pk).mark_read()
