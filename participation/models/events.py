from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum
from django.urls import reverse
from django.utils.timezone import localtime

from catalog.models import Publication
from catalog.privacy.numbers import masked_text
from linhai_portal import workflow
from participation.models.announced import Announced, AnnouncedQuerySet
from participation.models.hot_topics import HotTopic
from participation.models.identities import DESTROYED_BY_SOMEBODY, KeepsIdentities
from participation.models.persons import FromPerson
from participation.moments import midnight


class EventQuerySet(AnnouncedQuerySet):
    def coming(self, *, on):
        """Today's too, as long as the day lasts."""
        return self.listed(on=on).filter(ends_at__gte=midnight(on))

    def past(self, *, on):
        return self.listed(on=on).filter(ends_at__lt=midnight(on), called_off_at=None)

    def of_year(self, year):
        return self.filter(starts_at__year=year)

    def over_by(self, day):
        return self.filter(ends_at__date__lte=day)


class Event(Announced, KeepsIdentities):
    """在线访谈、新闻发布会、吹风会、宣讲、问答直播、政府开放日: announced, with what may be asked or booked beforehand.

    What was said goes out afterwards as a publication of its own, the `transcript`.
    """

    class Kind(models.TextChoices):
        INTERVIEW = "interview", "在线访谈"
        PRESS = "press", "新闻发布会"
        BRIEFING = "briefing", "吹风会"
        LECTURE = "lecture", "宣讲"
        BROADCAST = "broadcast", "问答直播"
        OPEN_DAY = "open_day", "政府开放日"

    class State(models.TextChoices):
        DRAFTED = "drafted", "还没有公布"
        TAKEN_DOWN = "taken_down", "公告已撤下"
        CALLED_OFF = "called_off", "已取消"
        COMING = "coming", "即将举行"
        RUNNING = "running", "正在进行"
        WRITING = "writing", "实录整理中"
        DONE = "done", "已公布实录"
        OVER = "over", "已结束"

    kind = models.CharField("形式", max_length=10, choices=Kind)
    starts_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间")
    place = models.CharField("地点", max_length=200, help_text="线上举行的写在哪里看")
    speakers = models.TextField(
        "嘉宾", max_length=1000, blank=True, help_text="一行一位，写单位和职务，例如 市民政局分管副局长"
    )
    seats = models.PositiveIntegerField("名额", null=True, blank=True, help_text="要报名的才写，名满为止")
    registration_until = models.DateTimeField("报名截止", null=True, blank=True)
    questions_until = models.DateTimeField(
        "提问截止", null=True, blank=True, help_text="事先向群众征集问题的才写"
    )
    policy = models.ForeignKey(
        Publication,
        verbose_name="有关文件",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="meetings",
    )
    topic = models.ForeignKey(
        HotTopic,
        verbose_name="回应的热点",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="meetings",
    )
    called_off_at = models.DateTimeField("取消时间", null=True, editable=False)
    transcript = models.OneToOneField(
        Publication,
        verbose_name="文字实录",
        null=True,
        on_delete=models.PROTECT,
        related_name="transcript_of",
        editable=False,
    )
    # By another transcript than this one, which was taken down.
    was_written = models.BooleanField("公布过别的文字实录", default=False, editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "访谈发布活动"
        ordering = ["-starts_at", "-pk"]
        permissions = [
            ("work_event", "可以办访谈、发布会等活动"),
            ("check_transcript", "可以核对现场实录"),
        ]
        indexes = [models.Index(fields=["-starts_at", "-id"], name="event_starts")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="event_ends_later",
                violation_error_message="结束时间要晚于开始时间。",
            ),
            models.CheckConstraint(
                condition=Q(seats=None, registration_until=None)
                | Q(
                    seats__isnull=False,
                    seats__gt=0,
                    registration_until__isnull=False,
                    registration_until__lte=F("starts_at"),
                ),
                name="event_registration_whole",
                violation_error_message="要报名的，写明名额和报名截止时间；报名截止不能晚于开始时间。",
            ),
            models.CheckConstraint(
                condition=Q(questions_until=None) | Q(questions_until__lte=F("ends_at")),
                name="event_questions_before_end",
                violation_error_message="提问截止不能晚于结束时间。",
            ),
            DESTROYED_BY_SOMEBODY,
        ]

    def get_absolute_url(self):
        return reverse("participation:event", args=[self.pk])

    def get_office_url(self):
        return reverse("participation_office:event", args=[self.pk])

    def speaker_lines(self):
        return [line.strip() for line in self.speakers.splitlines() if line.strip()]

    def is_on(self, *, on):
        return self.called_off_at is None and self.publication.is_listed(on=on)

    def takes_registrations(self, *, now, on):
        return self.seats is not None and now < self.registration_until and self.is_on(on=on)

    def takes_questions(self, *, now, on):
        return bool(self.questions_until) and now < self.questions_until and self.is_on(on=on)

    def is_written(self):
        """Its transcript is public, so the rows it was made of change no more."""
        return self.transcript_id is not None and self.transcript.status == Publication.Status.PUBLISHED

    def has_given_way(self):
        """Live words give way to a transcript that was examined, for good: what is corrected or taken down there stays so."""
        return self.was_written or bool(self.transcript and self.transcript.published_at)

    def has_public_words(self):
        return not self.has_given_way() and self.rows.public().exists()

    def seats_taken(self):
        return self.registrations.booked().aggregate(sum=Sum("people"))["sum"] or 0

    def seats_left(self):
        return max(0, self.seats - self.seats_taken())

    def state(self, *, now):
        announced = self.publication
        if announced.published_at is None:
            return self.State.DRAFTED
        if announced.status != Publication.Status.PUBLISHED:
            return self.State.TAKEN_DOWN
        if self.called_off_at:
            return self.State.CALLED_OFF
        return self.State.COMING if now < self.starts_at else self._state_since_it_began(now)

    def _state_since_it_began(self, now):
        if self.transcript and self.transcript.published_at:
            return self.State.DONE if self.is_written() else self.State.OVER
        return self.State.RUNNING if now < self.ends_at else self.State.WRITING


