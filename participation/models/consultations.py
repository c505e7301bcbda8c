from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from catalog.models import Publication
from linhai_portal.rich_text import plain_text
from linhai_portal.workflow import InvalidMove
from participation.clauses import read_draft
from participation.models.announced import Announced, AnnouncedQuerySet
from participation.models.decisions import DecisionMatter
from participation.models.identities import DESTROYED_BY_SOMEBODY, KeepsIdentities

# 《重大行政决策程序暂行条例》第十五条第二款：一般不少于 30 日; a shorter period says why.
SHORTEST_DAYS = 30

# The ledger changes until the feedback is handed in, and again when that comes back or is taken down.
_NOT_HANDED_IN = [
    Publication.Status.DRAFT,
    Publication.Status.RETURNED,
    Publication.Status.WITHDRAWN,
    Publication.Status.TAKEN_DOWN,
]

_OFFERED = 50


class ConsultationQuerySet(AnnouncedQuerySet):
    def offered_to(self, user, *, on, chosen=None):
        """What a select offers: the newest of the public ones and of those of the own units, and the one chosen before."""
        known = Q(publication__in=Publication.objects.listed(on=on)) | Q(
            publication__in=Publication.objects.visible_to(user)
        )
        newest = self.filter(known).order_by("-pk").values_list("pk", flat=True)
        rows = self.filter(pk__in=[*newest[:_OFFERED], chosen])
        return rows.select_related("publication").order_by("-pk")

    def open(self, *, on):
        return self.listed(on=on).filter(opens_on__lte=on, closes_on__gte=on)

    def closed(self, *, on):
        return self.filter(closes_on__lt=on)

    def unanswered(self, *, on):
        """Closed, and no feedback is public."""
        return self.listed(on=on).closed(on=on).exclude(feedback__in=Publication.objects.listed(on=on))

    def over_by(self, day):
        """Their feedback was public by then, or their notice taken down; feedback that was taken down is given again."""
        is_answered = Q(feedback__status=Publication.Status.PUBLISHED, feedback__published_at__date__lte=day)
        return self.filter(is_answered | Q(publication__taken_down_at__date__lte=day))


