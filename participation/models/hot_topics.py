from django.conf import settings
from django.db import models
from django.db.models import Max, Min, Q
from django.urls import reverse

from catalog.models import Publication
from linhai_portal import workflow
from linhai_portal.accounts.models import Organization
from participation.models.announced import Announced
from participation.response_clock import OVER, SOON, nearest, timers


class HotTopicQuerySet(models.QuerySet):
    def visible_to(self, user):
        """An internal record: for the unit that answers and for those who look after the whole city's."""
        return self if user.is_city_wide else self.filter(organization__in=user.organizations())

    def offered_to(self, user, *, chosen=None):
        """What a select offers: the open ones, and the one chosen before."""
        rows = self.visible_to(user)
        return (rows.open() | rows.filter(pk=chosen)).order_by("-pk")

    def open(self):
        return self.filter(status__in=HotTopic.OPEN)

    def with_answers(self):
        """With `first_response_at` and `conference_at`, which follow from what went out and are typed by nobody.

        What was taken down or called off answers nobody any more.
        """
        public = Publication.Status.PUBLISHED
        response = Q(responses__publication__status=public)
        conference = Q(meetings__kind="press", meetings__publication__status=public)
        return self.annotate(
            first_response_at=Min("responses__publication__published_at", filter=response),
            conference_at=Min("meetings__starts_at", filter=conference & Q(meetings__called_off_at=None)),
        )

    def pressing(self, *, now):
        """Those with a limit that is near or past; a list, for there are never many, and hours are counted one by one."""
        return [each for each in self if each.is_pressing(now=now)]

    def answered(self, *, on):
        """What the public is shown, the one answered last first; only of what its responses say themselves."""
        listed = Publication.objects.listed(on=on)
        rows = self.filter(responses__publication__in=listed)
        return rows.annotate(answered_at=Max("responses__publication__published_at")).order_by(
            "-answered_at", "-pk"
        )


class HotTopic(workflow.Workflow):
    """政务舆情: what people are worried or angry about, who answers, and within how many hours (rules: participation §7).

    Nothing typed here is public; the public reads the responses, which three persons put out.
    """

    class Status(models.TextChoices):
        DETECTED = "detected", "待研判"
        CONFIRMED = "confirmed", "回应中"
        CLOSED = "closed", "已办结"
        DROPPED = "dropped", "不需要回应"

    MOVES = {
        Status.DETECTED: {Status.CONFIRMED, Status.DROPPED},
        Status.CONFIRMED: {Status.CONFIRMED, Status.CLOSED, Status.DROPPED},  # confirmed anew: another level
        Status.CLOSED: set(),
        Status.DROPPED: {Status.CONFIRMED},
    }
    OPEN = [Status.DETECTED, Status.CONFIRMED]

    class Level(models.TextChoices):
        EXTREME = "extreme", "特别重大突发事件"
        MAJOR = "major", "重大突发事件"
        LARGER = "larger", "较大突发事件"
        GENERAL = "general", "一般突发事件"
        NOT_SUDDEN = "not_sudden", "非突发事件"

    EMERGENCIES = [Level.EXTREME, Level.MAJOR]

    class Source(models.TextChoices):
        NETWORK = "network", "网络"
        HOTLINE = "hotline", "12345 热线"
        MEDIA = "media", "媒体报道"
        LETTERS = "letters", "来信来访、网上提问"
        SUPERIOR = "superior", "上级要求"
        OTHER = "other", "其他"

    title = models.CharField("事由", max_length=200, help_text="一句话，只在内部看")
    source = models.CharField("来源", max_length=10, choices=Source)
    source_note = models.CharField(
        "来源说明", max_length=300, blank=True, help_text="哪个平台、哪家媒体、哪份通知"
    )
    level = models.CharField("级别", max_length=10, choices=Level)
    organization = models.ForeignKey(
        Organization, verbose_name="责任单位", on_delete=models.PROTECT, related_name="+"
    )
    summary = models.TextField("情况", max_length=5000, help_text="关切的是什么、传播到哪里；只在内部看")
    publications = models.ManyToManyField(
        Publication, verbose_name="起因的政府信息", related_name="hot_topics", blank=True
    )
    detected_at = models.DateTimeField("发现时间")
    confirmed_at = models.DateTimeField("核实时间", null=True, editable=False)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.DETECTED, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="登记人",
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    evaluation = models.TextField("评估", max_length=5000, blank=True, editable=False)
    closed_at = models.DateTimeField("办结时间", null=True, editable=False)

    objects = HotTopicQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "热点回应"
        ordering = ["-pk"]
        permissions = [("work_hottopic", "可以登记政务舆情、起草回应")]
        indexes = [
            models.Index(fields=["status", "-id"], name="hottopic_status"),
            models.Index(fields=["organization", "status", "-id"], name="hottopic_of_unit"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="closed", closed_at__isnull=False) & ~Q(evaluation="")
                | ~Q(status="closed") & Q(closed_at=None, evaluation=""),
                name="hottopic_closed_with_evaluation",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["confirmed", "closed"]) | Q(confirmed_at__isnull=False),
                name="hottopic_confirmed_says_when",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("participation:response", args=[self.pk])

    def get_office_url(self):
        return reverse("participation_office:hot_topic", args=[self.pk])

    @property
    def is_open(self):
        return self.status in self.OPEN

    @property
    def is_emergency(self):
        return self.level in self.EMERGENCIES

    def timers(self):
        """Its limits; asks for a row of `with_answers`."""
        return timers(
            is_emergency=self.is_emergency,
            detected_at=self.detected_at,
            confirmed_at=self.confirmed_at,
            first_response_at=self.first_response_at,
            conference_at=self.conference_at,
        )

    def nearest(self, *, now):
        return nearest(self.timers(), now=now)

    def is_pressing(self, *, now):
        return any(each.state(now=now) in (SOON, OVER) for each in self.timers())

    def is_answered(self):
        """Whether the public can read an answer."""
        return self.responses.filter(publication__status=Publication.Status.PUBLISHED).exists()


class HotTopicEvent(workflow.Event):
    subject = models.ForeignKey(HotTopic, on_delete=models.CASCADE, related_name="events")

    class Meta(workflow.Event.Meta):
        verbose_name = verbose_name_plural = "热点经过"


class TopicResponse(Announced):
    """One public answer to a topic: the first one stops the clock, the others go on from there (持续发布权威信息)."""

    topic = models.ForeignKey(HotTopic, on_delete=models.CASCADE, related_name="responses", editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "回应"
        ordering = ["publication__published_at", "pk"]

    def get_absolute_url(self):
        return self.topic.get_absolute_url()

    def get_office_url(self):
        return self.topic.get_office_url()
