import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import localdate

from catalog.models import Publication
from linhai_portal.sealed_fields import SealedTextField
from participation.models.announced import Announced, AnnouncedQuerySet
from participation.models.consultations import Consultation
from participation.models.identities import DESTROYED_BY_SOMEBODY, KeepsIdentities

# 713号第十六条：听证会材料在召开 7 日前送达参加人.
MATERIAL_DAYS = 7


class HearingQuerySet(AnnouncedQuerySet):
    def registering(self, *, on):
        return self.listed(on=on).filter(registers_from__lte=on, registers_until__gte=on)

    def under_way(self):
        """Public, and its report is not yet."""
        return self.filter(publication__status=Publication.Status.PUBLISHED, report__published_at=None)

    def identities_due(self, *, on):
        """Whose registrations have served their purpose: so many days after the report, or after the notice was taken down."""
        if not settings.HEARING_IDENTITY_DAYS:
            return self.none()
        last = on - dt.timedelta(days=settings.HEARING_IDENTITY_DAYS)
        is_over = Q(report__published_at__date__lte=last) | Q(publication__taken_down_at__date__lte=last)
        return self.filter(is_over, registrations__number=1, identities_destroyed_at=None)


class Hearing(Announced, KeepsIdentities):
    """听证会: who may speak is found by a method that is public beforehand, and everything after it can be checked.

    Registration ends at 24:00 of its last day; from then on the list of numbers stands and nobody is added to it.
    """

    class Method(models.TextChoices):
        DRAW = "draw", "公开抽签"
        ORDER = "order", "按报名先后"

    consultation = models.ForeignKey(
        Consultation,
        verbose_name="所属征求意见",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="hearings",
    )
    held_at = models.DateTimeField("举行时间")
    place = models.CharField("地点", max_length=200)
    chair = models.CharField(
        "主持人", max_length=100, help_text="写职务和姓名，例如 市发展和改革局副局长张三"
    )
    telephone = models.CharField("联系电话", max_length=40)
    registers_from = models.DateField("报名开始")
    registers_until = models.DateField("报名截止", help_text="到这一天24时为止")
    method = models.CharField("遴选办法", max_length=5, choices=Method, default=Method.DRAW)
    selection = models.TextField(
        "遴选办法说明", max_length=2000, help_text="公布的话：什么人可以报名，各类怎么选"
    )
    draw_on = models.DateField(
        "抽签日期", null=True, blank=True, help_text="公共数字公布的那一天，在报名截止以后；公开抽签的填写"
    )
    seed_source = models.CharField(
        "用哪个公共数字抽签",
        max_length=200,
        blank=True,
        help_text="报名时谁都还不知道、公布后谁都查得到的数，写明哪一期、按什么次序写，"
        "例如 中国福利彩票双色球第 2026138 期开奖号码，红球由小到大，再写蓝球，各写两位",
    )
    # Fixed beforehand, so that nobody chooses afterwards how the number is written.
    seed_digits = models.PositiveSmallIntegerField(
        "公共数字一共几位",
        default=14,
        help_text="只算数字；双色球 7 个号码各写两位，共 14 位",
    )
    seed = models.CharField("抽签种子", max_length=300, blank=True, editable=False)
    drawn_at = models.DateTimeField("抽签时间", null=True, editable=False)
    participants = models.OneToOneField(
        Publication,
        verbose_name="参加人名单",
        null=True,
        on_delete=models.PROTECT,
        related_name="participants_of",
        editable=False,
    )
    late_reason = models.TextField("材料送达不足 7 日的理由", max_length=1000, blank=True, editable=False)
    held_marked_at = models.DateTimeField("登记举行的时间", null=True, editable=False)
    minutes = SealedTextField("笔录", editable=False)  # it tells who said what; read by those who took part
    report = models.OneToOneField(
        Publication,
        verbose_name="听证报告",
        null=True,
        on_delete=models.PROTECT,
        related_name="report_of_hearing",
        editable=False,
    )

    objects = HearingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "听证会"
        ordering = ["-held_at", "-pk"]
        permissions = [
            ("work_hearing", "可以办理听证会报名、抽签和笔录"),
            ("destroy_identities", "可以销毁到期的身份信息"),
        ]
        indexes = [models.Index(fields=["-held_at", "-id"], name="hearing_held")]
        constraints = [
            models.CheckConstraint(
                condition=Q(registers_until__gte=F("registers_from")),
                name="hearing_registration_ends_later",
                violation_error_message="报名截止不能早于报名开始。",
            ),
            models.CheckConstraint(
                condition=Q(seed="", drawn_at=None) | ~Q(seed="") & Q(drawn_at__isnull=False),
                name="hearing_drawn_whole",
            ),
            models.CheckConstraint(
                condition=Q(method="order")
                | Q(draw_on__isnull=False, draw_on__gt=F("registers_until")) & ~Q(seed_source=""),
                name="hearing_draw_named_beforehand",
                violation_error_message="公开抽签的，写明用哪个公共数字；它公布的那一天要在报名截止以后。",
            ),
            DESTROYED_BY_SOMEBODY,
        ]

    def get_absolute_url(self):
        return reverse("participation:hearing", args=[self.pk])

    def get_office_url(self):
        return reverse("participation_office:hearing", args=[self.pk])

    @property
    def held_on(self):
        return localdate(self.held_at)

    @property
    def is_by_draw(self):
        return self.method == self.Method.DRAW

    @property
    def draw_rule(self):
        """The sentence that stands in the notice, so that three persons and the log have it before anybody knows the number."""
        return f"公开抽签的公共数字用{self.seed_source}，共{self.seed_digits}位数字。"

    @property
    def materials_due(self):
        """The last day on which the materials may reach those who take part."""
        return self.held_on - dt.timedelta(days=MATERIAL_DAYS)

    def registers(self, *, on):
        return self.publication.is_listed(on=on) and self.registers_from <= on <= self.registers_until

    def list_stands(self, *, on):
        """From the day of the public number on nobody is refused or taken back, so that nobody can choose by it."""
        return on > self.registers_until and (not self.is_by_draw or on >= self.draw_on)

    @property
    def seats_given_on(self):
        """The day from which on it is known who takes part; asked once it is."""
        return localdate(self.drawn_at) if self.is_by_draw else self.registers_until + dt.timedelta(days=1)

    def waits_for_draw(self, *, on):
        """The public number may be known and the draw is not made: whoever left now would leave by it."""
        return self.is_by_draw and self.drawn_at is None and self.list_stands(on=on)

    def seats_are_given(self, *, on):
        return bool(self.drawn_at) if self.is_by_draw else on > self.registers_until


