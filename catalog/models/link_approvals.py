from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from linhai_portal.accounts.models import Proposal, ProposalQuerySet
from linhai_portal.workflow import Event


class LinkApprovalQuerySet(ProposalQuerySet):
    def visible_to(self, user):
        """What is approved may be used in every unit's texts, so every unit sees it."""
        return self.filter(
            Q(status=LinkApproval.Status.APPROVED) | Q(pk__in=super().visible_to(user).values("pk"))
        )

    def to_be_approved_by(self, user):
        return self.filter(status=LinkApproval.Status.SUBMITTED).exclude(drafted_by=user)

    def live(self):
        return self.filter(status__in=LinkApproval.LIVE)

    def approved(self, host):
        return self.filter(status=LinkApproval.Status.APPROVED, host=host)

    def hosts(self):
        """The hosts texts may link to on this site."""
        return set(self.filter(status=LinkApproval.Status.APPROVED).values_list("host", flat=True))


class LinkApproval(Proposal):
    """Leave to link to a site that is not the government's: asked for by one person, given by another (website §1)."""

    class Status(models.TextChoices):
        DRAFT = "draft", "起草中"
        SUBMITTED = "submitted", "等待批准"
        RETURNED = "returned", "已退回"
        APPROVED = "approved", "已批准"
        ENDED = "ended", "批准已取消"
        WITHDRAWN = "withdrawn", "已撤回"

    MOVES = {
        Status.DRAFT: {Status.SUBMITTED, Status.WITHDRAWN},
        Status.SUBMITTED: {Status.APPROVED, Status.RETURNED, Status.WITHDRAWN},
        Status.RETURNED: {Status.SUBMITTED, Status.WITHDRAWN},
        Status.APPROVED: {Status.ENDED},
        Status.ENDED: set(),
        Status.WITHDRAWN: set(),
    }
    LIVE = [Status.DRAFT, Status.SUBMITTED, Status.RETURNED, Status.APPROVED]

    number = None  # known by its host
    host = models.CharField("网站域名", max_length=253)
    reason = models.TextField("申请理由", max_length=500)
    status = models.CharField("状态", max_length=12, choices=Status, default=Status.DRAFT, editable=False)
    ended_reason = models.TextField("取消理由", blank=True, max_length=500, editable=False)

    objects = LinkApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "外部链接"
        ordering = ["-pk"]
        permissions = [
            ("draft_linkapproval", "可以申请外部链接"),
            ("approve_linkapproval", "可以批准外部链接"),
        ]
        indexes = [models.Index(fields=["status", "-id"], name="link_approval_office")]
        constraints = [
            models.UniqueConstraint(
                fields=["host"],
                condition=Q(status__in=["draft", "submitted", "returned", "approved"]),
                name="link_approval_once",
            ),
            models.CheckConstraint(condition=~Q(host="") & ~Q(reason=""), name="link_approval_says_why"),
            models.CheckConstraint(
                condition=Q(
                    status__in=["approved", "ended"], approved_by__isnull=False, approved_at__isnull=False
                )
                | ~Q(status__in=["approved", "ended"]) & Q(approved_by=None, approved_at=None),
                name="link_approval_whole",
            ),
            models.CheckConstraint(
                condition=~Q(drafted_by=F("approved_by")), name="link_approval_two_persons"
            ),
            models.CheckConstraint(
                condition=Q(status="ended") & ~Q(ended_reason="") | ~Q(status="ended") & Q(ended_reason=""),
                name="link_approval_end_says_why",
            ),
        ]

    def __str__(self):
        return self.host

    def get_office_url(self):
        return reverse("office:link", args=[self.pk])


class LinkApprovalEvent(Event):
    subject = models.ForeignKey(LinkApproval, on_delete=models.CASCADE, related_name="events")

    class Meta(Event.Meta):
        verbose_name = verbose_name_plural = "外部链接经过"
