from django.conf import settings
from django.db import models, transaction

from linhai_portal.accounts.models.organizations import Organization
from linhai_portal.accounts.models.users import User
from linhai_portal.accounts.notices import tell
from linhai_portal.workflow import InvalidMove, Workflow


class ProposalQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A proposal exists for the unit that drafted it and for those who look after the whole city's."""
        if user.is_city_wide:
            return self
        return self.filter(organization__in=user.organizations())

    def returned_to(self, user):
        return self.filter(status=self.model.Status.RETURNED, drafted_by=user)


class Proposal(Workflow):
    """What one person drafts for a unit and another person approves; each kind has its own table of moves.

    The statuses DRAFT, SUBMITTED, RETURNED and WITHDRAWN are those of every kind; what follows the approval is not.
    """

    # Given with the first approval and kept from then on: the public list has no gap.
    number = models.CharField("编号", max_length=20, unique=True, null=True, blank=True, editable=False)
    organization = models.ForeignKey(
        Organization, verbose_name="提出单位", on_delete=models.PROTECT, related_name="+"
    )
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

    class Meta:
        abstract = True

    def revise(self, *, by, **facts):
        """Write the descriptive fields, and no other, while it is still a draft; a status changed meanwhile stays."""
        self._check_drafter(by)
        if not self._drafts().update(**facts):
            raise InvalidMove(f"“{self}”已经提交或撤回，这次的修改没有保存。请刷新页面查看最新情况。")
        self.refresh_from_db()

    @transaction.atomic
    def submit(self, *, by):
        self._check_drafter(by)
        self.move(self.Status.SUBMITTED, by=by)
        others = self.who_may("approve").exclude(pk=by.pk)
        self.tell(others, f"{self.organization}提交的{self}等您审批", f"起草人：{by}")

    def withdraw(self, *, by):
        self._check_drafter(by)
        self.move(self.Status.WITHDRAWN, by=by)

    @transaction.atomic
    def send_back(self, *, by, reason, **facts):
        """Return it to the drafter; `by` is None when it is the system that finds it overtaken."""
        if not reason.strip():
            raise InvalidMove("退回要写明理由，起草人才知道改什么。")
        self.move(self.Status.RETURNED, by=by, note=reason, **facts)
        drafter = self.if_still_here(self.drafted_by)
        self.tell(drafter, f"{self}已退回，请修改后再提交", f"{by or '系统'}：{reason}")

    def tell(self, people, subject, text=""):
        tell(people, kind=self._meta.verbose_name, subject=subject, text=text, place=self.get_office_url())

    def lock_draft(self):
        """Keep it a draft to the end of the transaction; raises InvalidMove when it is none any more."""
        if not self._drafts().select_for_update().exists():
            raise InvalidMove(f"“{self}”已经提交或撤回，不能再改。请刷新页面查看最新情况。")

    def _drafts(self):
        editable = [self.Status.DRAFT, self.Status.RETURNED]
        return type(self)._base_manager.filter(pk=self.pk, status__in=editable)

    def _check_drafter(self, by):
        if by != self.drafted_by:
            raise InvalidMove(f"“{self}”由{self.drafted_by}起草，只有起草人能修改、提交或撤回。")

    def may_be_edited_by(self, user):
        return self.status in (self.Status.DRAFT, self.Status.RETURNED) and self.drafted_by == user

    def may_be_withdrawn_by(self, user):
        return self.Status.WITHDRAWN in self.MOVES[self.Status(self.status)] and self.drafted_by == user

    def who_may(self, deed):
        """The people who have the permission for this deed and for whom this proposal exists."""
        return User.objects.who_may(self.permission(deed), organization=self.organization)

    def permission(self, deed):
        return f"{self._meta.app_label}.{deed}_{self._meta.model_name}"

    def if_still_here(self, person):
        """This person, or nobody when the person has left or works elsewhere now and could not open it."""
        return self.who_may("view").filter(pk=person.pk)