class Consultation(Announced, KeepsIdentities):
    """向社会公开征求意见: a draft that everybody may comment on, whole or by clause, and what became of the comments.

    Where it stands follows from its dates and from what was published; it closes at 24:00 of its last day.
    """

    class Kind(models.TextChoices):
        DECISION = "decision", "重大行政决策"
        DOCUMENT = "document", "行政规范性文件"
        PLAN = "plan", "规划"
        PROJECT = "project", "建设项目"
        OTHER = "other", "其他"

    class State(models.TextChoices):
        DRAFTED = "drafted", "还没有公布"
        WAITING = "waiting", "即将开始"
        OPEN = "open", "正在征求意见"
        STUDIED = "studied", "整理研究意见"
        ANSWERED = "answered", "已公布采纳情况"
        DONE = "done", "已正式印发"

    kind = models.CharField("类型", max_length=10, choices=Kind)
    matter = models.ForeignKey(
        DecisionMatter,
        verbose_name="重大行政决策事项",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="consultations",
        help_text="列入年度目录的选这一项，它的环节里就看得到这次征求意见",
    )
    ground = models.TextField(
        "依据", blank=True, max_length=1000, help_text="列入哪年的决策事项目录，依据哪部法律"
    )
    opens_on = models.DateField("开始日期", help_text="公布的那一天或者以后；这一天不计入期限")
    closes_on = models.DateField("截止日期", help_text="到这一天24时为止；一般不少于30日")
    short_reason = models.TextField(
        "期限少于 30 日的理由",
        blank=True,
        max_length=1000,
        help_text="公告里向社会说明，例如情况紧急（《重大行政决策程序暂行条例》第十五条）",
    )
    email = models.EmailField("接收意见的邮箱", blank=True)
    postal_address = models.CharField("寄信地址", max_length=200, blank=True)
    telephone = models.CharField("联系电话", max_length=40)
    feedback = models.OneToOneField(
        Publication,
        verbose_name="采纳情况",
        null=True,
        on_delete=models.PROTECT,
        related_name="feedback_of",
        editable=False,
    )
    final = models.ForeignKey(
        Publication,
        verbose_name="正式文件",
        null=True,
        on_delete=models.PROTECT,
        related_name="consultations",
        editable=False,
    )

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "征求意见"
        ordering = ["-closes_on", "-pk"]
        permissions = [("work_consultation", "可以整理意见、作出采纳决定")]
        indexes = [models.Index(fields=["-closes_on", "-id"], name="consultation_closes")]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gt=F("opens_on")),
                name="consultation_closes_later",
                violation_error_message="截止日期要晚于开始日期。",
            ),
            DESTROYED_BY_SOMEBODY,
        ]

    def get_absolute_url(self):
        return reverse("participation:consultation", args=[self.pk])

    def get_office_url(self):
        return reverse("participation_office:consultation", args=[self.pk])

    @property
    def days(self):
        """Calendar days for comments; the first day is not counted (713号, as of every period of the law)."""
        return (self.closes_on - self.opens_on).days

    def is_open(self, *, on):
        return self.publication.is_listed(on=on) and self.opens_on <= on <= self.closes_on

    def is_closed(self, *, on):
        return on > self.closes_on

    def days_left(self, *, on):
        """0 on the last day."""
        return max(0, (self.closes_on - on).days)

    def state(self, *, on):
        if self.publication.published_at is None:
            return self.State.DRAFTED
        if self.is_answered(on=on):
            is_done = self.final_id and self.final.is_listed(on=on)
            return self.State.DONE if is_done else self.State.ANSWERED
        if on < self.opens_on:
            return self.State.WAITING
        return self.State.OPEN if on <= self.closes_on else self.State.STUDIED

    def is_answered(self, *, on):
        """Its feedback is public; one that was taken down answers nobody."""
        return self.feedback_id is not None and self.feedback.is_listed(on=on)

    def hold_ledger(self):
        """Keep others from its opinions and main opinions to the end of the transaction; raises InvalidMove when these

        change no more, because the feedback made of them was handed in.
        """
        locked = Consultation.objects.select_for_update().get(pk=self.pk)
        if locked.feedback_id and locked.feedback.status not in _NOT_HANDED_IN:
            raise InvalidMove("采纳情况已经提交审核或者公布，不能再改。要改的，先退回或者撤下采纳情况。")

    def draft(self):
        """The text as clauses; read anew each time, so there is no second text that could differ."""
        return read_draft(plain_text(self.publication.body))


class Session(models.Model):
    """Another form of hearing people under the same consultation: who was heard, where, and what they said in short."""

    class Kind(models.TextChoices):
        SYMPOSIUM = "symposium", "座谈会"
        VISIT = "visit", "实地走访"
        HEARING = "hearing", "听证会"
        SURVEY = "survey", "民意调查"

    # A hearing has a course of its own, and a survey is a questionnaire; what was entered before keeps its name.
    OFFERED = [Kind.SYMPOSIUM, Kind.VISIT]

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="sessions")
    kind = models.CharField("形式", max_length=10, choices=Kind)
    held_on = models.DateField("日期")
    place = models.CharField("地点", max_length=200)
    people = models.CharField("参加的人", max_length=300, help_text="写哪些方面的人、多少位，不写个人姓名")
    summary = models.TextField("情况", max_length=5000, help_text="公布的话，不写个人信息")

    class Meta:
        verbose_name = verbose_name_plural = "其他听取意见的形式"
        ordering = ["held_on", "pk"]

    def __str__(self):
        return f"{self.get_kind_display()}（{self.held_on:%Y-%m-%d}）"


class ConsultationChange(models.Model):
    """Who entered or deleted what stands on its page at once, and when: nothing public is gone without a trace."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="changes")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="登记人", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("时间", auto_now_add=True)
    words = models.TextField("登记的内容")

    class Meta:
        verbose_name = verbose_name_plural = "征求意见经过"
        ordering = ["-pk"]

    def __str__(self):
        return self.words
