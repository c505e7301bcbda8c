"""The steps that the law lets the office take on the way, each drafted by one person, approved by the head, then sent.

What the clock asks of each is its `facts()`; only what was sent counts.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from disclosure_requests import facts


class MeasureQuerySet(models.QuerySet):
    def sent(self):
        return self.exclude(sent_on=None)

    def waiting(self):
        """Drafted, and neither approved nor returned."""
        return self.filter(approved_at=None, returned_at=None)


class Measure(models.Model):
    """A returned one stays on record; a new draft follows it."""

    case = models.ForeignKey("disclosure_requests.DisclosureRequest", on_delete=models.CASCADE)
    reason = models.TextField("理由", max_length=2000)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="起草人", on_delete=models.PROTECT, related_name="+"
    )
    drafted_at = models.DateTimeField("起草时间", auto_now_add=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="批准人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    approved_at = models.DateTimeField("批准时间", null=True, editable=False)
    returned_at = models.DateTimeField("退回时间", null=True, editable=False)
    return_reason = models.TextField("退回理由", max_length=500, blank=True, editable=False)
    sent_on = models.DateField("发出日期", null=True, editable=False)
    delivered_on = models.DateField("送达日期", null=True, editable=False)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["case"], condition=Q(approved_at=None, returned_at=None), name="%(class)s_waiting"
            )
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(drafted_by=F("approved_by")), name="%(class)s_two_persons"),
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_at=None, sent_on=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False, returned_at=None),
                name="%(class)s_sent_when_approved",
            ),
            models.CheckConstraint(
                condition=Q(delivered_on=None) | Q(delivered_on__gte=F("sent_on")),
                name="%(class)s_delivered_after_sending",
            ),
            models.CheckConstraint(
                condition=Q(returned_at=None, return_reason="")
                | Q(returned_at__isnull=False) & ~Q(return_reason=""),
                name="%(class)s_returned_with_reason",
            ),
        ]

    def __str__(self):
        return f"{self.case}的{self._meta.verbose_name}"

    def facts(self):
        return [] if self.sent_on is None else self._facts()


class Correction(Measure):
    """补正告知: `reason` says what to correct and how, once and for all（条例第三十条）."""

    guidance = models.TextField("指导和释明", max_length=2000)
    answer_workdays = models.PositiveSmallIntegerField("补正期限（工作日）")
    answered_on = models.DateField("收到补正", null=True, editable=False)
    late_because = models.TextField("逾期的正当理由", max_length=500, blank=True)

    class Meta(Measure.Meta):
        verbose_name = verbose_name_plural = "补正告知"
        default_related_name = "corrections"

    def answer_due(self, calendar):
        """None until the applicant has the notice."""
        return self.delivered_on and calendar.nth_workday_after(self.delivered_on, self.answer_workdays)

    def _facts(self):
        answered = [facts.CorrectionReceived(self.answered_on)] if self.answered_on else []
        return [facts.CorrectionNotice(self.sent_on), *answered]


class Extension(Measure):
    workdays = models.PositiveSmallIntegerField("延期（工作日）")

    class Meta(Measure.Meta):
        verbose_name = verbose_name_plural = "延期答复"
        default_related_name = "extensions"
        constraints = [
            *Measure.Meta.constraints,
            # 条例第三十三条第二款
            models.CheckConstraint(condition=Q(workdays__range=(1, 20)), name="extension_one_to_twenty"),
        ]

    def _facts(self):
        return [facts.Extension(self.sent_on, self.workdays)]


class FeeNotice(Measure):
    class Basis(models.TextChoices):
        ITEMS = "items", "按件"
        PAGES = "pages", "按量"

    basis = models.CharField("计收方式", max_length=5, choices=Basis)
    quantity = models.PositiveIntegerField("件数或页数")
    amount = models.PositiveIntegerField("金额（元）")
    payment_way = models.TextField("缴费方式", max_length=1000)
    paid_on = models.DateField("缴费日期", null=True, editable=False)
    receipt_number = models.CharField("票据号码", max_length=40, blank=True)

    class Meta(Measure.Meta):
        verbose_name = verbose_name_plural = "收费通知"
        default_related_name = "fee_notices"

    def _facts(self):
        """It counts from the day the applicant has it; until that is known, from the day it went out."""
        paid = [facts.FeePaid(self.paid_on)] if self.paid_on else []
        return [facts.FeeNotice(self.delivered_on or self.sent_on), *paid]


class ReasonsRequest(Measure):
    """说明理由告知 and what the head made of the answer（条例第三十五条）."""

    class Judgement(models.TextChoices):
        UNREASONABLE = "unreasonable", "理由不合理"
        REASONABLE = "reasonable", "理由合理"
        IN_TIME_IMPOSSIBLE = "impossible", "理由合理，无法在期限内答复"

    request_count = models.PositiveIntegerField("申请件数")
    counted_since = models.DateField("件数起算之日")
    answer_workdays = models.PositiveSmallIntegerField("说明期限（工作日）")
    answer = models.TextField("申请人的说明", max_length=2000, blank=True)
    answered_on = models.DateField("收到说明", null=True, editable=False)
    judgement = models.CharField("认定", max_length=12, choices=Judgement, blank=True, editable=False)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    judged_on = models.DateField("认定日期", null=True, editable=False)
    promised_on = models.DateField("告知的答复日期", null=True, editable=False)

    class Meta(Measure.Meta):
        verbose_name = verbose_name_plural = "说明理由告知"
        default_related_name = "reasons_requests"

    def _facts(self):
        return [facts.Delay(self.judged_on, self.promised_on)] if self.promised_on else []
