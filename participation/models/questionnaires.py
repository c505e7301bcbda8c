from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from catalog.models import Publication
from participation.models.announced import Announced, AnnouncedQuerySet
from participation.models.consultations import Consultation

LARGEST_SCALE = 10
MOST_OPTIONS = 30
MOST_QUESTIONS = 60


class QuestionnaireQuerySet(AnnouncedQuerySet):
    def open(self, *, on):
        return self.listed(on=on).filter(opens_on__lte=on, closes_on__gte=on)

    def closed(self, *, on):
        return self.filter(closes_on__lt=on)


class Questionnaire(Announced):
    """问卷调查: questions everybody may answer until 24:00 of the last day; afterwards its results are public.

    Its questions stand printed in the text of its publication, so three persons have read them word for word.
    """

    class Once(models.TextChoices):
        NONE = "none", "不限次数"
        BROWSER = "browser", "每台设备一次"
        ADDRESS = "address", "每个网络地址一次"
        CODE = "code", "凭邀请码，每码一次"

    consultation = models.ForeignKey(
        Consultation,
        verbose_name="所属征求意见",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="questionnaires",
    )
    opens_on = models.DateField("开始日期")
    closes_on = models.DateField("截止日期", help_text="到这一天24时为止")
    once = models.CharField(
        "怎样做到一人一份",
        max_length=7,
        choices=Once,
        default=Once.BROWSER,
        help_text="设备：靠浏览器里的标记，换一台设备能再答；网络地址：一家人、一个单位常共用一个；邀请码：最严，先发码",
    )
    telephone = models.CharField("联系电话", max_length=40)
    report = models.OneToOneField(
        Publication,
        verbose_name="结果应用情况",
        null=True,
        on_delete=models.PROTECT,
        related_name="report_of_questionnaire",
        editable=False,
    )

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "问卷调查"
        ordering = ["-closes_on", "-pk"]
        permissions = [("work_questionnaire", "可以看问卷的实时计数、查看文字回答、发邀请码")]
        indexes = [models.Index(fields=["-closes_on", "-id"], name="questionnaire_closes")]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gt=F("opens_on")),
                name="questionnaire_closes_later",
                violation_error_message="截止日期要晚于开始日期。",
            ),
        ]

    def get_absolute_url(self):
        return reverse("participation:questionnaire", args=[self.pk])

    def get_office_url(self):
        return reverse("participation_office:questionnaire", args=[self.pk])

    # What whoever answers has to know of it.
    ONCE_WORDS = {
        Once.NONE: "可以答多次",
        Once.BROWSER: "一台手机或者电脑答一次",
        Once.ADDRESS: "同一个网络只能答一次",
        Once.CODE: "凭邀请码答，一个码答一次",
    }

    @property
    def once_words(self):
        return self.ONCE_WORDS[self.once]

    def is_open(self, *, on):
        return self.publication.is_listed(on=on) and self.opens_on <= on <= self.closes_on

    def is_closed(self, *, on):
        return on > self.closes_on


class Question(models.Model):
    """One question, in its place; asked of everybody, or of those who chose one of some options of an earlier one."""

    class Kind(models.TextChoices):
        SINGLE = "single", "单选"
        MULTIPLE = "multiple", "多选"
        SCALE = "scale", "打分"
        TEXT = "text", "文字"
        MATRIX = "matrix", "每行选一项"

    WITH_OPTIONS = [Kind.SINGLE, Kind.MULTIPLE, Kind.MATRIX]

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField("题号", editable=False)
    kind = models.CharField("题型", max_length=8, choices=Kind)
    words = models.CharField("题目", max_length=300)
    # Answers name an option and a row by their place, counted from 1; a scale counts its points.
    options = models.JSONField("选项", default=list, blank=True)
    rows = models.JSONField("表格的行", default=list, blank=True)
    points = models.PositiveSmallIntegerField(
        "最高几分", null=True, blank=True, help_text="打分题填，从 1 分到几分，例如 5"
    )
    is_required = models.BooleanField("必答", default=True)
    asked_after = models.ForeignKey(
        "self",
        verbose_name="只问在哪一题",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="asks",
    )
    asked_for = models.JSONField("选了哪几项的人", default=list, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "题目"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "position"], name="question_position"),
            models.CheckConstraint(
                condition=Q(kind="scale", points__isnull=False, points__gte=2, points__lte=LARGEST_SCALE)
                | ~Q(kind="scale") & Q(points=None),
                name="question_scale_has_points",
                violation_error_message=f"打分题写最高几分，2 到 {LARGEST_SCALE}；别的题不写。",
            ),
        ]

    def __str__(self):
        return f"第 {self.position} 题"

    def clean(self):
        """Rules that concern several fields, each said beside the field it concerns."""
        if self.kind in self.WITH_OPTIONS and not 2 <= len(self.options) <= MOST_OPTIONS:
            raise ValidationError({"options": f"写 2 到 {MOST_OPTIONS} 个选项，一行一个。"})
        if self.kind == self.Kind.MATRIX and not 1 <= len(self.rows) <= MOST_OPTIONS:
            raise ValidationError({"rows": f"写 1 到 {MOST_OPTIONS} 行，一行一个。"})

    @property
    def decides(self):
        """Whether another question may be asked by what is chosen here."""
        return self.kind in (self.Kind.SINGLE, self.Kind.MULTIPLE, self.Kind.SCALE)

    def choices(self):
        """Place and words of what can be chosen; nothing where words are written."""
        if self.kind == self.Kind.SCALE:
            return [(point, f"{point} 分") for point in range(1, self.points + 1)]
        return list(enumerate(self.options, start=1))

    def lines(self):
        """Place and words of the rows that are answered: of a matrix its own, else one without words."""
        return list(enumerate(self.rows, start=1)) if self.kind == self.Kind.MATRIX else [(0, "")]

    @property
    def condition(self):
        """In words, who is asked."""
        if not self.asked_after_id:
            return ""
        known = dict(self.asked_after.choices())
        chosen = "、".join(f"“{known[place]}”" for place in self.asked_for if place in known)
        return f"第 {self.asked_after.position} 题选了{chosen}的人答"