class Category(models.Model):
    """Whom the hearing wants to hear, and how many of them; observers and the press have seats too."""

    class Kind(models.TextChoices):
        PARTY = "party", "听证参加人"
        OBSERVER = "observer", "旁听人"
        MEDIA = "media", "媒体"

    hearing = models.ForeignKey(Hearing, on_delete=models.CASCADE, related_name="categories")
    kind = models.CharField("席位", max_length=8, choices=Kind, default=Kind.PARTY)
    name = models.CharField("类别", max_length=40, help_text="例如 消费者、经营者、人大代表和政协委员")
    seats = models.PositiveSmallIntegerField("名额")

    class Meta:
        verbose_name = verbose_name_plural = "听证席位"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["hearing", "name"],
                name="category_once",
                violation_error_message="这一类已经有了。",
            ),
            models.CheckConstraint(
                condition=Q(seats__gte=1),
                name="category_seats",
                violation_error_message="名额至少 1 个。",
            ),
        ]

    def __str__(self):
        return self.name


class MaterialsSent(models.Model):
    """One sending of the materials to those who take part, and when it reached the last of them."""

    hearing = models.ForeignKey(Hearing, on_delete=models.CASCADE, related_name="materials")
    what = models.CharField("材料", max_length=300, help_text="例如 方案草案、成本监审报告")
    sent_on = models.DateField("送出日期")
    reached_on = models.DateField("全部送达日期", help_text="最后一位参加人收到的那一天")
    way = models.CharField("怎么送的", max_length=100, help_text="例如 邮政特快专递、当面送交")

    class Meta:
        verbose_name = verbose_name_plural = "听证材料送达"
        ordering = ["sent_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reached_on__gte=F("sent_on")),
                name="materials_reached_later",
                violation_error_message="送达日期不能早于送出日期。",
            )
        ]

    def __str__(self):
        return self.what

    @property
    def is_late(self):
        return self.reached_on > self.hearing.materials_due
