from django.conf import settings
from django.db import models
from django.db.models import Q

from linhai_portal.accounts.models import Organization


class AssignmentQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(returned_at=None)

    def unclaimed(self):
        return self.standing().filter(handler=None)


class Assignment(models.Model):
    """A case given to a unit to work on; several may work on one, each with its own internal date."""

    case = models.ForeignKey(
        "disclosure_requests.DisclosureRequest", on_delete=models.CASCADE, related_name="assignments"
    )
    organization = models.ForeignKey(
        Organization, verbose_name="承办单位", on_delete=models.PROTECT, related_name="+"
    )
    is_lead = models.BooleanField("牵头", default=True)
    due_on = models.DateField("内部期限", null=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="转交人", on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField("转交时间", auto_now_add=True)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="承办人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    accepted_at = models.DateTimeField("签收时间", null=True)
    returned_at = models.DateTimeField("退回时间", null=True)
    return_reason = models.TextField("退回理由", max_length=500, blank=True)
    opinion = models.TextField("承办意见", max_length=5000, blank=True)  # 会商: on record with the case
    opinion_at = models.DateTimeField("意见时间", null=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "转办"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["organization", "returned_at"], name="assignment_of_unit"),
            models.Index(
                fields=["case"], condition=Q(handler=None, returned_at=None), name="assignment_unclaimed"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "organization"], condition=Q(returned_at=None), name="assignment_once"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(returned_at=None, is_lead=True), name="assignment_one_lead"
            ),
            models.CheckConstraint(
                condition=Q(handler=None, accepted_at=None)
                | Q(handler__isnull=False, accepted_at__isnull=False),
                name="assignment_accepted_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(returned_at=None, return_reason="")
                | Q(returned_at__isnull=False) & ~Q(return_reason=""),
                name="assignment_returned_with_reason",
            ),
        ]

    def __str__(self):
        return f"{self.organization}承办"
