"""What is drafted, reviewed in the unit and examined for secrecy (公开审查) by three different persons."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from linhai_portal.accounts.models import Proposal, ProposalQuerySet
from linhai_portal.accounts.roles import Role

# Besides the reviewers of a unit who have the duty (architecture: people and roles).
EXAMINING_ROLES = [Role.OFFICER, Role.HEAD]


class ThreePersonsQuerySet(ProposalQuerySet):
    def to_be_reviewed_by(self, user):
        """The unit's review: of the own units, never the person's own draft."""
        mine = self.filter(status=self.model.Status.SUBMITTED).exclude(drafted_by=user)
        return mine if user.is_city_wide else mine.filter(organization__in=user.organizations())

    def to_be_examined_by(self, user):
        """公开审查 by a third person: the office, or a reviewer of the unit who has this duty."""
        rows = self.filter(status=self.model.Status.REVIEWED).exclude(
            Q(drafted_by=user) | Q(reviewed_by=user)
        )
        if user.has_role(*EXAMINING_ROLES):
            return rows
        return rows.filter(organization__in=user.memberships.filter(examines=True).values("organization"))


class ThreePersons(Proposal):
    """The statuses SUBMITTED and REVIEWED are its children's."""

    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="审核人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    reviewed_at = models.DateTimeField("审核时间", null=True, editable=False)

    class Meta:
        abstract = True

    def examiners(self):
        """公开审查: the office, and the reviewers of the unit with this duty; a third person each."""
        duty = Q(memberships__role__in=EXAMINING_ROLES) | Q(
            memberships__examines=True, memberships__organization=self.organization
        )
        return (
            self.who_may("examine")
            .filter(duty)
            .exclude(pk__in=[self.drafted_by_id, self.reviewed_by_id])
            .distinct()
        )
