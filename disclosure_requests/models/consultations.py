from django.db import models
from django.db.models import Q

from disclosure_requests import facts
from disclosure_requests.models.measures import Measure
from linhai_portal.accounts.models import Organization
from linhai_portal.sealed_fields import SealedTextField


class Consultation(Measure):
    """征求第三方（条例第三十二条）or another agency（第三十四条、第十一条）for an opinion; `reason` says what about.

    A third party never learns who asked: the letter takes its words from here, not from the applicant.
    """

    class Party(models.TextChoices):
        THIRD_PARTY = "third_party", "第三方"
        CO_PRODUCER = "co_producer", "共同制作的机关"
        OTHER_AGENCY = "other_agency", "其他机关"

    class Opinion(models.TextChoices):
        AGREES = "agrees", "同意公开"
        OBJECTS = "objects", "不同意公开"
        PARTLY = "partly", "同意部分公开"

    party = models.CharField("征求对象", max_length=12, choices=Party)
    name = SealedTextField("名称", max_length=100)
    is_person = models.BooleanField("第三方是公民", default=False)
    address = SealedTextField("送达地址", max_length=200)
    question = models.TextField("可能损害的权益，或者要问的事", max_length=2000)
    agency = models.ForeignKey(
        Organization, verbose_name="机关", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_on = models.DateField("收到意见", null=True, editable=False)
    opinion = models.CharField("意见", max_length=8, choices=Opinion, blank=True, editable=False)
    opinion_reason = SealedTextField("意见的理由", max_length=2000)
    ended_at = models.DateTimeField("结束时间", null=True, editable=False)

    class Meta(Measure.Meta):
        verbose_name = verbose_name_plural = "征求意见"
        default_related_name = "consultations"
        constraints = [
            *Measure.Meta.constraints,
            models.CheckConstraint(
                condition=Q(answered_on=None, opinion="") | Q(answered_on__isnull=False) & ~Q(opinion=""),
                name="consultation_answer_whole",
            ),
        ]

    @property
    def is_third_party(self):
        return self.party == self.Party.THIRD_PARTY

    @property
    def is_open(self):
        return self.sent_on is not None and self.ended_at is None

    def _facts(self):
        """What goes on inside the agency is never excluded; here are only third parties and other agencies."""
        return [facts.Consultation(self.sent_on, self.delivered_on, self.answered_on, self.is_third_party)]
