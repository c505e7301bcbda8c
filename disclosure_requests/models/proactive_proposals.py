from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse


class ProactiveProposalQuerySet(models.QuerySet):
    def visible_to(self, user):
        """They exist for the unit that replied; who drafts for it need not see the case itself."""
        return self if user.is_city_wide else self.filter(case__organization__in=user.organizations())

    def open(self):
        return self.filter(decided_by=None)

    def drafted(self):
        return self.filter(Q(publication__isnull=False) | Q(adjustment__isnull=False))

    def declined(self):
        return self.exclude(declined_because="")


class ProactiveProposal(models.Model):
    """What a reply gave to one may be published for all（条例第四十四条）: drafted from it, or declined with a reason.

    `title` names the information without the person who asked, so that it may be read without a look at the identity.
    """

    case = models.OneToOneField(
        "disclosure_requests.DisclosureRequest", on_delete=models.CASCADE, related_name="proposal"
    )
    title = models.CharField("信息名称", max_length=200)
    proposed_on = models.DateField("建议日期")
    publication = models.OneToOneField(
        "catalog.Publication", null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    adjustment = models.ForeignKey(
        "catalog.Adjustment", null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    left_out = models.PositiveSmallIntegerField("没有带入的材料", default=0, editable=False)
    declined_because = models.TextField("不采纳的理由", max_length=1000, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    decided_at = models.DateTimeField(null=True, editable=False)

    objects = ProactiveProposalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "主动公开建议"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    decided_by=None, decided_at=None, publication=None, adjustment=None, declined_because=""
                )
                | Q(decided_by__isnull=False, decided_at__isnull=False)
                & (
                    Q(publication__isnull=False, adjustment=None, declined_because="")
                    | Q(publication=None, adjustment__isnull=False, declined_because="")
                    | Q(publication=None, adjustment=None) & ~Q(declined_because="")
                ),
                name="proactive_proposal_whole",
            )
        ]

    def __str__(self):
        return self.title

    def get_office_url(self):
        return reverse("cases:proposal", args=[self.pk])

    @property
    def is_open(self):
        return self.decided_by_id is None

    @property
    def draft(self):
        """The publication or the sheet of adjustments that came of it, or None."""
        return self.publication or self.adjustment
