from django.db import models
from django.db.models import Q

from disclosure_requests import remedy_clock


class RemedyQuerySet(models.QuerySet):
    def pending(self):
        return self.filter(result="")

    def awaiting_answer(self):
        """Its copy has come, and the agency has not said anything yet."""
        return self.pending().filter(answered_on=None).exclude(noticed_on=None)


class Remedy(models.Model):
    """行政复议 or 行政诉讼 against a reply or its absence: facts of the legal desk, from which its dates follow."""

    class Path(models.TextChoices):
        RECONSIDERATION = "reconsideration", "复议"
        DIRECT_SUIT = "direct_suit", "直接诉讼"
        SUIT_AFTER_RECONSIDERATION = "suit_after_reconsideration", "复议后诉讼"

    class Procedure(models.TextChoices):
        SIMPLE = "simple", "简易程序"
        ORDINARY = "ordinary", "普通程序"

    class Result(models.TextChoices):
        """维持、驳回请求 / 撤销、变更、确认违法、责令履行 / 撤回、终止、不予受理、驳回申请、调解 (rules: annual-report §5)."""

        UPHELD = "upheld", "维持"
        CORRECTED = "corrected", "纠正"
        OTHER = "other", "其他"

    class Unit(models.TextChoices):
        WORKDAYS = "workdays", "个工作日"
        DAYS = "days", "日"

    case = models.ForeignKey(
        "disclosure_requests.DisclosureRequest", on_delete=models.CASCADE, related_name="remedies"
    )
    path = models.CharField("途径", max_length=26, choices=Path)
    organ = models.CharField("复议机关或法院", max_length=100, blank=True)
    filed_on = models.DateField("申请或起诉日期")
    noticed_on = models.DateField("收到副本日期", null=True, blank=True)
    accepted_on = models.DateField("受理或立案日期", null=True, blank=True)
    procedure = models.CharField("程序", max_length=8, choices=Procedure, default=Procedure.ORDINARY)
    is_extended = models.BooleanField("复议期限已延长", default=False)
    answered_on = models.DateField("提出答复和证据的日期", null=True, editable=False)
    result = models.CharField("结果", max_length=9, choices=Result, blank=True, editable=False)
    decided_on = models.DateField("决定或判决日期", null=True, editable=False)
    text = models.TextField("决定或判决的内容", max_length=5000, blank=True, editable=False)
    ordered_on = models.DateField("收到责令重新答复的日期", null=True, editable=False)
    ordered_number = models.PositiveSmallIntegerField("责令的期限", null=True, editable=False)
    ordered_unit = models.CharField(
        "期限的单位", max_length=8, choices=Unit, default=Unit.WORKDAYS, editable=False
    )

    objects = RemedyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "复议和诉讼"
        ordering = ["filed_on", "pk"]
        indexes = [models.Index(fields=["filed_on", "decided_on"], name="remedy_of_year")]
        constraints = [
            models.CheckConstraint(
                condition=Q(path__in=["reconsideration", "direct_suit", "suit_after_reconsideration"])
                & Q(result__in=["", "upheld", "corrected", "other"]),
                name="remedy_counted_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(result="", decided_on=None) | ~Q(result="") & Q(decided_on__isnull=False),
                name="remedy_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(decided_on=None) | Q(decided_on__gte=models.F("filed_on")),
                name="remedy_decided_after_filing",
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(answered_on__gte=models.F("noticed_on")),
                name="remedy_answered_after_notice",
            ),
            models.CheckConstraint(
                condition=Q(ordered_on=None, ordered_number=None)
                | Q(ordered_on__isnull=False, result="corrected"),
                name="remedy_orders_when_corrected",
            ),
        ]

    def __str__(self):
        return f"{self.case}的{self.get_path_display()}"

    @property
    def is_suit(self):
        return self.path != self.Path.RECONSIDERATION

    @property
    def is_simple(self):
        return self.procedure == self.Procedure.SIMPLE

    @property
    def awaits_answer(self):
        return bool(self.noticed_on) and not self.answered_on and not self.result

    def answer_due(self, calendar):
        """None until the copy was received."""
        return self.noticed_on and remedy_clock.answer_due(
            self.noticed_on, calendar, is_suit=self.is_suit, is_simple=self.is_simple
        )

    def decision_due(self, calendar):
        """From the filing as long as nobody told the day it was accepted."""
        return remedy_clock.decision_due(
            self.accepted_on or self.filed_on,
            calendar,
            is_suit=self.is_suit,
            is_simple=self.is_simple,
            is_extended=self.is_extended,
        )

    def redo_due(self, calendar):
        """None where no new reply was ordered."""
        return self.ordered_on and remedy_clock.redo_due(
            self.ordered_on,
            self.ordered_number,
            calendar,
            in_workdays=self.ordered_unit == self.Unit.WORKDAYS,
        )