class EventChange(models.Model):
    """改期 or 取消: public at once with its reason, for people set out in an hour; the text of the announcement stays."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="changes")
    was_at = models.DateTimeField("原定时间")
    starts_at = models.DateTimeField("改到", null=True)  # none: called off
    reason = models.CharField("原因", max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="登记人", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "活动变动"
        ordering = ["pk"]

    def __str__(self):
        return f"{self.event}{self.words()}"

    def words(self):
        return f"改到 {localtime(self.starts_at):%-m月%-d日 %H:%M}" if self.starts_at else "已取消"


class EventQuestion(workflow.Workflow, FromPerson):
    """What somebody wants to have answered at an event; read before it is put there, and public only as it is put."""

    class Status(models.TextChoices):
        NEW = "new", "待查看"
        TAKEN = "taken", "拟提问"
        REFUSED = "refused", "不提问"

    MOVES = {
        Status.NEW: {Status.TAKEN, Status.REFUSED},
        Status.TAKEN: {Status.REFUSED},
        Status.REFUSED: {Status.TAKEN},
    }

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="questions")
    words = models.TextField("问题", max_length=2000)
    status = models.CharField("状态", max_length=8, choices=Status, default=Status.NEW, editable=False)
    topic = models.ForeignKey(
        HotTopic,
        verbose_name="引起的热点",
        null=True,
        on_delete=models.SET_NULL,
        related_name="questions",
        editable=False,
    )
    digest = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "提问"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["event", "status", "-id"], name="eventquestion_status")]
        constraints = [models.UniqueConstraint(fields=["event", "digest"], name="eventquestion_once")]

    def __str__(self):
        return f"第 {self.pk} 号提问"

    @property
    def public_words(self):
        return masked_text(self.words)

    @property
    def destroyed_at(self):
        return self.event.identities_destroyed_at

    def get_office_url(self):
        return reverse("participation_office:question", args=[self.pk])


class EventQuestionEvent(workflow.Event):
    subject = models.ForeignKey(EventQuestion, on_delete=models.CASCADE, related_name="events")

    class Meta(workflow.Event.Meta):
        verbose_name = verbose_name_plural = "提问经过"


class RegistrationQuerySet(models.QuerySet):
    def booked(self):
        return self.filter(status=Registration.Status.BOOKED)

    def untold(self, change):
        """Who booked before the event was moved or called off, and has not been told of it."""
        before = self.booked().filter(event=change.event_id, received_at__lt=change.at)
        return before.exclude(told_of=change.pk).order_by("pk")


class Registration(workflow.Workflow, FromPerson):
    """Seats at an event that somebody booked for himself and those who come along; given back with the code."""

    class Status(models.TextChoices):
        BOOKED = "booked", "已报名"
        CANCELLED = "cancelled", "已取消"

    MOVES = {Status.BOOKED: {Status.CANCELLED}, Status.CANCELLED: set()}
    MOST_PEOPLE = 5

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="registrations")
    people = models.PositiveSmallIntegerField("几个人", default=1)
    told_of = models.ForeignKey(
        EventChange,
        verbose_name="告诉过的变动",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.BOOKED, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    code_index = models.CharField(max_length=64, unique=True, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "报名"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["event", "status", "-id"], name="registration_status")]
        constraints = [
            models.UniqueConstraint(fields=["event", "digest"], name="registration_once"),
            models.CheckConstraint(condition=Q(people__range=(1, 5)), name="registration_people"),
        ]

    def __str__(self):
        return f"第 {self.pk} 号报名"

    @property
    def destroyed_at(self):
        return self.event.identities_destroyed_at

    def get_office_url(self):
        return reverse("participation_office:registration", args=[self.pk])


class RegistrationEvent(workflow.Event):
    subject = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="events")

    class Meta(workflow.Event.Meta):
        verbose_name = verbose_name_plural = "报名经过"


class TranscriptRowQuerySet(models.QuerySet):
    def public(self):
        return self.filter(checked_at__isnull=False)

    def waiting(self):
        return self.filter(checked_at=None)


class TranscriptRow(models.Model):
    """Who said what: typed while it is said, public when a second person has checked it, and never changed."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="rows")
    speaker = models.CharField(
        "谁", max_length=60, help_text="写职务，例如 主持人、市民政局副局长；提问的写“网友”"
    )
    words = models.TextField("说了什么", max_length=5000)
    question = models.ForeignKey(
        EventQuestion, verbose_name="征集的问题", null=True, on_delete=models.PROTECT, related_name="rows"
    )
    at = models.DateTimeField("时间", auto_now_add=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="录入人", on_delete=models.PROTECT, related_name="+"
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="核对人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    checked_at = models.DateTimeField("核对时间", null=True)

    objects = TranscriptRowQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "现场实录"
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["event", "at", "id"], name="transcriptrow_of_event")]
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_by=None, checked_at=None)
                | Q(checked_by__isnull=False, checked_at__isnull=False) & ~Q(checked_by=F("entered_by")),
                name="transcriptrow_two_persons",
            )
        ]

    def __str__(self):
        return f"{self.speaker}：{self.words[:30]}"

    @property
    def public_speaker(self):
        return masked_text(self.speaker)

    @property
    def public_words(self):
        return masked_text(self.words)
