from django.conf import settings
from django.db import models
from django.db.models import Count, Q

from linhai_portal.sealed_fields import SealedTextField


class FollowUpQuerySet(models.QuerySet):
    def of_year(self, year):
        """Nothing of the demonstration: its people are invented."""
        return self.filter(on__year=year, case__is_sample=False)

    def by_applicant(self):
        return self.filter(by=None)

    def counted(self):
        """How many of each unit gave each step of the scale, as (unit, step, count)."""
        answers = self.order_by().values_list("case__organization", "satisfaction")
        return answers.annotate(Count("pk"))


class FollowUp(models.Model):
    """随访 after the reply: asked by an officer, as often as is needed, or said once by the applicant (`by` is None).

    What people said is about persons, so sealed; the scale alone is counted.
    """

    class Way(models.TextChoices):
        PHONE = "phone", "电话"
        VISIT = "visit", "上门或来访"
        LETTER = "letter", "信函"
        ONLINE = "online", "网上"

    class Satisfaction(models.IntegerChoices):
        VERY_SATISFIED = 5, "很满意"
        SATISFIED = 4, "满意"
        FAIR = 3, "一般"
        DISSATISFIED = 2, "不满意"
        VERY_DISSATISFIED = 1, "很不满意"

    case = models.ForeignKey(
        "disclosure_requests.DisclosureRequest", on_delete=models.CASCADE, related_name="follow_ups"
    )
    on = models.DateField("随访日期")
    way = models.CharField("方式", max_length=6, choices=Way)
    satisfaction = models.PositiveSmallIntegerField("满意程度", choices=Satisfaction)
    said = SealedTextField("申请人说了什么", max_length=2000)
    done = SealedTextField("后来怎么办的", max_length=2000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="随访人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("登记时间", auto_now=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "随访"
        ordering = ["on", "pk"]
        indexes = [models.Index(fields=["on", "satisfaction"], name="follow_up_of_year")]
        constraints = [
            models.CheckConstraint(
                condition=Q(satisfaction__gte=1, satisfaction__lte=5), name="follow_up_on_the_scale"
            ),
            models.CheckConstraint(
                condition=Q(way__in=["phone", "visit", "letter", "online"]), name="follow_up_way_known"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(by=None), name="follow_up_once_by_applicant"
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=False) | Q(way="online"), name="follow_up_of_applicant_online"
            ),
        ]

    def __str__(self):
        return f"{self.case}的随访"
