from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from catalog.models import Publication
from linhai_portal.rich_text import outline, plain_text
from participation.models.announced import Announced, AnnouncedQuerySet
from participation.moments import midnight
from participation.questions import read_questions


def questions_of(publication):
    return read_questions(plain_text(publication.body))


class Interpretation(Announced):
    """政策解读 of a document; its text is that of its publication, whose page is also its own.

    Both sides stay linked: neither row can be deleted, and a side that is taken down stays as a note on the other.
    """

    class Form(models.TextChoices):
        TEXT = "text", "文字解读"
        PICTURE = "picture", "图解"
        QUESTIONS = "questions", "问答"
        VIDEO = "video", "视频、动漫"
        AUDIO = "audio", "音频"
        PRESS = "press", "新闻发布会"
        BRIEFING = "briefing", "吹风会"
        INTERVIEW = "interview", "访谈"
        EXPERT = "expert", "专家解读"
        LEADER = "leader", "负责人解读"
        CASE = "case", "案例解读"

    of = models.ForeignKey(
        Publication,
        verbose_name="解读的文件",
        on_delete=models.PROTECT,
        related_name="interpretations",
    )
    form = models.CharField("形式", max_length=10, choices=Form)

    objects = AnnouncedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "政策解读"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["of", "form"], name="interpretation_of")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(of=F("publication")),
                name="interpretation_of_another",
                violation_error_message="解读的文件不能是解读自己。",
            )
        ]

    def get_absolute_url(self):
        return self.publication.get_absolute_url() if self.publication.index_number else ""

    def get_office_url(self):
        return reverse("participation_office:interpretation", args=[self.pk])

    def acted_at(self):
        """The page of its publication says it all."""
        return ""

    def questions(self):
        """Its questions with their answers; read anew each time, so there is no second text that could differ."""
        return questions_of(self.publication)

    def anchors(self):
        """Where on its page the lines stand that are headings."""
        return {words: key for key, words in outline(self.publication.body)}


class InterpretationPlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(publication__in=Publication.objects.visible_to(user))

    def waiting(self, *, on):
        """Public documents still in force that are to be interpreted and whose interpretation is not out yet."""
        public = Publication.objects.listed(on=on).still_in_force(on=on)
        out = Interpretation.objects.listed(on=on)
        return self.filter(needed=True, publication__in=public).exclude(publication__in=out.values("of"))

    def published_before(self, day):
        return self.filter(publication__published_at__lt=midnight(day))


class InterpretationPlan(models.Model):
    """解读方案: goes up with the draft of its document, which can't go out without it (国办发〔2016〕80号: 三同步)."""

    publication = models.OneToOneField(
        Publication,
        verbose_name="文件",
        on_delete=models.PROTECT,
        related_name="interpretation_plan",
        editable=False,
    )
    needed = models.BooleanField("需要解读", default=True)
    why_not = models.CharField("不解读的理由", max_length=500, blank=True)
    outline = models.TextField(
        "解读提纲",
        max_length=5000,
        blank=True,
        help_text="背景依据、目标任务、主要内容、适用范围、执行标准、注意事项、新旧政策差异，不照抄原文",
    )
    forms = models.JSONField("形式", default=list, blank=True)
    channels = models.CharField(
        "途径", max_length=300, blank=True, help_text="例如 政府网站、新媒体、新闻发布会"
    )
    planned = models.CharField(
        "时间", max_length=200, blank=True, help_text="原则上和文件同时；最迟在文件公布后 3 个工作日内"
    )
    who = models.CharField(
        "解读人", max_length=200, blank=True, help_text="起草部门主要负责人是第一解读人；写职务"
    )

    objects = InterpretationPlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "解读方案"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(needed=True) | ~Q(why_not=""),
                name="interpretationplan_says_why_not",
                violation_error_message="不解读的，写明理由。",
            )
        ]

    # What a plan says before its document goes out, and what is asked where it is missing.
    PARTS = {"outline": "提纲", "forms": "形式", "channels": "途径", "planned": "时间", "who": "解读人"}

    def __str__(self):
        return f"“{self.publication}”的解读方案"

    def get_office_url(self):
        return reverse("participation_office:plan", args=[self.publication_id])

    def get_forms_display(self):
        return "、".join(Interpretation.Form(form).label for form in self.forms)

    def missing(self):
        """The parts still to be written, in words; nothing when no interpretation is needed."""
        if not self.needed:
            return []
        return [words for name, words in self.PARTS.items() if not getattr(self, name)]
