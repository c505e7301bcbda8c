from django.db import models
from django.db.models import F


class AnswersOfferedQuerySet(models.QuerySet):
    def count_up(self, name, *, on):
        self.bulk_create([AnswersOffered(day=on)], ignore_conflicts=True)
        self.filter(day=on).update(**{name: F(name) + 1})


class AnswersOffered(models.Model):
    """Whether showing what is already public helps: how often on a day it was shown, and how often nothing was left to ask."""

    day = models.DateField("日期", unique=True)
    shown = models.PositiveIntegerField("提示已经公开", default=0)
    helped = models.PositiveIntegerField("找到了，没有申请", default=0)

    objects = AnswersOfferedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "提示已经公开的信息"
        ordering = ["-day"]

    def __str__(self):
        return f"{self.day}：{self.shown} / {self.helped}"
